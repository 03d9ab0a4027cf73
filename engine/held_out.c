#include "engine/held_out.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "engine/joint.h"
#include "engine/lapack.h"
#include "engine/singular.h"

/* A direction of which a half holds no more than this share of the variance is not fitted on that half, and
 * has correlation 0 there. */
#define SHARE 1e-6

/* One side in the coordinates of its basis, where all rows together are the identity. */
struct side {
    size_t rank, kept;
    double *gram;      /* of the rows of the half that is fitted */
    double *sum;       /* of those rows */
    double *transform; /* rank × kept: what makes that half's directions orthonormal, its mean taken off */
    double *canonical; /* rank × count: canonical directions */
};

/* Fitting on one half. */
struct fit {
    struct side x, y;
    double n, others;     /* rows of this half, and of the other */
    double *m;            /* U_xᵀ U_y over this half's rows, rank_x × rank_y */
    double *work, *inner; /* as large as it or any Gram matrix */
    double *values;       /* correlations on this half */
    double *left, *right; /* singular vectors */
};

bool held_out_first_half(size_t sample)
{
    uint64_t hash = (uint64_t)(sample / 2) + 0x9e3779b97f4a7c15u; /* splitmix64 (Steele, Lea, Flood 2014) */

    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
    return ((hash ^ (hash >> 31)) & 1) == sample % 2;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool allocate_side(struct side *side, size_t rank, size_t count)
{
    side->rank = rank;
    side->gram = malloc(rank * rank * sizeof(double));
    side->sum = malloc(rank * sizeof(double));
    side->transform = malloc(rank * rank * sizeof(double));
    side->canonical = malloc(rank * count * sizeof(double));
    return side->gram && side->sum && side->transform && side->canonical;
}

static void free_side(struct side *side)
{
    free(side->gram);
    free(side->sum);
    free(side->transform);
    free(side->canonical);
}

static bool allocate(struct fit *fit, size_t rank_x, size_t rank_y, struct cca_error *error)
{
    size_t most = larger(rank_x, rank_y), count = smaller(rank_x, rank_y);

    fit->m = malloc(rank_x * rank_y * sizeof(double));
    fit->work = malloc(most * most * sizeof(double));
    fit->inner = malloc(most * most * sizeof(double));
    fit->values = malloc(most * sizeof(double));
    fit->left = malloc(rank_x * count * sizeof(double));
    fit->right = malloc(rank_y * count * sizeof(double));
    return (allocate_side(&fit->x, rank_x, count) && allocate_side(&fit->y, rank_y, count) && fit->m &&
            fit->work && fit->inner && fit->values && fit->left && fit->right) ||
           cca_fail_memory(error, "held-out CCA", 10.0 * (double)(most * most) * sizeof(double));
}

static void release(struct fit *fit)
{
    free_side(&fit->x);
    free_side(&fit->y);
    free(fit->m);
    free(fit->work);
    free(fit->inner);
    free(fit->values);
    free(fit->left);
    free(fit->right);
}

/* One side's part of the joint Gram matrix, which starts at its row and column `first`. */
static void take_side(struct side *side, const double *joint, size_t size, size_t first)
{
    for (size_t j = 0; j < side->rank; j++) {
        side->sum[j] = joint[size - 1 + (first + j) * size];
        for (size_t i = j; i < side->rank; i++)
            side->gram[i + j * side->rank] = side->gram[j + i * side->rank] =
                joint[first + i + (first + j) * size];
    }
}

static void take_joint(struct fit *fit, const double *joint, size_t size, double n)
{
    size_t rank_x = fit->x.rank;

    take_side(&fit->x, joint, size, 0);
    take_side(&fit->y, joint, size, rank_x);
    fit->n = joint[size * size - 1];
    fit->others = n - fit->n;
    for (size_t j = 0; j < fit->y.rank; j++)
        for (size_t i = 0; i < rank_x; i++)
            fit->m[i + j * rank_x] = joint[rank_x + j + i * size];
}

/* Both halves together are the identity, and their columns sum to 0. */
static void turn_side(struct side *side)
{
    for (size_t j = 0; j < side->rank; j++) {
        side->sum[j] = -side->sum[j];
        for (size_t i = 0; i < side->rank; i++)
            side->gram[i + j * side->rank] = (i == j) - side->gram[i + j * side->rank];
    }
}

/* From one half to the other. */
static void turn_over(struct fit *fit, const double *m)
{
    double n = fit->n;

    turn_side(&fit->x);
    turn_side(&fit->y);
    fit->n = fit->others;
    fit->others = n;
    for (size_t i = 0; i < fit->x.rank * fit->y.rank; i++)
        fit->m[i] = m[i] - fit->m[i];
}

/* a (rows × columns) with the means of a half of n rows taken off. */
static void centre(const double *a, size_t rows, size_t columns, const double *x, const double *y, double n,
                   double *centred)
{
    for (size_t j = 0; j < columns; j++)
        for (size_t i = 0; i < rows; i++)
            centred[i + j * rows] = a[i + j * rows] - x[i] * (y[j] / n);
}

/* The transform by a Cholesky decomposition of the centred Gram matrix in `work`. False where a direction may
 * hold too small a share: no eigenvalue is below 1 / trace(gram⁻¹). */
static bool whiten_at_once(struct side *side, double *work, double *inverse)
{
    size_t rank = side->rank;
    double norm;

    if (!lapack_cholesky(rank, work))
        return false;
    for (size_t i = 0; i < rank * rank; i++)
        inverse[i] = i % (rank + 1) == 0;
    lapack_solve_lower(false, rank, rank, work, inverse);
    norm = lapack_norm(rank * rank, inverse);
    if (!(norm * norm < 1 / SHARE))
        return false;
    for (size_t j = 0; j < rank; j++)
        for (size_t i = 0; i < rank; i++)
            side->transform[i + j * rank] = inverse[j + i * rank];
    side->kept = rank;
    return true;
}

/* The transform by eigenvectors, without directions that hold too small a share. */
static bool whiten_what_counts(struct side *side, double *work, double *values, struct cca_error *error)
{
    size_t rank = side->rank;

    side->kept = 0;
    if (!lapack_eigen(rank, true, work, values, error))
        return false;
    for (size_t j = rank; j-- > 0 && values[j] > SHARE;) {
        for (size_t i = 0; i < rank; i++)
            side->transform[i + side->kept * rank] = work[i + j * rank] / sqrt(values[j]);
        side->kept++;
    }
    return true;
}

static bool whiten(struct fit *fit, struct side *side, struct cca_error *error)
{
    size_t rank = side->rank;

    side->kept = 0;
    if (fit->n < 2) /* its mean is all there is */
        return true;
    centre(side->gram, rank, rank, side->sum, side->sum, fit->n, fit->work);
    if (whiten_at_once(side, fit->work, fit->inner))
        return true;
    centre(side->gram, rank, rank, side->sum, side->sum, fit->n, fit->work);
    return whiten_what_counts(side, fit->work, fit->values, error);
}

/* Canonical directions and correlations of the half: those of the whitened product. */
static bool correlate(struct fit *fit, size_t count, struct cca_error *error)
{
    struct side *x = &fit->x, *y = &fit->y;

    centre(fit->m, x->rank, y->rank, x->sum, y->sum, fit->n, fit->work);
    lapack_multiply(true, x->kept, y->rank, x->rank, x->transform, x->rank, fit->work, x->rank, fit->inner,
                    x->kept);
    lapack_multiply(false, x->kept, y->kept, y->rank, fit->inner, x->kept, y->transform, y->rank, fit->work,
                    x->kept);
    if (!singular_vectors(x->kept, y->kept, fit->work, false, fit->values, fit->left, fit->right, error))
        return false;
    lapack_multiply(false, x->rank, count, x->kept, x->transform, x->rank, fit->left, x->kept, x->canonical,
                    x->rank);
    lapack_multiply(false, y->rank, count, y->kept, y->transform, y->rank, fit->right, y->kept, y->canonical,
                    y->rank);
    return true;
}

static double dot(const double *a, const double *b, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Variance of a direction on the other half, in units of what it has on this one. */
static double variance_elsewhere(const struct fit *fit, const struct side *side, const double *direction)
{
    double all = dot(direction, direction, side->rank), sum = dot(direction, side->sum, side->rank);
    double variance = all - 1 - sum * sum * (1 / fit->n + 1 / fit->others);

    return variance > SHARE * all ? variance : 0;
}

/* The correlation of the i-th pair of directions on the other half; `product` is M times that of y. */
static double correlation_elsewhere(const struct fit *fit, size_t i, const double *product)
{
    const double *x = fit->x.canonical + i * fit->x.rank, *y = fit->y.canonical + i * fit->y.rank;
    double variance_x = variance_elsewhere(fit, &fit->x, x), variance_y = variance_elsewhere(fit, &fit->y, y);
    double means = dot(x, fit->x.sum, fit->x.rank) * dot(y, fit->y.sum, fit->y.rank);
    double covariance =
        dot(x, product, fit->x.rank) - fit->values[i] - means * (1 / fit->n + 1 / fit->others);

    if (variance_x == 0 || variance_y == 0)
        return 0;
    return fmax(-1, fmin(1, covariance / sqrt(variance_x) / sqrt(variance_y)));
}

/* Fits on this half and correlates on the other; *mean is NaN where this one does not vary. */
static bool hold_out(struct fit *fit, const double *m, double *mean, struct cca_error *error)
{
    size_t rank_x = fit->x.rank, count;
    double sum = 0;

    *mean = NAN;
    if (!whiten(fit, &fit->x, error) || !whiten(fit, &fit->y, error))
        return false;
    count = smaller(fit->x.kept, fit->y.kept);
    if (count == 0 || fit->others < 1)
        return true;
    if (!correlate(fit, count, error))
        return false;
    lapack_multiply(false, rank_x, count, fit->y.rank, m, rank_x, fit->y.canonical, fit->y.rank, fit->work,
                    rank_x);
    for (size_t i = 0; i < count; i++)
        sum += correlation_elsewhere(fit, i, fit->work + i * rank_x);
    *mean = sum / (double)count;
    return true;
}

/* The joint Gram matrix of the first half; malloc'ed. NULL with *error filled. */
static double *first_half(const struct cca_basis *x, const struct cca_basis *y, struct cca_error *error)
{
    size_t samples = joint_samples(x, y), size = joint_size(x, y);
    double *weights = malloc(samples * sizeof *weights), *gram = malloc(size * size * sizeof *gram);
    bool good = (weights && gram) ||
                cca_fail_memory(error, "held-out CCA", (double)((size * size + samples) * sizeof(double)));

    for (size_t i = 0; good && i < samples; i++)
        weights[i] = held_out_first_half(i);
    good = good && joint_grams(x, y, weights, 1, gram, error);
    free(weights);
    if (good)
        return gram;
    free(gram);
    return NULL;
}

static double mean_of_defined(double a, double b)
{
    return isnan(a) ? b : isnan(b) ? a : (a + b) / 2;
}

bool held_out_measure(const struct cca_basis *x, const struct cca_basis *y, const double *m,
                      double *similarity, struct cca_error *error)
{
    double *joint, there = NAN, back = NAN;
    struct fit fit = {0};
    bool good;

    if (x == y) { /* known without rounding, as the product is */
        *similarity = 1;
        return true;
    }
    joint = first_half(x, y, error);
    good = joint && allocate(&fit, x->rank, y->rank, error);
    if (good) {
        take_joint(&fit, joint, joint_size(x, y), (double)x->n);
        good = hold_out(&fit, m, &there, error);
    }
    if (good) {
        turn_over(&fit, m);
        good = hold_out(&fit, m, &back, error);
    }
    *similarity = mean_of_defined(there, back);
    release(&fit);
    free(joint);
    return good;
}
