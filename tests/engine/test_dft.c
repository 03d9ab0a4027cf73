/* Comparison by spatial frequency: its numbers, what leaves them as they are, and what it leaves out. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "engine/bootstrap.h"
#include "engine/chance.h"
#include "laboratory.h"
#include "naive_dft.h"
#include "npy_file.h"

#define TOLERANCE 1e-6

/* Images whose values this owns, and the file they are in. */
struct material {
    struct images images;
    double *values;
    struct npy_file file;
    struct treatment treatment;
};

/* Noise, on top of a pattern that all seeds share as far as `share` says. */
static double *draw_images(uint64_t seed, size_t count, double share)
{
    double *values = malloc(count * sizeof *values), *common = malloc(count * sizeof *common);
    uint64_t of_all = 77, own = seed;

    draw_normals(&of_all, common, count);
    draw_normals(&own, values, count);
    for (size_t i = 0; i < count; i++)
        values[i] += share * common[i] + 2;
    free(common);
    return values;
}

/* Takes the values over. */
static struct material material_of(size_t n, size_t channels, size_t height, size_t width, double *values)
{
    const size_t shape[] = {n, channels, height, width};
    struct material material = {.images = {n, channels, height, width, values},
                                .values = values,
                                .file = npy_file_create("<f8", false, 4, shape, values),
                                .treatment = {.axes = "nchw", .positions = POSITIONS_DFT}};

    return material;
}

static struct material draw_material(uint64_t seed, size_t n, size_t channels, size_t height, size_t width)
{
    return material_of(n, channels, height, width, draw_images(seed, n * channels * height * width, 0.8));
}

static void material_free(struct material *material)
{
    npy_file_close(&material->file);
    free(material->values);
}

static struct cca_basis *basis_of(const struct material *material)
{
    struct cca_source source = {material->file.path, NULL, &material->treatment, {0}, CCA_LAST_TIMESTEP};
    struct cca_error error;
    struct cca_basis *basis =
        cca_basis_open(&source, (struct cca_keeping){.directions = true, .values = true}, 0, &error);

    cr_assert(basis, "%s", error.text);
    return basis;
}

/* Also by the way that only some measures go. */
static struct cca_comparison compare(const struct material *x, const struct material *y)
{
    struct cca_basis *of_x = basis_of(x), *of_y = basis_of(y);
    struct measure_options options = measure_options_default();
    struct cca_comparison comparison;
    struct cca_error error;

    options.svcca_variance = 0.9;
    cr_assert(cca_compare(of_x, of_y, &options, &comparison, &error), "%s", error.text);
    for (int measure = 0; measure <= MEASURE_PROCRUSTES; measure++) {
        struct cca_summary one;

        cr_assert(cca_summarise(of_x, of_y, &options, MEASURE_BIT(measure), &one, &error), "%s", error.text);
        if (isnan(comparison.summary.similarity[measure]))
            cr_expect(isnan(one.similarity[measure]));
        else
            cr_expect_float_eq(one.similarity[measure], comparison.summary.similarity[measure], 1e-12);
    }
    cca_basis_free(of_x);
    cca_basis_free(of_y);
    return comparison;
}

static void expect_same(const struct cca_summary *a, const struct cca_summary *b, const char *what)
{
    for (int measure = 0; measure <= MEASURE_PROCRUSTES; measure++)
        cr_expect_float_eq(a->similarity[measure], b->similarity[measure], TOLERANCE,
                           "%s: %s is %.9f and %.9f", what, measure_name((enum measure)measure),
                           a->similarity[measure], b->similarity[measure]);
    cr_expect_float_eq(a->pwcca_y, b->pwcca_y, TOLERANCE, "%s", what);
}

static void expect_naive(const struct material *x, const struct material *y)
{
    struct measure_options options = measure_options_default();
    struct cca_comparison comparison = compare(x, y);
    struct cca_summary expected = {0};
    struct naive_dft naive;

    options.svcca_variance = 0.9;
    naive_dft(&x->images, &y->images, &options, &naive);
    memcpy(expected.similarity, naive.similarity, sizeof naive.similarity);
    expected.pwcca_y = naive.pwcca_y;
    expect_same(&comparison.summary, &expected, "naive");
    cr_expect_eq(comparison.summary.frequencies, naive.frequencies);
    cr_expect_eq(comparison.summary.dead_frequencies, 0);
    cr_expect_eq(comparison.summary.d_x, x->images.channels);
    cca_comparison_free(&comparison);
}

Test(dft, agrees_with_complex_cca_by_definition)
{
    static const size_t sizes[][2] = {{4, 3}, {3, 4}, {2, 2}, {5, 1}, {1, 6}};

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct material x = draw_material(1, 26, 3, sizes[i][0], sizes[i][1]);
        struct material y = draw_material(2, 26, 4, sizes[i][0], sizes[i][1]);

        expect_naive(&x, &y);
        expect_naive(&y, &x);
        material_free(&x);
        material_free(&y);
    }
}

