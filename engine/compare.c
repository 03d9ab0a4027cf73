#include "engine/compare.h"

#include <stdlib.h>
#include <string.h>

#include "engine/look_kind.h"
#include "engine/plan.h"
#include "engine/product.h"
#include "engine/rows.h"

struct store_needs sides_of(struct cca_study *study, struct pair_key key)
{
    return (struct store_needs){
        {store_entry(&study->store, key.first), store_entry(&study->store, key.second)}, 2};
}

bool finish_pair(struct cca_study *study, struct pair_key key)
{
    struct store_needs sides;

    if (!queue_finish(&study->queue, key))
        return false;
    if (study->store.frugal) { /* else nothing is counted */
        sides = sides_of(study, key);
        store_fulfil(&study->store, &sides);
    }
    return true;
}

/* Pairs that one worker compares together. */
struct batch {
    struct {
        struct store_needs sides;
        struct finished finished;
    } * items;
    struct product_pair *products;
    size_t count;
};

static void note_failure(const struct store_entry *failed, struct finished *finished)
{
    finished->state = failed->failure == CCA_MISSING ? CCA_STATE_HOLE : CCA_STATE_FAILED;
    finished->reason = failed->reason ? strdup(failed->reason) : NULL;
}

static void note_error(const struct cca_error *error, struct finished *finished)
{
    finished->state = CCA_STATE_FAILED;
    finished->reason = strdup(error->text);
}

static void compare_one(const struct cca_study *study, const struct store_needs *sides,
                        struct finished *finished)
{
    const struct store_entry *failed = store_needs_failed(sides);
    struct cca_error error;

    finished->state = CCA_DONE;
    if (failed)
        note_failure(failed, finished);
    else if (!cca_summarise(sides->entries[0]->basis, sides->entries[1]->basis, &study->experiment->options,
                            study->measures, &finished->summary, &error))
        note_error(&error, finished);
}

/* Whether its rows are made from a file for every product. */
static bool is_streamed(const struct store_entry *entry)
{
    return entry->state == STORE_READY && entry->basis->rank > 0 && !entry->basis->u &&
           !entry->basis->u_single && !entry->basis->dft;
}

bool sides_streamed(const struct store_needs *sides)
{
    return sides->entries[0] && sides->entries[1] && is_streamed(sides->entries[0]) &&
           is_streamed(sides->entries[1]);
}

static size_t product_bytes(const struct store_needs *sides)
{
    return sides->entries[0]->basis->rank * sides->entries[1]->basis->rank * sizeof(double);
}

/* How many pairs like this one fit this worker's share of the memory that bases leave for products, without
 * taking all from the others. The more, the fewer times the rows of a basis are made. */
static size_t batch_limit(const struct cca_study *study, const struct store_needs *sides)
{
    size_t threads = (size_t)study->thread_count, fit, fair;
    uint64_t budget = study->store.budget, held = study->store.bytes;
    uint64_t room = held < budget / 2 ? budget - held : budget / 2;

    if (!sides_streamed(sides))
        return 1;
    fit = room / threads / 5 * 4 / product_bytes(sides); /* the fifth is for the blocks of rows */
    fair = (study->queue.wanted.count - study->queue.finished) / threads;
    return fit < 2 || fair < 2 ? 1 : fit < fair ? fit : fair;
}

static void add_to_batch(struct cca_study *study, struct batch *batch, struct pair_key key)
{
    struct store_needs sides = sides_of(study, key);

    batch->items[batch->count].sides = sides;
    batch->items[batch->count].finished = (struct finished){.key = key};
    batch->count++;
    store_use(&study->store, &sides);
}

static bool can_join(void *context, struct pair_key key)
{
    struct store_needs sides = sides_of(context, key);

    return sides_streamed(&sides) && sides.entries[0]->basis->n == sides.entries[1]->basis->n;
}

/* The pair, and what may come with it; with the lock. Without memory for more, count is 0. */
static struct batch gather_batch(struct cca_study *study, struct pair_key key)
{
    struct store_needs sides = sides_of(study, key);
    size_t limit = store_needs_failed(&sides) ? 1 : batch_limit(study, &sides);
    struct batch batch = {.items = calloc(limit, sizeof *batch.items),
                          .products = calloc(limit, sizeof *batch.products)};

