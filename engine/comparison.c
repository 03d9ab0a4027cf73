#include "engine/comparison.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/chance.h"
#include "engine/controls.h"
#include "engine/dft_comparison.h"
#include "engine/held_out.h"
#include "engine/lapack.h"
#include "engine/measuring.h"
#include "engine/product.h"
#include "engine/pwcca.h"
#include "engine/singular.h"

/* One comparison under way. */
struct workspace {
    const struct cca_basis *x, *y;
    const struct measure_options *options;
    unsigned wanted; /* MEASURE_BITs */
    bool exact;      /* every correlation to rounding, not only their sums */
    double *m;       /* U_xᵀ U_y, rank_x × rank_y */
    bool given;      /* m is there already, and the caller's */
    double *work;    /* as large */
    double *left;    /* rank_x × count left singular vectors of M or a leading block */
    double *right;   /* rank_y × count right ones */
    double *values;  /* singular values of a leading block, or of S_x M S_y */
    struct cca_comparison *comparison;
};

/* What rounding may add to a similarity on the fast paths. */
#define TOLERANCE 1e-7

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

unsigned cca_span_measures(const struct measure_options *options)
{
    return MEASURE_BIT(MEASURE_CCA) | MEASURE_BIT(MEASURE_R2CCA) | MEASURE_BIT(MEASURE_COSINE) |
           MEASURE_BIT(MEASURE_EUCLIDEAN) | MEASURE_BIT(MEASURE_HELD_OUT) |
           (options->pwcca_variance == 0 ? MEASURE_BIT(MEASURE_PWCCA) : 0);
}

static bool wants(const struct workspace *space, enum measure measure)
{
    return space->wanted & MEASURE_BIT(measure);
}

/* Singular vectors of the leading rows × columns block of M, to left and right. */
static bool block_vectors(struct workspace *space, size_t rows, size_t columns, double *values,
                          struct cca_error *error)
{
    size_t rank_x = space->x->rank;
    const double *block = space->m;

    if (rows < rank_x) {
        for (size_t j = 0; j < columns; j++)
            memcpy(space->work + j * rows, space->m + j * rank_x, rows * sizeof *space->work);
        block = space->work;
    }
    if (!singular_vectors(rows, columns, block, space->exact, values, space->left, space->right, error))
        return false;
    measuring_clip_all(values, smaller(rows, columns));
    return true;
}

/* Correlations of all that counts, with vectors where something is weighted by them. */
static bool find_correlations(struct workspace *space, struct cca_error *error)
{
    size_t rank_x = space->x->rank, rank_y = space->y->rank, count = space->comparison->count;
    double *correlations = space->comparison->correlations;

    if (space->exact || (wants(space, MEASURE_PWCCA) && space->options->pwcca_variance == 0))
        return block_vectors(space, rank_x, rank_y, correlations, error);
    if (!singular_values(rank_x, rank_y, space->m, rank_x, TOLERANCE * (double)count, correlations, error))
        return false;
    measuring_clip_all(correlations, count);
    return true;
}

static void measure_correlations(struct workspace *space)
{
    struct cca_summary *summary = &space->comparison->summary;
    double norm = lapack_norm(summary->rank_x * summary->rank_y, space->m);

    summary->similarity[MEASURE_R2CCA] = measuring_clip(norm * norm / (double)space->comparison->count);
    summary->chance[MEASURE_R2CCA] = cca_chance_squared(summary->n, summary->rank_x, summary->rank_y);
    if (!wants(space, MEASURE_CCA))
        return;
    summary->similarity[MEASURE_CCA] =
        measuring_mean(space->comparison->correlations, space->comparison->count);
    summary->chance[MEASURE_CCA] = cca_chance_mean(summary->n, summary->rank_x, summary->rank_y);
}

static bool svcca_is_cca(const struct workspace *space)
{
    return measuring_svcca(space->x->s, space->x->rank, space->options) == space->x->rank &&
           measuring_svcca(space->y->s, space->y->rank, space->options) == space->y->rank;
}

static bool measure_svcca(struct workspace *space, struct cca_error *error)
{
    struct cca_summary *summary = &space->comparison->summary;
    size_t kept_x, kept_y, count;

    if (!wants(space, MEASURE_SVCCA))
        return true;
    kept_x = measuring_svcca(space->x->s, space->x->rank, space->options);
    kept_y = measuring_svcca(space->y->s, space->y->rank, space->options);
    count = smaller(kept_x, kept_y);
    summary->kept_x = kept_x;
    summary->kept_y = kept_y;
    summary->chance[MEASURE_SVCCA] = cca_chance_mean(summary->n, kept_x, kept_y);
    if (svcca_is_cca(space)) {
        summary->similarity[MEASURE_SVCCA] = measuring_mean(space->comparison->correlations, count);
        return true;
    }
    if (!singular_values(kept_x, kept_y, space->m, space->x->rank,
                         space->exact ? 0 : TOLERANCE * (double)count, space->values, error))
        return false;
    measuring_clip_all(space->values, count);
    summary->similarity[MEASURE_SVCCA] = measuring_mean(space->values, count);
    return true;
}

