/* From array to matrix: every layout and treatment against nested loops over the array's indices. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "engine/representation.h"
#include "engine/rows.h"
#include "npy_file.h"

/* An array in memory, in C order, and what becomes of it. */
struct material {
    struct treatment treatment;
    struct sampling sampling;
    int64_t timestep;
    int dimensions;
    size_t shape[MAX_DIMENSIONS];
    size_t count;
    double *values;
};

static struct material material_create(const char *axes, const size_t *shape)
{
    struct material material = {.dimensions = (int)strlen(axes), .timestep = CCA_LAST_TIMESTEP, .count = 1};
    uint64_t state = 7;

    strcpy(material.treatment.axes, axes);
    for (int i = 0; i < material.dimensions; i++)
        material.count *= material.shape[i] = shape[i];
    material.values = malloc(material.count * sizeof(double));
    draw_normals(&state, material.values, material.count);
    return material;
}

/* A few samples at a time, as read whole. */
static void check_parts(const struct cca_source *source, const struct cca_matrix *matrix)
{
    struct cca_error error;
    struct rows *rows = rows_open(source, &error);
    struct row_reader *reader = rows ? row_reader_open(rows, &error) : NULL;
    double *block = malloc((matrix->n + 1) * matrix->d * sizeof *block);
    size_t part = rows ? 2 * rows->per_sample : 1;

    cr_assert(reader, "%s", error.text);
    for (size_t first = 0; first < rows->n; first += part) {
        size_t count = part < rows->n - first ? part : rows->n - first;

        cr_assert(row_reader_read(reader, NULL, first, count, block, &error), "%s", error.text);
        cr_expect_eq(memcmp(block, matrix->values + first * rows->d, count * rows->d * sizeof *block), 0,
                     "%s: rows %zu to %zu", source->treatment->axes, first, first + count - 1);
    }
    free(block);
    row_reader_close(reader);
    rows_free(rows);
}

static bool read_stored(const struct material *material, const char *descr, bool fortran,
                        struct cca_matrix *matrix, struct cca_error *error)
{
    struct npy_file file =
        npy_file_create(descr, fortran, material->dimensions, material->shape, material->values);
    struct cca_source source = {file.path, NULL, &material->treatment, material->sampling,
                                material->timestep};
    struct cca_outline outline;
    bool good = cca_representation_read(&source, matrix, error);

    if (good) {
        cr_assert(cca_representation_outline(&source, &outline, error), "%s", error->text);
        cr_expect_eq(outline.n, matrix->n);
        cr_expect_eq(outline.d, matrix->d);
        cr_expect_eq(outline.samples, matrix->samples);
        cr_expect_eq(outline.type, matrix->type);
        if (matrix->n < 1000)
            check_parts(&source, matrix);
    }
    npy_file_close(&file);
    return good;
}

static size_t length_of(const struct material *material, char letter)
{
    const char *found = strchr(material->treatment.axes, letter);

    return found ? material->shape[found - material->treatment.axes] : 1;
}

static size_t index_along(const struct material *material, const size_t *index, char letter)
{
    const char *found = strchr(material->treatment.axes, letter);

    return found ? index[found - material->treatment.axes] : 0;
}

/* The naive matrix: sums and how many values went into each, row-major. */
struct naive {
    size_t n, d;
    long double *sums;
    size_t *counts;
    size_t *place_of_row; /* sample -> row among the drawn, or SIZE_MAX */
};

static void naive_rows(struct naive *naive, const struct material *material)
{
    size_t samples = length_of(material, 'n'), *rows = malloc(samples * sizeof *rows);
    size_t taken = cca_sample_rows(material->sampling, samples, rows);

    naive->place_of_row = malloc(samples * sizeof *rows);
    for (size_t i = 0; i < samples; i++)
        naive->place_of_row[i] = SIZE_MAX;
    for (size_t i = 0; i < taken; i++)
        naive->place_of_row[rows[i]] = i;
    naive->n = taken;
    free(rows);
}

/* Whether a value counts, and the row and column it goes to: rows (sample, timestep, h, w), columns (channel,
 * h, w). */
