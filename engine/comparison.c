#include "engine/comparison.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/chance.h"
#include "engine/controls.h"
#include "engine/lapack.h"
#include "engine/pwcca.h"

/* Scratch of one comparison; every matrix has room for rank_x × rank_y values. */
struct workspace {
    const struct cca_basis *x, *y;
    const struct measure_options *options;
    double *m;      /* U_xᵀ U_y, rank_x × rank_y */
    double *work;   /* what an SVD destroys */
    double *left;   /* rank_x × count left singular vectors of M */
    double *right;  /* count × rank_y, transposed */
    double *values; /* singular values */
};

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Shares closer than this are equal: singular values are rounded, and a share that is reached exactly must
 * not ask for one direction more on another machine. */
#define SHARE_ROUNDING 1e-13

/* The fewest leading directions whose cumulative share of Σs² (or Σs) reaches `variance`. Only all directions
 * reach 1, also where the last ones are too small to change the sum. */
static size_t directions_for(const struct cca_basis *basis, double variance, bool share_values)
{
    double total = 0, sum = 0;
    size_t kept = 0;

    if (variance >= 1)
        return basis->rank;
    for (size_t i = 0; i < basis->rank; i++)
        total += share_values ? basis->s[i] : basis->s[i] * basis->s[i];
    while (kept < basis->rank && sum < variance * total * (1 - SHARE_ROUNDING)) {
        sum += share_values ? basis->s[kept] : basis->s[kept] * basis->s[kept];
        kept++;
    }
    return kept;
}

static size_t svcca_directions(const struct cca_basis *basis, const struct measure_options *options)
{
    if (options->svcca_directions)
        return smaller(options->svcca_directions, basis->rank);
    return directions_for(basis, options->svcca_variance, options->svcca_share_values);
}

static double clip(double correlation)
{
    return correlation > 1 ? 1 : correlation < 0 ? 0 : correlation;
}

static double mean_of(const double *values, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum / (double)count;
}

/* Singular values of the leading rows × columns block of M, with vectors when left and right are given. */
static bool block_svd(struct workspace *space, size_t rows, size_t columns, double *values, double *left,
                      double *right, struct cca_error *error)
{
    size_t rank_x = space->x->rank;

    for (size_t j = 0; j < columns; j++)
        memcpy(space->work + j * rows, space->m + j * rank_x, rows * sizeof *space->work);
    if (!lapack_svd(rows, columns, space->work, values, left, right, error))
        return false;
    for (size_t i = 0; i < smaller(rows, columns); i++)
        values[i] = clip(values[i]);
    return true;
}

static bool measure_svcca(struct workspace *space, const struct cca_comparison *comparison,
                          struct cca_summary *summary, struct cca_error *error)
{
    size_t kept_x = svcca_directions(space->x, space->options);
    size_t kept_y = svcca_directions(space->y, space->options);

    summary->kept_x = kept_x;
    summary->kept_y = kept_y;
    summary->chance[MEASURE_SVCCA] = cca_chance_mean(summary->n, kept_x, kept_y);
    if (kept_x == summary->rank_x && kept_y == summary->rank_y) {
        summary->similarity[MEASURE_SVCCA] = mean_of(comparison->correlations, comparison->count);
        return true;
    }
    if (!block_svd(space, kept_x, kept_y, space->values, NULL, NULL, error))
        return false;
    summary->similarity[MEASURE_SVCCA] = mean_of(space->values, smaller(kept_x, kept_y));
    return true;
}

/* columns × rows from rows × columns. */
static void transpose(const double *from, size_t rows, size_t columns, double *to)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            to[j + i * columns] = from[i + j * rows];
}

/* Both sides' weights, from the variates of the leading kept_x × kept_y block that left and right hold. */
static bool weigh(struct workspace *space, size_t kept_x, size_t kept_y, const double *values,
                  struct cca_comparison *comparison, struct cca_error *error)
{
    struct cca_summary *summary = &comparison->summary;
    size_t count = smaller(kept_x, kept_y);
    bool ambiguous_x, ambiguous_y;

