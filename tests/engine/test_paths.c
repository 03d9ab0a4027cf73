/* Every way to the same numbers, forced: Gram matrix and Householder reflections, one pass and two, float32
 * and float64, in memory and from the file, with and without vectors. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "draw.h"
#include "engine/basis_rows.h"
#include "engine/comparison.h"
#include "engine/lapack.h"
#include "engine/means.h"
#include "engine/product.h"
#include "engine/rows.h"
#include "engine/singular.h"
#include "engine/whitening.h"
#include "npy_file.h"

/* n × d, row-major, with singular values falling from 1 to 1/condition, mixed, and off centre. */
static double *spread_values(size_t n, size_t d, double condition, uint64_t seed)
{
    double *values = malloc(n * d * sizeof *values), *row = malloc(d * sizeof *row);

    draw_normals(&seed, values, n * d);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < d; j++)
            row[j] = values[i * d + j] * pow(condition, -(double)j / (double)(d - 1));
        for (size_t j = 0; j < d; j++) { /* a Householder reflection mixes the columns */
            double dot = 0;

            for (size_t k = 0; k < d; k++)
                dot += row[k];
            values[i * d + j] = row[j] - 2 * dot / (double)d + 0.7;
        }
    }
    free(row);
    return values;
}

static struct rows *rows_of(size_t n, size_t d, double condition, uint64_t seed)
{
    struct cca_matrix matrix = {n, d, n, spread_values(n, d, condition, seed), CCA_F64};
    struct cca_error error;
    struct rows *rows = rows_of_matrix(&matrix, &error);

    cr_assert(rows);
    return rows;
}

/* Farthest entry of UᵀU from the identity. */
static double orthonormality(const struct rows *rows, const struct whitening *whitening)
{
    size_t rank = whitening->rank;
    double *block = malloc(rows->n * rows->d * sizeof *block), *u = malloc(rows->n * rank * sizeof *u);
    const double *made;
    double worst = 0;
    struct cca_error error;

    memcpy(block, rows->full, rows->n * rows->d * sizeof *block);
    centring_apply(&whitening->centring, rows->n, block);
    cr_assert_not_null(made = whitening_apply(whitening, rows->n, block, u, &error));
    for (size_t a = 0; a < rank; a++)
        for (size_t b = 0; b < rank; b++) {
            double dot = 0;

            for (size_t i = 0; i < rows->n; i++)
                dot += made[i * rank + a] * made[i * rank + b];
            worst = fmax(worst, fabs(dot - (a == b)));
        }
    free(block);
    free(u);
    return worst;
}

/* Farthest entry of U W from the centred values, which all lie in the span of U: beside the largest of them.
 */
static double remainder_of(const struct rows *rows, const struct whitening *whitening, const double *w)
{
    size_t rank = whitening->rank, d = rows->d, n = rows->n;
    double *block = malloc(n * d * sizeof *block), *u = malloc(n * rank * sizeof *u), worst = 0, largest = 0;
    struct centring centring = whitening->centring;
    const double *made;
    struct cca_error error;

    memcpy(block, rows->full, n * d * sizeof *block);
    centring_apply(&centring, n, block);
    cr_assert_not_null(made = whitening_apply(whitening, n, block, u, &error));
    if (made == block)
        memcpy(u, block, n * rank * sizeof *u);
    memcpy(block, rows->full, n * d * sizeof *block);
    centring.keeps_means = false;
    centring_apply(&centring, n, block);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < d; j++) {
            double value = block[i * d + j], rest = value;

            for (size_t k = 0; k < rank; k++)
                rest -= u[i * rank + k] * w[k + j * rank];
            worst = fmax(worst, fabs(rest));
            largest = fmax(largest, fabs(value));
        }
    free(block);
    free(u);
    return worst / largest;
}

static void check_factoring(double condition, enum factoring how, double allowed)
{
    enum { ROWS = 300, COLUMNS = 12 };
    struct rows *rows = rows_of(ROWS, COLUMNS, condition, 3);
    struct centring centring;
    struct factor factor;
    struct cca_error error;
    struct whitening *whitening;
    double w[COLUMNS * COLUMNS];

    lapack_use_threads(1);
    cr_assert(means_find(rows, false, &centring, &error));
    cr_assert(factor_create(rows, &centring, 0, how, &factor, &error));
    if (how == FACTOR_BY_GRAM || how == FACTOR_BY_QR)
        cr_expect_eq(factor.by_gram, how == FACTOR_BY_GRAM);
    else
        cr_expect_eq(factor.by_gram, condition < 1e6, "condition %g", condition);
    cr_expect_eq(factor.lower != NULL, how == FACTOR_SPAN && condition < 1e4, "condition %g", condition);
    cr_assert_eq(factor.rank, (size_t)COLUMNS);
    whitening = whitening_create(rows, &centring, &factor, w, &error);
    cr_assert(whitening);
    cr_expect_leq(orthonormality(rows, whitening), allowed, "condition %g, way %d: %g", condition, how,
                  orthonormality(rows, whitening));
    cr_expect_leq(remainder_of(rows, whitening, w), allowed, "condition %g, way %d: %g", condition, how,
                  remainder_of(rows, whitening, w));
    whitening_free(whitening);
    factor_free(&factor);
    rows_free(rows);
}

