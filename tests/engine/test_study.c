/* What a study finds out: the same numbers as a direct comparison, and what is missing or wrong by name. */
#include <criterion/criterion.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/study_private.h"
#include "laboratory.h"

#define SAMPLES_OF_GRID 60

static void expect_near(double actual, double expected, double tolerance, const char *what)
{
    if (isnan(expected))
        cr_expect(isnan(actual), "%s is %g, not NaN", what, actual);
    else
        cr_expect(fabs(actual - expected) <= tolerance, "%s is %.17g, not %.17g", what, actual, expected);
}

static void expect_summary(const struct cca_summary *actual, const struct cca_summary *expected,
                           double tolerance)
{
    cr_expect_eq(actual->n, expected->n);
    cr_expect_eq(actual->d_x, expected->d_x);
    cr_expect_eq(actual->d_y, expected->d_y);
    cr_expect_eq(actual->rank_x, expected->rank_x);
    cr_expect_eq(actual->rank_y, expected->rank_y);
    cr_expect_eq(actual->kept_x, expected->kept_x);
    cr_expect_eq(actual->kept_y, expected->kept_y);
    cr_expect_eq(actual->notes, expected->notes);
    expect_near(actual->pwcca_y, expected->pwcca_y, tolerance, "pwcca of the column side");
    for (int measure = 0; measure < MEASURE_COUNT; measure++) {
        if (!(actual->measured & expected->measured & MEASURE_BIT(measure))) /* nobody has asked for it */
            continue;
        expect_near(actual->similarity[measure], expected->similarity[measure], tolerance,
                    measure_name((enum measure)measure));
        expect_near(actual->chance[measure], expected->chance[measure], tolerance, "chance");
    }
}

static struct cca_basis *read_basis(const struct experiment *experiment, struct cca_cell cell)
{
    struct cca_matrix matrix;
    struct cca_error error;
    char *path, *member;
    struct cca_source source = source_of(experiment, cell, &path, &member);

    cr_assert(cca_representation_read(&source, &matrix, &error), "%s", error.text);
    free(path);
    free(member);
    return cca_basis_create(&matrix, experiment->options.rank_tolerance, &error);
}

static struct cca_summary compare_directly(const struct experiment *experiment, struct cca_pair pair)
{
    struct cca_basis *x = read_basis(experiment, pair.a), *y = read_basis(experiment, pair.b);
    struct cca_comparison comparison;
    struct cca_summary summary;
    struct cca_error error;

    cr_assert(cca_compare(x, y, &experiment->options, &comparison, &error), "%s", error.text);
    summary = comparison.summary;
    cca_comparison_free(&comparison);
    cca_basis_free(x);
    cca_basis_free(y);
    return summary;
}

static void want_all(struct cca_study *study, const struct cca_pair *pairs, size_t count)
{
    cr_assert(cca_study_want(study, pairs, count));
    cca_study_finish(study, NULL, NULL);
}

static struct cca_result result_of(const struct cca_study *study, struct cca_pair pair)
{
    struct cca_result result;

    cca_study_result(study, pair, &result);
    return result;
}

