#include "engine/looks.h"

#include <math.h>
#include <stdlib.h>

#include "engine/plan.h"
#include "engine/study_private.h"

/* How far to look past looks that wait for a representation being loaded. */
#define LOOK_AHEAD 64

static bool same_look(const struct cca_look *a, const struct cca_look *b)
{
    bool same = a->kind == b->kind && a->count == b->count;

    for (size_t i = 0; same && i < cca_look_cells(a->kind); i++)
        same = cell_key_of(a->cells[i]) == cell_key_of(b->cells[i]);
    return same;
}

/* Looks of one place are few: other kinds, counts and cells between. */
static struct pair_key place_of(const struct cca_look *look)
{
    return pair_key_of((struct cca_pair){look->cells[0], look->cells[cca_look_cells(look->kind) - 1]}, NULL);
}

static struct look_entry *find(const struct looks *looks, const struct cca_look *look)
{
    uint32_t at = pair_map_get(&looks->index, place_of(look));

    while (at != PAIR_ABSENT && !same_look(&looks->entries[at]->look, look))
        at = looks->entries[at]->next_alike;
    return at == PAIR_ABSENT ? NULL : looks->entries[at];
}

static void free_entry(struct look_entry *entry)
{
    free(entry->looked.reason);
    free(entry->looked.numbers);
    free(entry);
}

/* Takes the entry over; false when memory gives out. */
static bool add(struct looks *looks, struct look_entry *entry)
{
    struct pair_key place = place_of(&entry->look);

    entry->next_alike = pair_map_get(&looks->index, place);
    if (!make_room(&looks->entries, looks->count, &looks->room, sizeof(struct look_entry *)) ||
        !pair_map_put(&looks->index, place, (uint32_t)looks->count)) {
        free_entry(entry);
        return false;
    }
    looks->entries[looks->count++] = entry;
    return true;
}

static struct look_entry *find_or_add(struct looks *looks, const struct cca_look *look)
{
    struct look_entry *entry = find(looks, look);

    if (entry || !(entry = calloc(1, sizeof *entry)))
        return entry;
    entry->look = *look;
    return add(looks, entry) ? entry : NULL;
}

/* With the lock. */
static void set_wanted(struct looks *looks, struct look_entry **wanted, size_t count)
{
    for (size_t i = 0; i < looks->wanted_count; i++)
        looks->wanted[i]->wanted = false;
    free(looks->wanted);
    looks->wanted = wanted;
    looks->wanted_count = looks->known = looks->next = looks->finished = 0;
    for (size_t i = 0; i < count; i++) {
        struct look_entry *entry = wanted[i];

        if (entry->wanted) /* named twice */
            continue;
        entry->wanted = true;
        looks->finished += entry->state == LOOK_FINISHED;
        looks->wanted[looks->wanted_count++] = entry;
    }
}

bool cca_study_want_looks(struct cca_study *study, const struct cca_look *looks, size_t count)
{
    struct look_entry **wanted = malloc((count + 1) * sizeof *wanted);
    size_t total, done;
    bool good = wanted != NULL;

    for (size_t i = 0; good && i < count; i++)
        good = (wanted[i] = find_or_add(&study->looks, &looks[i])) != NULL;
    if (!good) {
        free(wanted);
        return false;
    }
    pthread_mutex_lock(&study->lock);
    set_wanted(&study->looks, wanted, count);
    plan_looks(study);
    total = study->pairs_wanted + study->looks.wanted_count;
    done = study->queue.finished + study->looks.finished;
    pthread_cond_broadcast(&study->changed);
    pthread_mutex_unlock(&study->lock);
    /* Where all are known already nothing is collected that would tell. */
    study->progress.total = total;
    study->progress.done = done;
    return true;
}

const struct cca_looked *cca_study_look(const struct cca_study *study, const struct cca_look *look)
{
    static const struct cca_looked pending = {.state = CCA_PENDING};
    const struct look_entry *entry = find(&study->looks, look);

    return entry && entry->visible ? &entry->looked : &pending;
}

struct cca_look cca_interval_look(struct cca_pair pair, size_t resamples)
{
    struct pair_key key = pair_key_of(pair, NULL);

    return (struct cca_look){.kind = CCA_LOOK_INTERVAL,
                             .cells = {cell_of_key(key.first), cell_of_key(key.second)},
                             .count = resamples};
}

enum cca_state cca_study_interval(const struct cca_study *study, struct cca_pair pair, size_t resamples,
                                  enum measure measure, enum pwcca_side side, double *low, double *high)
{
    struct cca_look look = cca_interval_look(pair, resamples);
    const struct cca_looked *looked = cca_study_look(study, &look);
    bool swapped;
    size_t at;

    pair_key_of(pair, &swapped);
    if (swapped && side != PWCCA_MEAN)
        side = side == PWCCA_X ? PWCCA_Y : PWCCA_X;
    at = cca_interval_of(measure, side);
    *low = looked->state == CCA_DONE ? looked->numbers[at] : NAN;
    *high = looked->state == CCA_DONE ? looked->numbers[CCA_INTERVALS + at] : NAN;
    return looked->state;
}

struct store_needs look_needs(struct store *store, const struct cca_look *look)
{
    struct store_needs needs = {.count = cca_look_cells(look->kind)};

    for (size_t i = 0; i < needs.count; i++)
        needs.entries[i] = store_entry(store, cell_key_of(look->cells[i]));
    return needs;
}

struct look_entry *looks_find(struct looks *looks, struct store *store)
{
    size_t seen = 0;

    for (size_t i = looks->next; i < looks->known && seen < LOOK_AHEAD; i++) {
        struct look_entry *entry = looks->wanted[i];
        struct store_needs needs;

        if (entry->state != LOOK_WAITING) {
            looks->next += i == looks->next;
            continue;
        }
        seen++;
        needs = look_needs(store, &entry->look);
        if (store_needs_settled(&needs) || store_needs_loadable(&needs))
            return entry;
    }
    return NULL;
}

void looks_finish(struct looks *looks, struct look_entry *entry, const struct cca_looked *looked)
{
    entry->looked = *looked;
    entry->state = LOOK_FINISHED;
    looks->finished += entry->wanted;
    entry->next_news = looks->news;
    looks->news = entry;
}

void looks_collect(struct looks *looks, struct look_entry *news)
{
    for (; news; news = news->next_news) {
        news->visible = true;
        looks->visible++;
    }
}

static bool rename_look(struct look_entry *entry, bool (*rename)(void *context, cell_key *key), void *context)
{
    struct cca_look *look = &entry->look;
    bool kept = entry->visible && entry->looked.state == CCA_DONE;

    for (size_t i = 0; kept && i < cca_look_cells(look->kind); i++) {
        cell_key key = cell_key_of(look->cells[i]);

        kept = rename(context, &key);
        look->cells[i] = cell_of_key(key);
    }
    entry->looked.look = *look;
    return kept;
}

void looks_renew(struct looks *looks, bool (*rename)(void *context, cell_key *key), void *context)
{
    size_t count = looks->count;

    set_wanted(looks, NULL, 0);
    pair_map_free(&looks->index);
    looks->count = looks->visible = 0;
    for (size_t i = 0; i < count; i++) {
        struct look_entry *entry = looks->entries[i];

        if (!rename_look(entry, rename, context))
            free_entry(entry);
        else
            looks->visible += add(looks, entry);
    }
}

void looks_free(struct looks *looks)
{
    for (size_t i = 0; i < looks->count; i++)
        free_entry(looks->entries[i]);
    free(looks->entries);
    free(looks->wanted);
    pair_map_free(&looks->index);
}
