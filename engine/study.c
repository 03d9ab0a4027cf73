/* The owner's side of a study. */
#include "engine/study.h"

#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/lapack.h"
#include "engine/plan.h"
#include "engine/study_private.h"

/* Measures that read the values themselves. */
#define CONTROLS (MEASURE_BIT(MEASURE_COSINE) | MEASURE_BIT(MEASURE_EUCLIDEAN))

int cca_default_threads(void)
{
    cpu_set_t set;

    return sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0 ? CPU_COUNT(&set) : 1;
}

uint64_t cca_default_memory(void)
{
    return (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGE_SIZE) / 2;
}

/* Threads that take no signals: those are for the thread that owns the terminal. Faults are a thread's own,
 * though, and blocking them would keep the handler from them that restores the terminal. One thread is enough
 * to go on. */
static void start_threads(struct cca_study *study, int wanted)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    sigset_t all, before;

    sigfillset(&all);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        sigdelset(&all, faults[i]);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_mutex_lock(&study->lock);
    while (study->thread_count < wanted &&
           pthread_create(&study->threads[study->thread_count], NULL, worker_main, study) == 0)
        study->thread_count++;
    pthread_mutex_unlock(&study->lock);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

const char *cca_study_cache_note(const struct cca_study *study)
{
    return study->knows_survey ? study->cache_note : NULL;
}

struct cca_study *cca_study_open(const struct experiment *experiment, const struct cca_study_options *options,
                                 struct cca_error *error)
{
    int threads = options->threads > 0 ? options->threads : cca_default_threads();
    struct cca_study *study = calloc(1, sizeof *study);

    if (!study || pipe2(study->wake, O_NONBLOCK | O_CLOEXEC) != 0) {
        free(study);
        cca_fail(error, CCA_RESOURCES,
                 "no memory or no descriptor to start with; close other programs and try again");
        return NULL;
    }
    study->experiment = experiment;
    study->measures = options->measures ? options->measures : USUAL_MEASURES;
    study->keeping =
        (struct cca_keeping){.directions = true,
                             .values = (study->measures & CONTROLS) != 0,
                             .span = (study->measures & ~cca_span_measures(&experiment->options)) == 0};
    study->store.least = 2 * (size_t)threads + 2;
    study->store.budget = options->memory ? options->memory : cca_default_memory();
    pthread_mutex_init(&study->lock, NULL);
    pthread_cond_init(&study->changed, NULL);
    study->threads = calloc((size_t)threads, sizeof *study->threads);
    study->survey.timesteps = calloc(experiment->layer_count + 1, sizeof *study->survey.timesteps);
    study->survey.sizes =
        calloc(experiment->layer_count + experiment->target_count + 1, sizeof *study->survey.sizes);
    study->background = options->background;
    study->cache_path = options->cache ? strdup(options->cache) : NULL;
    lapack_use_threads(1);
    if (study->threads && study->survey.timesteps && study->survey.sizes)
        start_threads(study, threads);
    if (study->thread_count > 0)
        return study;
    cca_fail(error, CCA_RESOURCES,
             "no memory for the pool, or no thread could be started; ask for fewer by --threads");
    cca_study_close(study);
    return NULL;
}

static void free_problems(struct cca_problem *problems, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(problems[i].text);
    free(problems);
}

static void free_finished(struct finished *finished, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(finished[i].reason);
    free(finished);
}

bool study_lacks(const struct cca_study *study, const struct finished *finished)
{
    return finished->state == CCA_DONE && (study->measures & ~finished->summary.measured) != 0;
}

/* With the lock. */
static void compare_again(struct cca_study *study, const struct finished *finished, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (study_lacks(study, &finished[i]))
            queue_again(&study->queue, finished[i].key);
}

void cca_study_measure(struct cca_study *study, unsigned measures)
{
    if (study->keeping.span)
        measures &= cca_span_measures(&study->experiment->options);
    if ((measures & ~study->measures) == 0)
        return;
    pthread_mutex_lock(&study->lock);
    study->measures |= measures;
    compare_again(study, study->results, study->result_count);
    compare_again(study, study->outbox.finished, study->outbox.finished_count);
    pthread_mutex_unlock(&study->lock);
}

