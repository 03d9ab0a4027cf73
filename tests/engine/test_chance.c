/* The chance level: the law integrated in another way, its moments, simulation, and its limits. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "draw.h"
#include "engine/chance.h"
#include "engine/comparison.h"
#include "engine/lapack.h"

/* Wachter's law as ccascope(1), MEASURES writes it: a belongs to the smaller rank. */
struct law {
    double a, b, lower, upper, mass;
};

static struct law law_of(size_t n, size_t p, size_t q)
{
    double smaller = (double)(p < q ? p : q), larger = (double)(p < q ? q : p);
    struct law law = {.a = smaller / (double)(n - 1), .b = larger / (double)(n - 1)};
    double near = sqrt(law.a * (1 - law.b)), far = sqrt(law.b * (1 - law.a));

    law.lower = (near - far) * (near - far);
    law.upper = (near + far) * (near + far);
    law.mass = fmax(0, law.a + law.b - 1) / law.a;
    return law;
}

/* Integral of λ^power times the density, by the midpoint rule in θ with λ = middle + radius · cos θ: the
 * square root becomes radius · sin θ, and the integrand smooth and periodic (Gauss-Chebyshev of the second
 * kind). */
static double moment(const struct law *law, double power)
{
    enum { STEPS = 200000 };
    double middle = (law->lower + law->upper) / 2, radius = (law->upper - law->lower) / 2, sum = 0;

    for (int i = 0; i < STEPS; i++) {
        double theta = M_PI * (i + 0.5) / STEPS, lambda = middle + radius * cos(theta);
        double root = radius * sin(theta);

        sum += root * root / (2 * M_PI * law->a * lambda * (1 - lambda)) * pow(lambda, power);
    }
    return sum * M_PI / STEPS;
}

static const struct {
    size_t n, p, q;
} sizes[] = {
    {200, 20, 50},     {1000, 1, 1},     {1000, 10, 10}, {1001, 400, 400}, {500, 3, 480},
    {100, 60, 70},     {101, 50, 50},    {51, 1, 49},    {10000, 9, 4000}, {30, 28, 28},
    {2001, 900, 1200}, {1000, 500, 499}, {200, 2, 197},  {100000, 30, 2},
};

#define SIZES (sizeof sizes / sizeof *sizes)

Test(chance, the_law_has_mass_one_and_the_exact_mean_square)
{
    for (size_t i = 0; i < SIZES; i++) {
        struct law law = law_of(sizes[i].n, sizes[i].p, sizes[i].q);

        /* Holds of the formula in ccascope(1), so that what follows compares with the right thing. */
        cr_expect_float_eq(moment(&law, 0) + law.mass, 1, 1e-5, "case %zu", i);
        cr_expect_float_eq(moment(&law, 1) + law.mass, cca_chance_squared(sizes[i].n, sizes[i].p, sizes[i].q),
                           1e-6, "case %zu", i);
    }
}

Test(chance, mean_agrees_with_another_quadrature)
{
    for (size_t i = 0; i < SIZES; i++) {
        struct law law = law_of(sizes[i].n, sizes[i].p, sizes[i].q);
        double expected = moment(&law, 0.5) + law.mass,
               actual = cca_chance_mean(sizes[i].n, sizes[i].p, sizes[i].q);

        cr_expect_float_eq(actual, expected, 1e-6, "n %zu, ranks %zu and %zu: %.10g, not %.10g", sizes[i].n,
                           sizes[i].p, sizes[i].q, actual, expected);
        cr_expect_eq(actual, cca_chance_mean(sizes[i].n, sizes[i].q, sizes[i].p), "not symmetric");
    }
}

/* By Jensen the mean lies between the mean square and its root. */
Test(chance, mean_lies_between_its_bounds)
{
    uint64_t state = 3;

    for (int i = 0; i < 3000; i++) {
        size_t n = 2 + draw_below(&state, 1000), p = 1 + draw_below(&state, n - 1),
               q = 1 + draw_below(&state, n - 1);
        double mean = cca_chance_mean(n, p, q), square = cca_chance_squared(n, p, q);

        cr_assert(mean >= square - 1e-9 && mean <= sqrt(square) + 1e-9, "n %zu, ranks %zu and %zu: %g", n, p,
                  q, mean);
    }
}

static struct cca_basis *gaussian_basis(uint64_t *state, size_t n, size_t d)
{
    struct cca_matrix matrix = {n, d, n, malloc(n * d * sizeof(double)), CCA_F64};
    struct cca_error error;
    struct cca_basis *basis;

    draw_normals(state, matrix.values, n * d);
    basis = cca_basis_create(&matrix, 0, &error);
    cr_assert(basis, "%s", error.text);
    return basis;
}

