/* Held-out CCA where plain CCA is inflated, and where halves are too small; test_comparison.c and
 * test_paths.c hold it to its definition as they do every measure. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "engine/comparison.h"
#include "engine/held_out.h"
#include "engine/lapack.h"
#include "engine/rows.h"
#include "naive.h"

static struct cca_summary summarise(const struct cca_basis *x, const struct cca_basis *y, unsigned wanted)
{
    struct measure_options options = measure_options_default();
    struct cca_summary summary;
    struct cca_error error;

    lapack_use_threads(1);
    cr_assert(cca_summarise(x, y, &options, wanted, &summary, &error), "%s", error.text);
    return summary;
}

static struct cca_basis *noise(size_t n, size_t d, uint64_t seed)
{
    double *values = malloc(n * d * sizeof *values);
    struct cca_basis *basis;

    draw_normals(&seed, values, n * d);
    basis = basis_of_values(values, n, d);
    free(values);
    return basis;
}

#define BOTH (MEASURE_BIT(MEASURE_CCA) | MEASURE_BIT(MEASURE_HELD_OUT))

/* From n = 2p, where half of the samples is fitted perfectly, to many. */
Test(held_out, independent_data_is_told_from_what_is_shared)
{
    static const size_t sizes[][3] = {{40, 20, 20}, {100, 50, 50}, {60, 20, 30}, {200, 20, 20}, {24, 20, 3}};

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct cca_basis *x = noise(sizes[i][0], sizes[i][1], 10 + i),
                         *y = noise(sizes[i][0], sizes[i][2], 30 + i);
        struct cca_summary summary = summarise(x, y, BOTH);

        cr_expect_lt(fabs(summary.similarity[MEASURE_HELD_OUT]), 0.2, "%zu: %g", i,
                     summary.similarity[MEASURE_HELD_OUT]);
        cr_expect_gt(summary.similarity[MEASURE_CCA], 0.2);
        cr_expect_eq(summary.chance[MEASURE_HELD_OUT], 0);
        cca_basis_free(x);
        cca_basis_free(y);
    }
}

/* In the mean over many draws it is 0, not merely small. */
Test(held_out, independent_data_has_mean_zero)
{
    double sum = 0, squares = 0;
    const int draws = 200;

    for (int i = 0; i < draws; i++) {
        struct cca_basis *x = noise(20, 10, 1000 + 2 * (uint64_t)i),
                         *y = noise(20, 10, 1001 + 2 * (uint64_t)i);
        double similarity = summarise(x, y, BOTH).similarity[MEASURE_HELD_OUT];

        sum += similarity;
        squares += similarity * similarity;
        cca_basis_free(x);
        cca_basis_free(y);
    }
    cr_expect_lt(fabs(sum), 3 * sqrt(squares), "mean %g, deviation %g", sum / draws, sqrt(squares / draws));
}

/* However few samples: what is the same is found on the other half too, unless all that varies is fitted,
 * when nothing varies there. */
Test(held_out, a_network_and_itself)
{
    static const size_t sizes[][2] = {{4, 1}, {8, 10}, {20, 19}, {20, 17}, {40, 20}, {100, 5}};

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct cca_basis *x = noise(sizes[i][0], sizes[i][1], 50 + i),
                         *same = noise(sizes[i][0], sizes[i][1], 50 + i);

        cr_expect_eq(summarise(x, x, BOTH).similarity[MEASURE_HELD_OUT], 1);
        cr_expect_float_eq(summarise(x, same, BOTH).similarity[MEASURE_HELD_OUT], x->rank + 1 < x->n, 1e-9);
        cca_basis_free(x);
        cca_basis_free(same);
    }
}

Test(held_out, too_few_samples_to_vary)
{
    for (size_t n = 2; n < 4; n++) {
        struct cca_basis *x = noise(n, 2, 70 + n), *y = noise(n, 2, 80 + n);
        struct cca_summary summary = summarise(x, y, BOTH);

        if (n == 2)
            cr_expect(isnan(summary.similarity[MEASURE_HELD_OUT]), "%g",
                      summary.similarity[MEASURE_HELD_OUT]);
        else /* two of three are fitted, and there is no variance to see that by in the third */
            cr_expect_eq(summary.similarity[MEASURE_HELD_OUT], 0, "%g", summary.similarity[MEASURE_HELD_OUT]);
        cca_basis_free(x);
        cca_basis_free(y);
    }
}

/* A neuron that is active in one sample only cannot be fitted without it. */
Test(held_out, neurons_that_are_active_in_one_half_only)
{
    const size_t n = 60;
    double *x = calloc(3 * n, sizeof *x), *y = calloc(3 * n, sizeof *y);
    uint64_t state = 5;
    struct cca_basis *a, *b;

    draw_normals(&state, x, n);
    draw_normals(&state, y, n);
    for (size_t i = 0; i < n; i++)
        y[i] = x[i] + 0.3 * y[i];
    x[n + 17] = 5;
    y[n + 17] = 3;
    draw_normals(&state, y + 2 * n, n);
    draw_normals(&state, x + 2 * n, n);
    a = basis_of_values(x, n, 3);
    b = basis_of_values(y, n, 3);
    /* Without it: nearly 1 and chance. Where it is fitted it has no correlation elsewhere: nearly 1, chance
     * and 0. */
    cr_expect_float_eq(summarise(a, b, BOTH).similarity[MEASURE_HELD_OUT], (0.96 / 2 + 0.96 / 3) / 2, 0.12,
                       "%g", summarise(a, b, BOTH).similarity[MEASURE_HELD_OUT]);
    cca_basis_free(a);
    cca_basis_free(b);
    free(x);
    free(y);
}

/* Positions of an image stay in one half: what is the same in all of them must not be learnt from one and
 * found in the other. */
Test(held_out, rows_of_a_sample_stay_together)
{
    const size_t samples = 30, positions = 16, n = samples * positions, d = 20;
    double *x = malloc(n * d * sizeof *x), *y = malloc(n * d * sizeof *y);
    struct cca_basis *a, *b;
    uint64_t state = 9;
    double together, apart;

    for (int side = 0; side < 2; side++)
        for (size_t j = 0; j < d; j++)
            for (size_t i = 0; i < samples; i++) {
                double value = draw_normal(&state);

                for (size_t k = 0; k < positions; k++)
                    (side ? y : x)[j * n + i * positions + k] = value + 0.05 * draw_normal(&state);
            }
    a = basis_of_values(x, n, d);
    b = basis_of_values(y, n, d);
    apart = summarise(a, b, BOTH).similarity[MEASURE_HELD_OUT];
    a->rows->per_sample = b->rows->per_sample = positions;
    together = summarise(a, b, BOTH).similarity[MEASURE_HELD_OUT];
    cr_expect_lt(fabs(together), 0.2, "%g", together);
    cr_expect_gt(apart, 0.3, "%g", apart);
    cca_basis_free(a);
    cca_basis_free(b);
    free(x);
    free(y);
}

Test(held_out, halves_are_equal_and_without_pattern)
{
    size_t first = 0, changes = 0;

    for (size_t i = 0; i < 1000; i++) {
        first += held_out_first_half(i);
        changes += i > 0 && held_out_first_half(2 * i) != held_out_first_half(2 * i - 2);
        if (i % 2)
            cr_expect_neq(held_out_first_half(i), held_out_first_half(i - 1));
    }
    cr_expect_eq(first, 500u);
    cr_expect(changes > 440 && changes < 560, "%zu", changes);
}
