/* A study goes on with its experiment as it is now: training has added checkpoints. */
#include <stdlib.h>
#include <string.h>

#include "engine/study_private.h"

/* Where everything of the old experiment is in the new one. */
struct renewal {
    const struct experiment *from, *to;
    size_t **checkpoints;    /* of each network: the new place, or SIZE_MAX */
    struct pair_map changed; /* cells of the new one, as {cell, cell} */
};

void cca_study_pause(struct cca_study *study)
{
    pthread_mutex_lock(&study->lock);
    study->paused = true;
    if (study_is_idle(study))
        study_announce(study);
    pthread_cond_broadcast(&study->changed); /* what is not saved is saved now */
    pthread_mutex_unlock(&study->lock);
}

bool cca_study_paused(struct cca_study *study)
{
    bool idle;

    pthread_mutex_lock(&study->lock);
    idle = study_is_idle(study);
    pthread_mutex_unlock(&study->lock);
    return idle;
}

static void free_renewal(struct renewal *renewal)
{
    for (size_t i = 0; renewal->checkpoints && i < renewal->from->network_count; i++)
        free(renewal->checkpoints[i]);
    free(renewal->checkpoints);
    pair_map_free(&renewal->changed);
}

/* Both lists are sorted alike: the search goes on behind the last place found. */
static size_t *map_checkpoints(const struct network *from, const struct network *to)
{
    size_t *places = malloc((from->checkpoint_count + 1) * sizeof *places), hint = 0;

    for (size_t i = 0; places && i < from->checkpoint_count; i++) {
        places[i] = network_find_checkpoint(to, &from->checkpoints[i], hint);
        if (places[i] != SIZE_MAX)
            hint = places[i] + 1;
    }
    return places;
}

static bool map_experiment(struct renewal *renewal, const struct cca_cell *changed, size_t changed_count)
{
    size_t networks = renewal->from->network_count;
    bool good = networks == renewal->to->network_count &&
                renewal->from->layer_count == renewal->to->layer_count &&
                renewal->from->target_count == renewal->to->target_count;

    renewal->checkpoints = calloc(networks, sizeof *renewal->checkpoints);
    good = good && renewal->checkpoints;
    for (size_t i = 0; good && i < networks; i++) {
        renewal->checkpoints[i] = map_checkpoints(&renewal->from->networks[i], &renewal->to->networks[i]);
        good = renewal->checkpoints[i] != NULL;
    }
    for (size_t i = 0; good && i < changed_count; i++) {
        cell_key key = cell_key_of(changed[i]);

        good = pair_map_put(&renewal->changed, (struct pair_key){key, key}, 0);
    }
    return good;
}

static bool rename_cell(const struct renewal *renewal, cell_key *key)
{
    struct cca_cell cell = cell_of_key(*key), all;
    size_t place = cca_cell_is_target(renewal->from, cell)
                       ? cell.checkpoint
                       : renewal->checkpoints[cell.network][cell.checkpoint];

    if (place == SIZE_MAX)
        return false;
    cell.checkpoint = (uint16_t)place;
    *key = cell_key_of(cell);
    all = cell;
    all.timestep = CCA_LAST_TIMESTEP;
    return pair_map_get(&renewal->changed, (struct pair_key){cell_key_of(all), cell_key_of(all)}) ==
           PAIR_ABSENT;
}

static bool rename_look(void *context, cell_key *key)
{
    return rename_cell(context, key);
}

static bool rename_entry(void *context, cell_key *key, const struct treatment **treatment)
{
    const struct renewal *renewal = context;

    if (!rename_cell(renewal, key))
        return false;
    *treatment =
        &experiment_layer(renewal->to, cell_of_key(*key).network, cell_of_key(*key).layer)->treatment;
    return true;
}

/* Checkpoints keep their order, so the first of a pair stays the first: but for equal steps that is not said.
 */
static bool rename_result(const struct renewal *renewal, struct finished *finished)
{
    cell_key first = finished->key.first, second = finished->key.second;
    bool swapped;

    if (finished->state != CCA_DONE || !rename_cell(renewal, &first) || !rename_cell(renewal, &second))
        return false;
    finished->key = pair_key_of((struct cca_pair){cell_of_key(first), cell_of_key(second)}, &swapped);
    if (swapped)
        finished->summary = cca_summary_swapped(&finished->summary);
    return true;
}

/* The results that stay, and the queue's memory of them. */
static void renew_results(struct cca_study *study, const struct renewal *renewal)
{
    size_t count = study->result_count;

    pair_map_free(&study->index);
    queue_free(&study->queue);
    study->queue = (struct queue){0};
    study->result_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct finished finished = study->results[i];

        if (!renewal || !rename_result(renewal, &finished))
            free(finished.reason);
        else if (study_lacks(study, &finished) || queue_finish(&study->queue, finished.key))
            study_remember(study, &finished);
    }
}

/* What went wrong is looked at again. */
static void forget_problems(struct cca_study *study)
{
    for (size_t i = 0; i < study->problem_count; i++)
        free(study->problems[i].text);
    study->problem_count = 0;
}

static void renew_detail(struct cca_study *study, const struct renewal *renewal)
{
    cell_key a, b;

    study->detail_wanted = false;
    if (!study->detail)
        return;
    a = cell_key_of(study->detail->pair.a);
    b = cell_key_of(study->detail->pair.b);
    if (renewal && !study->detail->failed && rename_cell(renewal, &a) && rename_cell(renewal, &b)) {
        study->detail->pair = (struct cca_pair){cell_of_key(a), cell_of_key(b)};
        return;
    }
    detail_free(study->detail);
    study->detail = NULL;
}

/* Layers and targets of which no array had been found are looked for again. */
static void renew_survey(struct cca_study *study)
{
    bool complete = study->survey.samples > 0;

    for (size_t i = 0; i < study->experiment->layer_count + study->experiment->target_count; i++)
        complete = complete && study->survey.sizes[i].n > 0;
    if (complete)
        return;
    study->surveyed = study->surveying = study->knows_survey = false;
    study->survey.samples = 0;
    free(study->survey.samples_of);
    study->survey.samples_of = NULL;
}

static bool rename_no_look(void *context, cell_key *key)
{
    (void)context;
    (void)key;
    return false;
}

static bool rename_none(void *context, cell_key *key, const struct treatment **treatment)
{
    (void)context;
    (void)key;
    (void)treatment;
    return false;
}

void cca_study_renew(struct cca_study *study, const struct experiment *experiment,
                     const struct cca_cell *changed, size_t changed_count)
{
    struct renewal renewal = {study->experiment, experiment, NULL, {0}};
    bool mapped = map_experiment(&renewal, changed, changed_count); /* else all is computed again */

    cca_study_collect(study);
    pthread_mutex_lock(&study->lock);
    study->experiment = experiment;
    renew_results(study, mapped ? &renewal : NULL);
    renew_detail(study, mapped ? &renewal : NULL);
    looks_renew(&study->looks, mapped ? rename_look : rename_no_look, &renewal);
    forget_problems(study);
    store_rename(&study->store, mapped ? rename_entry : rename_none, &renewal);
    if (study->cache)
        cache_renew(study->cache, experiment);
    renew_survey(study);
    free(study->incoming.pairs);
    study->incoming = (struct incoming){0};
    study->generation++;
    study->all_planned = false;
    study->paused = false;
    pthread_cond_broadcast(&study->changed);
    pthread_mutex_unlock(&study->lock);
    free_renewal(&renewal);
}