    comparison->weight_count = count;
    transpose(space->right, count, kept_y, space->work);
    if (!pwcca_weigh(space->x, kept_x, space->left, count, values, comparison->weights_x,
                     &summary->similarity[MEASURE_PWCCA], &ambiguous_x, error) ||
        !pwcca_weigh(space->y, kept_y, space->work, count, values, comparison->weights_y, &summary->pwcca_y,
                     &ambiguous_y, error))
        return false;
    summary->chance[MEASURE_PWCCA] = cca_chance_mean(summary->n, kept_x, kept_y);
    summary->notes |= (ambiguous_x ? CCA_NOTE_AMBIGUOUS_X : 0) | (ambiguous_y ? CCA_NOTE_AMBIGUOUS_Y : 0);
    return true;
}

static bool measure_pwcca(struct workspace *space, struct cca_comparison *comparison, struct cca_error *error)
{
    double variance = space->options->pwcca_variance;
    size_t kept_x, kept_y;

    if (variance == 0) /* left and right still hold the decomposition of the whole of M */
        return weigh(space, space->x->rank, space->y->rank, comparison->correlations, comparison, error);
    kept_x = directions_for(space->x, variance, false);
    kept_y = directions_for(space->y, variance, false);
    return block_svd(space, kept_x, kept_y, space->values, space->left, space->right, error) &&
           weigh(space, kept_x, kept_y, space->values, comparison, error);
}

/* Linear CKA and Procrustes from S_x M S_y, whose Frobenius and nuclear norms are those of X_cᵀ Y_c. */
static bool measure_by_variance(struct workspace *space, struct cca_summary *summary, struct cca_error *error)
{
    const double *s_x = space->x->s, *s_y = space->y->s;
    size_t rank_x = summary->rank_x, rank_y = summary->rank_y;
    double squares = 0, fourth_x = 0, fourth_y = 0, norm_x = lapack_norm(rank_x, s_x);
    double norm_y = lapack_norm(rank_y, s_y);

    for (size_t j = 0; j < rank_y; j++)
        for (size_t i = 0; i < rank_x; i++) {
            double value = s_x[i] * space->m[i + j * rank_x] * s_y[j];

            space->work[i + j * rank_x] = value;
            squares += value * value;
        }
    for (size_t i = 0; i < rank_x; i++)
        fourth_x += pow(s_x[i], 4);
    for (size_t i = 0; i < rank_y; i++)
        fourth_y += pow(s_y[i], 4);
    summary->similarity[MEASURE_CKA] = clip(squares / sqrt(fourth_x) / sqrt(fourth_y));
    if (!lapack_svd(rank_x, rank_y, space->work, space->values, NULL, NULL, error))
        return false;
    summary->similarity[MEASURE_PROCRUSTES] = clip(mean_of(space->values, smaller(rank_x, rank_y)) *
                                                   (double)smaller(rank_x, rank_y) / norm_x / norm_y);
    return true;
}

static void measure_correlations(struct cca_comparison *comparison)
{
    struct cca_summary *summary = &comparison->summary;
    double squares = 0;

    for (size_t i = 0; i < comparison->count; i++)
        squares += comparison->correlations[i] * comparison->correlations[i];
    summary->similarity[MEASURE_CCA] = mean_of(comparison->correlations, comparison->count);
    summary->similarity[MEASURE_R2CCA] = squares / (double)comparison->count;
    summary->chance[MEASURE_CCA] = cca_chance_mean(summary->n, summary->rank_x, summary->rank_y);
    summary->chance[MEASURE_R2CCA] = cca_chance_squared(summary->n, summary->rank_x, summary->rank_y);
}

