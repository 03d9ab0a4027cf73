/* Every measure against exact values: 1e-6 on every reference case. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/comparison.h"
#include "engine/lapack.h"
#include "reference.h"

#define TOLERANCE 1e-6

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static struct treatment treatment_of(const json_t *reference, const char *layout_key)
{
    struct treatment treatment = {.positions = POSITIONS_AVERAGE, .timesteps = TIMESTEPS_ALL};
    static const char *const axes[] = {"nc", "n", "nc", "ntc", "nchw"};
    const char *positions = text_of(reference, "positions");
    const json_t *layout = json_object_get(reference, layout_key);

    /* Some cases name the axes of the other side's array; the number of dimensions tells. But not "cn". */
    snprintf(treatment.axes, sizeof treatment.axes, "%s",
             strcmp(text_of(layout, "axes"), "cn") == 0 ? "cn" : axes[json_array_size(json_object_get(layout, "shape"))]);
    if (positions && strcmp(positions, "samples") == 0) {
        treatment.positions = POSITIONS_SAMPLES;
        treatment.timesteps = TIMESTEPS_SAMPLES;
    } else if (positions && strcmp(positions, "features") == 0) {
        treatment.positions = POSITIONS_FEATURES;
    }
    return treatment;
}

static struct cca_basis *basis_of(const char *folder, const json_t *reference, const char *key, const char *layout,
                                  int64_t timestep)
{
    const char *member_key = strcmp(key, "x") == 0 ? "member_x" : "member_y";
    struct treatment treatment = treatment_of(reference, layout);
    struct cca_source source = {
        .member = text_of(reference, member_key), .treatment = &treatment, .timestep = timestep};
    struct cca_matrix matrix;
    struct cca_basis *basis;
    struct cca_error error;
    char path[1024];

    snprintf(path, sizeof path, "%s/%s", folder, text_of(reference, key));
    source.path = path;
    cr_assert(cca_representation_read(&source, &matrix, &error), "%s", error.text);
    basis = cca_basis_create(&matrix, 0, &error);
    cr_assert(basis, "%s", error.text);
    return basis;
}

static void near(const char *name, const char *what, double actual, const json_t *expected, double tolerance)
{
    cr_expect(reference_near(actual, expected, tolerance), "%s: %s is %.12g, expected %.12g", name, what, actual,
              json_number_value(expected));
}

static void check_undefined(const char *name, const struct cca_summary *summary)
{
    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        cr_expect(isnan(summary->similarity[measure]), "%s: %s must be undefined", name, measure_name(measure));
    cr_expect(summary->notes & (CCA_NOTE_RANK_ZERO_X | CCA_NOTE_RANK_ZERO_Y), "%s: no reason given", name);
}

static void check_correlations(const char *name, const struct cca_comparison *comparison, const json_t *expected)
{
    const json_t *correlation;
    size_t i;

    if (!expected)
        return;
    cr_expect_eq(json_array_size(expected), comparison->count, "%s: %zu correlations", name, comparison->count);
    json_array_foreach((json_t *)expected, i, correlation)
        near(name, "a correlation", comparison->correlations[i], correlation, TOLERANCE);
}

/* Values at 60 digits are known for small ill-conditioned cases, and preferred. */
static const json_t *best(const json_t *reference, const json_t *expected, const char *key, const char *exact_key)
{
    const json_t *exact = json_object_get(json_object_get(reference, "multiprecision"), exact_key);

    return exact ? exact : json_object_get(expected, key);
}

static void check_pwcca(const char *name, const struct cca_summary *summary, const json_t *reference,
                        const json_t *expected)
{
    bool ambiguous = json_is_true(json_object_get(expected, "pwcca_ambiguous"));
    /* Where the variates may rotate, any of the values is as good: only their order of magnitude can agree. */
    double tolerance = ambiguous ? 0.05 : TOLERANCE;
    unsigned notes = summary->notes & (CCA_NOTE_AMBIGUOUS_X | CCA_NOTE_AMBIGUOUS_Y);

    cr_expect_eq(ambiguous, notes != 0, "%s: pwcca is ambiguous: %d, found %d", name, ambiguous, notes != 0);
    near(name, "pwcca by x", summary->similarity[MEASURE_PWCCA],
         best(reference, expected, "pwcca_x", "pwcca_x"), tolerance);
    near(name, "pwcca by y", summary->pwcca_y, best(reference, expected, "pwcca_y", "pwcca_y"),
         tolerance);
}