/* Only frequencies that both have, below half of the smaller size. */
Test(dft, images_of_different_sizes_share_their_lowest_frequencies)
{
    struct material x = draw_material(1, 24, 3, 4, 6), y = draw_material(2, 24, 3, 6, 6),
                    z = draw_material(3, 24, 2, 5, 3), one = draw_material(4, 24, 3, 1, 1);
    struct cca_comparison comparison = compare(&x, &y);

    cr_expect_eq(comparison.summary.frequencies, 3 * 6);
    cca_comparison_free(&comparison);
    expect_naive(&x, &y);
    expect_naive(&y, &z);
    expect_naive(&z, &x);
    expect_naive(&x, &one);
    material_free(&x);
    material_free(&y);
    material_free(&z);
    material_free(&one);
}

Test(dft, of_one_position_is_plain_cca)
{
    struct material x = draw_material(1, 40, 5, 1, 1), y = draw_material(2, 40, 6, 1, 1);
    struct cca_comparison by_frequency = compare(&x, &y), plain;

    x.treatment.positions = y.treatment.positions = POSITIONS_AVERAGE;
    plain = compare(&x, &y);
    expect_same(&by_frequency.summary, &plain.summary, "plain");
    cr_assert_eq(by_frequency.count, plain.count);
    for (size_t i = 0; i < plain.count; i++) {
        cr_expect_float_eq(by_frequency.correlations[i], plain.correlations[i], TOLERANCE);
        cr_expect_float_eq(by_frequency.weights_x[i], plain.weights_x[i], TOLERANCE);
    }
    for (int measure = 0; measure < MEASURE_CKA; measure++)
        cr_expect_float_eq(by_frequency.summary.chance[measure], plain.summary.chance[measure], 1e-12);
    cr_expect_eq(by_frequency.summary.rank_y, plain.summary.rank_y);
    cr_expect_eq(by_frequency.summary.notes & ~(unsigned)CCA_NOTE_NO_VALUES,
                 plain.summary.notes & ~(unsigned)CCA_NOTE_UNEQUAL_D);
    cca_comparison_free(&by_frequency);
    cca_comparison_free(&plain);
    material_free(&x);
    material_free(&y);
}

/* Turns channels among themselves, as one orthogonal matrix for all positions. */
static void mix_channels(const struct images *images, double *values)
{
    size_t positions = images->height * images->width;

    for (size_t i = 0; i < images->n; i++)
        for (size_t j = 0; j + 1 < images->channels; j++)
            for (size_t p = 0; p < positions; p++) {
                double *a = values + (i * images->channels + j) * positions + p, *b = a + positions, old = *a;
                double angle = 0.4 + (double)j;

                *a = cos(angle) * old - sin(angle) * *b;
                *b = sin(angle) * old + cos(angle) * *b;
            }
}

static void translate(const struct images *images, const double *from, double *to)
{
    size_t height = images->height, width = images->width;

    for (size_t i = 0; i < images->n * images->channels; i++)
        for (size_t y = 0; y < height; y++)
            for (size_t x = 0; x < width; x++)
                to[(i * height + (y + 1) % height) * width + (x + 3) % width] =
                    from[(i * height + y) * width + x];
}

/* The weights of pwcca rest on the neurons themselves; all else stays. */
Test(dft, a_mix_of_channels_and_a_translation_change_nothing)
{
    struct material x = draw_material(1, 40, 4, 4, 5), y = draw_material(2, 40, 3, 4, 5), moved;
    size_t count = 40 * 4 * 4 * 5;
    double *mixed = malloc(count * sizeof *mixed), *shifted = malloc(count * sizeof *shifted);
    struct cca_comparison before = compare(&x, &y), after;

    memcpy(mixed, x.values, count * sizeof *mixed);
    mix_channels(&x.images, mixed);
    moved = material_of(40, 4, 4, 5, mixed);
    after = compare(&moved, &y);
    after.summary.similarity[MEASURE_PWCCA] = before.summary.similarity[MEASURE_PWCCA];
    expect_same(&after.summary, &before.summary, "mixed");
    material_free(&moved);
    cca_comparison_free(&after);

    translate(&x.images, x.values, shifted);
    moved = material_of(40, 4, 4, 5, shifted);
    after = compare(&moved, &y);
    expect_same(&after.summary, &before.summary, "translated");
    material_free(&moved);
    cca_comparison_free(&after);
    cca_comparison_free(&before);
    material_free(&x);
    material_free(&y);
}