static bool naive_place(const struct naive *naive, const struct material *material, const size_t *index,
                        size_t *row, size_t *column)
{
    const struct treatment *treatment = &material->treatment;
    size_t height = length_of(material, 'h'), width = length_of(material, 'w'),
           times = length_of(material, 't');
    size_t position = index_along(material, index, 'h') * width + index_along(material, index, 'w');
    size_t time = index_along(material, index, 't');
    size_t chosen = material->timestep == CCA_LAST_TIMESTEP ? times - 1 : (size_t)material->timestep;

    *row = naive->place_of_row[index_along(material, index, 'n')];
    *column = index_along(material, index, 'c');
    if (*row == SIZE_MAX ||
        (strchr(treatment->axes, 'l') && index_along(material, index, 'l') != treatment->index))
        return false;
    if (treatment->timesteps == TIMESTEPS_SAMPLES)
        *row = *row * times + time;
    else if (treatment->timesteps != TIMESTEPS_AVERAGE && strchr(treatment->axes, 't') && time != chosen)
        return false;
    if (treatment->positions == POSITIONS_SAMPLES)
        *row = *row * height * width + position;
    if (treatment->positions == POSITIONS_FEATURES)
        *column = *column * height * width + position;
    return true;
}

static struct naive naive_create(const struct material *material)
{
    struct naive naive;
    size_t positions = length_of(material, 'h') * length_of(material, 'w'), row, column;
    size_t index[MAX_DIMENSIONS];

    naive_rows(&naive, material);
    naive.n *= material->treatment.positions == POSITIONS_SAMPLES ? positions : 1;
    naive.n *= material->treatment.timesteps == TIMESTEPS_SAMPLES ? length_of(material, 't') : 1;
    naive.d =
        length_of(material, 'c') * (material->treatment.positions == POSITIONS_FEATURES ? positions : 1);
    naive.sums = calloc(naive.n * naive.d, sizeof *naive.sums);
    naive.counts = calloc(naive.n * naive.d, sizeof *naive.counts);
    for (size_t place = 0; place < material->count; place++) {
        size_t rest = place;

        for (int i = material->dimensions - 1; i >= 0; i--) {
            index[i] = rest % material->shape[i];
            rest /= material->shape[i];
        }
        if (!naive_place(&naive, material, index, &row, &column))
            continue;
        naive.sums[row * naive.d + column] += material->values[place];
        naive.counts[row * naive.d + column]++;
    }
    return naive;
}

static void naive_free(struct naive *naive)
{
    free(naive->sums);
    free(naive->counts);
    free(naive->place_of_row);
}

static void check_order(const struct material *material, bool fortran)
{
    const char *axes = material->treatment.axes;
    struct naive naive = naive_create(material);
    struct cca_error error = {0};
    struct cca_matrix matrix;

    cr_assert(read_stored(material, "<f8", fortran, &matrix, &error), "%s: %s", axes, error.text);
    cr_assert(matrix.n == naive.n && matrix.d == naive.d, "%s: %zu × %zu, not %zu × %zu", axes, matrix.n,
              matrix.d, naive.n, naive.d);
    cr_expect_eq(matrix.samples, length_of(material, 'n'));
    cr_expect_eq(matrix.type, CCA_F64);
    for (size_t i = 0; i < naive.n; i++)
        for (size_t j = 0; j < naive.d; j++) {
            size_t count = naive.counts[i * naive.d + j];
            double expected = (double)(naive.sums[i * naive.d + j] / count),
                   actual = matrix.values[i * matrix.d + j];

            cr_assert(count == 1 ? actual == expected : fabs(actual - expected) <= 1e-14 * (double)count,
                      "%s%s: (%zu, %zu) is %.17g, not %.17g", axes, fortran ? " Fortran" : "", i, j, actual,
                      expected);
        }
    cca_matrix_free(&matrix);
    naive_free(&naive);
}

static void check_material(const struct material *material)
{
    check_order(material, false);
    check_order(material, true);
}

/* Every treatment of one layout. */
static void check_treatments(struct material *material)
{
    for (int positions = 0; positions <= POSITIONS_FEATURES; positions++)
        for (int timesteps = 0; timesteps <= TIMESTEPS_SAMPLES; timesteps++)
            for (uint64_t limit = 0; limit < 4; limit += 3) {
                material->treatment.positions = (enum positions)positions;
                material->treatment.timesteps = (enum timesteps)timesteps;
                material->sampling = (struct sampling){limit, 5};
                check_material(material);
            }
}