/* Both sides' weights, from the variates of the leading kept_x × kept_y block that left and right hold. */
static bool weigh(struct workspace *space, size_t kept_x, size_t kept_y, const double *values,
                  struct cca_error *error)
{
    struct cca_comparison *comparison = space->comparison;
    struct cca_summary *summary = &comparison->summary;
    size_t count = smaller(kept_x, kept_y);
    struct pwcca_side_result x = {.weights = comparison->weights_x}, y = {.weights = comparison->weights_y};

    comparison->weight_count = count;
    if (!pwcca_weigh(space->x, kept_x, space->left, count, values, &x, error) ||
        !pwcca_weigh(space->y, kept_y, space->right, count, values, &y, error))
        return false;
    summary->similarity[MEASURE_PWCCA] = x.similarity;
    summary->pwcca_y = y.similarity;
    summary->chance[MEASURE_PWCCA] = cca_chance_mean(summary->n, kept_x, kept_y);
    summary->notes |= (x.ambiguous ? CCA_NOTE_AMBIGUOUS_X : 0) | (y.ambiguous ? CCA_NOTE_AMBIGUOUS_Y : 0);
    return true;
}

static bool measure_pwcca(struct workspace *space, struct cca_error *error)
{
    double variance = space->options->pwcca_variance;
    size_t kept_x, kept_y;

    if (!wants(space, MEASURE_PWCCA))
        return true;
    if (variance == 0) /* left and right hold the decomposition of the whole of M */
        return weigh(space, space->x->rank, space->y->rank, space->comparison->correlations, error);
    kept_x = measuring_directions(space->x->s, space->x->rank, variance, false);
    kept_y = measuring_directions(space->y->s, space->y->rank, variance, false);
    return block_vectors(space, kept_x, kept_y, space->values, error) &&
           weigh(space, kept_x, kept_y, space->values, error);
}

/* S_x M S_y, whose Frobenius and nuclear norms are those of X_cᵀ Y_c; returns the square of the former. */
static double scale_by_variance(struct workspace *space)
{
    size_t rank_x = space->x->rank, rank_y = space->y->rank;
    double squares = 0;

    for (size_t j = 0; j < rank_y; j++)
        for (size_t i = 0; i < rank_x; i++) {
            double value = space->x->s[i] * space->m[i + j * rank_x] * space->y->s[j];

            space->work[i + j * rank_x] = value;
            squares += value * value;
        }
    return squares;
}

static double sum_of_fourths(const struct cca_basis *basis)
{
    double sum = 0;

    for (size_t i = 0; i < basis->rank; i++)
        sum += basis->s[i] * basis->s[i] * basis->s[i] * basis->s[i];
    return sum;
}

/* Linear CKA and Procrustes. */
static bool measure_by_variance(struct workspace *space, struct cca_error *error)
{
    struct cca_summary *summary = &space->comparison->summary;
    const struct cca_basis *x = space->x, *y = space->y;
    size_t count = smaller(x->rank, y->rank);
    double norms, squares;

    if (!wants(space, MEASURE_CKA) && !wants(space, MEASURE_PROCRUSTES))
        return true;
    norms = lapack_norm(x->rank, x->s) * lapack_norm(y->rank, y->s);
    squares = scale_by_variance(space);
    summary->similarity[MEASURE_CKA] =
        measuring_clip(squares / sqrt(sum_of_fourths(x)) / sqrt(sum_of_fourths(y)));
    if (!wants(space, MEASURE_PROCRUSTES))
        return true;
    if (!singular_values(x->rank, y->rank, space->work, x->rank, space->exact ? 0 : TOLERANCE * norms,
                         space->values, error))
        return false;
    summary->similarity[MEASURE_PROCRUSTES] =
        measuring_clip(measuring_mean(space->values, count) * (double)count / norms);
    return true;
}

/* Half of the samples fits a correlation of 1 for each dimension that the ranks share in it; several of these leave
 * open which directions belong together. */
static bool half_leaves_open(const struct cca_summary *summary)
{
    return cca_by_construction(summary->n / 2, summary->rank_x, summary->rank_y) > 1;
}

static bool measure_held_out(struct workspace *space, struct cca_error *error)
{
    struct cca_summary *summary = &space->comparison->summary;

    if (!wants(space, MEASURE_HELD_OUT))
        return true;
    if (!held_out_measure(space->x, space->y, space->m, &summary->similarity[MEASURE_HELD_OUT], error))
        return false;
    summary->chance[MEASURE_HELD_OUT] = 0;
    summary->notes |= space->x != space->y && half_leaves_open(summary) ? CCA_NOTE_FEW_HELD_OUT : 0;
    return true;
}