static void check_comparison(const char *name, const struct cca_comparison *comparison, const json_t *reference)
{
    const struct cca_summary *summary = &comparison->summary;
    const json_t *expected = json_object_get(reference, "expected");
    const json_t *svcca = json_object_get(expected, "svcca");

    near(name, "rank x", (double)summary->rank_x, json_object_get(expected, "rank_x"), 0);
    near(name, "rank y", (double)summary->rank_y, json_object_get(expected, "rank_y"), 0);
    if (json_is_true(json_object_get(expected, "undefined"))) {
        check_undefined(name, summary);
        return;
    }
    near(name, "by construction", (double)summary->by_construction, json_object_get(expected, "by_construction"), 0);
    check_correlations(name, comparison, best(reference, expected, "correlations", "rho"));
    near(name, "cca", summary->similarity[MEASURE_CCA], json_object_get(expected, "cca"), TOLERANCE);
    near(name, "r2cca", summary->similarity[MEASURE_R2CCA], json_object_get(expected, "r2cca"), TOLERANCE);
    near(name, "chance r2", summary->chance[MEASURE_R2CCA], json_object_get(expected, "chance_r2"), 1e-12);
    near(name, "kept x", (double)summary->kept_x, json_object_get(svcca, "kept_x"), 0);
    near(name, "kept y", (double)summary->kept_y, json_object_get(svcca, "kept_y"), 0);
    near(name, "svcca", summary->similarity[MEASURE_SVCCA], json_object_get(svcca, "similarity"), TOLERANCE);
    near(name, "cka", summary->similarity[MEASURE_CKA], json_object_get(expected, "cka"), TOLERANCE);
    near(name, "procrustes", summary->similarity[MEASURE_PROCRUSTES], json_object_get(expected, "procrustes"),
         TOLERANCE);
    check_pwcca(name, summary, reference, expected);
}

/* The expectation with a fixed number of directions. */
static void check_directions(const char *name, const struct cca_basis *x, const struct cca_basis *y,
                             const json_t *expected)
{
    struct measure_options options = measure_options_default();
    struct cca_comparison comparison;
    struct cca_error error;

    options.svcca_directions = 20;
    cr_assert(cca_compare(x, y, &options, &comparison, &error), "%s: %s", name, error.text);
    near(name, "svcca of 20 directions", comparison.summary.similarity[MEASURE_SVCCA],
         json_object_get(json_object_get(expected, "svcca20"), "similarity"), TOLERANCE);
    cca_comparison_free(&comparison);
}

static void check_pair(const char *folder, const json_t *reference)
{
    const char *name = text_of(reference, "name");
    struct measure_options options = measure_options_default();
    struct cca_basis *x = basis_of(folder, reference, "x", "layout_x", CCA_LAST_TIMESTEP);
    struct cca_basis *y = basis_of(folder, reference, "y", "layout_y", CCA_LAST_TIMESTEP);
    struct cca_comparison comparison;
    struct cca_error error;

    cr_assert(cca_compare(x, y, &options, &comparison, &error), "%s: %s", name, error.text);
    check_comparison(name, &comparison, reference);
    cca_comparison_free(&comparison);
    if (json_object_get(json_object_get(reference, "expected"), "svcca20"))
        check_directions(name, x, y, json_object_get(reference, "expected"));
    cca_basis_free(x);
    cca_basis_free(y);
}

static const struct {
    const char *key;
    enum measure measure;
} matrix_measures[] = {{"cca", MEASURE_CCA},     {"svcca", MEASURE_SVCCA}, {"pwcca_x", MEASURE_PWCCA},
                       {"r2cca", MEASURE_R2CCA}, {"cka", MEASURE_CKA},     {"procrustes", MEASURE_PROCRUSTES}};

