/* Bootstrap intervals: that they hold the value of the population as often as they say, and that weights give
 * what copies of the samples would. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "engine/bootstrap.h"
#include "engine/lapack.h"
#include "engine/rows.h"
#include "naive.h"

#define MOST 12

/* Gaussian data whose i-th directions correlate by rho[i], and nothing else; direction i has the standard
 * deviation 1 / (1 + slope i), and neurons are a mix of them all. */
struct population {
    size_t n, p, q;
    double slope;
    double rho[MOST];
    size_t directions; /* that svcca keeps */
};

static double deviation_of(const struct population *population, size_t i)
{
    return 1 / (1 + population->slope * (double)i);
}

static size_t pairs_of(const struct population *population)
{
    return population->p < population->q ? population->p : population->q;
}

/* An orthogonal matrix, always the same: columns of noise, made orthonormal one after the other. */
static void draw_turn(size_t width, double *turn)
{
    uint64_t state = 99;

    draw_normals(&state, turn, width * width);
    for (size_t j = 0; j < width; j++)
        for (size_t k = 0; k <= j; k++) {
            const double *other = turn + k * width;
            double *column = turn + j * width, product = 0;

            for (size_t i = 0; i < width; i++)
                product += column[i] * other[i];
            for (size_t i = 0; i < width; i++)
                column[i] = k == j ? column[i] / sqrt(product) : column[i] - product * other[i];
        }
}

/* Turns directions, each with its deviation, into neurons: rows × width, column-major. */
static void mix(const struct population *population, double *values, size_t rows, size_t width)
{
    double turn[MOST * MOST], row[MOST];

    draw_turn(width, turn);
    for (size_t i = 0; i < rows; i++) {
        for (size_t k = 0; k < width; k++)
            row[k] = values[i + k * rows] * deviation_of(population, k);
        for (size_t j = 0; j < width; j++) {
            values[i + j * rows] = 0;
            for (size_t k = 0; k < width; k++)
                values[i + j * rows] += row[k] * turn[k + j * width];
        }
    }
}

/* The mean of the correlations, weighted by the absolute covariances of their variates with the neurons. */
static double population_pwcca(const struct population *population, size_t width)
{
    double turn[MOST * MOST] = {0}, sum = 0, total = 0;

    for (size_t i = 0; i < width; i++)
        turn[i + i * width] = 1;
    mix(population, turn, width, width);
    for (size_t i = 0; i < pairs_of(population); i++)
        for (size_t j = 0; j < width; j++) {
            sum += fabs(turn[i + j * width]) * population->rho[i];
            total += fabs(turn[i + j * width]);
        }
    return sum / total;
}

static void draw_sides(const struct population *population, uint64_t seed, struct cca_basis *sides[2])
{
    size_t n = population->n, widths[2] = {population->p, population->q};
    double *values[2];
    uint64_t state = seed * 2654435761u + 1;

    for (int side = 0; side < 2; side++) {
        values[side] = malloc(n * widths[side] * sizeof(double));
        draw_normals(&state, values[side], n * widths[side]);
    }
    for (size_t j = 0; j < pairs_of(population); j++)
        for (size_t i = 0; i < n; i++)
            values[1][j * n + i] = population->rho[j] * values[0][j * n + i] +
                                   sqrt(1 - population->rho[j] * population->rho[j]) * values[1][j * n + i];
    for (int side = 0; side < 2; side++) {
        mix(population, values[side], n, widths[side]);
        sides[side] = basis_of_values(values[side], n, widths[side]);
        free(values[side]);
    }
}

static double power_sum(const struct population *population, size_t count, double exponent)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += pow(deviation_of(population, i), exponent);
    return sum;
}

/* The similarities of endless samples, as intervals are numbered. */
static void population_values(const struct population *population, double *values)
{
    size_t count = pairs_of(population), kept = population->directions;
    double sum = 0, squares = 0, cka = 0, procrustes = 0, leading = 0;

    for (size_t i = 0; i < count; i++) {
        double rho = population->rho[i], deviation = deviation_of(population, i);

        sum += rho;
        squares += rho * rho;
        leading += i < kept ? rho : 0;
        cka += pow(deviation, 4) * rho * rho;
        procrustes += deviation * deviation * rho;
    }
    for (size_t i = 0; i < CCA_INTERVALS; i++)
        values[i] = NAN;
    values[MEASURE_CCA] = sum / (double)count;
    values[MEASURE_SVCCA] = leading / (double)kept;
    values[MEASURE_R2CCA] = squares / (double)count;
    values[MEASURE_PWCCA] = population_pwcca(population, population->p);
    values[MEASURE_COUNT] = population_pwcca(population, population->q);
    values[MEASURE_COUNT + 1] = (values[MEASURE_PWCCA] + values[MEASURE_COUNT]) / 2;
    values[MEASURE_CKA] =
        cka / sqrt(power_sum(population, population->p, 4) * power_sum(population, population->q, 4));
    values[MEASURE_PROCRUSTES] =
        procrustes / sqrt(power_sum(population, population->p, 2) * power_sum(population, population->q, 2));
}

