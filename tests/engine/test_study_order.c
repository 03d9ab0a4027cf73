/* What a study does first, what it gives up, and that any number of threads can do it. */
#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/study_private.h"
#include "laboratory.h"

#define LAYERS 40
#define PAIRS  (LAYERS * LAYERS)

/* As many layers of one array: much to compute, little to write. */
static struct laboratory copies(size_t samples, size_t features)
{
    struct laboratory laboratory = laboratory_create();
    char path[20], *manifest = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&manifest, &size);

    laboratory_array(&laboratory, "l0.npy", 1, samples, 0, features);
    fputs("ccascope: 1\nactivations: \"{layer}.npy\"\nnetworks: [{name: a}]\ncheckpoints: [0]\nlayers: [l0",
          out);
    for (int i = 1; i < LAYERS; i++) {
        fprintf(out, ", l%d", i);
        snprintf(path, sizeof path, "l%d.npy", i);
        laboratory_link(&laboratory, path, "l0.npy");
    }
    fputs("]\n", out);
    fclose(out);
    laboratory_load(&laboratory, manifest);
    free(manifest);
    return laboratory;
}

/* Collects until there are at least so many results. */
static void await_results(struct cca_study *study, size_t count)
{
    while (study->result_count < count) {
        struct pollfd wake = {cca_study_descriptor(study), POLLIN, 0};

        cr_assert_gt(poll(&wake, 1, 30000), 0, "nothing happens");
        cca_study_collect(study);
    }
}

/* Where a pair stands among the results, in the order in which they were finished. */
static size_t place_of(const struct cca_study *study, struct cca_pair pair)
{
    return pair_map_get(&study->index, pair_key_of(pair, NULL));
}

Test(study_order, computes_in_the_order_wanted)
{
    struct laboratory laboratory = copies(20, 2);
    struct cca_pair *pairs = laboratory_layer_pairs(LAYERS);
    struct cca_study *study = laboratory_study(&laboratory, 1, 0);

    cr_assert(cca_study_want_first(study, pairs + PAIRS - 30, 30));
    cr_assert(cca_study_want(study, pairs, LAYERS)); /* the first row */
    cca_study_finish(study, NULL, NULL);
    for (size_t i = 0; i < 30; i++)
        cr_assert_eq(place_of(study, pairs[PAIRS - 30 + i]), i);
    for (size_t i = 0; i < LAYERS; i++)
        cr_assert_eq(place_of(study, pairs[i]), 30 + i);
    cca_study_close(study);
    free(pairs);
    laboratory_destroy(&laboratory);
}

Test(study_order, lets_what_is_on_screen_overtake)
{
    struct laboratory laboratory = copies(300, 30);
    struct cca_pair *pairs = laboratory_layer_pairs(LAYERS);
    struct cca_study *study = laboratory_study(&laboratory, 1, 0);
    size_t known, start;

    cr_assert(cca_study_want(study, pairs, PAIRS));
    await_results(study, 1);
    cr_assert(cca_study_want_first(study, pairs + PAIRS - 5, 5));
    cca_study_collect(study);
    known = study->result_count;
    await_results(study, known + 10);
    start = place_of(study, pairs[PAIRS - 5]);
    cr_expect_leq(start, known + 1, "one pair may have been in flight");
    for (size_t i = 0; i < 5; i++)
        cr_expect_eq(place_of(study, pairs[PAIRS - 5 + i]), start + i);
    cca_study_close(study);
    free(pairs);
    laboratory_destroy(&laboratory);
}

Test(study_order, gives_up_what_is_no_longer_wanted)
{
    struct laboratory laboratory = copies(300, 30);
    struct cca_pair *pairs = laboratory_layer_pairs(LAYERS);
    struct cca_study *study = laboratory_study(&laboratory, 1, 0);
    size_t known;

    cr_assert(cca_study_want(study, pairs, PAIRS));
    cr_expect_eq(cca_study_progress(study).total, LAYERS * (LAYERS + 1) / 2);
    await_results(study, 1);
    cr_assert(cca_study_want(study, pairs + PAIRS - 1, 1));
    cca_study_collect(study);
    known = study->result_count;
    cca_study_finish(study, NULL, NULL);
    cr_expect_eq(cca_study_progress(study).total, 1);
    cr_expect_eq(cca_study_progress(study).done, 1);
    cr_expect_leq(place_of(study, pairs[PAIRS - 1]), known + 1);
    usleep(100000);
    cca_study_collect(study);
    cr_expect_leq(study->result_count, known + 2, "nothing else is computed");
    cca_study_close(study);
    free(pairs);
    laboratory_destroy(&laboratory);
}

