/* What a thread of the pool does: take a pair, see that both bases are there, compare, hand over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "engine/lapack.h"
#include "engine/load.h"
#include "engine/plan.h"
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

void study_deliver(struct cca_study *study, struct finished finished)
{
    struct outbox *outbox = &study->outbox;

    if (make_room(&outbox->finished, outbox->finished_count, &outbox->finished_room,
                  sizeof *outbox->finished))
        outbox->finished[outbox->finished_count++] = finished;
    else
        free(finished.reason);
    study_announce(study);
}

void study_announce(struct cca_study *study)
{
    if (!study->announced)
        study->announced = write(study->wake[1], "", 1) == 1;
}

/* Two bases in use by one worker. */
struct sides {
    struct store_entry *x, *y;
};

static bool settled(const struct store_entry *entry)
{
    return entry->state == STORE_READY || entry->state == STORE_FAILED;
}

static bool loadable(const struct store_entry *entry)
{
    return entry->state == STORE_ABSENT || entry->state == STORE_DROPPED;
}

static struct sides sides_of(struct cca_study *study, struct pair_key key)
{
    return (struct sides){store_entry(&study->store, key.first), store_entry(&study->store, key.second)};
}

/* Whether something can be done for a pair now: compare, or load a side that nobody loads yet. */
static bool pair_available(void *context, struct pair_key key)
{
    struct sides sides = sides_of(context, key);

    return sides.x && sides.y &&
           ((settled(sides.x) && settled(sides.y)) || loadable(sides.x) || loadable(sides.y));
}

/* With the lock, for settled sides; returns without it. */
static void acquire(struct cca_study *study, const struct sides *sides)
{
    store_use(&study->store, sides->x);
    store_use(&study->store, sides->y);
    pthread_mutex_unlock(&study->lock);
}