static void check_simulation(size_t n, size_t p, size_t q)
{
    enum { DRAWS = 60 };
    struct measure_options options = measure_options_default();
    double mean = 0, square = 0;
    uint64_t state = 11;

    for (int i = 0; i < DRAWS; i++) {
        struct cca_basis *x = gaussian_basis(&state, n, p), *y = gaussian_basis(&state, n, q);
        struct cca_comparison comparison;
        struct cca_error error;

        cr_assert(cca_compare(x, y, &options, &comparison, &error), "%s", error.text);
        mean += comparison.summary.similarity[MEASURE_CCA] / DRAWS;
        square += comparison.summary.similarity[MEASURE_R2CCA] / DRAWS;
        cr_expect_eq(comparison.summary.chance[MEASURE_CCA], cca_chance_mean(n, p, q));
        cr_expect_eq(comparison.summary.chance[MEASURE_R2CCA], cca_chance_squared(n, p, q));
        cca_comparison_free(&comparison);
        cca_basis_free(x);
        cca_basis_free(y);
    }
    cr_expect_float_eq(mean / cca_chance_mean(n, p, q), 1, 0.01, "n %zu, ranks %zu and %zu: %g, law %g", n, p,
                       q, mean, cca_chance_mean(n, p, q));
    cr_expect_float_eq(square / cca_chance_squared(n, p, q), 1, 0.015, "n %zu, ranks %zu and %zu: %g", n, p,
                       q, square);
}

Test(chance, independent_gaussians_reach_it)
{
    lapack_use_threads(1);
    check_simulation(200, 20, 50);
    check_simulation(100, 60, 60);
    check_simulation(150, 90, 30);
}

Test(chance, limits)
{
    cr_expect_eq(cca_chance_mean(2, 1, 1), 1);
    cr_expect_eq(cca_chance_squared(2, 1, 1), 1);
    cr_expect_eq(cca_chance_mean(50, 49, 3), 1);
    cr_expect_eq(cca_chance_mean(50, 3, 49), 1);
    cr_expect_eq(cca_chance_squared(50, 3, 49), 1);
    cr_expect_eq(cca_chance_squared(101, 20, 50), 0.5);
    cr_expect_eq(cca_chance_squared(101, 50, 20), 0.5);
    cr_expect(isnan(cca_chance_mean(50, 0, 3)) && isnan(cca_chance_mean(50, 3, 0)) &&
              isnan(cca_chance_mean(1, 1, 1)));
    cr_expect(isnan(cca_chance_squared(1, 1, 1)));
    /* Far more samples than directions: no correlation left. */
    cr_expect_lt(cca_chance_mean(1000000000, 1, 1), 1e-4);
    cr_expect_gt(cca_chance_mean(1000000000, 1, 1), 0);
}

/* The largest of finite independent data lies a little below the end of the law, the less the more
 * directions. */
static void expect_largest(size_t n, size_t p, size_t q, double below)
{
    enum { DRAWS = 20 };
    struct measure_options options = measure_options_default();
    double largest = 0, law = cca_chance_largest(n, p, q);
    uint64_t state = 5;

    for (int i = 0; i < DRAWS; i++) {
        struct cca_basis *x = gaussian_basis(&state, n, p), *y = gaussian_basis(&state, n, q);
        struct cca_comparison comparison;
        struct cca_error error;

        cr_assert(cca_compare(x, y, &options, &comparison, &error), "%s", error.text);
        largest += comparison.correlations[0] / DRAWS;
        cca_comparison_free(&comparison);
        cca_basis_free(x);
        cca_basis_free(y);
    }
    cr_expect(largest < law && largest > law - below, "%zu, %zu, %zu: %g, law %g", n, p, q, largest, law);
}

Test(chance, largest_is_the_end_of_the_law)
{
    expect_largest(200, 10, 10, 0.06);
    expect_largest(400, 40, 60, 0.035);
    expect_largest(500, 100, 150, 0.02);
    cr_expect_float_eq(cca_chance_largest(400, 40, 60), sqrt(law_of(400, 40, 60).upper), 1e-12);
    cr_expect_eq(cca_chance_largest(400, 60, 40), cca_chance_largest(400, 40, 60));
    cr_expect_eq(cca_chance_largest(50, 20, 30), 1, "one is 1 by construction");
    cr_expect_float_eq(cca_chance_largest(50, 20, 29), 1, 1e-12);
    cr_expect(isnan(cca_chance_largest(50, 0, 3)) && isnan(cca_chance_largest(1, 1, 1)));
}

Test(chance, by_construction)
{
    cr_expect_eq(cca_by_construction(50, 20, 29), 0u);
    cr_expect_eq(cca_by_construction(50, 20, 30), 1u);
    cr_expect_eq(cca_by_construction(50, 49, 49), 49u);
    cr_expect_eq(cca_by_construction(2, 1, 1), 1u);
    cr_expect_eq(cca_by_construction(2, 0, 0), 0u);
}