void cca_study_frugal(struct cca_study *study)
{
    pthread_mutex_lock(&study->lock);
    study->store.frugal = true;
    pthread_mutex_unlock(&study->lock);
}

unsigned cca_study_measures(const struct cca_study *study)
{
    return study->measures;
}

void cca_study_save(struct cca_study *study)
{
    struct unsaved unsaved;

    pthread_mutex_lock(&study->lock);
    unsaved = study->unsaved;
    study->unsaved = (struct unsaved){0};
    pthread_mutex_unlock(&study->lock);
    if (study->cache)
        cache_keep(study->cache, unsaved.items, unsaved.count);
    free(unsaved.items);
}

void cca_study_close(struct cca_study *study)
{
    if (!study)
        return;
    pthread_mutex_lock(&study->lock);
    study->stopping = true;
    pthread_cond_broadcast(&study->changed);
    pthread_mutex_unlock(&study->lock);
    for (int i = 0; i < study->thread_count; i++)
        pthread_join(study->threads[i], NULL);
    free_finished(study->outbox.finished, study->outbox.finished_count);
    free_problems(study->outbox.problems, study->outbox.problem_count);
    detail_free(study->outbox.detail);
    free_finished(study->results, study->result_count);
    free_problems(study->problems, study->problem_count);
    detail_free(study->detail);
    pair_map_free(&study->index);
    queue_free(&study->queue);
    looks_free(&study->looks);
    store_free(&study->store);
    cca_study_save(study);
    cache_close(study->cache);
    free(study->cache_path);
    free(study->cache_note);
    free(study->incoming.pairs);
    free(study->survey.timesteps);
    free(study->survey.sizes);
    free(study->survey.samples_of);
    free(study->threads);
    pthread_cond_destroy(&study->changed);
    pthread_mutex_destroy(&study->lock);
    close(study->wake[0]);
    close(study->wake[1]);
    free(study);
}

int cca_study_descriptor(const struct cca_study *study)
{
    return study->wake[0];
}

static void empty_pipe(int descriptor)
{
    char bytes[16];

    while (read(descriptor, bytes, sizeof bytes) > 0)
        ;
}

static void add_problem(struct cca_study *study, struct cca_problem problem)
{
    if (problem.text &&
        make_room(&study->problems, study->problem_count, &study->problem_room, sizeof problem))
        study->problems[study->problem_count++] = problem;
    else
        free(problem.text);
}

/* A failure that is no file's own (two arrays that do not go together) is a problem too. */
static void note_failure(struct cca_study *study, struct cca_cell cell, const char *reason)
{
    for (size_t i = 0; i < study->problem_count; i++)
        if (reason && strcmp(study->problems[i].text, reason) == 0)
            return;
    if (reason)
        add_problem(study, (struct cca_problem){cell, CCA_UNDEFINED, strdup(reason)});
}

bool study_remember(struct cca_study *study, const struct finished *finished)
{
    if (!make_room(&study->results, study->result_count, &study->result_room, sizeof *finished) ||
        !pair_map_put(&study->index, finished->key, (uint32_t)study->result_count)) {
        free(finished->reason);
        return false;
    }
    study->results[study->result_count++] = *finished;
    return true;
}

static void add_result(struct cca_study *study, const struct finished *finished)
{
    if (study_remember(study, finished) && finished->state == CCA_STATE_FAILED)
        note_failure(study, cell_of_key(finished->key.first), finished->reason);
}

static void collect_looks(struct cca_study *study, struct look_entry *news)
{
    looks_collect(&study->looks, news);
    for (; news; news = news->next_news)
        if (news->looked.state == CCA_STATE_FAILED)
            note_failure(study, news->look.cells[0], news->looked.reason);
}