Test(paths, directions_are_orthonormal_by_every_factoring)
{
    check_factoring(10, FACTOR_BY_GRAM, 1e-12);
    check_factoring(1e3, FACTOR_BY_GRAM, 5e-9);
    check_factoring(1e5, FACTOR_BY_GRAM, 1e-10); /* in two passes */
    check_factoring(10, FACTOR_BY_QR, 1e-13);
    check_factoring(1e5, FACTOR_BY_QR, 1e-9);
    check_factoring(1e9, FACTOR_BY_QR, 1e-12); /* in twofold precision */
    check_factoring(1e3, FACTOR_AS_NEEDED, 5e-9);
    check_factoring(1e9, FACTOR_AS_NEEDED, 1e-12);
    check_factoring(10, FACTOR_SPAN, 1e-12); /* by a Cholesky factor */
    check_factoring(1e3, FACTOR_SPAN, 5e-9);
    check_factoring(1e5, FACTOR_SPAN, 1e-10); /* which is not accurate enough here, nor here: */
    check_factoring(1e9, FACTOR_SPAN, 1e-12);
}

static struct cca_basis *spanning(double *values, size_t n, size_t d, bool span)
{
    struct cca_matrix matrix = {n, d, n, values, CCA_F32};
    struct cca_error error;
    struct rows *rows = rows_of_matrix(&matrix, &error);
    struct cca_basis *basis = basis_of_rows(
        rows, (struct cca_keeping){.directions = true, .values = true, .span = span}, 0, &error);

    cr_assert(basis);
    return basis;
}

/* Values with a column that is the sum of two others, where `dependent`. */
static double *some_values(size_t n, size_t d, bool dependent, uint64_t seed)
{
    double *values = spread_values(n, d, 50, seed);

    for (size_t i = 0; i < n * d; i++)
        values[i] = (float)values[i];
    for (size_t i = 0; dependent && i < n; i++)
        values[i * d + 2] = values[i * d] + values[i * d + 1];
    return values;
}

static void check_span(bool dependent)
{
    enum { ROWS = 200, COLUMNS = 9 };
    struct measure_options options = {.svcca_variance = 0.99};
    struct cca_summary summaries[2];
    struct cca_error error;

    for (int span = 0; span < 2; span++) {
        struct cca_basis *x = spanning(some_values(ROWS, COLUMNS, dependent, 5), ROWS, COLUMNS, span);
        struct cca_basis *y = spanning(some_values(ROWS, COLUMNS, false, 6), ROWS, COLUMNS, span);

        cr_expect_eq(y->s == NULL, span);
        cr_expect_eq(x->s == NULL, span && !dependent);
        cr_assert(cca_summarise(x, y, &options, EVERY_MEASURE, &summaries[span], &error));
        cca_basis_free(x);
        cca_basis_free(y);
    }
    cr_expect_eq(summaries[0].rank_x, summaries[1].rank_x);
    cr_expect_eq(summaries[0].rank_x, (size_t)COLUMNS - dependent);
    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        if (cca_span_measures(&options) & MEASURE_BIT(measure))
            cr_expect_float_eq(summaries[0].similarity[measure], summaries[1].similarity[measure], 1e-9);
        else
            cr_expect(isnan(summaries[1].similarity[measure]));
    cr_expect_float_eq(summaries[0].pwcca_y, summaries[1].pwcca_y, 1e-9);
}

Test(paths, a_basis_that_only_spans_gives_the_measures_of_correlations)
{
    check_span(false);
    check_span(true);
}

/* A representation on disk, in the two ways it can be held. */
struct held {
    struct npy_file file;
    struct treatment treatment;
    struct cca_source source;
};