Test(representation, usual_layouts_in_every_treatment)
{
    static const struct {
        const char *axes;
        size_t shape[MAX_DIMENSIONS];
    } layouts[] = {
        {"nc", {7, 4}},
        {"cn", {4, 7}},
        {"nchw", {5, 3, 4, 2}},
        {"nhwc", {5, 4, 2, 3}},
        {"ntc", {5, 4, 3}},
        {"tnc", {4, 5, 3}},
        {"nltc", {5, 3, 4, 2}},
        {"nhw", {6, 3, 2}},
        {"nt", {6, 4}},
        {"nh", {6, 4}},
        {"lnc", {3, 6, 2}},
        {"ncl", {6, 2, 3}},
        {"chwn", {3, 4, 2, 5}},
        {"wcnh", {2, 3, 5, 4}},
        {"ntchw", {4, 3, 2, 3, 2}},
        {"nlthwc", {4, 2, 3, 2, 3, 2}},
        {"tn", {4, 6}},
        {"nl", {6, 3}},
        {"nc", {1, 1}},
        {"nchw", {4, 3, 1, 1}},
    };

    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        struct material material = material_create(layouts[i].axes, layouts[i].shape);

        for (size_t index = 0; index < length_of(&material, 'l'); index++) {
            material.treatment.index = index;
            for (int64_t t = CCA_LAST_TIMESTEP; t < (int64_t)length_of(&material, 't'); t++) {
                material.timestep = t;
                check_treatments(&material);
            }
        }
        free(material.values);
    }
}

/* A random order of n and some of the other letters. */
static int draw_axes(uint64_t *state, char *axes)
{
    int count = 0;

    for (const char *letter = "ncthwl"; *letter; letter++)
        if (*letter == 'n' || draw_below(state, 3))
            axes[count++] = *letter;
    if (count == 1)
        axes[count++] = 'c';
    axes[count] = '\0';
    for (int i = count - 1; i > 0; i--) {
        size_t other = draw_below(state, (size_t)i + 1);
        char letter = axes[i];

        axes[i] = axes[other];
        axes[other] = letter;
    }
    return count;
}

Test(representation, random_layouts_agree_with_nested_loops)
{
    uint64_t state = 20180618;

    for (int round = 0; round < 400; round++) {
        char axes[MAX_DIMENSIONS + 1];
        size_t shape[MAX_DIMENSIONS];
        int count = draw_axes(&state, axes);
        struct material material;

        for (int i = 0; i < count; i++)
            shape[i] = 1 + draw_below(&state, 5);
        material = material_create(axes, shape);
        material.treatment.positions = (enum positions)draw_below(&state, 3);
        material.treatment.timesteps = (enum timesteps)draw_below(&state, 5);
        material.treatment.index = draw_below(&state, length_of(&material, 'l'));
        material.timestep = (int64_t)draw_below(&state, length_of(&material, 't') + 1) - 1;
        material.sampling = (struct sampling){draw_below(&state, 7), draw_below(&state, 100)};
        check_material(&material);
        free(material.values);
    }
}

/* Axes longer than what is read at once, in every place. */
Test(representation, arrays_larger_than_a_block)
{
    static const struct {
        const char *axes;
        size_t shape[MAX_DIMENSIONS];
    } layouts[] = {
        {"nc", {3, 70001}},         {"cn", {3, 70001}},         {"nc", {70001, 3}},
        {"nchw", {3, 2, 301, 250}}, {"hnwc", {301, 3, 250, 2}}, {"ntc", {40, 41, 101}},
    };

    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        struct material material = material_create(layouts[i].axes, layouts[i].shape);

        check_material(&material);
        material.sampling = (struct sampling){2, 3};
        material.treatment.timesteps = TIMESTEPS_AVERAGE;
        check_material(&material);
        free(material.values);
    }
}

Test(representation, averages_do_not_overflow)
{
    const size_t shape[] = {2, 1, 5, 5};
    struct material material = material_create("nchw", shape);
    struct cca_error error = {0};
    struct cca_matrix matrix;

    for (size_t i = 0; i < material.count; i++)
        material.values[i] = i < 25 ? 1.7e308 : -1e307;
    cr_assert(read_stored(&material, "<f8", false, &matrix, &error), "%s", error.text);
    cr_expect_float_eq(matrix.values[0] / 1.7e308, 1, 1e-14);
    cr_expect_float_eq(matrix.values[1] / -1e307, 1, 1e-14);
    cca_matrix_free(&matrix);
    for (size_t i = 0; i < material.count; i++)
        material.values[i] = 3e-308 * (double)(1 + i / 25);
    cr_assert(read_stored(&material, "<f8", false, &matrix, &error), "%s", error.text);
    cr_expect_float_eq(matrix.values[0] / 3e-308, 1, 1e-14, "small values lose digits: %g", matrix.values[0]);
    cr_expect_float_eq(matrix.values[1] / 6e-308, 1, 1e-14);
    cca_matrix_free(&matrix);
    free(material.values);
}