static struct cca_intervals bootstrap(const struct cca_basis *x, const struct cca_basis *y,
                                      const struct measure_options *options, size_t resamples)
{
    struct cca_intervals intervals;
    struct cca_error error;

    lapack_use_threads(1);
    cr_assert(cca_bootstrap(x, y, options, EVERY_MEASURE, resamples, &intervals, &error), "%s", error.text);
    return intervals;
}

static void free_sides(struct cca_basis *sides[2])
{
    cca_basis_free(sides[0]);
    cca_basis_free(sides[1]);
}

#define TRIALS    100
#define RESAMPLES 100
/* What 95 of 100 may come out as but once in a hundred times; and for pwcca, whose weights are absolute
 * values, of which few samples make too much. */
#define LEAST       89
#define LEAST_PWCCA 80

/* How many of the intervals hold the population's value, for each measure that has one. */
static void count_hits(const struct population *population, size_t hits[CCA_INTERVALS])
{
    struct measure_options options = measure_options_default();
    double values[CCA_INTERVALS];

    options.svcca_directions = population->directions;
    population_values(population, values);
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        struct cca_basis *sides[2];
        struct cca_intervals intervals;

        draw_sides(population, 1000 * population->n + trial, sides);
        intervals = bootstrap(sides[0], sides[1], &options, RESAMPLES);
        for (size_t i = 0; i < CCA_INTERVALS; i++)
            hits[i] += intervals.low[i] <= 1 - values[i] && 1 - values[i] <= intervals.high[i];
        free_sides(sides);
    }
}

static void expect_coverage(const struct population *population, unsigned measures)
{
    size_t hits[CCA_INTERVALS] = {0};

    count_hits(population, hits);
    for (size_t i = 0; i < CCA_INTERVALS; i++)
        if (i < MEASURE_COUNT ? measures >> i & 1 : measures >> MEASURE_PWCCA & 1)
            cr_expect_geq(hits[i], (size_t)(i >= MEASURE_COUNT || i == MEASURE_PWCCA ? LEAST_PWCCA : LEAST),
                          "n %zu: interval %zu holds the value %zu times of %d", population->n, i, hits[i],
                          TRIALS);
}

#define BIT(measure) MEASURE_BIT(measure)
#define ALL_SIX                                                                                              \
    (BIT(MEASURE_CCA) | BIT(MEASURE_SVCCA) | BIT(MEASURE_R2CCA) | BIT(MEASURE_PWCCA) | BIT(MEASURE_CKA) |    \
     BIT(MEASURE_PROCRUSTES))

Test(bootstrap, intervals_hold_the_population_in_95_of_100)
{
    expect_coverage(&(struct population){400, 5, 5, 0.3, {0.95, 0.8, 0.6, 0.4, 0.25}, 2}, ALL_SIX);
}

/* Where the bias is three times as wide as the spread: percentiles of the resamples hold it once in a hundred
 * times. */
Test(bootstrap, intervals_hold_the_population_where_few_samples_inflate)
{
    expect_coverage(&(struct population){300, 8, 8, 0.4, {0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.25}, 3},
                    ALL_SIX);
}

Test(bootstrap, intervals_hold_the_population_of_many_samples)
{
    expect_coverage(&(struct population){1500, 3, 6, 0.5, {0.7, 0.5, 0.3}, 2}, ALL_SIX);
}

/* Directions without a partner: the mean of correlations cannot be told without bias there (ccascope(1)),
 * their squares can. */
Test(bootstrap, squares_hold_the_population_also_where_nothing_is_shared)
{
    expect_coverage(&(struct population){400, 6, 6, 0.2, {0.9, 0.5}, 2},
                    BIT(MEASURE_R2CCA) | BIT(MEASURE_CKA));
    expect_coverage(&(struct population){300, 6, 6, 0.2, {0}, 2}, BIT(MEASURE_R2CCA) | BIT(MEASURE_CKA));
}