static void hold(struct held *held, const char *descr, const char *axes, int dimensions, const size_t *shape,
                 uint64_t seed)
{
    size_t count = 1;
    double *values;

    for (int i = 0; i < dimensions; i++)
        count *= shape[i];
    values = spread_values(count / shape[dimensions - 1], shape[dimensions - 1], 20, seed);
    for (size_t i = 0; i < count; i++)
        values[i] = (float)values[i];
    held->file = npy_file_create(descr, false, dimensions, shape, values);
    held->treatment = (struct treatment){.positions = POSITIONS_SAMPLES};
    strcpy(held->treatment.axes, axes);
    held->source = (struct cca_source){held->file.path, NULL, &held->treatment, {0}, CCA_LAST_TIMESTEP};
    free(values);
}

static struct cca_basis *open_held(const struct held *held, bool keep)
{
    struct cca_error error;
    struct cca_basis *basis =
        cca_basis_open(&held->source, (struct cca_keeping){.directions = keep, .values = keep}, 0, &error);

    cr_assert(basis, "%s", error.text);
    return basis;
}

static void expect_same(const struct cca_summary *a, const struct cca_summary *b, double tolerance,
                        const char *what)
{
    cr_expect(a->rank_x == b->rank_x && a->rank_y == b->rank_y && a->kept_x == b->kept_x);
    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        cr_expect(fabs(a->similarity[measure] - b->similarity[measure]) <= tolerance ||
                      (isnan(a->similarity[measure]) && isnan(b->similarity[measure])),
                  "%s: %s is %.17g and %.17g", what, measure_name((enum measure)measure),
                  a->similarity[measure], b->similarity[measure]);
}

static struct cca_summary summarise(const struct cca_basis *x, const struct cca_basis *y, unsigned wanted)
{
    struct measure_options options = measure_options_default();
    struct cca_summary summary;
    struct cca_error error;

    cr_assert(cca_summarise(x, y, &options, wanted, &summary, &error), "%s", error.text);
    return summary;
}

static void check_holding(const char *axes, int dimensions, const size_t *shape_x, const size_t *shape_y,
                          bool single)
{
    struct held x, y;
    struct cca_basis *kept[2], *dropped[2];
    struct cca_summary in_memory, from_file, mixed;

    lapack_use_threads(1);
    hold(&x, "<f4", axes, dimensions, shape_x, 1);
    hold(&y, "<f4", axes, dimensions, shape_y, 1);
    for (int i = 0; i < 2; i++) {
        kept[i] = open_held(i ? &y : &x, true);
        dropped[i] = open_held(i ? &y : &x, false);
        cr_expect(!dropped[i]->u && !dropped[i]->u_single && !rows_in_memory(dropped[i]->rows));
        cr_expect_eq(kept[i]->single, single);
    }
    in_memory = summarise(kept[0], kept[1], EVERY_MEASURE);
    from_file = summarise(dropped[0], dropped[1], EVERY_MEASURE);
    mixed = summarise(kept[0], dropped[1], EVERY_MEASURE);
    /* Blocks end elsewhere, so float32 rounds elsewhere. */
    expect_same(&in_memory, &from_file, single ? 1e-7 : 1e-12, axes);
    expect_same(&in_memory, &mixed, single ? 1e-7 : 1e-12, axes);
    for (int i = 0; i < 2; i++) {
        cca_basis_free(kept[i]);
        cca_basis_free(dropped[i]);
    }
    npy_file_close(&x.file);
    npy_file_close(&y.file);
}

Test(paths, from_memory_and_from_the_file)
{
    check_holding("nc", 2, (const size_t[]){700, 20}, (const size_t[]){700, 30}, false);
    check_holding("nc", 2, (const size_t[]){9000, 70}, (const size_t[]){9000, 65}, true);
    check_holding("nhwc", 4, (const size_t[]){90, 10, 11, 70}, (const size_t[]){90, 11, 10, 64}, true);
    check_holding("cn", 2, (const size_t[]){30, 700}, (const size_t[]){20, 700}, false);
}

