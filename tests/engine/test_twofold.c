/* Twofold arithmetic against __float128, on sums that cancel. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "draw.h"
#include "engine/twofold.h"

static __float128 magnitude(__float128 x)
{
    return x < 0 ? -x : x;
}

/* Numbers of very different sizes, the last of them chosen so that the sum all but vanishes. */
static void draw_cancelling(uint64_t *state, size_t count, const double *b, double *a)
{
    __float128 sum = 0;

    for (size_t k = 0; k + 1 < count; k++) {
        a[k] = ldexp(draw_normal(state), (int)draw_below(state, 60) - 30);
        sum += (__float128)a[k] * b[k];
    }
    a[count - 1] = (double)(-sum / b[count - 1]);
}

static void check_product(size_t rows, size_t columns, size_t inner, uint64_t *state)
{
    double *a = malloc(rows * inner * sizeof *a), *b = malloc(inner * columns * sizeof *b);
    double *high = malloc(rows * columns * sizeof *high), *low = malloc(rows * columns * sizeof *low);
    double *row = malloc(inner * sizeof *row);

    draw_normals(state, b, inner * columns);
    for (size_t i = 0; i < rows; i++) {
        draw_cancelling(state, inner, b + i % columns * inner, row);
        for (size_t k = 0; k < inner; k++)
            a[i + k * rows] = row[k];
    }
    twofold_multiply(rows, columns, inner, a, b, high, low);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            __float128 exact = 0, size = 0, error;

            for (size_t k = 0; k < inner; k++) {
                __float128 product = (__float128)a[i + k * rows] * b[k + j * inner];

                exact += product;
                size += magnitude(product);
            }
            error = magnitude(exact - high[i + j * rows] - low[i + j * rows]);
            cr_assert((double)(error / size) <= (double)inner * (double)inner * 0x1p-104,
                      "(%zu, %zu) of %zu × %zu: %g", i, j, rows, columns, (double)(error / size));
        }
    free(a);
    free(b);
    free(high);
    free(low);
    free(row);
}

Test(twofold, products_that_cancel)
{
    uint64_t state = 5;

    check_product(1, 1, 2, &state);
    check_product(3, 2, 40, &state);
    check_product(255, 3, 7, &state);
    check_product(256, 2, 7, &state);
    check_product(257, 1, 7, &state);
    check_product(600, 4, 33, &state);
}

/* A column around `offset`, centred, against the same in __float128. */
static void check_centring(size_t rows, double offset, double spread, uint64_t *state)
{
    double *high = malloc(rows * sizeof *high), *low = malloc(rows * sizeof *low);
    double sum = 0, sum_rest = 0, mean_high, mean_low;
    __float128 *exact = malloc(rows * sizeof *exact), mean = 0;

    for (size_t i = 0; i < rows; i++) {
        high[i] = offset + spread * draw_normal(state);
        low[i] = high[i] * 0x1p-54 * (draw_uniform(state) - 0.5);
        exact[i] = (__float128)high[i] + low[i];
        mean += exact[i] / rows;
    }
    for (size_t i = 0; i < rows; i++) {
        double error;

        sum = twofold_sum(sum, high[i], &error);
        sum_rest += error + low[i];
    }
    twofold_divide(sum, sum_rest, (double)rows, &mean_high, &mean_low);
    for (size_t i = 0; i < rows; i++)
        twofold_subtract(1, &high[i], &low[i], &mean_high, &mean_low);
    for (size_t i = 0; i < rows; i++) {
        double error = (double)magnitude(exact[i] - mean - high[i]);
        double allowed = 0x1p-52 * fabs(high[i]) + (double)rows * 0x1p-100 * (fabs(offset) + spread);

        cr_assert_leq(error, allowed, "%g + %g, row %zu: off by %g", offset, spread, i, error);
    }
    free(high);
    free(low);
    free(exact);
}

Test(twofold, centring_beside_a_large_offset)
{
    static const double offsets[] = {0, 1, 1e6, -1e12, 1e15, 0x1p200};
    uint64_t state = 6;

    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++)
        for (size_t rows = 1; rows < 2000; rows = rows * 3 + 1)
            check_centring(rows, offsets[i], 1, &state);
    check_centring(1000, 1, 1e-14, &state);
}
