/* What a thread of the pool does: take a pair, see that both bases are there, compare, hand over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "engine/compare.h"
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

bool study_is_idle(const struct cca_study *study)
{
    return study->paused && study->busy == 0 && study->unsaved.count == 0;
}

void study_announce(struct cca_study *study)
{
    if (!study->announced)
        study->announced = write(study->wake[1], "", 1) == 1;
}

static bool pair_loadable(void *context, struct pair_key key)
{
    struct store_needs sides = sides_of(context, key);

    return store_needs_loadable(&sides);
}

/* Whether something can be done for a pair now: compare, or load a side that nobody loads yet. */
static bool pair_available(void *context, struct pair_key key)
{
    struct store_needs sides = sides_of(context, key);

    return store_needs_settled(&sides) || store_needs_loadable(&sides);
}

/* With the lock; gives it back meanwhile. */
static void survey_files(struct cca_study *study)
{
    struct cache *cache = study->cache;
    bool opens = study->cache_path && !cache && !study->cache_note;
    struct cca_error error;
    struct survey survey = {.timesteps = study->survey.timesteps, .sizes = study->survey.sizes};

    pthread_mutex_unlock(&study->lock);
    if (opens)
        cache = cache_open(study->cache_path, study->experiment, &error);
    survey_run(study->experiment, study->keeping, &survey);
    pthread_mutex_lock(&study->lock);
    study->cache = cache;
    if (opens && !cache)
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
        TASK_DETAIL,
        TASK_LOOK
    } kind;
    struct pair_key key;
    struct look_entry *look;   /* TASK_LOOK */
    struct store_entry *load;  /* TASK_LOAD ... */
    struct store_needs needed; /* ... for something that needs all these */
};

/* Loads first what the task needs, which can be done at once. */
static struct task prepared(struct task task, struct store_needs needs)
{
    if (store_needs_settled(&needs))
        return task;
    task.kind = TASK_LOAD;
    task.load = store_needs_loadable(&needs);
    task.needed = needs;
    return task;
}

/* For a pair that is available. */
static struct task task_for(struct cca_study *study, struct pair_key key, int kind)
{
    return prepared((struct task){.kind = kind, .key = key}, sides_of(study, key));
}

static struct task task_for_look(struct cca_study *study, struct look_entry *look)
{
    return prepared((struct task){.kind = TASK_LOOK, .look = look}, look_needs(&study->store, &look->look));
}

/* How long results may wait for others to be saved with. */
#define SAVE_INTERVAL 0.02

static bool saving_is_due(const struct cca_study *study, double interval)
{
    const struct unsaved *unsaved = &study->unsaved;

    return unsaved->count > 0 && !study->saving &&
           (interval == 0 || rate_clock() - unsaved->since >= interval);
}

/* Where bases are made from their files for each product, many pairs at once are cheaper than one by one:
 * what they need is loaded first, as long as there is room. */
static struct task rather_load(struct cca_study *study, struct task task)
{
    struct store_needs sides = sides_of(study, task.key);
    struct pair_key key;

    if (task.kind == TASK_COMPARE && sides_streamed(&sides) && study->store.bytes < study->store.budget / 2 &&
        queue_find(&study->queue, &study->queue.rest, pair_loadable, study, &key))
        return task_for(study, key, TASK_COMPARE);
    return task;
}

/* With the lock; starts nothing. */
static struct task next_task(struct cca_study *study)
{
    struct pair_key key = pair_key_of(study->detail_pair, NULL);
    struct look_entry *look;

    if (study->paused)
        return (struct task){.kind = saving_is_due(study, 0) ? TASK_SAVE : TASK_NONE};
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
    if ((look = looks_find(&study->looks, &study->store)))
        return task_for_look(study, look);
    if (study->incoming.pairs && !study->planning)
        return (struct task){.kind = TASK_PLAN};
    if (queue_find(&study->queue, &study->queue.rest, pair_available, study, &key))
        return rather_load(study, task_for(study, key, TASK_COMPARE));
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
        store_claim(&study->store, task->load, &task->needed);
    if (task->kind == TASK_DETAIL)
        study->detail_wanted = false;
    if (task->kind == TASK_LOOK)
        task->look->state = LOOK_TAKEN;
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
        compare_in_detail(study, study->detail_pair);
    if (task->kind == TASK_LOOK)
        compute_look(study, task->look);
    if (task->kind == TASK_COMPARE)
        compare_pairs(study, task->key);
}

/* Multiplications for which it is worth to wake the threads of BLAS. */
#define WORTH_ALL_CORES 1e8

static double effort_of_task(const struct cca_study *study, const struct task *task)
{
    return task->kind == TASK_LOAD   ? plan_load_effort(study, task->load->key)
           : task->kind == TASK_LOOK ? plan_look_effort(study, &task->look->look)
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
    if (study_is_idle(study)) /* the owner waits for that */
        study_announce(study);
    return true;
}

/* So that the thread that answers keys is served first, and so are other people. */
#define NICE 5

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
