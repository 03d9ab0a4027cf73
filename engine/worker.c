/* What a thread of the pool does: take a pair, see that both bases are there, compare, hand over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/rows.h"
#include "engine/study_private.h"

bool make_room(void *array_pointer, size_t count, size_t *room, size_t size)
{
    void **array = array_pointer, *larger;
    size_t wanted = *room ? 2 * *room : 64;

    if (count < *room)
        return true;
    if (!(larger = realloc(*array, wanted * size)))
        return false;
    *array = larger;
    *room = wanted;
    return true;
}

void study_announce(struct cca_study *study)
{
    if (!study->announced)
        study->announced = write(study->wake[1], "", 1) == 1;
}

/* All arrays of an experiment hold the same inputs, so as many samples. */
static bool check_samples(const struct cca_study *study, const struct rows *rows, const char *path,
                          struct cca_error *error)
{
    const struct survey *survey = &study->survey;

    if (survey->samples == 0 || rows->samples == survey->samples)
        return true;
    return cca_fail(
        error, CCA_REFUSED,
        "%s: has %zu samples, but %s has %zu; every array must hold the same inputs in the same order", path,
        rows->samples, survey->samples_of ? survey->samples_of : "another array", survey->samples);
}

static struct cca_basis *load_basis(const struct cca_study *study, cell_key key, struct cca_error *error)
{
    char *path, *member;
    struct cca_source source = source_of(study->experiment, cell_of_key(key), &path, &member);
    struct cca_basis *basis =
        cca_basis_open(&source, study->keeping, study->experiment->options.rank_tolerance, error);

    if (basis && !check_samples(study, basis->rows, path, error)) {
        cca_basis_free(basis);
        basis = NULL;
    }
    free(path);
    free(member);
    return basis;
}

static void report_problem(struct cca_study *study, const struct store_entry *entry)
{
    struct outbox *outbox = &study->outbox;

    if (!make_room(&outbox->problems, outbox->problem_count, &outbox->problem_room, sizeof *outbox->problems))
        return;
    outbox->problems[outbox->problem_count++] = (struct cca_problem){
        cell_of_key(entry->key), entry->failure, entry->reason ? strdup(entry->reason) : NULL};
    study_announce(study);
}

/* Loads a basis that this worker has marked as loading. Takes and returns without the lock. */
static void load(struct cca_study *study, struct store_entry *entry)
{
    struct cca_error error;
    struct cca_basis *basis = load_basis(study, entry->key, &error);

    pthread_mutex_lock(&study->lock);
    store_publish(&study->store, entry, basis, &error);
    if (!basis)
        report_problem(study, entry);
    pthread_cond_broadcast(&study->changed);
    pthread_mutex_unlock(&study->lock);
}

/* Two bases in use by one worker. */
struct sides {
    struct store_entry *x, *y;
    bool load_x, load_y; /* this worker has to */
};

static bool loadable(struct cca_study *study, cell_key key)
{
    struct store_entry *entry = store_entry(&study->store, key);

    return entry && entry->state != STORE_LOADING;
}

static bool pair_available(void *context, struct pair_key key)
{
    return loadable(context, key.first) && loadable(context, key.second);
}

static bool claim(struct cca_study *study, struct store_entry *entry)
{
    store_use(&study->store, entry);
    if (entry->state != STORE_ABSENT)
        return false;
    entry->state = STORE_LOADING;
    return true;
}

/* With the lock, for a pair that is available; returns without it, both bases ready or failed. */
static struct sides acquire(struct cca_study *study, cell_key x, cell_key y)
{
    struct sides sides = {store_entry(&study->store, x), store_entry(&study->store, y), false, false};

    sides.load_x = claim(study, sides.x);
    sides.load_y = claim(study, sides.y);
    pthread_mutex_unlock(&study->lock);
    if (sides.load_x)
        load(study, sides.x);
    if (sides.load_y)
        load(study, sides.y);
    return sides;
}

/* Takes the lock. */
static void release(struct cca_study *study, const struct sides *sides)
{
    pthread_mutex_lock(&study->lock);
    store_release(&study->store, sides->x);
    store_release(&study->store, sides->y);
}