Test(representation, stored_types_keep_their_name_and_values)
{
    static const struct {
        const char *descr;
        enum cca_type type;
    } types[] = {{"|b1", CCA_BOOL}, {"|i1", CCA_I8},  {"<i2", CCA_I16}, {">i4", CCA_I32},
                 {"<i8", CCA_I64},  {"|u1", CCA_U8},  {">u2", CCA_U16}, {"<u4", CCA_U32},
                 {">u8", CCA_U64},  {"<f2", CCA_F16}, {">f2", CCA_F16}, {">f4", CCA_F32}};
    const size_t shape[] = {3, 2};

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        for (int fortran = 0; fortran < 2; fortran++) {
            struct material material = material_create("nc", shape);
            struct cca_error error = {0};
            struct cca_matrix matrix;

            for (size_t k = 0; k < material.count; k++)
                material.values[k] = types[i].type == CCA_BOOL ? (double)(k % 2) : (double)(k * 7);
            cr_assert(read_stored(&material, types[i].descr, fortran, &matrix, &error), "%s", error.text);
            cr_expect_eq(matrix.type, types[i].type);
            for (size_t k = 0; k < material.count; k++)
                cr_expect_eq(matrix.values[k], material.values[k], "%s", types[i].descr);
            cca_matrix_free(&matrix);
            free(material.values);
        }
}

/* What must be refused, and what the message must say. */
static void check_refused(const struct material *material, const char *const *words)
{
    for (int fortran = 0; fortran < 2; fortran++) {
        struct cca_error error = {0};
        struct cca_matrix matrix = {0};

        cr_expect_not(read_stored(material, "<f8", fortran, &matrix, &error));
        cr_expect_eq(error.failure, CCA_REFUSED);
        cr_expect(strstr(error.text, "/proc/self/fd/"), "the file is not named: %s", error.text);
        for (size_t i = 0; words[i]; i++)
            cr_expect(strstr(error.text, words[i]), "no '%s' in: %s", words[i], error.text);
    }
}

Test(representation, what_does_not_fit_the_array_is_refused)
{
    const size_t shape[] = {4, 5, 3};
    struct material material = material_create("ntc", shape);

    strcpy(material.treatment.axes, "nc");
    check_refused(&material,
                  (const char *const[]){"3 dimensions", "4 × 5 × 3", "'nc'", "names 2", "axes: ntc", NULL});
    strcpy(material.treatment.axes, "nchw");
    check_refused(&material, (const char *const[]){"3 dimensions", "'nchw'", "names 4", "axes: ntc", NULL});
    strcpy(material.treatment.axes, "ntc");
    material.timestep = 5;
    check_refused(&material, (const char *const[]){"timestep 5", "5 timesteps", NULL});
    material.timestep = INT64_MAX;
    check_refused(&material, (const char *const[]){"timestep 9223372036854775807", NULL});
    material.timestep = 0;
    strcpy(material.treatment.axes, "nlc");
    material.treatment.index = 5;
    check_refused(&material, (const char *const[]){"index 5", "5 entries", NULL});
    material.dimensions = 1;
    strcpy(material.treatment.axes, "nc");
    check_refused(&material, (const char *const[]){"one dimension", "samples × features", "axes: n", NULL});
    free(material.values);
}

Test(representation, a_vector_is_a_column_where_axes_say_so)
{
    const size_t shape[] = {4};
    struct material material = material_create("n", shape);
    struct cca_matrix matrix;
    struct cca_error error;

    cr_assert(read_stored(&material, "<f8", false, &matrix, &error), "%s", error.text);
    cr_expect_eq(matrix.n, 4);
    cr_expect_eq(matrix.d, 1);
    for (size_t i = 0; i < 4; i++)
        cr_expect_eq(matrix.values[i], material.values[i]);
    cca_matrix_free(&matrix);
    free(material.values);
}

/* A timestep that is merged with the others is not looked at, nor is one without an axis t. */
Test(representation, timesteps_that_do_not_matter)
{
    const size_t shape[] = {4, 5, 3};
    struct material material = material_create("ntc", shape);
    struct cca_error error = {0};
    struct cca_matrix matrix;

    material.timestep = 99;
    material.treatment.timesteps = TIMESTEPS_AVERAGE;
    cr_assert(read_stored(&material, "<f8", false, &matrix, &error), "%s", error.text);
    cca_matrix_free(&matrix);
    material.treatment.timesteps = TIMESTEPS_SAMPLES;
    cr_assert(read_stored(&material, "<f8", false, &matrix, &error), "%s", error.text);
    cca_matrix_free(&matrix);
    strcpy(material.treatment.axes, "nch");
    material.treatment.timesteps = TIMESTEPS_ALL;
    cr_assert(read_stored(&material, "<f8", false, &matrix, &error), "%s", error.text);
    cca_matrix_free(&matrix);
    free(material.values);
}