/* Many products in one sweep over the rows, some of bases in memory, one of a basis with itself. */
Test(paths, products_together_and_one_by_one)
{
    enum { COUNT = 4 };
    static const size_t widths[COUNT] = {20, 12, 70, 66};
    struct held held[COUNT];
    struct cca_basis *bases[COUNT];
    struct product_pair pairs[COUNT * COUNT];
    struct cca_error error;

    lapack_use_threads(1);
    for (size_t i = 0; i < COUNT; i++) {
        hold(&held[i], "<f4", "nc", 2, (const size_t[]){5000, widths[i]}, i + 1);
        bases[i] = open_held(&held[i], i % 2);
    }
    for (size_t i = 0; i < COUNT * COUNT; i++) {
        struct cca_basis *x = bases[i / COUNT], *y = bases[i % COUNT];

        pairs[i] = (struct product_pair){x, y, malloc(x->rank * y->rank * sizeof(double))};
    }
    cr_assert(product_compute(pairs, COUNT * COUNT, &error), "%s", error.text);
    for (size_t i = 0; i < COUNT * COUNT; i++) {
        size_t count = pairs[i].x->rank * pairs[i].y->rank;
        struct product_pair alone = {pairs[i].x, pairs[i].y, malloc(count * sizeof(double))};

        cr_assert(product_compute(&alone, 1, &error));
        for (size_t k = 0; k < count; k++)
            cr_assert_float_eq(pairs[i].m[k], alone.m[k], 1e-7, "pair %zu", i);
        free(alone.m);
        free(pairs[i].m);
    }
    for (size_t i = 0; i < COUNT; i++) {
        cca_basis_free(bases[i]);
        npy_file_close(&held[i].file);
    }
}

/* A training job that writes the file anew under us: an error that names it, not a signal and not a number.
 */
Test(paths, a_file_that_changes_while_it_is_needed)
{
    struct held x;
    struct cca_basis *basis, *other;
    struct measure_options options = measure_options_default();
    struct cca_summary summary;
    struct cca_error error;

    lapack_use_threads(1);
    hold(&x, "<f4", "nc", 2, (const size_t[]){700, 20}, 1);
    basis = open_held(&x, false);
    other = open_held(&x, true);
    cr_assert_eq(ftruncate(x.file.descriptor, 5000), 0);
    cr_expect_not(cca_summarise(basis, other, &options, EVERY_MEASURE, &summary, &error));
    cr_expect_eq(error.failure, CCA_REFUSED);
    cr_expect(strstr(error.text, x.file.path), "%s", error.text);
    cr_expect_not(basis_restore(basis, (struct cca_keeping){.directions = true, .values = true}, &error));
    cr_expect(strstr(error.text, x.file.path), "%s", error.text);
    cca_basis_free(basis);
    cca_basis_free(other);
    npy_file_close(&x.file);
}

/* One side float32, the other not. */
Test(paths, products_of_float32_and_float64)
{
    struct held x, y;
    struct cca_basis *wide, *narrow;
    struct measure_options options = measure_options_default();
    struct cca_comparison exact;
    struct cca_summary fast;
    struct cca_error error;

    lapack_use_threads(1);
    hold(&x, "<f4", "nc", 2, (const size_t[]){5000, 70}, 1);
    hold(&y, "<f4", "nc", 2, (const size_t[]){5000, 10}, 1);
    wide = open_held(&x, true);
    narrow = open_held(&y, true);
    cr_expect(wide->single && !narrow->single);
    fast = summarise(wide, narrow, EVERY_MEASURE);
    cr_assert(cca_compare(wide, narrow, &options, &exact, &error));
    expect_same(&fast, &exact.summary, 1e-7, "mixed");
    cca_comparison_free(&exact);
    cca_basis_free(wide);
    cca_basis_free(narrow);
    npy_file_close(&x.file);
    npy_file_close(&y.file);
}

static struct cca_basis *basis_of(size_t n, size_t d, double condition, uint64_t seed)
{
    struct cca_matrix matrix = {n, d, n, spread_values(n, d, condition, seed), CCA_F64};
    struct cca_error error;
    struct cca_basis *basis = cca_basis_create(&matrix, 0, &error);

    cr_assert(basis, "%s", error.text);
    return basis;
}

/* float32 against float64: the same basis, its directions widened. */
Test(paths, single_precision_keeps_seven_digits)
{
    struct cca_basis *x = basis_of(6000, 100, 50, 7), *y = basis_of(6000, 90, 50, 7), wide_x, wide_y;
    struct cca_summary single, full;

    lapack_use_threads(1);
    cr_assert(x->single && y->single);
    single = summarise(x, y, EVERY_MEASURE);
    wide_x = *x;
    wide_y = *y;
    wide_x.single = wide_y.single = false;
    wide_x.u_single = wide_y.u_single = NULL; /* made again from the rows, in float64 */
    full = summarise(&wide_x, &wide_y, EVERY_MEASURE);
    expect_same(&single, &full, 1e-7, "float32");
    cca_basis_free(x);
    cca_basis_free(y);
}