static void update_progress(struct cca_study *study, size_t total, size_t done, double left)
{
    struct cca_progress *progress = &study->progress;
    double now = rate_clock();

    rate_note(&study->rate, now, done);
    progress->total = total;
    progress->done = done;
    progress->rate = rate_per_second(&study->rate, now, done);
    progress->seconds_left = done < total || !study->all_planned ? left : 0;
}

bool cca_study_collect(struct cca_study *study)
{
    struct cca_detail *stale = NULL;
    struct look_entry *looked;
    struct outbox outbox;
    size_t done, looks;
    double left;
    bool news;

    pthread_mutex_lock(&study->lock);
    outbox = study->outbox;
    study->outbox = (struct outbox){0};
    looked = study->looks.news;
    study->looks.news = NULL;
    news = study->announced;
    study->announced = false;
    if (news)
        empty_pipe(study->wake[0]);
    study->knows_survey = study->surveyed;
    study->all_planned =
        !study->incoming.pairs && !study->planning && !study->looking && !plan_has_unknown(study);
    if (!study->incoming.pairs && !study->planning)
        study->pairs_wanted = study->queue.wanted.count;
    looks = study->looks.wanted_count;
    done = study->queue.finished + study->looks.finished;
    left = estimate_left(&study->estimate, study->thread_count);
    pthread_mutex_unlock(&study->lock);

    for (size_t i = 0; i < outbox.problem_count; i++)
        add_problem(study, outbox.problems[i]);
    for (size_t i = 0; i < outbox.finished_count; i++)
        add_result(study, &outbox.finished[i]);
    free(outbox.finished);
    free(outbox.problems);
    if (outbox.detail) {
        stale = study->detail;
        study->detail = outbox.detail;
    }
    detail_free(stale);
    collect_looks(study, looked);
    update_progress(study, study->pairs_wanted + looks, done, left);
    return news;
}

/* What was wanted before is not; `incoming` (may be empty) is for a worker to plan. Returns the new
 * generation. */
static unsigned want_instead(struct cca_study *study, struct incoming incoming)
{
    unsigned generation;

    pthread_mutex_lock(&study->lock);
    free(study->incoming.pairs);
    study->incoming = incoming;
    queue_want(&study->queue, &(struct queue_order){0});
    generation = ++study->generation;
    rate_start(&study->rate, rate_clock(), 0);
    pthread_cond_broadcast(&study->changed);
    pthread_mutex_unlock(&study->lock);
    return generation;
}

static void start_progress(struct cca_study *study, size_t total, size_t done)
{
    study->all_planned = false;
    study->pairs_wanted = total;
    study->progress = (struct cca_progress){.total = total, .done = done, .seconds_left = -1};
}

/* Planning many pairs takes longer than a key may wait for its answer: a worker does it. */
static bool want_many(struct cca_study *study, const struct cca_pair *pairs, size_t count)
{
    struct incoming incoming = {malloc(count * sizeof *pairs), count};

    if (!incoming.pairs)
        return false;
    memcpy(incoming.pairs, pairs, count * sizeof *pairs);
    want_instead(study, incoming);
    start_progress(study, count, 0);
    return true;
}

bool cca_study_want(struct cca_study *study, const struct cca_pair *pairs, size_t count)
{
    unsigned generation;

    if (count > PLAN_AT_ONCE)
        return want_many(study, pairs, count);
    generation = want_instead(study, (struct incoming){0});
    if (!plan_pairs(study, pairs, count, generation))
        return false;
    pthread_mutex_lock(&study->lock);
    start_progress(study, study->queue.wanted.count, study->queue.finished);
    pthread_cond_broadcast(&study->changed);
    pthread_mutex_unlock(&study->lock);
    return true;
}

bool cca_study_want_first(struct cca_study *study, const struct cca_pair *pairs, size_t count)
{
    bool good;

    pthread_mutex_lock(&study->lock);
    good = queue_want_first(&study->queue, pairs, count);
    study->all_planned = false;
    pthread_cond_broadcast(&study->changed);
    pthread_mutex_unlock(&study->lock);
    return good;
}