/* The first is the first by the array's own indices, in whatever order it is stored. */
Test(representation, values_that_are_not_finite_are_counted_and_placed)
{
    const size_t shape[] = {4, 5, 3};
    struct material material = material_create("ntc", shape);

    material.treatment.timesteps = TIMESTEPS_SAMPLES;
    material.values[(1 * 5 + 2) * 3 + 2] = NAN;
    check_refused(&material, (const char *const[]){"1 value is NaN", "(1, 2, 2)", NULL});
    material.values[(2 * 5 + 1) * 3 + 0] = -INFINITY;
    material.values[(3 * 5 + 0) * 3 + 0] = INFINITY;
    check_refused(&material, (const char *const[]){"3 values are NaN", "(1, 2, 2)", NULL});
    material.treatment.timesteps = TIMESTEPS_ALL;
    material.timestep = 1;
    check_refused(&material, (const char *const[]){"1 value is NaN", "(2, 1, 0)", NULL});
    free(material.values);
}

Test(representation, values_that_are_not_taken_may_be_anything)
{
    const size_t shape[] = {3, 9};
    struct material material = material_create("cn", shape);
    size_t rows[4];
    struct cca_error error = {0};
    struct cca_matrix matrix;

    material.sampling = (struct sampling){4, 1};
    cr_assert_eq(cca_sample_rows(material.sampling, 9, rows), 4u);
    for (size_t i = 0; i < 9; i++)
        if (i != rows[0] && i != rows[1] && i != rows[2] && i != rows[3])
            material.values[i] = NAN;
    cr_expect(read_stored(&material, "<f8", false, &matrix, &error), "%s", error.text);
    cca_matrix_free(&matrix);
    material.values[9 + rows[2]] = NAN;
    cr_expect_not(read_stored(&material, "<f8", false, &matrix, &error));
    free(material.values);
}

static void check_drawn(struct sampling sampling, size_t count, const size_t *expected, size_t expected_count)
{
    size_t rows[64];

    cr_assert_eq(cca_sample_rows(sampling, count, rows), expected_count);
    for (size_t i = 0; i < expected_count; i++)
        cr_expect_eq(rows[i], expected[i], "seed %llu: row %zu is %zu, not %zu",
                     (unsigned long long)sampling.seed, i, rows[i], expected[i]);
}

/* Computed apart, with SplitMix64 written in Python: a sample of last year must be the same next year. */
Test(sampling, the_same_rows_on_every_machine)
{
    check_drawn((struct sampling){8, 0}, 100, (const size_t[]){2, 32, 33, 41, 42, 53, 88, 94}, 8);
    check_drawn((struct sampling){8, 1}, 100, (const size_t[]){20, 21, 25, 28, 55, 61, 66, 67}, 8);
    check_drawn((struct sampling){5, UINT64_MAX}, 1000003,
                (const size_t[]){450247, 569978, 641583, 843142, 967014}, 5);
    check_drawn((struct sampling){4, 9}, 4, (const size_t[]){0, 1, 2, 3}, 4);
    check_drawn((struct sampling){5, 9}, 4, (const size_t[]){0, 1, 2, 3}, 4);
    check_drawn((struct sampling){0, 9}, 4, (const size_t[]){0, 1, 2, 3}, 4);
}

/* Every row has the same chance: 4000 samples of 6 out of 24 hit each 1000 times, give or take 5 standard
 * deviations. */
Test(sampling, ascending_distinct_and_even)
{
    size_t hits[24] = {0}, rows[6];

    for (uint64_t seed = 0; seed < 4000; seed++) {
        cr_assert_eq(cca_sample_rows((struct sampling){6, seed}, 24, rows), 6u);
        for (size_t i = 0; i < 6; i++) {
            cr_assert(rows[i] < 24 && (i == 0 || rows[i] > rows[i - 1]), "seed %llu",
                      (unsigned long long)seed);
            hits[rows[i]]++;
        }
    }
    for (size_t i = 0; i < 24; i++)
        cr_expect(hits[i] > 860 && hits[i] < 1140, "row %zu was drawn %zu times", i, hits[i]);
}