/* The resample as it would be with samples copied. */
static struct cca_basis *copied(const double *values, size_t n, size_t d, size_t per_sample,
                                const double *weights)
{
    double *copies = malloc(n * d * sizeof *copies);
    struct cca_basis *basis;

    for (size_t j = 0; j < d; j++) {
        size_t row = 0;

        for (size_t i = 0; i < n / per_sample; i++)
            for (size_t k = 0; k < (size_t)weights[i]; k++, row += per_sample)
                memcpy(copies + j * n + row, values + j * n + i * per_sample, per_sample * sizeof *copies);
        cr_assert_eq(row, n);
    }
    basis = basis_of_values(copies, n, d);
    free(copies);
    return basis;
}

/* Two resamples leave no doubt which numbers they are: the ends lie on the line through both. */
static void check_copies(size_t per_sample, const struct measure_options *options)
{
    const size_t n = 120, d_x = 4, d_y = 6, samples = n / per_sample;
    double *x = malloc(n * d_x * sizeof *x), *y = malloc(n * d_y * sizeof *y),
           *weights = malloc(samples * sizeof *weights);
    struct cca_basis *sides[2], *resampled[2];
    struct cca_summary summary, copies[2];
    struct cca_intervals intervals;
    struct cca_error error;
    uint64_t state = 77;

    draw_normals(&state, x, n * d_x);
    draw_normals(&state, y, n * d_y);
    for (size_t i = 0; i < n * d_x; i++)
        y[i] = (y[i] + x[i] + 3) / (double)(1 + i / n);
    sides[0] = basis_of_values(x, n, d_x);
    sides[1] = basis_of_values(y, n, d_y);
    sides[0]->rows->per_sample = per_sample;
    intervals = bootstrap(sides[0], sides[1], options, 2);
    cr_assert(cca_summarise(sides[0], sides[1], options, EVERY_MEASURE, &summary, &error));
    for (size_t i = 0; i < 2; i++) {
        bootstrap_weights(i, samples, weights);
        resampled[0] = copied(x, n, d_x, per_sample, weights);
        resampled[1] = copied(y, n, d_y, per_sample, weights);
        cr_assert(cca_summarise(resampled[0], resampled[1], options, EVERY_MEASURE, &copies[i], &error));
        free_sides(resampled);
    }
    for (int measure = 0; measure <= MEASURE_PROCRUSTES; measure++)
        for (int side = PWCCA_X; side <= PWCCA_MEAN; side++) {
            double at = cca_similarity(&summary, (enum measure)measure, (enum pwcca_side)side);
            double a = cca_similarity(&copies[0], (enum measure)measure, (enum pwcca_side)side);
            double b = cca_similarity(&copies[1], (enum measure)measure, (enum pwcca_side)side);
            size_t i = cca_interval_of((enum measure)measure, (enum pwcca_side)side);

            cr_expect_float_eq(intervals.low[i], 1 - sqrt(fmin(1, 2 * at * at - fmin(a * a, b * b))), 1e-9);
            cr_expect_float_eq(intervals.high[i], 1 - sqrt(fmin(1, 2 * at * at - fmax(a * a, b * b))), 1e-9);
        }
    free_sides(sides);
    free(x);
    free(y);
    free(weights);
}

Test(bootstrap, weights_are_as_good_as_copies)
{
    static const struct measure_options options[] = {{.svcca_variance = 0.99},
                                                     {.svcca_variance = 0.7, .pwcca_variance = 0.8},
                                                     {.svcca_variance = 0.99, .svcca_directions = 2}};

    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        check_copies(1, &options[i]);
    check_copies(4, &options[0]);
}

static void expect_equal(const struct cca_intervals *a, const struct cca_intervals *b, double tolerance)
{
    for (size_t i = 0; i < CCA_INTERVALS; i++) {
        cr_expect(fabs(a->low[i] - b->low[i]) <= tolerance || (isnan(a->low[i]) && isnan(b->low[i])));
        cr_expect(fabs(a->high[i] - b->high[i]) <= tolerance || (isnan(a->high[i]) && isnan(b->high[i])));
    }
}

