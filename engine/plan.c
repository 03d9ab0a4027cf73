#include "engine/plan.h"

#include <stdlib.h>

#include "engine/compare.h"
#include "engine/tile.h"

/* Pairs looked up at once: few enough to let others at the lock; looks, with an array each. */
#define CHUNK         1024
#define LOOKS_AT_ONCE 64

/* The cells that occur in some pairs, once each. */
struct cells {
    cell_key *keys;
    size_t count, room;
    struct pair_map seen;
};

static bool add_cell(struct cells *cells, cell_key cell)
{
    struct pair_key key = {cell, cell};

    if (pair_map_get(&cells->seen, key) != PAIR_ABSENT)
        return true;
    if (!make_room(&cells->keys, cells->count, &cells->room, sizeof *cells->keys) ||
        !pair_map_put(&cells->seen, key, 0))
        return false;
    cells->keys[cells->count++] = cell;
    return true;
}

/* False when memory gives out: then some are missing. */
static bool collect_cells(const struct pair_key *keys, size_t count, struct cells *cells)
{
    bool good = true;

    *cells = (struct cells){0};
    for (size_t i = 0; good && i < count; i++)
        good = add_cell(cells, keys[i].first) && add_cell(cells, keys[i].second);
    return good;
}

static void free_cells(struct cells *cells)
{
    free(cells->keys);
    pair_map_free(&cells->seen);
}

static const struct layer_size *size_of(const struct cca_study *study, cell_key cell)
{
    return survey_size(study->experiment, &study->survey, cell_of_key(cell));
}

/* How many bases of these cells fit the budget; all of them when nothing is known of their size. */
static size_t capacity_for(const struct cca_study *study, const struct cells *cells)
{
    double bytes = 0;

    for (size_t i = 0; i < cells->count; i++)
        bytes += (double)size_of(study, cells->keys[i])->bytes;
    if (bytes <= (double)study->store.budget)
        return cells->count;
    return (size_t)((double)study->store.budget / bytes * (double)cells->count);
}

/* Puts the keys into an order for the memory there is, once the sizes of layers are known. Returns how often
 * a basis is loaded. */
static double arrange(const struct cca_study *study, struct pair_key *keys, size_t count)
{
    struct cells cells;
    double loads = 1;

    if (collect_cells(keys, count, &cells)) {
        size_t capacity = capacity_for(study, &cells), others = (size_t)study->thread_count - 1;

        if (capacity < study->store.least)
            capacity = study->store.least;
        capacity = capacity < cells.count ? capacity - others : capacity; /* each is at a place of its own */
        if (capacity < cells.count && tile_pairs(keys, count, capacity))
            loads = (double)tile_loads(keys, count, capacity) / (double)cells.count;
    }
    free_cells(&cells);
    return loads;
}

/* Notes what is finished already, and copies what is neither that nor under way to `unknown` (may be NULL).
 */
static size_t note_known(struct cca_study *study, const struct pair_key *keys, size_t count,
                         struct pair_key *unknown)
{
    size_t unknown_count = 0;

    for (size_t i = 0; i < count; i++) {
        uint32_t state = queue_state(&study->queue, keys[i]);

        if (state == PAIR_ABSENT && unknown)
            unknown[unknown_count++] = keys[i];
        else if (state == QUEUE_FINISHED && queue_count(&study->queue, keys[i]))
            study->estimate.pairs.left -= plan_pair_effort(study, keys[i]);
    }
    return unknown_count;
}

/* How much of what is wanted needs each basis, for a store that is frugal. */
static void count_expected(struct cca_study *study)
{
    const struct queue_list *list = &study->queue.rest;
    const struct looks *looks = &study->looks;

    if (!study->store.frugal)
        return;
    store_expect_none(&study->store);
    for (size_t i = 0; i < list->count; i++)
        if (queue_state(&study->queue, list->keys[i]) != QUEUE_FINISHED) {
            struct store_needs sides = sides_of(study, list->keys[i]);

            store_expect(&sides);
        }
    for (size_t i = 0; i < looks->wanted_count; i++)
        if (looks->wanted[i]->state != LOOK_FINISHED) {
            struct store_needs needs = look_needs(&study->store, &looks->wanted[i]->look);

            store_expect(&needs);
        }
    store_tidy(&study->store);
}

bool plan_pairs(struct cca_study *study, const struct cca_pair *pairs, size_t count, unsigned generation)
{
    struct queue_order order;
    double loads = 1;
    bool surveyed;

    if (!queue_order_create(&order, pairs, count))
        return false;
    pthread_mutex_lock(&study->lock);
    surveyed = study->surveyed;
    pthread_mutex_unlock(&study->lock);
    if (surveyed)
        loads = arrange(study, order.keys, order.count);

    pthread_mutex_lock(&study->lock);
    if (study->generation == generation) { /* else other pairs are wanted by now */
        queue_want(&study->queue, &order);
        study->loads_each = loads;
        plan_effort(study);
        count_expected(study);
        if (count <= PLAN_AT_ONCE)
            note_known(study, study->queue.rest.keys, study->queue.rest.count, NULL);
    }
    pthread_mutex_unlock(&study->lock);
    queue_order_free(&order);
    return true;
}

double plan_pair_effort(const struct cca_study *study, struct pair_key key)
{
    return effort_of_pair(size_of(study, key.first), size_of(study, key.second));
}

