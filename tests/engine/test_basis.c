/* Centring, numerical rank and the second pass for ill-conditioned data. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/comparison.h"
#include "engine/lapack.h"

static struct cca_basis *basis_from(const double *values, size_t n, size_t d, enum cca_type type)
{
    struct cca_matrix matrix = {n, d, n, malloc(n * d * sizeof(double)), type};
    struct cca_error error;
    struct cca_basis *basis;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < d; j++)
            matrix.values[i * d + j] = values[i + j * n];
    basis = cca_basis_create(&matrix, 0, &error);
    cr_assert(basis, "%s", error.text);
    return basis;
}

/* Small whole numbers, so that sums with powers of two are exact. */
static void whole_numbers(double *values, size_t count, unsigned seed)
{
    for (size_t i = 0; i < count; i++) {
        seed = seed * 1103515245u + 12345u;
        values[i] = (double)((seed >> 16) % 201) - 100;
    }
}

enum { N = 60, D = 4 };

static double largest_difference(const double *x, const double *y, const double *z, double tiny_columns)
{
    struct measure_options options = measure_options_default();
    struct cca_basis *plain = basis_from(x, N, D, CCA_F64), *close = basis_from(y, N, D, CCA_F64);
    struct cca_basis *other = basis_from(z, N, D, CCA_F64);
    struct cca_comparison a, b;
    struct cca_error error;
    double largest = 0;

    cr_assert_eq(close->rank, (size_t)D, "rank %zu at %g", close->rank, tiny_columns);
    cr_assert(cca_compare(plain, other, &options, &a, &error));
    cr_assert(cca_compare(close, other, &options, &b, &error));
    for (size_t i = 0; i < a.count; i++)
        largest = fmax(largest, fabs(a.correlations[i] - b.correlations[i]));
    cca_comparison_free(&a);
    cca_comparison_free(&b);
    cca_basis_free(plain);
    cca_basis_free(close);
    cca_basis_free(other);
    return largest;
}

/* x and y span the same space exactly: column j of y is column 0 plus a tiny multiple of column j, and no value is rounded.
 * So all correlations with z agree, however nearly parallel the columns of y are. */
Test(basis, nearly_parallel_columns_keep_their_span)
{
    double x[N * D], y[N * D], z[N * D];

    lapack_use_threads(1);
    whole_numbers(x, N * D, 1);
    whole_numbers(z, N * D, 2);
    for (int exponent = 10; exponent <= 42; exponent += 4) {
        double difference;

        for (size_t i = 0; i < N; i++)
            for (size_t j = 0; j < D; j++)
                y[i + j * N] = j ? x[i] + ldexp(x[i + j * N], -exponent) : x[i];
        difference = largest_difference(x, y, z, ldexp(1, -exponent));
        cr_expect_lt(difference, 1e-9, "condition 2^%d: correlations move by %g", exponent, difference);
    }
}

Test(basis, constant_columns_are_dead_and_hide_nothing)
{
    double x[N * 3];
    struct cca_basis *basis;

    lapack_use_threads(1);
    whole_numbers(x, N * 3, 3);
    for (size_t i = 0; i < N; i++) {
        x[i] = 0.1;
        x[i + N] = -1e300;
        x[i + 2 * N] *= 1e-200;
    }
    basis = basis_from(x, N, 3, CCA_F64);
    cr_expect_eq(basis->live, 1u);
    cr_expect_eq(basis->rank, 1u);
    cca_basis_free(basis);
}

Test(basis, resolution_of_the_stored_type_decides_what_is_dead)
{
    double x[N];
    struct cca_basis *basis;

    lapack_use_threads(1);
    whole_numbers(x, N, 4);
    for (size_t i = 0; i < N; i++)
        x[i] = 1e6 + x[i]; /* varies by about 6e-5 of its size */
    basis = basis_from(x, N, 1, CCA_F16);
    cr_expect_eq(basis->live, 0u);
    cca_basis_free(basis);
    basis = basis_from(x, N, 1, CCA_F32);
    cr_expect_eq(basis->rank, 1u);
    cca_basis_free(basis);
}

Test(basis, tolerance_of_the_manifest_replaces_the_rule)
{
    double x[N * 2];
    struct cca_matrix matrix = {N, 2, N, malloc(sizeof x), CCA_F64};
    struct cca_basis *basis;
    struct cca_error error;

    lapack_use_threads(1);
    whole_numbers(x, N * 2, 5);
    for (size_t i = 0; i < N; i++)
        x[i + N] *= 1e-3;
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < 2; j++)
            matrix.values[2 * i + j] = x[i + j * N];
    basis = cca_basis_create(&matrix, 0.01, &error);
    cr_assert(basis);
    cr_expect_eq(basis->rank, 1u);
    cca_basis_free(basis);
}

Test(basis, identical_columns_have_orthonormal_directions_and_their_values_back)
{
    double x[N * D];
    struct cca_basis *basis;

    lapack_use_threads(1);
    whole_numbers(x, N * D, 6);
    memcpy(x + 3 * N, x + 2 * N, N * sizeof *x);
    basis = basis_from(x, N, D, CCA_F64);
    cr_assert_eq(basis->rank, 3u);
    for (size_t a = 0; a < 3; a++)
        for (size_t b = 0; b < 3; b++) {
            double dot = 0;

            for (size_t i = 0; i < N; i++)
                dot += basis->u[3 * i + a] * basis->u[3 * i + b];
            cr_expect_float_eq(dot, a == b ? 1 : 0, 1e-13);
        }
    for (size_t j = 0; j < D; j++) { /* U W gives differences of rows back, mean or no mean */
        double first = 0, second = 0;

        for (size_t k = 0; k < 3; k++) {
            first += basis->u[k] * basis->w[k + j * 3];
            second += basis->u[3 + k] * basis->w[k + j * 3];
        }
        cr_expect_float_eq(ldexp(first - second, basis->exponent), x[j * N] - x[1 + j * N], 1e-10);
    }
    cca_basis_free(basis);
}
