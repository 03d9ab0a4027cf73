#include "engine/singular.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/lapack.h"

/* Eigenvalues of a Gram matrix are off by at most about this many units of rounding of the largest. */
#define GRAM_ERROR (8 * DBL_EPSILON)
/* Below this share of the largest singular value, a vector found by one product would lose digits that show.
 */
#define LEAST_SHARE 1e-5

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* A contiguous copy; NULL without memory. */
static double *copy_of(size_t rows, size_t columns, const double *a, size_t stride, struct cca_error *error)
{
    double *copy = malloc(rows * columns * sizeof *copy);

    if (!copy)
        cca_fail_memory(error, "a decomposition", (double)(rows * columns * sizeof *copy));
    for (size_t j = 0; copy && j < columns; j++)
        memcpy(copy + j * rows, a + j * stride, rows * sizeof *copy);
    return copy;
}

/* aᵀ a, or a aᵀ where that is smaller: its lower triangle. */
static double *gram_of(size_t rows, size_t columns, const double *a, size_t stride, struct cca_error *error)
{
    size_t size = smaller(rows, columns);
    double *gram = malloc(size * size * sizeof *gram);

    if (!gram)
        cca_fail_memory(error, "a Gram matrix", (double)(size * size * sizeof *gram));
    else
        lapack_gram(columns <= rows, size, columns <= rows ? rows : columns, a, stride, gram);
    return gram;
}

static void take_roots(size_t size, double *values)
{
    for (size_t i = 0; i < (size + 1) / 2; i++) {
        double low = sqrt(fmax(0, values[i])), high = sqrt(fmax(0, values[size - 1 - i]));

        values[i] = high;
        values[size - 1 - i] = low;
    }
}

/* Whether the roots of eigenvalues that are off by GRAM_ERROR add up to within `tolerance`. */
static bool roots_are_good(size_t size, const double *values, double tolerance)
{
    double error = GRAM_ERROR * values[0] * values[0], sum = 0;

    for (size_t i = 0; i < size; i++)
        sum += fmin(sqrt(error), values[i] > 0 ? error / (2 * values[i]) : INFINITY);
    return sum <= tolerance;
}

bool singular_values(size_t rows, size_t columns, const double *a, size_t stride, double tolerance,
                     double *values, struct cca_error *error)
{
    size_t size = smaller(rows, columns);
    double *gram = gram_of(rows, columns, a, stride, error), *copy;
    bool good = gram && lapack_eigenvalues(size, gram, values, error);

    free(gram);
    if (!good)
        return false;
    take_roots(size, values);
    if (roots_are_good(size, values, tolerance))
        return true;
    copy = copy_of(rows, columns, a, stride, error);
    good = copy && lapack_svd(rows, columns, copy, values, NULL, NULL, error);
    free(copy);
    return good;
}

/* Columns of `product` are those of p times the singular values. */
static bool divide_columns(size_t rows, size_t count, const double *values, double *product)
{
    if (values[count - 1] < LEAST_SHARE * values[0] || values[0] == 0)
        return false;
    for (size_t j = 0; j < count; j++)
        for (size_t i = 0; i < rows; i++)
            product[i + j * rows] /= values[j];
    return true;
}

/* Eigenvectors in descending order of their eigenvalues. */
static void take_vectors(size_t size, const double *vectors, double *to)
{
    for (size_t j = 0; j < size; j++)
        memcpy(to + j * size, vectors + (size - 1 - j) * size, size * sizeof *to);
}

/* By the eigenvectors of the smaller side; *enough: whether that was accurate. */
static bool by_eigenvectors(size_t rows, size_t columns, const double *a, double *values, double *p,
                            double *q, bool *enough, struct cca_error *error)
{
    size_t size = smaller(rows, columns);
    bool right = columns <= rows;
    double *gram = gram_of(rows, columns, a, rows, error);
    bool good = gram && lapack_eigen(size, gram, values, error);

    if (good) {
        take_roots(size, values);
        take_vectors(size, gram, right ? q : p);
        if (right)
            lapack_multiply(false, rows, size, columns, a, rows, q, columns, p, rows);
        else
            lapack_multiply(true, columns, size, rows, a, rows, p, rows, q, columns);
        *enough = divide_columns(right ? rows : columns, size, values, right ? p : q);
    }
    free(gram);
    return good;
}

static bool by_svd(size_t rows, size_t columns, const double *a, double *values, double *p, double *q,
                   struct cca_error *error)
{
    size_t size = smaller(rows, columns);
    double *copy = copy_of(rows, columns, a, rows, error);
    double *vt = copy ? malloc(size * columns * sizeof *vt) : NULL;
    bool good = vt && lapack_svd(rows, columns, copy, values, p, vt, error);

    if (copy && !vt)
        cca_fail_memory(error, "a decomposition", (double)(size * columns * sizeof *vt));
    if (good)
        lapack_transpose(size, columns, vt, q);
    free(copy);
    free(vt);
    return good;
}

bool singular_vectors(size_t rows, size_t columns, const double *a, bool exact, double *values, double *p,
                      double *q, struct cca_error *error)
{
    bool enough = false;

    if (!exact && !by_eigenvectors(rows, columns, a, values, p, q, &enough, error))
        return false;
    return enough || by_svd(rows, columns, a, values, p, q, error);
}