static bool allocate(struct workspace *space, struct cca_comparison *comparison)
{
    size_t rank_x = space->x->rank, rank_y = space->y->rank, count = smaller(rank_x, rank_y);
    size_t largest = rank_x > rank_y ? rank_x : rank_y;

    comparison->count = count;
    comparison->correlations = calloc(count, sizeof(double));
    comparison->weights_x = calloc(count, sizeof(double));
    comparison->weights_y = calloc(count, sizeof(double));
    space->m = malloc(rank_x * rank_y * sizeof(double));
    space->work = malloc(rank_x * rank_y * sizeof(double));
    space->left = malloc(rank_x * count * sizeof(double));
    space->right = malloc(count * rank_y * sizeof(double));
    space->values = malloc(largest * sizeof(double));
    return comparison->correlations && comparison->weights_x && comparison->weights_y && space->m &&
           space->work && space->left && space->right && space->values;
}

static void release(struct workspace *space)
{
    free(space->m);
    free(space->work);
    free(space->left);
    free(space->right);
    free(space->values);
}

/* Every measure that rests on the product M; both ranks are at least 1. */
static bool measure_by_product(struct workspace *space, struct cca_comparison *comparison,
                               struct cca_error *error)
{
    const struct cca_basis *x = space->x, *y = space->y;

    lapack_multiply(true, x->rank, y->rank, x->n, x->u, x->n, y->u, y->n, space->m, x->rank);
    if (!block_svd(space, x->rank, y->rank, comparison->correlations, space->left, space->right, error))
        return false;
    measure_correlations(comparison);
    return measure_pwcca(space, comparison, error) &&
           measure_svcca(space, comparison, &comparison->summary, error) &&
           measure_by_variance(space, &comparison->summary, error);
}

static void measure_controls(const struct cca_basis *x, const struct cca_basis *y,
                             struct cca_summary *summary)
{
    controls_measure(x, y, &summary->similarity[MEASURE_COSINE], &summary->zero_rows,
                     &summary->similarity[MEASURE_EUCLIDEAN]);
    summary->notes |= summary->zero_rows ? CCA_NOTE_ZERO_ROWS : 0;
}

static void describe(const struct cca_basis *x, const struct cca_basis *y, struct cca_summary *summary)
{
    size_t largest = x->rank > y->rank ? x->rank : y->rank;

    *summary =
        (struct cca_summary){.n = x->n, .d_x = x->d, .d_y = y->d, .rank_x = x->rank, .rank_y = y->rank};
    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        summary->similarity[measure] = summary->chance[measure] = NAN;
    summary->pwcca_y = NAN;
    summary->notes = (x->rank ? 0 : CCA_NOTE_RANK_ZERO_X) | (y->rank ? 0 : CCA_NOTE_RANK_ZERO_Y) |
                     (x->d == y->d ? 0 : CCA_NOTE_UNEQUAL_D);
    if (x->rank == 0 || y->rank == 0)
        return;
    summary->by_construction = cca_by_construction(x->n, x->rank, y->rank);
    summary->notes |= (summary->n < 5 * largest ? CCA_NOTE_FEW_SAMPLES : 0) |
                      (summary->by_construction ? CCA_NOTE_BY_CONSTRUCTION : 0);
}

bool cca_compare(const struct cca_basis *x, const struct cca_basis *y, const struct measure_options *options,
                 struct cca_comparison *comparison, struct cca_error *error)
{
    struct workspace space = {.x = x, .y = y, .options = options};
    bool good = true;

    *comparison = (struct cca_comparison){0};
    if (x->n != y->n)
        return cca_fail(error, CCA_UNDEFINED,
                        "the two sides have %zu and %zu samples; only equal inputs can be compared", x->n,
                        y->n);
    describe(x, y, &comparison->summary);
    if (x->rank && y->rank) {
        good = allocate(&space, comparison)
                   ? measure_by_product(&space, comparison, error)
                   : cca_fail_memory(error, "a comparison", 3.0 * (double)x->rank * (double)y->rank * 8);
        if (good && x->d == y->d)
            measure_controls(x, y, &comparison->summary);
        release(&space);
    }
    if (!good)
        cca_comparison_free(comparison);
    return good;
}

void cca_comparison_free(struct cca_comparison *comparison)
{
    free(comparison->correlations);
    free(comparison->weights_x);
    free(comparison->weights_y);
    comparison->correlations = comparison->weights_x = comparison->weights_y = NULL;
}