/* Each of its cells is compared with the first, for intervals in every resample. */
double plan_look_effort(const struct cca_study *study, const struct cca_look *look)
{
    double sum = 0;

    for (size_t i = 1; i < cca_look_cells(look->kind); i++)
        sum += effort_of_pair(size_of(study, cell_key_of(look->cells[0])),
                              size_of(study, cell_key_of(look->cells[i])));
    return look->kind == CCA_LOOK_INTERVAL ? sum * (double)look->count : sum;
}

double plan_load_effort(const struct cca_study *study, cell_key cell)
{
    return effort_of_load(size_of(study, cell));
}

/* Sums up the effort of the looks that are not finished, and adds their cells (NULL: not). */
static void add_looks(struct cca_study *study, struct cells *cells)
{
    const struct looks *looks = &study->looks;
    bool good = cells != NULL;

    study->estimate.looks.left = 0;
    for (size_t i = 0; i < looks->wanted_count && study->surveyed; i++) {
        const struct cca_look *look = &looks->wanted[i]->look;

        if (looks->wanted[i]->state == LOOK_FINISHED)
            continue;
        study->estimate.looks.left += plan_look_effort(study, look);
        for (size_t j = 0; good && j < cca_look_cells(look->kind); j++)
            good = add_cell(cells, cell_key_of(look->cells[j]));
    }
}

void plan_looks(struct cca_study *study)
{
    if (study->queue.rest.count <= PLAN_AT_ONCE)
        plan_effort(study);
    else /* what they load is as good as counted, and to count it again would take longer than a key may */
        add_looks(study, NULL);
    count_expected(study);
}

void plan_effort(struct cca_study *study)
{
    const struct queue_list *list = &study->queue.rest;
    struct estimate *estimate = &study->estimate;
    struct cells cells;

    estimate->loads.left = estimate->pairs.left = 0;
    if (!study->surveyed)
        return;
    collect_cells(list->keys, list->count, &cells);
    add_looks(study, &cells);
    for (size_t i = 0; i < list->count; i++)
        estimate->pairs.left += plan_pair_effort(study, list->keys[i]);
    for (size_t i = 0; i < cells.count; i++) {
        const struct store_entry *entry = store_entry(&study->store, cells.keys[i]);

        if (entry && entry->state == STORE_ABSENT)
            estimate->loads.left += plan_load_effort(study, cells.keys[i]);
        if (entry)
            estimate->loads.left +=
                PLAN_RELOAD_SHARE * (study->loads_each - 1) * plan_load_effort(study, cells.keys[i]);
    }
    free_cells(&cells);
}

static bool all_known(const struct queue_list *list)
{
    return list->known == list->count;
}

bool plan_has_unknown(const struct cca_study *study)
{
    return !study->looking && (!all_known(&study->queue.first) || !all_known(&study->queue.rest) ||
                               study->looks.known < study->looks.wanted_count);
}

/* With the lock; gives it back meanwhile. */
static void find_in_cache(struct cca_study *study, const struct pair_key *keys, size_t count)
{
    struct cca_summary *summaries = malloc(count * sizeof *summaries);
    bool *found = calloc(count, sizeof *found);

    pthread_mutex_unlock(&study->lock);
    if (summaries && found)
        cache_find(study->cache, keys, count, study->measures, found, summaries);
    pthread_mutex_lock(&study->lock);
    for (size_t i = 0; summaries && found && i < count; i++)
        if (found[i] && queue_state(&study->queue, keys[i]) == PAIR_ABSENT && finish_pair(study, keys[i])) {
            study->estimate.pairs.left -= plan_pair_effort(study, keys[i]);
            study_deliver(study, (struct finished){keys[i], CCA_DONE, summaries[i], NULL});
        }
    free(summaries);
    free(found);
}

/* One look; with the lock, which it gives back meanwhile. */
static void find_look(struct cca_study *study, struct look_entry *entry)
{
    struct store_needs needs;
    struct cca_looked looked;
    bool found;

    pthread_mutex_unlock(&study->lock);
    found = cache_find_look(study->cache, &entry->look, study->measures, &looked);
    pthread_mutex_lock(&study->lock);
    if (!found)
        return;
    needs = look_needs(&study->store, &entry->look);
    store_fulfil(&study->store, &needs);
    study->estimate.looks.left -= plan_look_effort(study, &entry->look);
    looks_finish(&study->looks, entry, &looked);
    study_announce(study);
}

/* Some of the wanted looks, or all without a cache. */
static void look_up_looks(struct cca_study *study)
{
    struct looks *looks = &study->looks;
    struct look_entry **list = looks->wanted;

    if (!study->cache)
        looks->known = looks->wanted_count;
    for (size_t i = 0; i < LOOKS_AT_ONCE && looks->wanted == list && looks->known < looks->wanted_count;
         i++) {
        struct look_entry *entry = list[looks->known];

        if (entry->state == LOOK_WAITING)
            find_look(study, entry);
        looks->known += looks->wanted == list; /* else others are wanted by now */
    }
}

void plan_look_up(struct cca_study *study)
{
    struct queue *queue = &study->queue;
    struct queue_list *list = all_known(&queue->first) ? &queue->rest : &queue->first;
    size_t end = list->count - list->known < CHUNK ? list->count : list->known + CHUNK;
    struct pair_key *start = list->keys, keys[CHUNK];
    size_t count;

    if (all_known(list)) {
        look_up_looks(study);
        return;
    }
    count = note_known(study, list->keys + list->known, end - list->known, keys);
    if (study->cache && count > 0)
        find_in_cache(study, keys, count);
    if (list->keys == start) /* else other pairs are wanted by now */
        list->known = end;
}