/* A representation that is constant over each image has the frequency 0 alone. */
Test(dft, dead_frequencies_are_left_out_and_told)
{
    struct material x = draw_material(1, 30, 3, 4, 4), y;
    double *flat = draw_images(5, 30 * 3 * 16, 0.8);
    struct cca_comparison comparison, plain;
    char text[300];

    for (size_t i = 0; i < (size_t)30 * 3 * 16; i++)
        flat[i] = flat[i / 16 * 16];
    y = material_of(30, 3, 4, 4, flat);
    comparison = compare(&x, &y);
    cr_expect_eq(comparison.summary.frequencies, 16);
    cr_expect_eq(comparison.summary.dead_frequencies, 15);
    cr_expect(comparison.summary.notes & CCA_NOTE_DEAD_FREQUENCIES);
    cca_note_text(&comparison.summary, CCA_NOTE_DEAD_FREQUENCIES, text, sizeof text);
    cr_expect(strstr(text, "15 of 16 frequencies"), "%s", text);
    cr_expect(isnan(comparison.summary.similarity[MEASURE_EUCLIDEAN]));
    x.treatment.positions = y.treatment.positions = POSITIONS_AVERAGE;
    plain = compare(&x, &y);
    expect_same(&comparison.summary, &plain.summary, "frequency 0 is the mean over positions");
    cca_comparison_free(&comparison);
    cca_comparison_free(&plain);
    material_free(&x);
    material_free(&y);
}

/* A constant array has no frequency at all. */
Test(dft, what_is_constant_is_undefined)
{
    struct material x = draw_material(1, 30, 3, 2, 2), y;
    double *flat = malloc((size_t)30 * 3 * 4 * sizeof *flat);
    struct cca_comparison comparison;

    for (size_t i = 0; i < (size_t)30 * 3 * 4; i++)
        flat[i] = 0.3;
    y = material_of(30, 3, 2, 2, flat);
    comparison = compare(&x, &y);
    cr_expect(isnan(comparison.summary.similarity[MEASURE_CCA]));
    cr_expect(comparison.summary.notes & CCA_NOTE_RANK_ZERO_Y);
    cr_expect_eq(comparison.count, 0);
    cca_comparison_free(&comparison);
    material_free(&x);
    material_free(&y);
}

Test(dft, lists_hold_every_frequency)
{
    struct material x = draw_material(1, 30, 3, 3, 4), y = draw_material(2, 30, 3, 3, 4);
    struct cca_comparison comparison = compare(&x, &y);
    double sum_x = 0, sum_y = 0, mean = 0, pwcca = 0;

    cr_assert_eq(comparison.count, 3 * 12);
    cr_assert_eq(comparison.weight_count, 3 * 12);
    for (size_t i = 0; i < comparison.count; i++) {
        sum_x += comparison.weights_x[i];
        sum_y += comparison.weights_y[i];
        mean += comparison.correlations[i] / (double)comparison.count;
        pwcca += comparison.weights_x[i] * comparison.correlations[i];
        cr_expect(i == 0 || comparison.correlations[i] <= comparison.correlations[i - 1]);
    }
    cr_expect_float_eq(sum_x, 1, 1e-12);
    cr_expect_float_eq(sum_y, 1, 1e-12);
    cr_expect_float_eq(mean, comparison.summary.similarity[MEASURE_CCA], 1e-12);
    cr_expect_float_eq(pwcca, comparison.summary.similarity[MEASURE_PWCCA], 1e-12);
    cca_comparison_free(&comparison);
    material_free(&x);
    material_free(&y);
}

/* The laws of chance hold for complex data as they are: simulated, at 100 frequencies. */
Test(dft, chance_is_that_of_independent_images)
{
    struct material x = material_of(80, 12, 10, 10, draw_images(1, (size_t)80 * 12 * 100, 0));
    struct material y = material_of(80, 20, 10, 10, draw_images(2, (size_t)80 * 20 * 100, 0));
    struct cca_comparison comparison = compare(&x, &y);
    const struct cca_summary *summary = &comparison.summary;

    cr_expect_float_eq(summary->chance[MEASURE_R2CCA], 20.0 / 79, 1e-12);
    cr_expect_float_eq(summary->similarity[MEASURE_R2CCA], summary->chance[MEASURE_R2CCA], 0.004);
    cr_expect_float_eq(summary->similarity[MEASURE_CCA], summary->chance[MEASURE_CCA], 0.004, "%g, not %g",
                       summary->similarity[MEASURE_CCA], summary->chance[MEASURE_CCA]);
    cca_comparison_free(&comparison);
    material_free(&x);
    material_free(&y);
}

