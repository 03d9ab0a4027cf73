#include "engine/controls.h"

#include <math.h>

/* Rows taken together: their sums stay in the first-level cache while the columns pass by. */
#define BLOCK 512

/* Sums over the columns, a row each. */
struct sums {
    double xx[BLOCK], yy[BLOCK], xy[BLOCK];
    double difference; /* squared, over all rows of the block */
};

/* Powers of two that keep squares in range: each side by its own for cosine, both by the larger for the
 * difference. */
struct scales {
    double x, y, common;
};

static void sum_block(const double *x, const double *y, size_t n, size_t d, size_t rows, struct scales scales,
                      struct sums *sums)
{
    *sums = (struct sums){0};
    for (size_t j = 0; j < d; j++)
        for (size_t i = 0; i < rows; i++) {
            double a = x[i + j * n], b = y[i + j * n], difference = a * scales.common - b * scales.common;

            a *= scales.x;
            b *= scales.y;
            sums->xx[i] += a * a;
            sums->yy[i] += b * b;
            sums->xy[i] += a * b;
            sums->difference += difference * difference;
        }
}

/* Below this the sums of a block have lost digits, or all of them, to underflow: the sides' common powers of
 * two were made for larger values. What is lost beside a larger sum is beyond its last digit. */
#define TOO_SMALL 0x1p-450

static double cosine_of_sums(double xx, double yy, double xy)
{
    double cosine = xy / sqrt(xx * yy); /* of equal rows exactly 1, as √(xx · xx) is xx */

    return cosine > 1 ? 1 : cosine < -1 ? -1 : cosine;
}

/* Exponent e with |x| < 2^e for all values of a row; false when all are zero. */
static bool row_exponent(const double *x, size_t n, size_t d, int *exponent)
{
    double largest = 0;

    for (size_t j = 0; j < d; j++)
        largest = fmax(largest, fabs(x[j * n]));
    frexp(largest, exponent);
    return largest > 0;
}

/* Cosine of one row at a scale of its own; false when it has no direction on a side. */
static bool row_cosine(const double *x, const double *y, size_t n, size_t d, double *cosine)
{
    int exponent_x, exponent_y;
    double xx = 0, yy = 0, xy = 0;

    if (!row_exponent(x, n, d, &exponent_x) || !row_exponent(y, n, d, &exponent_y))
        return false;
    for (size_t j = 0; j < d; j++) {
        double a = ldexp(x[j * n], -exponent_x), b = ldexp(y[j * n], -exponent_y);

        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    *cosine = cosine_of_sums(xx, yy, xy);
    return true;
}

/* Adds up the cosines of a block's rows and counts those without. */
static double add_cosines(const double *x, const double *y, size_t n, size_t d, size_t rows,
                          const struct sums *sums, size_t *skipped)
{
    double total = 0, cosine;

    for (size_t i = 0; i < rows; i++)
        if (sums->xx[i] > TOO_SMALL && sums->yy[i] > TOO_SMALL)
            total += cosine_of_sums(sums->xx[i], sums->yy[i], sums->xy[i]);
        else if (row_cosine(x + i, y + i, n, d, &cosine))
            total += cosine;
        else
            ++*skipped;
    return total;
}

/* Root mean square over the rows of differences that are tiny beside the values, or zero. */
static double small_distance(const double *x, const double *y, size_t n, size_t d)
{
    double largest = 0, squares = 0;
    int exponent;

    for (size_t i = 0; i < n * d; i++)
        largest = fmax(largest, fabs(x[i] - y[i]));
    frexp(largest, &exponent);
    for (size_t i = 0; largest > 0 && i < n * d; i++) {
        double difference = ldexp(x[i] - y[i], -exponent);

        squares += difference * difference;
    }
    return ldexp(sqrt(squares / (double)n), exponent);
}

void controls_measure(const struct cca_basis *x, const struct cca_basis *y, double *cosine, size_t *skipped,
                      double *euclidean)
{
    int exponent = x->raw_exponent > y->raw_exponent ? x->raw_exponent : y->raw_exponent;
    struct scales scales = {ldexp(1, -x->raw_exponent), ldexp(1, -y->raw_exponent), ldexp(1, -exponent)};
    double total = 0, squares = 0;
    struct sums sums;

    *skipped = 0;
    for (size_t start = 0; start < x->n; start += BLOCK) {
        size_t rows = x->n - start < BLOCK ? x->n - start : BLOCK;

        sum_block(x->raw + start, y->raw + start, x->n, x->d, rows, scales, &sums);
        squares += sums.difference;
        total += add_cosines(x->raw + start, y->raw + start, x->n, x->d, rows, &sums, skipped);
    }
    *cosine = *skipped < x->n ? total / (double)(x->n - *skipped) : NAN;
    *euclidean = squares > TOO_SMALL ? ldexp(sqrt(squares / (double)x->n), exponent)
                                     : small_distance(x->raw, y->raw, x->n, x->d);
}