/* All of it would take minutes. */
Test(study_order, closes_while_busy)
{
    struct laboratory laboratory = copies(3000, 300);
    struct cca_pair *pairs = laboratory_layer_pairs(LAYERS);
    struct cca_study *study = laboratory_study(&laboratory, 4, 0);
    double start;

    cr_assert(cca_study_want(study, pairs, PAIRS));
    await_results(study, 1);
    start = rate_clock();
    cca_study_close(study);
    cr_expect_lt(rate_clock() - start, 10);
    free(pairs);
    laboratory_destroy(&laboratory);
}

/* Until no comparison is in flight. */
static void await_idle(struct cca_study *study)
{
    for (bool busy = true; busy; sched_yield()) {
        pthread_mutex_lock(&study->lock);
        busy = study->detail_wanted;
        for (size_t i = 0; i < study->store.count; i++)
            busy = busy || study->store.entries[i]->users > 0;
        pthread_mutex_unlock(&study->lock);
    }
}

static bool detail_taken(struct cca_study *study)
{
    bool taken;

    pthread_mutex_lock(&study->lock);
    taken = !study->detail_wanted;
    pthread_mutex_unlock(&study->lock);
    return taken;
}

/* The slow detail that is no longer wanted must not push out the quick one that is. */
Test(study_order, keeps_the_detail_wanted_last)
{
    struct laboratory laboratory = laboratory_create();
    struct cca_pair slow = laboratory_pair(0, 0, 0, 0, 0, 0), quick = laboratory_pair(0, 0, 1, 0, 0, 1);
    struct cca_study *study;

    laboratory_array(&laboratory, "slow.npy", 0, 2000, 0, 300);
    laboratory_array(&laboratory, "quick.npy", 1, 2000, 0, 2);
    laboratory_load(&laboratory, "ccascope: 1\nactivations: \"{layer}.npy\"\nnetworks: [{name: a}]\n"
                                 "checkpoints: [0]\nlayers: [slow, quick]\n");
    study = laboratory_study(&laboratory, 4, 0);
    cca_study_want_detail(study, slow);
    while (!detail_taken(study))
        sched_yield();
    cca_study_want_detail(study, quick);
    await_idle(study);
    cca_study_collect(study);
    cr_expect_not_null(cca_study_detail(study, quick));
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

Test(study_order, many_threads_find_what_one_finds)
{
    struct laboratory laboratory = laboratory_grid(2, 3, 4, 50, 6);
    struct cca_study *one = laboratory_study(&laboratory, 1, 0), *many = laboratory_study(&laboratory, 8, 0);
    struct cca_pair pairs[24 * 24];

    for (int i = 0; i < 24 * 24; i++)
        pairs[i] =
            laboratory_pair(i / 24 / 12, i / 24 / 4 % 3, i / 24 % 4, i % 24 / 12, i % 24 / 4 % 3, i % 4);
    cr_assert(cca_study_want(one, pairs, 24 * 24));
    cr_assert(cca_study_want(many, pairs, 24 * 24));
    cca_study_finish(one, NULL, NULL);
    cca_study_finish(many, NULL, NULL);
    for (int i = 0; i < 24 * 24; i++) {
        struct cca_result expected, actual;

        cca_study_result(one, pairs[i], &expected);
        cca_study_result(many, pairs[i], &actual);
        cr_assert_eq(actual.state, CCA_DONE);
        cr_assert_arr_eq(actual.summary.similarity, expected.summary.similarity,
                         sizeof actual.summary.similarity, "pair %d", i);
    }
    cca_study_close(one);
    cca_study_close(many);
    laboratory_destroy(&laboratory);
}

Test(study_order, opens_and_closes_at_any_moment)
{
    struct laboratory laboratory = laboratory_grid(1, 1, 12, 100, 8);
    struct cca_pair *pairs = laboratory_layer_pairs(12);

    for (size_t i = 0; i < 20; i++) {
        struct cca_study *study = laboratory_study(&laboratory, 1 + (int)(i % 8), i % 3 ? 0 : 20000);

        cca_study_want(study, pairs, 144);
        cca_study_want_first(study, pairs + 12 * (i % 12), 12);
        if (i % 2)
            cca_study_want_detail(study, pairs[i]);
        if (i % 4 == 1)
            await_results(study, 4 * i);
        if (i % 4 == 2)
            usleep((useconds_t)(500 * i));
        if (i % 4 == 3)
            cca_study_finish(study, NULL, NULL);
        cca_study_close(study);
    }
    free(pairs);
    laboratory_destroy(&laboratory);
}