/* Numbers of any size. */
Test(dft, scale_does_not_matter)
{
    static const double scales[] = {1e-200, 1e+290};
    struct material x = draw_material(1, 30, 3, 4, 3), y = draw_material(2, 30, 3, 4, 3);
    struct cca_comparison before = compare(&x, &y);

    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        double *scaled = malloc((size_t)30 * 3 * 12 * sizeof *scaled);
        struct material large;
        struct cca_comparison after;

        for (size_t k = 0; k < (size_t)30 * 3 * 12; k++)
            scaled[k] = x.values[k] * scales[i];
        large = material_of(30, 3, 4, 3, scaled);
        after = compare(&large, &y);
        expect_same(&after.summary, &before.summary, "scaled");
        cca_comparison_free(&after);
        material_free(&large);
    }
    cca_comparison_free(&before);
    material_free(&x);
    material_free(&y);
}

/* That is no failure. */
Test(dft, has_no_intervals)
{
    struct material x = draw_material(1, 30, 3, 2, 2), y = draw_material(2, 30, 3, 2, 2);
    struct measure_options options = measure_options_default();
    struct cca_basis *of_x = basis_of(&x), *of_y = basis_of(&y);
    struct cca_intervals intervals;
    struct cca_error error;

    cr_assert(cca_bootstrap(of_x, of_y, &options, EVERY_MEASURE, 20, &intervals, &error), "%s", error.text);
    for (size_t i = 0; i < CCA_INTERVALS; i++)
        cr_expect(isnan(intervals.low[i]) && isnan(intervals.high[i]));
    cca_basis_free(of_x);
    cca_basis_free(of_y);
    material_free(&x);
    material_free(&y);
}

Test(dft, is_compared_with_its_like_only)
{
    struct material x = draw_material(1, 30, 3, 2, 2), y = draw_material(2, 30, 3, 2, 2);
    struct measure_options options = measure_options_default();
    struct cca_basis *of_x = basis_of(&x), *of_y;
    struct cca_summary summary;
    struct cca_error error;

    y.treatment.positions = POSITIONS_FEATURES;
    of_y = basis_of(&y);
    for (int turn = 0; turn < 2; turn++) {
        cr_expect_not(
            cca_summarise(turn ? of_y : of_x, turn ? of_x : of_y, &options, 0xff, &summary, &error));
        cr_expect_eq(error.failure, CCA_UNDEFINED);
        cr_expect(strstr(error.text, x.file.path) < strstr(error.text, y.file.path), "%s", error.text);
        cr_expect(strstr(error.text, "positions: dft"), "%s", error.text);
    }
    cca_basis_free(of_x);
    cca_basis_free(of_y);
    material_free(&x);
    material_free(&y);
}

#define MANIFEST                                                                                             \
    "ccascope: 1\nactivations: \"{layer}.npy\"\nnetworks: [{name: a}]\ncheckpoints: [0]\npositions: dft\n"   \
    "layers: [{name: l0, axes: nhc}, {name: l1, axes: nwc}, {name: l2, axes: nhc}, flat]\n"                  \
    "targets: [{name: same, activations: flat.npy}]\n"

/* Within whatever memory: bases are dropped and made again. */
Test(dft, a_study_compares_by_frequency)
{
    struct laboratory laboratory = laboratory_create();
    struct cca_result all[4][4];

    for (int i = 0; i < 3; i++)
        laboratory_array(&laboratory, (const char *const[]){"l0.npy", "l1.npy", "l2.npy"}[i], (uint64_t)i, 50,
                         6, 4);
    laboratory_array(&laboratory, "flat.npy", 9, 50, 0, 4);
    laboratory_load(&laboratory, MANIFEST);
    for (int round = 0; round < 2; round++) {
        struct cca_study *study = laboratory_study(&laboratory, 2, (uint64_t)round);
        struct cca_pair *pairs = laboratory_layer_pairs(4);
        struct cca_pair target = {{0, 0, 0, CCA_LAST_TIMESTEP}, cca_target_cell(laboratory.experiment, 0)};
        struct cca_result result;

        for (int turn = 0; turn < 2; turn++) { /* the second finds bases gone, when memory is short */
            cr_assert(cca_study_want(study, pairs, 16));
            cca_study_finish(study, NULL, NULL);
        }
        for (int i = 0; i < 16; i++) {
            cca_study_result(study, pairs[i], &result);
            cr_assert_eq(result.state, CCA_DONE, "%s", result.reason);
            cr_expect_eq(result.summary.frequencies,
                         i / 4 == 3 || i % 4 == 3 || (i / 4 == 1) != (i % 4 == 1) ? 1u : 6u);
            if (round)
                expect_same(&result.summary, &all[i / 4][i % 4].summary, "memory");
            all[i / 4][i % 4] = result;
        }
        cr_assert(cca_study_want(study, &target, 1));
        cca_study_finish(study, NULL, NULL);
        cca_study_result(study, target, &result);
        expect_same(&result.summary, &all[0][3].summary, "a target has one position, like any vector");
        cca_study_close(study);
        free(pairs);
    }
    laboratory_destroy(&laboratory);
}