/* With the lock. */
static void release(struct cca_study *study, const struct sides *sides)
{
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

/* Results of files that may still change without a trace are not kept. */
static void note_unsaved(struct cca_study *study, const struct sides *sides, const struct finished *finished)
{
    const struct rows *x = sides->x->basis->rows, *y = sides->y->basis->rows;
    struct unsaved *unsaved = &study->unsaved;

    if (cache_too_fresh(&x->identity, x->opened) || cache_too_fresh(&y->identity, y->opened) ||
        !make_room(&unsaved->items, unsaved->count, &unsaved->room, sizeof *unsaved->items))
        return;
    if (unsaved->count == 0)
        unsaved->since = rate_clock();
    unsaved->items[unsaved->count++] =
        (struct cache_item){finished->key, finished->summary, x->identity, y->identity};
}

/* With the lock; gives it back meanwhile. */
static void compare_pair(struct cca_study *study, struct pair_key key)
{
    struct finished finished = {.key = key};
    struct sides sides = sides_of(study, key);
    double start = rate_clock();

    acquire(study, &sides);
    compare_sides(study, &sides, &finished);
    pthread_mutex_lock(&study->lock);
    effort_note(&study->estimate.pairs, finished.state == CCA_DONE ? plan_pair_effort(study, key) : 0,
                rate_clock() - start);
    queue_finish(&study->queue, key);
    if (study->cache && finished.state == CCA_DONE)
        note_unsaved(study, &sides, &finished);
    release(study, &sides);
    study_deliver(study, finished);
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
    struct sides sides = {store_entry(&study->store, cell_key_of(pair.a)),
                          store_entry(&study->store, cell_key_of(pair.b))};

    acquire(study, &sides);
    if (detail) {
        detail->pair = pair;
        fill_detail(study, &sides, detail);
    }
    pthread_mutex_lock(&study->lock);
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
    struct cache *cache = NULL;
    struct cca_error error;
    struct survey survey = {.timesteps = study->survey.timesteps, .sizes = study->survey.sizes};

    pthread_mutex_unlock(&study->lock);
    if (study->cache_path)
        cache = cache_open(study->cache_path, study->experiment, &error);
    survey_run(study->experiment, study->keeping, &survey);
    pthread_mutex_lock(&study->lock);
    study->cache = cache;
    if (study->cache_path && !cache)
        study->cache_note = strdup(error.text);
    study->survey = survey;
    study->surveyed = true;
    plan_effort(study);
    study_announce(study);
    pthread_cond_broadcast(&study->changed);
}

/* What a worker could do now. */
struct task {
    enum {
        TASK_NONE,
        TASK_SURVEY,
        TASK_PLAN,
        TASK_LOOK_UP,
        TASK_SAVE,
        TASK_LOAD,
        TASK_COMPARE,
        TASK_DETAIL
    } kind;
    struct pair_key key;
    struct store_entry *load, *partner; /* TASK_LOAD */
};

/* For a pair that is available. */
static struct task task_for(struct cca_study *study, struct pair_key key, int kind)
{
    struct sides sides = sides_of(study, key);
    struct task task = {.kind = kind, .key = key};

    if (settled(sides.x) && settled(sides.y))
        return task;
    task.kind = TASK_LOAD;
    task.load = loadable(sides.x) ? sides.x : sides.y;
    task.partner = task.load == sides.x ? sides.y : sides.x;
    return task;
}

/* How long results may wait for others to be saved with. */
#define SAVE_INTERVAL 0.02

static bool saving_is_due(const struct cca_study *study, double interval)
{
    const struct unsaved *unsaved = &study->unsaved;

    return unsaved->count > 0 && !study->saving &&
           (interval == 0 || rate_clock() - unsaved->since >= interval);
}

/* With the lock; starts nothing. */
static struct task next_task(struct cca_study *study)
{
    struct pair_key key = pair_key_of(study->detail_pair, NULL);

    if (!study->surveyed)
        return (struct task){.kind = study->surveying ? TASK_NONE : TASK_SURVEY};
    if (saving_is_due(study, SAVE_INTERVAL))
        return (struct task){.kind = TASK_SAVE};
    if (study->detail_wanted && pair_available(study, key))
        return task_for(study, key, TASK_DETAIL);
    if (plan_has_unknown(study))
        return (struct task){.kind = TASK_LOOK_UP};
    if (queue_find(&study->queue, &study->queue.first, pair_available, study, &key))
        return task_for(study, key, TASK_COMPARE);
    if (study->incoming.pairs && !study->planning)
        return (struct task){.kind = TASK_PLAN};
    if (queue_find(&study->queue, &study->queue.rest, pair_available, study, &key))
        return task_for(study, key, TASK_COMPARE);
    return (struct task){.kind = saving_is_due(study, 0) ? TASK_SAVE : TASK_NONE};
}

/* Marks the task as this worker's; false when memory gives out. */
static bool claim(struct cca_study *study, const struct task *task)
{
    if (task->kind == TASK_SURVEY)
        study->surveying = true;
    if (task->kind == TASK_PLAN)
        study->planning = true;
    if (task->kind == TASK_LOOK_UP)
        study->looking = true;
    if (task->kind == TASK_SAVE)
        study->saving = true;
    if (task->kind == TASK_LOAD)
        store_claim(&study->store, task->load, task->partner);
    if (task->kind == TASK_DETAIL)
        study->detail_wanted = false;
    return task->kind != TASK_COMPARE || queue_take(&study->queue, task->key);
}

/* With the lock; gives it back meanwhile. */
static void plan(struct cca_study *study)
{
    struct incoming incoming = study->incoming;
    unsigned generation = study->generation;

    study->incoming = (struct incoming){0};
    pthread_mutex_unlock(&study->lock);
    plan_pairs(study, incoming.pairs, incoming.count, generation);
    free(incoming.pairs);
    pthread_mutex_lock(&study->lock);
    study->planning = false;
    study_announce(study);
    pthread_cond_broadcast(&study->changed);
}

static void look_up(struct cca_study *study)
{
    size_t finished = study->queue.finished;

    plan_look_up(study);
    study->looking = false;
    if (study->queue.finished != finished)
        study_announce(study);
    pthread_cond_broadcast(&study->changed);
}

/* With the lock; gives it back meanwhile. */
static void save(struct cca_study *study)
{
    struct unsaved unsaved = study->unsaved;

    study->unsaved = (struct unsaved){.since = rate_clock()};
    pthread_mutex_unlock(&study->lock);
    cache_keep(study->cache, unsaved.items, unsaved.count);
    free(unsaved.items);
    pthread_mutex_lock(&study->lock);
    study->saving = false;
}

/* With the lock; gives it back meanwhile. The file that comes next is read while this one is decomposed. */
static void load_entry(struct cca_study *study, const struct task *task)
{
    struct task next = next_task(study);
    bool ahead = next.kind == TASK_LOAD && !next.load->basis;

    pthread_mutex_unlock(&study->lock);
    if (ahead)
        load_ahead(study->experiment, next.load->key);
    load_basis(study, task->load);
    pthread_mutex_lock(&study->lock);
}

static void run(struct cca_study *study, const struct task *task)
{
    if (task->kind == TASK_SURVEY)
        survey_files(study);
    if (task->kind == TASK_PLAN)
        plan(study);
    if (task->kind == TASK_LOOK_UP)
        look_up(study);
    if (task->kind == TASK_SAVE)
        save(study);
    if (task->kind == TASK_LOAD)
        load_entry(study, task);
    if (task->kind == TASK_DETAIL)
        detail_pair(study, study->detail_pair);
    if (task->kind == TASK_COMPARE)
        compare_pair(study, task->key);
}

/* Multiplications for which it is worth to wake the threads of BLAS. */
#define WORTH_ALL_CORES 1e8

static double effort_of_task(const struct cca_study *study, const struct task *task)
{
    return task->kind == TASK_LOAD ? plan_load_effort(study, task->load->key)
           : task->kind == TASK_COMPARE || task->kind == TASK_DETAIL ? plan_pair_effort(study, task->key)
                                                                     : 0;
}

/* One piece of work, if there is any; with the lock. When there is none for anybody else, BLAS takes all
 * cores, and the others wait until it is done. */
static bool work(struct cca_study *study)
{
    struct task task = next_task(study);
    bool alone;

    if (study->alone || task.kind == TASK_NONE || !claim(study, &task))
        return false;
    study->busy++;
    alone = study->busy == 1 && study->thread_count > 1 && effort_of_task(study, &task) >= WORTH_ALL_CORES &&
            next_task(study).kind == TASK_NONE;
    if (alone) {
        study->alone = true;
        lapack_use_threads(study->thread_count);
    }
    run(study, &task);
    study->busy--;
    if (alone) {
        lapack_use_threads(1);
        study->alone = false;
        pthread_cond_broadcast(&study->changed);
    }
    return true;
}

/* So that the thread that answers keys is served first, and so are other people. */
#define NICE 10

void *worker_main(void *context)
{
    struct cca_study *study = context;

    if (study->background) /* on Linux, of this thread alone */
        setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
    pthread_mutex_lock(&study->lock);
    while (!study->stopping)
        if (!work(study))
            pthread_cond_wait(&study->changed, &study->lock);
    pthread_mutex_unlock(&study->lock);
    return NULL;
}
