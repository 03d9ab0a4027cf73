/* Cosine and Euclidean distance of the rows, also where squares overflow or vanish. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "engine/controls.h"
#include "engine/lapack.h"
#include "engine/rows.h"
#include "naive.h"

struct result {
    double cosine, euclidean;
    size_t skipped;
};

static struct result measure(const double *x, const double *y, size_t n, size_t d)
{
    struct cca_basis *a, *b;
    struct result result;
    struct cca_error error;

    lapack_use_threads(1);
    a = basis_of_values(x, n, d);
    b = basis_of_values(y, n, d);
    cr_assert(controls_measure(a, b, &result.cosine, &result.skipped, &result.euclidean, &error));
    cca_basis_free(a);
    cca_basis_free(b);
    return result;
}

/* In long double, whose range makes scaling needless. */
static struct result measure_naively(const double *x, const double *y, size_t n, size_t d)
{
    struct result result = {0};
    long double total = 0, squares = 0;

    for (size_t i = 0; i < n; i++) {
        long double xx = 0, yy = 0, xy = 0;

        for (size_t j = 0; j < d; j++) {
            long double a = x[i + j * n], b = y[i + j * n];

            xx += a * a;
            yy += b * b;
            xy += a * b;
            squares += (a - b) * (a - b);
        }
        if (xx > 0 && yy > 0)
            total += xy / sqrtl(xx) / sqrtl(yy);
        else
            result.skipped++;
    }
    result.cosine = (double)(total / (long double)(n - result.skipped));
    result.euclidean = (double)sqrtl(squares / (long double)n);
    return result;
}

static void check(const char *what, const double *x, const double *y, size_t n, size_t d)
{
    struct result actual = measure(x, y, n, d), expected = measure_naively(x, y, n, d);

    if (expected.skipped == n)
        cr_expect(isnan(actual.cosine), "%s: cosine is %g", what, actual.cosine);
    else
        cr_expect_float_eq(actual.cosine, expected.cosine, 1e-13, "%s: cosine is %.17g, not %.17g", what,
                           actual.cosine, expected.cosine);
    cr_expect_eq(actual.skipped, expected.skipped, "%s: %zu rows skipped, not %zu", what, actual.skipped,
                 expected.skipped);
    cr_expect(actual.euclidean == expected.euclidean ||
                  fabs(actual.euclidean / expected.euclidean - 1) < 1e-13,
              "%s: euclidean is %.17g, not %.17g", what, actual.euclidean, expected.euclidean);
}

enum { N = 1100, D = 5 }; /* more than two blocks of rows */

static void multiply(double *values, size_t count, double factor)
{
    for (size_t i = 0; i < count; i++)
        values[i] *= factor;
}

static const double scales[] = {1, 1e-200, 1e300, 1e-307, 1e-160, 1e140};

#define SCALES (sizeof scales / sizeof *scales)

Test(controls, at_every_scale)
{
    static double x[N * D], y[N * D];
    uint64_t state = 1;

    for (size_t a = 0; a < SCALES; a++)
        for (size_t b = 0; b < SCALES; b++) {
            draw_normals(&state, x, N * D);
            draw_normals(&state, y, N * D);
            multiply(x, N * D, scales[a]);
            multiply(y, N * D, scales[b]);
            check("scaled", x, y, N, D);
        }
}

/* A neuron that never fires says nothing of the size of the others. */
Test(controls, beside_a_column_of_zeros)
{
    static double x[N * D], y[N * D];
    uint64_t state = 2;

    for (size_t a = 0; a < SCALES; a++)
        for (size_t column = 0; column < D; column += D - 1) {
            draw_normals(&state, x, N * D);
            draw_normals(&state, y, N * D);
            multiply(x, N * D, scales[a]);
            multiply(y, N * D, scales[a]);
            memset(x + column * N, 0, N * sizeof *x);
            memset(y + column * N, 0, N * sizeof *y);
            check("beside zeros", x, y, N, D);
        }
}

/* Rows of very different sizes: the small ones have a direction too. */
Test(controls, small_rows_beside_large_ones)
{
    static double x[N * D], y[N * D];
    uint64_t state = 3;

    draw_normals(&state, x, N * D);
    draw_normals(&state, y, N * D);
    for (size_t i = 0; i < N * D; i++) {
        x[i] *= scales[i % N % SCALES];
        y[i] *= scales[i % N % 5];
    }
    check("rows of all sizes", x, y, N, D);
}

/* Large values that agree must not hide small ones that differ. */
Test(controls, small_differences_of_large_values)
{
    static double x[N * D], y[N * D];
    uint64_t state = 4;

    draw_normals(&state, x, N * D);
    memcpy(y, x, sizeof x);
    multiply(x, N, 1e300);
    memcpy(y, x, N * sizeof *x);
    multiply(x + N, N * (D - 1), 1e-200);
    multiply(y + N, N * (D - 1), -1e-200);
    check("small differences", x, y, N, D);
}

Test(controls, rows_of_zeros_are_left_out)
{
    static double x[N * D], y[N * D];
    uint64_t state = 5;

    draw_normals(&state, x, N * D);
    draw_normals(&state, y, N * D);
    for (size_t j = 0; j < D; j++) {
        x[3 + j * N] = y[700 + j * N] = 0;
        x[1099 + j * N] = y[1099 + j * N] = -0.0;
    }
    check("zero rows", x, y, N, D);
    cr_expect_eq(measure(x, y, N, D).skipped, 3u);
    memset(x, 0, sizeof x);
    check("all zero", x, y, N, D);
}

/* One row at a time, as a mean over many would hide the rounding of each. */
static double cosine_of_row(double *x, double *y)
{
    struct rows x_rows = {.n = 1, .d = D, .per_sample = 1, .full = x};
    struct rows y_rows = {.n = 1, .d = D, .per_sample = 1, .full = y};
    struct cca_basis a = {.n = 1, .d = D, .rows = &x_rows, .raw_exponent = 4};
    struct cca_basis b = {.n = 1, .d = D, .rows = &y_rows, .raw_exponent = 4};
    double cosine, euclidean;
    struct cca_error error;
    size_t skipped;

    cr_assert(controls_measure(&a, &b, &cosine, &skipped, &euclidean, &error));
    return cosine;
}

Test(controls, equal_opposite_and_parallel_rows)
{
    uint64_t state = 6;

    for (int round = 0; round < 2000; round++) {
        double x[D], opposite[D], parallel[D], factor = draw_uniform(&state);

        draw_normals(&state, x, D);
        for (size_t j = 0; j < D; j++) {
            opposite[j] = -x[j];
            parallel[j] = factor * x[j];
        }
        cr_assert_eq(cosine_of_row(x, x), 1, "%.17g", cosine_of_row(x, x));
        cr_assert_eq(cosine_of_row(x, opposite), -1, "%.17g", cosine_of_row(x, opposite));
        cr_assert_leq(cosine_of_row(x, parallel), 1);
        cr_assert_geq(cosine_of_row(parallel, opposite), -1);
        cr_assert_float_eq(cosine_of_row(x, parallel), 1, 1e-15);
    }
}