/* The side that failed, a broken file before a missing one; NULL when both are ready. */
static const struct store_entry *failed_side(const struct sides *sides)
{
    const struct store_entry *x = sides->x->basis ? NULL : sides->x, *y = sides->y->basis ? NULL : sides->y;

    if (x && y)
        return x->failure == CCA_MISSING ? y : x;
    return x ? x : y;
}

static void compare_sides(const struct cca_study *study, const struct sides *sides, struct finished *finished)
{
    const struct store_entry *failed = failed_side(sides);
    struct cca_error error;

    if (failed) {
        finished->state = failed->failure == CCA_MISSING ? CCA_STATE_HOLE : CCA_STATE_FAILED;
        finished->reason = failed->reason ? strdup(failed->reason) : NULL;
    } else if (cca_summarise(sides->x->basis, sides->y->basis, &study->experiment->options, study->measures,
                             &finished->summary, &error)) {
        finished->state = CCA_DONE;
    } else {
        finished->state = CCA_STATE_FAILED;
        finished->reason = strdup(error.text);
    }
}

/* With the lock; gives it back meanwhile. */
static void compare_pair(struct cca_study *study, struct pair_key key)
{
    struct finished finished = {.key = key};
    struct outbox *outbox = &study->outbox;
    struct sides sides = acquire(study, key.first, key.second);

    compare_sides(study, &sides, &finished);
    release(study, &sides);
    queue_finish(&study->queue, key);
    if (make_room(&outbox->finished, outbox->finished_count, &outbox->finished_room,
                  sizeof *outbox->finished))
        outbox->finished[outbox->finished_count++] = finished;
    else
        free(finished.reason);
    study_announce(study);
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

static void fill_detail(const struct cca_study *study, const struct sides *sides, struct cca_detail *detail)
{
    struct cca_error error;

    detail->failed =
        failed_side(sides) != NULL || !cca_compare(sides->x->basis, sides->y->basis,
                                                   &study->experiment->options, &detail->comparison, &error);
    if (detail->failed)
        return;
    detail->spectrum_x = copy_spectrum(sides->x->basis, &detail->spectrum_x_count, &detail->threshold_x);
    detail->spectrum_y = copy_spectrum(sides->y->basis, &detail->spectrum_y_count, &detail->threshold_y);
}

static bool same_pair(struct cca_pair p, struct cca_pair q)
{
    return cell_key_of(p.a) == cell_key_of(q.a) && cell_key_of(p.b) == cell_key_of(q.b);
}

/* With the lock; gives it back meanwhile. */
static void detail_pair(struct cca_study *study, struct cca_pair pair)
{
    struct cca_detail *detail = calloc(1, sizeof *detail);
    struct sides sides = acquire(study, cell_key_of(pair.a), cell_key_of(pair.b));

    if (detail) {
        detail->pair = pair;
        fill_detail(study, &sides, detail);
    }
    release(study, &sides);
    if (!detail || !same_pair(study->detail_pair, pair)) { /* another is wanted by now and may be there */
        detail_free(detail);
        return;
    }
    detail_free(study->outbox.detail);
    study->outbox.detail = detail;
    study_announce(study);
}

/* With the lock; gives it back meanwhile. */
static void survey_files(struct cca_study *study)
{
    struct survey survey = {.timesteps = study->survey.timesteps};

    study->surveying = true;
    pthread_mutex_unlock(&study->lock);
    survey_run(study->experiment, &survey);
    pthread_mutex_lock(&study->lock);
    study->survey = survey;
    study->surveyed = true;
    study_announce(study);
    pthread_cond_broadcast(&study->changed);
}

/* One piece of work, if there is any; with the lock. */
static bool work(struct cca_study *study)
{
    struct pair_key key;

    if (!study->surveyed) {
        if (study->surveying)
            return false;
        survey_files(study);
    } else if (study->detail_wanted && pair_available(study, pair_key_of(study->detail_pair, NULL))) {
        study->detail_wanted = false;
        detail_pair(study, study->detail_pair);
    } else if (queue_take(&study->queue, pair_available, study, &key)) {
        compare_pair(study, key);
    } else {
        return false;
    }
    return true;
}

void *worker_main(void *context)
{
    struct cca_study *study = context;

    pthread_mutex_lock(&study->lock);
    while (!study->stopping)
        if (!work(study))
            pthread_cond_wait(&study->changed, &study->lock);
    pthread_mutex_unlock(&study->lock);
    return NULL;
}