    if (!batch.items || !batch.products)
        return batch;
    add_to_batch(study, &batch, key);
    while (batch.count < limit && queue_find(&study->queue, &study->queue.rest, can_join, study, &key) &&
           queue_take(&study->queue, key))
        add_to_batch(study, &batch, key);
    return batch;
}

/* All products in one sweep over the rows, then each pair from its own. False: none was made. */
static bool compare_together(const struct cca_study *study, struct batch *batch, struct cca_error *error)
{
    bool good = true;

    for (size_t i = 0; i < batch->count && good; i++) {
        const struct store_needs *sides = &batch->items[i].sides;

        batch->products[i] = (struct product_pair){sides->entries[0]->basis, sides->entries[1]->basis,
                                                   malloc(product_bytes(sides))};
        good = batch->products[i].m || cca_fail_memory(error, "products", (double)product_bytes(sides));
    }
    good = good && product_compute(batch->products, batch->count, error);
    for (size_t i = 0; i < batch->count; i++) {
        const struct product_pair *product = &batch->products[i];
        struct finished *finished = &batch->items[i].finished;

        finished->state = CCA_DONE;
        if (good && !summarise_product(product, &study->experiment->options, study->measures,
                                       &finished->summary, error))
            note_error(error, finished);
        free(product->m);
    }
    return good;
}

static void compare_batch(const struct cca_study *study, struct batch *batch)
{
    struct cca_error error;

    if (batch->count > 1 && compare_together(study, batch, &error))
        return;
    for (size_t i = 0; i < batch->count; i++) /* one by one: a file that fails fails its own pairs only */
        compare_one(study, &batch->items[i].sides, &batch->items[i].finished);
}

/* Results of files that may still change without a trace are not kept. */
static void note_unsaved(struct cca_study *study, const struct store_needs *sides,
                         const struct finished *finished)
{
    const struct rows *x = sides->entries[0]->basis->rows, *y = sides->entries[1]->basis->rows;
    struct unsaved *unsaved = &study->unsaved;

    if (cache_too_fresh(&x->identity, x->opened) || cache_too_fresh(&y->identity, y->opened) ||
        !make_room(&unsaved->items, unsaved->count, &unsaved->room, sizeof *unsaved->items))
        return;
    if (unsaved->count == 0)
        unsaved->since = rate_clock();
    unsaved->items[unsaved->count++] =
        (struct cache_item){finished->key, finished->summary, x->identity, y->identity};
}

/* With the lock. */
static void deliver_batch(struct cca_study *study, struct batch *batch, double seconds)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct finished *finished = &batch->items[i].finished;

        effort_note(&study->estimate.pairs,
                    finished->state == CCA_DONE ? plan_pair_effort(study, finished->key) : 0,
                    seconds / (double)batch->count);
        if (study_lacks(study, finished))
            queue_again(&study->queue, finished->key);
        else
            finish_pair(study, finished->key);
        if (study->cache && finished->state == CCA_DONE)
            note_unsaved(study, &batch->items[i].sides, finished);
        store_release(&study->store, &batch->items[i].sides);
        study_deliver(study, *finished);
    }
    free(batch->items);
    free(batch->products);
}

void compare_pairs(struct cca_study *study, struct pair_key key)
{
    double start = rate_clock();
    struct batch batch = gather_batch(study, key);

    pthread_mutex_unlock(&study->lock);
    compare_batch(study, &batch);
    pthread_mutex_lock(&study->lock);
    if (batch.count == 0) { /* no memory, not even for a list of one */
        finish_pair(study, key);
        study_deliver(study, (struct finished){key, CCA_STATE_FAILED, {0}, strdup("not enough memory")});
    }
    deliver_batch(study, &batch, rate_clock() - start);
}

void detail_free(struct cca_detail *detail)
{
    if (!detail)
        return;
    cca_comparison_free(&detail->comparison);
    free(detail->spectrum_x);
    free(detail->spectrum_y);
    free(detail);
}

static double *copy_spectrum(const struct cca_basis *basis, size_t *count, double *threshold)
{
    double *spectrum = calloc(basis->spectrum + 1, sizeof *spectrum);
    double largest = basis->spectrum && basis->s[0] > 0 ? basis->s[0] : 1;

    *count = spectrum ? basis->spectrum : 0;
    *threshold = basis->threshold / largest;
    for (size_t i = 0; i < *count; i++)
        spectrum[i] = basis->s[i] / largest;
    return spectrum;
}