static bool allocate(struct workspace *space)
{
    struct cca_comparison *comparison = space->comparison;
    size_t rank_x = space->x->rank, rank_y = space->y->rank, count = smaller(rank_x, rank_y);
    bool vectors = space->exact || wants(space, MEASURE_PWCCA);

    comparison->count = count;
    comparison->correlations = calloc(count, sizeof(double));
    comparison->weights_x = calloc(count, sizeof(double));
    comparison->weights_y = calloc(count, sizeof(double));
    if (!space->given)
        space->m = malloc(rank_x * rank_y * sizeof(double));
    space->work = malloc(rank_x * rank_y * sizeof(double));
    space->left = malloc((vectors ? rank_x * count : 1) * sizeof(double));
    space->right = malloc((vectors ? rank_y * count : 1) * sizeof(double));
    space->values = malloc(count * sizeof(double));
    return comparison->correlations && comparison->weights_x && comparison->weights_y && space->m &&
           space->work && space->left && space->right && space->values;
}

static void release(struct workspace *space)
{
    if (!space->given)
        free(space->m);
    free(space->work);
    free(space->left);
    free(space->right);
    free(space->values);
}

/* Every measure that rests on the product M; both ranks are at least 1. */
static bool measure_by_product(struct workspace *space, struct cca_error *error)
{
    bool correlations = space->exact || wants(space, MEASURE_CCA) || wants(space, MEASURE_PWCCA) ||
                        (wants(space, MEASURE_SVCCA) && svcca_is_cca(space));

    struct product_pair product = {space->x, space->y, space->m};

    if ((!space->given && !product_compute(&product, 1, error)) ||
        (correlations && !find_correlations(space, error)))
        return false;
    measure_correlations(space);
    return measure_pwcca(space, error) && measure_svcca(space, error) && measure_by_variance(space, error) &&
           measure_held_out(space, error);
}

static bool measure_controls(const struct workspace *space, struct cca_error *error)
{
    struct cca_summary *summary = &space->comparison->summary;

    if (space->x->d != space->y->d || (!wants(space, MEASURE_COSINE) && !wants(space, MEASURE_EUCLIDEAN)))
        return true;
    if (!controls_measure(space->x, space->y, &summary->similarity[MEASURE_COSINE], &summary->zero_rows,
                          &summary->similarity[MEASURE_EUCLIDEAN], error))
        return false;
    summary->notes |= summary->zero_rows ? CCA_NOTE_ZERO_ROWS : 0;
    return true;
}

static void describe(const struct workspace *space)
{
    const struct cca_basis *x = space->x, *y = space->y;
    struct cca_summary *summary = &space->comparison->summary;

    *summary = measuring_begin(x->n, x->d, y->d, x->rank, y->rank, space->wanted);
    summary->notes |= x->d == y->d ? 0 : CCA_NOTE_UNEQUAL_D;
}

static bool run(struct workspace *space, struct cca_error *error)
{
    const struct cca_basis *x = space->x, *y = space->y;
    bool good = true;

    *space->comparison = (struct cca_comparison){0};
    if ((x->rank && !x->s) || (y->rank && !y->s))
        space->wanted &= cca_span_measures(space->options);
    if (x->n != y->n)
        return cca_fail(error, CCA_UNDEFINED,
                        "the two sides have %zu and %zu samples; only equal inputs can be compared", x->n,
                        y->n);
    if (x->dft || y->dft)
        return dft_compare(x, y, space->options, space->wanted, space->exact, space->comparison, error);
    describe(space);
    if (x->rank && y->rank) {
        good = allocate(space)
                   ? measure_by_product(space, error)
                   : cca_fail_memory(error, "a comparison", 4.0 * (double)x->rank * (double)y->rank * 8);
        good = good && measure_controls(space, error);
        release(space);
    }
    if (!good)
        cca_comparison_free(space->comparison);
    return good;
}

bool summarise_product(const struct product_pair *product, const struct measure_options *options,
                       unsigned wanted, struct cca_summary *summary, struct cca_error *error)
{
    struct cca_comparison comparison;
    struct workspace space = {.x = product->x,
                              .y = product->y,
                              .options = options,
                              .wanted = wanted,
                              .m = product->m,
                              .given = product->m != NULL,
                              .comparison = &comparison};

    if (!run(&space, error))
        return false;
    *summary = comparison.summary;
    cca_comparison_free(&comparison);
    return true;
}

bool cca_summarise(const struct cca_basis *x, const struct cca_basis *y,
                   const struct measure_options *options, unsigned wanted, struct cca_summary *summary,
                   struct cca_error *error)
{
    return summarise_product(&(struct product_pair){x, y, NULL}, options, wanted, summary, error);
}

bool cca_compare(const struct cca_basis *x, const struct cca_basis *y, const struct measure_options *options,
                 struct cca_comparison *comparison, struct cca_error *error)
{
    struct workspace space = {
        .x = x, .y = y, .options = options, .wanted = EVERY_MEASURE, .exact = true, .comparison = comparison};

    return run(&space, error);
}

void cca_comparison_free(struct cca_comparison *comparison)
{
    free(comparison->correlations);
    free(comparison->weights_x);
    free(comparison->weights_y);
    comparison->correlations = comparison->weights_x = comparison->weights_y = NULL;
}