static void check_timestep_pair(const json_t *reference, const struct cca_basis *x, const struct cca_basis *y,
                                size_t row, size_t column)
{
    const json_t *expected = json_object_get(reference, "expected");
    struct measure_options options = measure_options_default();
    struct cca_comparison comparison;
    struct cca_error error;

    cr_assert(cca_compare(x, y, &options, &comparison, &error), "%s", error.text);
    for (size_t k = 0; k < sizeof matrix_measures / sizeof *matrix_measures; k++) {
        const json_t *matrix = json_object_get(expected, matrix_measures[k].key);

        if (matrix)
            near(text_of(reference, "name"), matrix_measures[k].key,
                 cca_distance(&comparison.summary, matrix_measures[k].measure, PWCCA_X),
                 json_array_get(json_array_get(matrix, row), column), TOLERANCE);
    }
    cca_comparison_free(&comparison);
}

static void check_timesteps(const char *folder, const json_t *reference)
{
    size_t count = (size_t)json_integer_value(json_object_get(reference, "timesteps"));
    struct cca_basis *bases[64];

    cr_assert(count > 0 && count <= 64);
    for (size_t t = 0; t < count; t++)
        bases[t] = basis_of(folder, reference, "x", "layout_x", (int64_t)t);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            check_timestep_pair(reference, bases[i], bases[j], i, j);
    for (size_t t = 0; t < count; t++)
        cca_basis_free(bases[t]);
}

static void check_kind(const char *kind, int at_least, void (*check)(const char *, const json_t *))
{
    lapack_use_threads(1);
    cr_expect_geq(reference_each(reference_folders[0], kind, check), at_least, "cases of %s are missing", kind);
    if (reference_each(reference_folders[1], kind, check) < 0)
        cr_log_info("%s: no cases in %s, skipped", kind, reference_folders[1]);
}

Test(reference, synthetic)
{
    check_kind("synthetic", 61, check_pair);
}

Test(reference, signal_noise)
{
    check_kind("signal_noise", 9, check_pair);
}

Test(reference, pairs_across_formats)
{
    check_kind("format_pair", 4, check_pair);
}

Test(reference, networks)
{
    check_kind("networks_pair", 7, check_pair);
}

Test(reference, layers)
{
    check_kind("layers_matrix", 9, check_pair);
}

Test(reference, dynamics)
{
    check_kind("dynamics", 8, check_pair);
}

Test(reference, lstm)
{
    check_kind("lstm_dynamics", 6, check_pair);
    check_kind("lstm_layers", 1, check_pair);
}

Test(reference, timesteps)
{
    check_kind("timestep_matrix", 1, check_timesteps);
}

/* The same arrays as they were published: pickles of neurons × datapoints. */
static void check_pickles(const char *folder, const json_t *reference)
{
    struct treatment treatment = {.axes = "cn"};
    struct measure_options options = measure_options_default();
    struct cca_comparison comparison;
    struct cca_basis *bases[2];
    struct cca_error error;

    for (int i = 0; i < 2; i++) {
        struct cca_source source = {.treatment = &treatment, .timestep = CCA_LAST_TIMESTEP};
        struct cca_matrix matrix;
        char path[1024];

        snprintf(path, sizeof path, "%s/published/model_%d_lay04.p", folder, i);
        source.path = path;
        cr_assert(cca_representation_read(&source, &matrix, &error), "%s", error.text);
        cr_assert((bases[i] = cca_basis_create(&matrix, 0, &error)), "%s", error.text);
    }
    cr_assert(cca_compare(bases[0], bases[1], &options, &comparison, &error), "%s", error.text);
    check_comparison("published pickles", &comparison, reference);
    cca_comparison_free(&comparison);
    cca_basis_free(bases[0]);
    cca_basis_free(bases[1]);
}

Test(reference, published)
{
    check_kind("published", 0, check_pair);
    check_kind("published", 0, check_pickles);
}