static void fill_detail(const struct cca_study *study, const struct store_needs *sides,
                        struct cca_detail *detail)
{
    struct cca_error error;

    detail->failed = store_needs_failed(sides) != NULL ||
                     !cca_compare(sides->entries[0]->basis, sides->entries[1]->basis,
                                  &study->experiment->options, &detail->comparison, &error);
    if (detail->failed)
        return;
    detail->spectrum_x =
        copy_spectrum(sides->entries[0]->basis, &detail->spectrum_x_count, &detail->threshold_x);
    detail->spectrum_y =
        copy_spectrum(sides->entries[1]->basis, &detail->spectrum_y_count, &detail->threshold_y);
}

/* Without the lock. */
static void look(const struct cca_study *study, const struct store_needs *needs, struct cca_looked *looked)
{
    const struct store_entry *failed = store_needs_failed(needs);
    struct look_sources sources = {.options = &study->experiment->options, .measures = study->measures};
    struct cca_error error = {CCA_OK, ""};

    for (size_t i = 0; i < needs->count; i++)
        sources.bases[i] = needs->entries[i]->basis;
    if (failed || !look_compute(&sources, looked, &error)) {
        looked->state = failed && failed->failure == CCA_MISSING ? CCA_STATE_HOLE : CCA_STATE_FAILED;
        looked->reason = failed ? (failed->reason ? strdup(failed->reason) : NULL) : strdup(error.text);
        return;
    }
    looked->state = CCA_DONE;
}

/* Without the lock; where no file may still change without a trace. */
static void keep_look(const struct cca_study *study, struct cache *cache, const struct store_needs *needs,
                      const struct cca_looked *looked)
{
    struct cca_identity files[CCA_LOOK_CELLS];
    bool good = cache && looked->state == CCA_DONE;

    for (size_t i = 0; good && i < needs->count; i++) {
        const struct rows *rows = needs->entries[i]->basis->rows;

        files[i] = rows->identity;
        good = !cache_too_fresh(&rows->identity, rows->opened);
    }
    if (good)
        cache_keep_look(cache, looked, study->measures, files);
}

void compute_look(struct cca_study *study, struct look_entry *entry)
{
    struct store_needs needs = look_needs(&study->store, &entry->look);
    struct cca_looked looked = {.look = entry->look};
    struct cache *cache = study->cache;
    double start = rate_clock(), seconds;

    store_use(&study->store, &needs);
    pthread_mutex_unlock(&study->lock);
    look(study, &needs, &looked);
    seconds = rate_clock() - start;
    keep_look(study, cache, &needs, &looked);
    pthread_mutex_lock(&study->lock);
    store_fulfil(&study->store, &needs);
    store_release(&study->store, &needs);
    effort_note(&study->estimate.looks, looked.state == CCA_DONE ? plan_look_effort(study, &entry->look) : 0,
                seconds);
    looks_finish(&study->looks, entry, &looked);
    study_announce(study);
}

static bool same_pair(struct cca_pair p, struct cca_pair q)
{
    return cell_key_of(p.a) == cell_key_of(q.a) && cell_key_of(p.b) == cell_key_of(q.b);
}

/* With the lock; gives it back meanwhile. */
void compare_in_detail(struct cca_study *study, struct cca_pair pair)
{
    struct cca_detail *detail = calloc(1, sizeof *detail);
    struct store_needs sides = {
        {store_entry(&study->store, cell_key_of(pair.a)), store_entry(&study->store, cell_key_of(pair.b))},
        2};

    store_use(&study->store, &sides);
    pthread_mutex_unlock(&study->lock);
    if (detail) {
        detail->pair = pair;
        fill_detail(study, &sides, detail);
    }
    pthread_mutex_lock(&study->lock);
    store_release(&study->store, &sides);
    if (!detail || !same_pair(study->detail_pair, pair)) { /* another is wanted by now and may be there */
        detail_free(detail);
        return;
    }
    detail_free(study->outbox.detail);
    study->outbox.detail = detail;
    study_announce(study);
}
