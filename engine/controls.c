#include "engine/controls.h"

#include <math.h>

/* Rows taken together: their sums stay in the first-level cache while the columns pass by. */
#define BLOCK 512

/* Sums over the columns, a row each. */
struct sums {
    double xx[BLOCK], yy[BLOCK], xy[BLOCK];
    double difference; /* squared, over all rows of the block */
};

/* Powers of two that keep squares in range: each side by its own for cosine, both by the larger for the difference. */
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
        for (size_t i = 0; i < rows; i++)
            if (sums.xx[i] > 0 && sums.yy[i] > 0)
                total += sums.xy[i] / (sqrt(sums.xx[i]) * sqrt(sums.yy[i]));
            else
                ++*skipped;
    }
    *cosine = *skipped < x->n ? total / (double)(x->n - *skipped) : NAN;
    *euclidean = ldexp(sqrt(squares / (double)x->n), exponent);
}
