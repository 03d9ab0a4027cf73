#include "engine/twofold.h"

#include "engine/vectorised.h"

/* Rows taken together: their sums stay in the first-level cache, and so do the rows of a in the second. */
#define BLOCK 256

/* Splits x into two halves of 26 bits each, whose products are exact (Veltkamp). */
static inline void split(double x, double *high, double *low)
{
    double scaled = x * 134217729.0; /* 2^27 + 1 */

    *high = scaled - (scaled - x);
    *low = x - *high;
}

/* a · b = result + *error exactly, with b already split. */
static inline double multiply_exactly(double a, double b, double b_high, double b_low, double *error)
{
    double a_high, a_low, product = a * b;

    split(a, &a_high, &a_low);
    *error = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low);
    return product;
}

/* (high, low) += a[i] · b for a block of rows. */
VECTORISED static void add_product(size_t rows, const double *a, double b, double *high, double *low)
{
    double b_high, b_low;

    split(b, &b_high, &b_low);
    for (size_t i = 0; i < rows; i++) {
        double product_error, sum_error, product = multiply_exactly(a[i], b, b_high, b_low, &product_error);

        high[i] = twofold_sum(high[i], product, &sum_error);
        low[i] += sum_error + product_error;
    }
}

void twofold_multiply(size_t rows, size_t columns, size_t inner, const double *a, const double *b,
                      double *high, double *low)
{
    for (size_t i = 0; i < rows * columns; i++)
        high[i] = low[i] = 0;
    for (size_t start = 0; start < rows; start += BLOCK)
        for (size_t j = 0; j < columns; j++)
            for (size_t k = 0; k < inner; k++)
                add_product(rows - start < BLOCK ? rows - start : BLOCK, a + start + k * rows,
                            b[k + j * inner], high + start + j * rows, low + start + j * rows);
}

void twofold_divide(double high, double low, double divisor, double *quotient, double *rest)
{
    double divisor_high, divisor_low, error, product;

    *quotient = (high + low) / divisor;
    split(divisor, &divisor_high, &divisor_low);
    product = multiply_exactly(*quotient, divisor, divisor_high, divisor_low, &error);
    *rest = ((high - product) - error + low) / divisor; /* what the division left */
}

void twofold_subtract(size_t count, double *high, const double *low, const double *other_high,
                      const double *other_low)
{
    for (size_t i = 0; i < count; i++) {
        double error, difference = twofold_sum(high[i], -other_high[i], &error);

        high[i] = difference + (error + low[i] - other_low[i]);
    }
}