/* Measures asked for alone are those of all together; the others are undefined. */
Test(paths, each_measure_alone)
{
    struct cca_basis *x = basis_of(400, 9, 50, 8), *y = basis_of(400, 9, 90, 9);
    struct measure_options options = measure_options_default();
    struct cca_comparison exact;
    struct cca_error error;

    lapack_use_threads(1);
    cr_assert(cca_compare(x, y, &options, &exact, &error));
    for (int measure = 0; measure < MEASURE_COUNT; measure++) {
        struct cca_summary alone = summarise(x, y, MEASURE_BIT(measure));

        cr_expect_eq(alone.measured, MEASURE_BIT(measure));
        cr_expect_float_eq(alone.similarity[measure], exact.summary.similarity[measure], 1e-7, "%s: %g",
                           measure_name((enum measure)measure), alone.similarity[measure]);
        cr_expect((isnan(alone.chance[measure]) && isnan(exact.summary.chance[measure])) ||
                  alone.chance[measure] == exact.summary.chance[measure]);
    }
    cca_comparison_free(&exact);
    cca_basis_free(x);
    cca_basis_free(y);
}

/* rows × columns with these singular values, by reflections from both sides. */
static void make_matrix(size_t rows, size_t columns, const double *values, double *a)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            double sum = 0;

            for (size_t k = 0; k < rows && k < columns; k++)
                sum += ((double)(i == k) - 2.0 / (double)rows) * values[k] *
                       ((double)(j == k) - 2.0 / (double)columns);
            a[i + j * rows] = sum;
        }
}

static void check_vectors(size_t rows, size_t columns, const double *values, bool exact)
{
    size_t count = rows < columns ? rows : columns;
    double a[64], found[8], p[64], q[64];
    struct cca_error error;

    make_matrix(rows, columns, values, a);
    cr_assert(singular_vectors(rows, columns, a, exact, found, p, q, &error));
    for (size_t i = 0; i < count; i++)
        cr_expect_float_eq(found[i], values[i], 3e-8);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            double sum = 0;

            for (size_t k = 0; k < count; k++)
                sum += p[i + k * rows] * found[k] * q[j + k * columns];
            cr_expect_float_eq(sum, a[i + j * rows], 1e-9, "%zu × %zu at (%zu, %zu)", rows, columns, i, j);
        }
    for (size_t k = 0; k < count; k++) {
        double p_norm = 0, q_norm = 0;

        for (size_t i = 0; i < rows; i++)
            p_norm += p[i + k * rows] * p[i + k * rows];
        for (size_t j = 0; j < columns; j++)
            q_norm += q[j + k * columns] * q[j + k * columns];
        cr_expect(fabs(p_norm - 1) < 1e-9 && fabs(q_norm - 1) < 1e-9);
    }
}

Test(paths, singular_vectors_by_every_way)
{
    static const double good[] = {1, 0.8, 0.3, 0.02}, poor[] = {1, 0.5, 1e-9, 0}, none[] = {0, 0, 0, 0};
    static const size_t sizes[][2] = {{6, 4}, {4, 6}, {4, 4}};

    lapack_use_threads(1);
    for (size_t i = 0; i < 3; i++)
        for (int exact = 0; exact < 2; exact++) {
            check_vectors(sizes[i][0], sizes[i][1], good, exact);
            check_vectors(sizes[i][0], sizes[i][1], poor, exact);
            check_vectors(sizes[i][0], sizes[i][1], none, exact);
        }
}

/* A sum of many tiny values is where the roots of eigenvalues fail: then the decomposition is used. */
Test(paths, singular_values_within_the_tolerance)
{
    enum { SIZE = 8 };
    static const double values[SIZE] = {1, 1e-3, 1e-9, 1e-9, 1e-9, 1e-10, 1e-10, 1e-10};
    double a[SIZE * SIZE], rough[SIZE], fine[SIZE];
    struct cca_error error;

    lapack_use_threads(1);
    make_matrix(SIZE, SIZE, values, a);
    cr_assert(singular_values(SIZE, SIZE, a, SIZE, 1, rough, &error));
    cr_assert(singular_values(SIZE, SIZE, a, SIZE, 0, fine, &error));
    for (size_t i = 0; i < SIZE; i++) {
        cr_expect_float_eq(rough[i], values[i], 5e-8, "value %zu is %g", i, rough[i]);
        cr_expect_float_eq(fine[i], values[i], 1e-14, "value %zu is %g", i, fine[i]);
    }
}

/* A basis beside itself is known without a product. */
Test(paths, a_basis_is_at_no_distance_from_itself)
{
    struct cca_basis *x = basis_of(5000, 70, 50, 10);
    struct cca_summary summary = summarise(x, x, EVERY_MEASURE);

    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        cr_expect_float_eq(cca_distance(&summary, (enum measure)measure, PWCCA_MEAN), 0, 1e-14, "%s",
                           measure_name((enum measure)measure));
    cca_basis_free(x);
}