void cca_study_want_detail(struct cca_study *study, struct cca_pair pair)
{
    pthread_mutex_lock(&study->lock);
    study->detail_pair = pair;
    study->detail_wanted = true;
    pthread_cond_signal(&study->changed);
    pthread_mutex_unlock(&study->lock);
}

static const struct finished *lookup(const struct cca_study *study, struct cca_pair pair, bool *swapped)
{
    uint32_t at = pair_map_get(&study->index, pair_key_of(pair, swapped));

    return at == PAIR_ABSENT ? NULL : &study->results[at];
}

size_t cca_study_known(const struct cca_study *study)
{
    return study->result_count + study->looks.visible;
}

void cca_study_result(const struct cca_study *study, struct cca_pair pair, struct cca_result *result)
{
    bool swapped;
    const struct finished *finished = lookup(study, pair, &swapped);

    *result = (struct cca_result){.state = CCA_PENDING};
    if (!finished)
        return;
    result->state = finished->state;
    result->reason = finished->reason;
    if (finished->state == CCA_DONE)
        result->summary = swapped ? cca_summary_swapped(&finished->summary) : finished->summary;
}

bool cca_result_known(const struct cca_result *result, enum measure measure)
{
    return result->state != CCA_PENDING &&
           (result->state != CCA_DONE || result->summary.measured & MEASURE_BIT(measure));
}

enum cca_state cca_study_distance(const struct cca_study *study, struct cca_pair pair, enum measure measure,
                                  enum pwcca_side side, double *distance)
{
    bool swapped;
    const struct finished *finished = lookup(study, pair, &swapped);

    *distance = NAN;
    if (!finished || (finished->state == CCA_DONE && !(finished->summary.measured & MEASURE_BIT(measure))))
        return CCA_PENDING;
    if (swapped && side != PWCCA_MEAN)
        side = side == PWCCA_X ? PWCCA_Y : PWCCA_X;
    if (finished->state == CCA_DONE)
        *distance = cca_distance(&finished->summary, measure, side);
    return finished->state;
}

const struct cca_detail *cca_study_detail(const struct cca_study *study, struct cca_pair pair)
{
    const struct cca_detail *detail = study->detail;

    return detail && cell_key_of(detail->pair.a) == cell_key_of(pair.a) &&
                   cell_key_of(detail->pair.b) == cell_key_of(pair.b)
               ? detail
               : NULL;
}

bool cca_study_surveyed(const struct cca_study *study)
{
    return study->knows_survey;
}

size_t cca_study_timesteps(const struct cca_study *study, size_t layer)
{
    return study->knows_survey ? study->survey.timesteps[layer] : 0;
}

int16_t cca_study_timestep(const struct cca_study *study, size_t layer, size_t index)
{
    const struct treatment *treatment = &study->experiment->layers[layer].treatment;
    size_t count = cca_study_timesteps(study, layer);

    if (strchr(treatment->axes, 't') && treatment->timesteps == TIMESTEPS_LIST &&
        treatment->timestep_count > 0)
        return (int16_t)treatment
            ->timestep_list[index < treatment->timestep_count ? index : treatment->timestep_count - 1];
    return index + 1 >= count ? CCA_LAST_TIMESTEP : (int16_t)index;
}

struct cca_progress cca_study_progress(const struct cca_study *study)
{
    return study->progress;
}

size_t cca_study_problems(const struct cca_study *study, const struct cca_problem **problems)
{
    *problems = study->problems;
    return study->problem_count;
}

void cca_study_finish(struct cca_study *study, void (*tick)(void *context), void *context)
{
    int rest =
        1; /* milliseconds: results are worth collecting by the hundred, and short work must not wait */

    for (;;) {
        struct pollfd wake = {study->wake[0], POLLIN, 0};

        cca_study_collect(study);
        if (tick)
            tick(context);
        if (study->knows_survey && study->all_planned && study->progress.done >= study->progress.total)
            return;
        poll(NULL, 0, rest);
        rest = rest < 100 ? 2 * rest : 200;
        poll(&wake, 1, 200);
    }
}