Test(bootstrap, exchanged_sides_and_a_side_and_itself)
{
    struct population population = {200, 4, 6, 0.3, {0.9, 0.6, 0.4, 0.2}, 2};
    struct measure_options options = measure_options_default();
    struct cca_intervals there, back, self;
    struct cca_basis *sides[2];
    double value;

    draw_sides(&population, 3, sides);
    there = bootstrap(sides[0], sides[1], &options, 40);
    back = bootstrap(sides[1], sides[0], &options, 40);
    value = back.low[MEASURE_PWCCA];
    back.low[MEASURE_PWCCA] = back.low[cca_interval_of(MEASURE_PWCCA, PWCCA_Y)];
    back.low[cca_interval_of(MEASURE_PWCCA, PWCCA_Y)] = value;
    value = back.high[MEASURE_PWCCA];
    back.high[MEASURE_PWCCA] = back.high[cca_interval_of(MEASURE_PWCCA, PWCCA_Y)];
    back.high[cca_interval_of(MEASURE_PWCCA, PWCCA_Y)] = value;
    expect_equal(&there, &back, 1e-10);
    cr_expect(isnan(there.low[MEASURE_COSINE]) && isnan(there.low[MEASURE_HELD_OUT]));
    self = bootstrap(sides[0], sides[0], &options, 40);
    for (int measure = 0; measure <= MEASURE_PROCRUSTES; measure++)
        cr_expect(fabs(self.low[measure]) < 1e-7 && fabs(self.high[measure]) < 1e-7, "%d: %g to %g", measure,
                  self.low[measure], self.high[measure]);
    free_sides(sides);
}

/* Correlations need no order of directions, and so no singular values. */
Test(bootstrap, only_what_is_wanted)
{
    const unsigned wanted = BIT(MEASURE_CCA) | BIT(MEASURE_PWCCA) | BIT(MEASURE_R2CCA);
    struct population population = {200, 4, 6, 0.3, {0.9, 0.6, 0.4, 0.2}, 2};
    struct measure_options options = measure_options_default();
    struct cca_intervals all, some, spanned;
    struct cca_basis *sides[2], spans[2];
    struct cca_error error;

    draw_sides(&population, 5, sides);
    for (int i = 0; i < 2; i++) {
        spans[i] = *sides[i];
        spans[i].s = NULL;
    }
    all = bootstrap(sides[0], sides[1], &options, 40);
    cr_assert(cca_bootstrap(sides[0], sides[1], &options, wanted, 40, &some, &error));
    spanned = bootstrap(&spans[0], &spans[1], &options, 40);
    expect_equal(&some, &spanned, 0);
    for (size_t i = 0; i < CCA_INTERVALS; i++)
        if (i < MEASURE_COUNT && !(wanted & BIT(i)))
            cr_expect(isnan(some.low[i]));
        else
            cr_expect(fabs(some.low[i] - all.low[i]) < 1e-10 && fabs(some.high[i] - all.high[i]) < 1e-10);
    free_sides(sides);
}

/* A neuron that is active in two samples is missing in every seventh resample. */
Test(bootstrap, directions_that_a_resample_lacks)
{
    const size_t n = 100;
    double *x = calloc(3 * n, sizeof *x);
    struct measure_options options = measure_options_default();
    struct cca_intervals intervals;
    struct cca_basis *sides[2];
    uint64_t state = 8;

    draw_normals(&state, x, 2 * n);
    x[2 * n + 10] = x[2 * n + 70] = 1;
    sides[0] = basis_of_values(x, n, 3);
    x[n] = 4;
    sides[1] = basis_of_values(x, n, 3);
    intervals = bootstrap(sides[0], sides[1], &options, 60);
    for (int measure = 0; measure <= MEASURE_PROCRUSTES; measure++)
        cr_expect(intervals.low[measure] >= 0 && intervals.low[measure] <= intervals.high[measure] &&
                  intervals.high[measure] < 0.5);
    free_sides(sides);
    free(x);
}

Test(bootstrap, too_few_samples_and_unequal_ones)
{
    struct population population = {20, 8, 8, 0, {0.9}, 2}, other = {21, 8, 8, 0, {0.9}, 2};
    struct measure_options options = measure_options_default();
    struct cca_intervals intervals;
    struct cca_basis *sides[2], *others[2];
    struct cca_error error;

    draw_sides(&population, 4, sides);
    draw_sides(&other, 4, others);
    intervals = bootstrap(sides[0], sides[1], &options, 20);
    for (size_t i = 0; i < CCA_INTERVALS; i++)
        cr_expect(isnan(intervals.low[i]) && isnan(intervals.high[i]));
    cr_expect_not(cca_bootstrap(sides[0], others[0], &options, EVERY_MEASURE, 20, &intervals, &error));
    cr_expect_eq(error.failure, CCA_UNDEFINED);
    free_sides(sides);
    free_sides(others);
}