/* All pairs of 2 networks × 2 checkpoints × 2 layers, by as many threads and within as many bytes. */
static void check_grid(int threads, uint64_t memory)
{
    struct laboratory laboratory = laboratory_grid(2, 2, 2, SAMPLES_OF_GRID, 5);
    struct cca_study *study = laboratory_study(&laboratory, threads, memory);
    struct cca_pair pairs[64];

    for (int i = 0; i < 64; i++)
        pairs[i] = laboratory_pair(i >> 5 & 1, i >> 4 & 1, i >> 3 & 1, i >> 2 & 1, i >> 1 & 1, i & 1);
    want_all(study, pairs, 64);
    for (int i = 0; i < 64; i++) {
        struct cca_result result = result_of(study, pairs[i]);
        struct cca_summary expected = compare_directly(laboratory.experiment, pairs[i]);

        cr_assert_eq(result.state, CCA_DONE, "pair %d", i);
        expect_summary(&result.summary, &expected, 1e-9);
    }
    cr_expect_eq(cca_study_progress(study).total, 36, "a pair and its mirror image are one");
    cr_expect_eq(cca_study_progress(study).done, 36);
    cr_expect(study->store.bytes <= study->store.budget || study->store.held <= study->store.least);
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

Test(study, agrees_with_a_direct_comparison)
{
    check_grid(1, 0);
}

Test(study, agrees_with_many_threads)
{
    check_grid(8, 0);
}

/* Bases are dropped and read again. */
Test(study, agrees_within_the_memory_of_one_basis)
{
    uint64_t one = cca_basis_bytes(SAMPLES_OF_GRID, 5, CCA_F64,
                                   (struct cca_keeping){.directions = true, .values = true});

    check_grid(1, one);
    check_grid(4, one);
    check_grid(4, 1);
    check_grid(2, 5 * one); /* made from their files, several pairs at once */
}

/* Every basis goes with the last pair that needs it; what is wanted later all the same is read again. */
Test(study, agrees_when_it_forgets)
{
    struct laboratory laboratory = laboratory_grid(2, 2, 2, SAMPLES_OF_GRID, 5);
    struct cca_study *study = laboratory_study(&laboratory, 2, 0);
    struct cca_pair first = laboratory_pair(0, 0, 0, 1, 0, 0), second = laboratory_pair(0, 0, 0, 1, 1, 0);
    const struct cca_pair *wanted[] = {&first, &second};

    want_all(study, &first, 1);
    cr_expect_eq(study->store.held, 2);
    cca_study_frugal(study);
    for (int i = 0; i < 2; i++) {
        struct cca_summary expected = compare_directly(laboratory.experiment, *wanted[i]);
        struct cca_result result;

        want_all(study, wanted[i], 1);
        result = result_of(study, *wanted[i]);
        cr_assert_eq(result.state, CCA_DONE);
        expect_summary(&result.summary, &expected, 1e-9);
        cr_expect_eq(study->store.held, 0, "%zu after %d", study->store.held, i);
        cr_expect_eq(study->store.bytes, 0);
    }
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

Test(study, swaps_the_sides_of_a_pair_named_the_other_way)
{
    struct laboratory laboratory = laboratory_create();
    struct cca_pair pair = laboratory_pair(0, 0, 0, 0, 0, 1), mirrored = {pair.b, pair.a};
    struct cca_result there, back;
    struct cca_study *study;
    double distance;

    laboratory_array(&laboratory, "l0.npy", 1, SAMPLES_OF_GRID, 0, 3);
    laboratory_array(&laboratory, "l1.npy", 4, SAMPLES_OF_GRID, 0, 7);
    laboratory_load(&laboratory, "ccascope: 1\nactivations: \"{layer}.npy\"\nnetworks: [{name: a}]\n"
                                 "checkpoints: [0]\nlayers: [l0, l1]\n");
    study = laboratory_study(&laboratory, 1, 0);
    want_all(study, &mirrored, 1);
    there = result_of(study, pair);
    back = result_of(study, mirrored);
    cr_assert_eq(there.state, CCA_DONE);
    cr_expect_eq(there.summary.d_x, 3);
    cr_expect_eq(back.summary.d_x, 7);
    cr_expect_neq(there.summary.similarity[MEASURE_PWCCA], there.summary.pwcca_y);
    cr_expect_eq(there.summary.similarity[MEASURE_PWCCA], back.summary.pwcca_y);
    cr_expect_eq(there.summary.pwcca_y, back.summary.similarity[MEASURE_PWCCA]);
    cca_study_distance(study, pair, MEASURE_PWCCA, PWCCA_X, &distance);
    cr_expect_eq(distance, 1 - there.summary.similarity[MEASURE_PWCCA]);
    cca_study_distance(study, mirrored, MEASURE_PWCCA, PWCCA_X, &distance);
    cr_expect_eq(distance, 1 - there.summary.pwcca_y);
    cca_study_distance(study, mirrored, MEASURE_PWCCA, PWCCA_Y, &distance);
    cr_expect_eq(distance, 1 - there.summary.similarity[MEASURE_PWCCA]);
    cr_expect_eq(study->result_count, 1);
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

/* Layers: sound, missing, broken, of another length, sound. */
static struct laboratory damaged(void)
{
    struct laboratory laboratory = laboratory_create();

    laboratory_array(&laboratory, "sound.npy", 0, SAMPLES_OF_GRID, 0, 4);
    laboratory_file(&laboratory, "broken.npy", "this is no array");
    laboratory_array(&laboratory, "short.npy", 1, SAMPLES_OF_GRID - 1, 0, 4);
    laboratory_array(&laboratory, "other.npy", 2, SAMPLES_OF_GRID, 0, 4);
    laboratory_load(&laboratory, "ccascope: 1\nactivations: \"{layer}.npy\"\nnetworks: [{name: a}]\n"
                                 "checkpoints: [0]\nlayers: [sound, missing, broken, short, other]\n");
    return laboratory;
}

Test(study, names_what_is_missing_or_wrong)
{
    struct laboratory laboratory = damaged();
    struct cca_pair *pairs = laboratory_layer_pairs(5);
    struct cca_study *study = laboratory_study(&laboratory, 4, 0);
    struct cca_result result;

    want_all(study, pairs, 25);
    result = result_of(study, pairs[4]);
    cr_expect_eq(result.state, CCA_DONE);
    cr_expect_null(result.reason);
    result = result_of(study, pairs[1]);
    cr_expect_eq(result.state, CCA_STATE_HOLE);
    cr_assert_not_null(result.reason);
    cr_expect(strstr(result.reason, "missing.npy"), "%s", result.reason);
    result = result_of(study, pairs[2]);
    cr_expect_eq(result.state, CCA_STATE_FAILED);
    cr_expect(strstr(result.reason, "broken.npy"), "%s", result.reason);
    result = result_of(study, pairs[3]);
    cr_expect_eq(result.state, CCA_STATE_FAILED);
    cr_expect(strstr(result.reason, "short.npy") && strstr(result.reason, "59") &&
                  strstr(result.reason, "sound.npy") && strstr(result.reason, "60"),
              "%s", result.reason);
    result = result_of(study, (struct cca_pair){pairs[2].b, pairs[1].b});
    cr_expect_eq(result.state, CCA_STATE_FAILED, "a broken file comes before a missing one");
    cr_expect_eq(cca_study_progress(study).done, 15);
    cca_study_close(study);
    free(pairs);
    laboratory_destroy(&laboratory);
}

Test(study, lists_every_problem_once)
{
    struct laboratory laboratory = damaged();
    struct cca_pair *pairs = laboratory_layer_pairs(5);
    struct cca_study *study = laboratory_study(&laboratory, 4, 0);
    const struct cca_problem *problems;
    size_t missing = 0;

    cr_expect_eq(cca_study_problems(study, &problems), 0);
    want_all(study, pairs, 25);
    want_all(study, pairs, 25);
    cr_assert_eq(cca_study_problems(study, &problems), 3);
    for (size_t i = 0; i < 3; i++) {
        missing += problems[i].failure == CCA_MISSING;
        for (size_t j = 0; j < i; j++)
            cr_expect_str_neq(problems[i].text, problems[j].text);
    }
    cr_expect_eq(missing, 1);
    cca_study_close(study);
    free(pairs);
    laboratory_destroy(&laboratory);
}

static struct laboratory sequences(const char *timesteps)
{
    struct laboratory laboratory = laboratory_create();
    char manifest[300];

    laboratory_array(&laboratory, "seq.npy", 0, SAMPLES_OF_GRID, 4, 3);
    laboratory_array(&laboratory, "flat.npy", 1, SAMPLES_OF_GRID, 0, 3);
    snprintf(manifest, sizeof manifest,
             "ccascope: 1\nactivations: \"{layer}.npy\"\nnetworks: [{name: a}]\ncheckpoints: [0]\n"
             "layers: [{name: seq, axes: ntc, timesteps: %s}, flat, {name: gone, axes: ntc}]\n",
             timesteps);
    laboratory_load(&laboratory, manifest);
    return laboratory;
}

Test(study, counts_the_timesteps_of_a_layer)
{
    static const struct {
        const char *timesteps;
        size_t count;
        int16_t last;
    } cases[] = {{"all", 4, CCA_LAST_TIMESTEP},     {"[0, 2]", 2, 2},
                 {"last", 1, CCA_LAST_TIMESTEP},    {"average", 1, CCA_LAST_TIMESTEP},
                 {"samples", 1, CCA_LAST_TIMESTEP}, {"[3]", 1, 3}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct laboratory laboratory = sequences(cases[i].timesteps);
        struct cca_study *study = laboratory_study(&laboratory, 2, 0);

        cr_expect_not(cca_study_surveyed(study), "nothing is known before the first collect");
        cr_expect_eq(cca_study_timesteps(study, 0), 0);
        cr_expect_eq(cca_study_timesteps(study, 1), 0);
        cca_study_finish(study, NULL, NULL);
        cr_expect(cca_study_surveyed(study));
        cr_expect_eq(cca_study_timesteps(study, 0), cases[i].count, "%s", cases[i].timesteps);
        cr_expect_eq(cca_study_timesteps(study, 1), 1);
        cr_expect_eq(cca_study_timesteps(study, 2), 0, "no array of it could be read");
        cr_expect_eq(cca_study_timestep(study, 0, cases[i].count - 1), cases[i].last, "%s",
                     cases[i].timesteps);
        cr_expect_eq(cca_study_timestep(study, 0, SIZE_MAX), cases[i].last, "%s", cases[i].timesteps);
        cca_study_close(study);
        laboratory_destroy(&laboratory);
    }
}

Test(study, compares_timesteps)
{
    struct laboratory laboratory = sequences("all");
    struct cca_study *study = laboratory_study(&laboratory, 2, 0);
    struct cca_pair pairs[16];

    cca_study_finish(study, NULL, NULL);
    for (size_t i = 0; i < 16; i++)
        pairs[i] = (struct cca_pair){{0, 0, 0, cca_study_timestep(study, 0, i / 4)},
                                     {0, 0, 0, cca_study_timestep(study, 0, i % 4)}};
    want_all(study, pairs, 16);
    for (size_t i = 0; i < 16; i++) {
        struct cca_result result = result_of(study, pairs[i]);
        struct cca_summary expected = compare_directly(laboratory.experiment, pairs[i]);

        cr_assert_eq(result.state, CCA_DONE);
        expect_summary(&result.summary, &expected, 1e-9);
        cr_expect_eq(result.summary.similarity[MEASURE_CCA] > 1 - 1e-9, i / 4 == i % 4, "pair %zu", i);
    }
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

static bool readable(const struct cca_study *study, int milliseconds)
{
    struct pollfd wake = {cca_study_descriptor(study), POLLIN, 0};

    return poll(&wake, 1, milliseconds) > 0;
}

Test(study, wakes_its_owner_only_for_news)
{
    struct laboratory laboratory = laboratory_grid(1, 1, 3, SAMPLES_OF_GRID, 4);
    struct cca_pair *pairs = laboratory_layer_pairs(3);
    struct cca_study *study = laboratory_study(&laboratory, 2, 0);

    cr_expect(readable(study, 10000), "the survey is news");
    cr_expect(cca_study_collect(study));
    cr_expect_not(readable(study, 0));
    cr_expect_not(cca_study_collect(study));
    cr_expect(cca_study_want(study, pairs, 2));
    cr_expect(readable(study, 10000));
    cca_study_finish(study, NULL, NULL);
    cr_expect_not(readable(study, 50));
    cr_expect(cca_study_want(study, pairs, 2), "what is computed already");
    cr_expect_eq(cca_study_progress(study).total, 2);
    cr_expect_eq(cca_study_progress(study).done, 2);
    cr_expect_not(readable(study, 50));
    cr_expect(cca_study_want(study, pairs + 8, 1));
    cr_expect_eq(cca_study_progress(study).total, 1);
    cr_expect_eq(cca_study_progress(study).done, 0);
    cr_expect(cca_study_want(study, pairs, 9));
    cr_expect_eq(cca_study_progress(study).total, 6);
    cr_expect(readable(study, 10000));
    cca_study_finish(study, NULL, NULL);
    cr_expect_eq(cca_study_progress(study).done, 6);
    cr_expect_not(cca_study_collect(study));
    cca_study_close(study);
    free(pairs);
    laboratory_destroy(&laboratory);
}

static const struct cca_detail *wait_for_detail(struct cca_study *study, struct cca_pair pair)
{
    for (int i = 0; i < 100 && !cca_study_detail(study, pair); i++) {
        readable(study, 100);
        cca_study_collect(study);
    }
    return cca_study_detail(study, pair);
}

static double total(const double *values, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

Test(study, gives_details_that_agree_with_the_summary)
{
    struct laboratory laboratory = laboratory_grid(1, 1, 3, SAMPLES_OF_GRID, 4);
    struct cca_study *study = laboratory_study(&laboratory, 2, 0);
    struct cca_pair pair = laboratory_pair(0, 0, 2, 0, 0, 1);
    const struct cca_detail *detail;
    struct cca_result result;

    want_all(study, &pair, 1);
    cr_expect_null(cca_study_detail(study, pair));
    cca_study_want_detail(study, pair);
    detail = wait_for_detail(study, pair);
    cr_assert_not_null(detail);
    cr_expect_not(detail->failed);
    result = result_of(study, pair);
    expect_summary(&detail->comparison.summary, &result.summary, 1e-12);
    cr_expect_eq(detail->comparison.count, 4);
    expect_near(total(detail->comparison.correlations, 4) / 4, result.summary.similarity[MEASURE_CCA], 1e-12,
                "mean of the correlations");
    expect_near(total(detail->comparison.weights_x, detail->comparison.weight_count), 1, 1e-12,
                "sum of weights");
    cr_assert_eq(detail->spectrum_x_count, 4);
    cr_expect_eq(detail->spectrum_x[0], 1);
    cr_expect_lt(detail->threshold_x, detail->spectrum_x[3]);
    cr_expect_null(cca_study_detail(study, (struct cca_pair){pair.b, pair.a}));
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

Test(study, gives_a_failed_detail_of_a_broken_file)
{
    struct laboratory laboratory = damaged();
    struct cca_study *study = laboratory_study(&laboratory, 2, 0);
    struct cca_pair pair = laboratory_pair(0, 0, 0, 0, 0, 2);
    const struct cca_detail *detail;

    cca_study_want_detail(study, pair);
    detail = wait_for_detail(study, pair);
    cr_assert_not_null(detail);
    cr_expect(detail->failed);
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

/* What is known stays to be seen until it is known by the new measure too. */
Test(study, measures_that_are_asked_for_later)
{
    struct laboratory laboratory = laboratory_grid(2, 2, 2, SAMPLES_OF_GRID, 5);
    struct cca_study *study = laboratory_study(&laboratory, 4, 0);
    struct cca_pair pairs[16];
    struct cca_summary first, expected;
    struct cca_result result;
    double distance;

    for (int i = 0; i < 16; i++)
        pairs[i] = laboratory_pair(i >> 3 & 1, i >> 2 & 1, i >> 1 & 1, 1, 1, i & 1);
    want_all(study, pairs, 8);
    first = result_of(study, pairs[0]).summary;
    cr_assert(cca_study_want(study, pairs, 16)); /* some are in flight */
    cr_expect_not(cca_study_measures(study) & MEASURE_BIT(MEASURE_HELD_OUT));
    cca_study_measure(study, MEASURE_BIT(MEASURE_HELD_OUT));
    cr_expect_eq(cca_study_measures(study), EVERY_MEASURE);
    cr_expect_eq(cca_study_distance(study, pairs[0], MEASURE_HELD_OUT, PWCCA_X, &distance), CCA_PENDING);
    cr_expect_eq(cca_study_distance(study, pairs[0], MEASURE_CKA, PWCCA_X, &distance), CCA_DONE);
    cr_expect_eq(distance, cca_distance(&first, MEASURE_CKA, PWCCA_X));
    want_all(study, pairs, 16);
    for (int i = 0; i < 16; i++) {
        result = result_of(study, pairs[i]);
        expected = compare_directly(laboratory.experiment, pairs[i]);
        cr_assert_eq(result.summary.measured, EVERY_MEASURE, "pair %d", i);
        cr_assert(cca_result_known(&result, MEASURE_HELD_OUT));
        expect_summary(&result.summary, &expected, 1e-9);
    }
    cr_expect_eq(cca_study_progress(study).done, cca_study_progress(study).total);
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}
