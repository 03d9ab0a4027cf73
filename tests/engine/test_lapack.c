/* What the engine adds to BLAS and LAPACK. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "engine/lapack.h"

/* A lower triangle with zeros above, of moderate condition. */
static double *triangle(size_t size)
{
    double *lower = calloc(size * size, sizeof *lower);
    uint64_t state = size;

    for (size_t j = 0; j < size; j++)
        for (size_t i = j; i < size; i++)
            lower[i + j * size] = i == j ? 1 + draw_uniform(&state) : draw_normal(&state) / (double)size;
    return lower;
}

static void check_inverse(size_t size)
{
    double *lower = triangle(size), *inverse = malloc(size * size * sizeof *inverse), worst = 0;

    memcpy(inverse, lower, size * size * sizeof *inverse);
    lapack_invert_lower(size, inverse);
    for (size_t j = 1; j < size; j++)
        for (size_t i = 0; i < j; i++)
            cr_assert_eq(inverse[i + j * size], 0);
    lapack_multiply_lower(size, size, lower, inverse);
    for (size_t i = 0; i < size * size; i++)
        worst = fmax(worst, fabs(inverse[i] - (i % size == i / size)));
    cr_expect_leq(worst, 1e-14, "%zu: %g", size, worst);
    free(lower);
    free(inverse);
}

Test(lapack, inverse_of_a_triangle)
{
    static const size_t sizes[] = {1, 2, 95, 96, 97, 193, 200, 511};

    lapack_use_threads(1);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        check_inverse(sizes[i]);
}
