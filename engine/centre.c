#include "engine/centre.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/lapack.h"

/* Exponent e with |x| < 2^e for all of them; scaling by 2^-e (exact) makes sums and squares harmless. */
static int column_exponent(const double *x, size_t n)
{
    double largest = 0;
    int exponent;

    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, fabs(x[i]));
    frexp(largest, &exponent);
    return exponent;
}

/* y = x · 2^exponent. In two steps, as 2^1074 itself is infinite. */
static void scale_by_power(const double *x, size_t n, int exponent, double *y)
{
    double first = ldexp(1, exponent / 2), second = ldexp(1, exponent - exponent / 2);

    for (size_t i = 0; i < n; i++)
        y[i] = x[i] * first * second;
}

static bool constant(const double *x, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (x[i] != x[0])
            return false;
    return true;
}

static double mean(const double *x, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum / (double)n;
}

/* Subtracts the mean in two parts, the second the mean of what the first leaves: together they are the mean
 * to about twice the precision, so that a large offset costs nothing (Chan, Golub, LeVeque 1983). */
static void centre(double *x, size_t n)
{
    for (int pass = 0; pass < 2; pass++) {
        double shift = mean(x, n);

        for (size_t i = 0; i < n; i++)
            x[i] -= shift;
    }
}

/* One column as it goes into the result. */
struct column {
    int exponent; /* of the scaled values */
    double stored_norm;
    bool live;
};

/* Writes the column centred and scaled by its own power of two. */
static struct column centre_column(const double *x, size_t n, double resolution, double *centred)
{
    struct column column = {.exponent = column_exponent(x, n)};

    scale_by_power(x, n, -column.exponent, centred);
    column.stored_norm = lapack_norm(n, centred);
    if (constant(x, n))
        return column; /* centres to exactly zero, whatever rounding of the mean would say */
    centre(centred, n);
    column.live = lapack_norm(n, centred) > resolution * column.stored_norm;
    return column;
}

/* Brings the live columns to one common power of two. */
static void use_common_exponent(struct centred *centred, const struct column *columns)
{
    double squares = 0;
    int largest = 0;

    for (size_t j = 0; j < centred->live; j++) {
        int exponent = columns[j].exponent + column_exponent(centred->values + j * centred->n, centred->n);

        if (j == 0 || exponent > largest)
            largest = exponent;
    }
    for (size_t j = 0; j < centred->live; j++) {
        double *values = centred->values + j * centred->n;
        double norm = ldexp(columns[j].stored_norm, columns[j].exponent - largest);

        scale_by_power(values, centred->n, columns[j].exponent - largest, values);
        squares += norm * norm;
    }
    centred->exponent = largest;
    centred->frobenius = sqrt(squares);
}

bool centre_columns(const struct cca_matrix *matrix, struct centred *centred, struct cca_error *error)
{
    struct column *columns = malloc(matrix->d * sizeof *columns);
    double resolution = cca_type_resolution(matrix->type);

    *centred = (struct centred){.n = matrix->n, .stored_exponent = INT_MIN};
    centred->values = malloc(matrix->n * matrix->d * sizeof *centred->values);
    centred->columns = malloc(matrix->d * sizeof *centred->columns);
    if (!columns || !centred->values || !centred->columns) {
        free(columns);
        centred_free(centred);
        return cca_fail_memory(error, "centring", (double)matrix->n * (double)matrix->d * sizeof(double));
    }
    for (size_t j = 0; j < matrix->d; j++) {
        struct column column = centre_column(matrix->values + j * matrix->n, matrix->n, resolution,
                                             centred->values + centred->live * matrix->n);

        if (column.stored_norm > 0 && column.exponent > centred->stored_exponent)
            centred->stored_exponent = column.exponent;
        if (column.live) {
            centred->columns[centred->live] = j;
            columns[centred->live++] = column;
        }
    }
    use_common_exponent(centred, columns);
    free(columns);
    return true;
}

double *centred_stored(const struct centred *centred, const double *stored)
{
    size_t n = centred->n;
    double *values = malloc(n * centred->live * sizeof *values);

    for (size_t j = 0; values && j < centred->live; j++)
        scale_by_power(stored + centred->columns[j] * n, n, -centred->exponent, values + j * n);
    return values;
}

void centred_free(struct centred *centred)
{
    free(centred->values);
    free(centred->columns);
    centred->values = NULL;
    centred->columns = NULL;
}
