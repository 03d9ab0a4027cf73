#include "engine/held_out.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "engine/joint.h"
#include "engine/lapack.h"
#include "engine/part.h"
#include "engine/singular.h"

/* Fitting on one half. */
struct fit {
    struct part part; /* the rows of this half */
    double others;    /* rows of the other */
    double *product;  /* of both halves' rows with canonical directions; the part's while those are found */
    double *values;   /* correlations on this half */
    double *left, *right; /* singular vectors */
    double *x, *y;        /* canonical directions, rank × count */
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

static bool allocate(struct fit *fit, size_t rank_x, size_t rank_y, struct cca_error *error)
{
    size_t most = larger(rank_x, rank_y), count = smaller(rank_x, rank_y);

    *fit = (struct fit){.product = malloc(most * most * sizeof(double)),
                        .values = malloc(most * sizeof(double)),
                        .left = malloc(rank_x * count * sizeof(double)),
                        .right = malloc(rank_y * count * sizeof(double)),
                        .x = malloc(rank_x * count * sizeof(double)),
                        .y = malloc(rank_y * count * sizeof(double))};
    return part_create(&fit->part, rank_x, rank_y, error) &&
           ((fit->product && fit->values && fit->left && fit->right && fit->x && fit->y) ||
            cca_fail_memory(error, "held-out CCA", 5 * (double)(most * most) * sizeof(double)));
}

static void release(struct fit *fit)
{
    part_free(&fit->part);
    free(fit->product);
    free(fit->values);
    free(fit->left);
    free(fit->right);
    free(fit->x);
    free(fit->y);
}

/* Both halves together are the identity, and their columns sum to 0. */
static void turn_side(struct part_side *side)
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
    struct part *part = &fit->part;
    double n = part->n;

    turn_side(&part->x);
    turn_side(&part->y);
    part->n = fit->others;
    fit->others = n;
    for (size_t i = 0; i < part->x.rank * part->y.rank; i++)
        part->m[i] = m[i] - part->m[i];
}

/* Canonical directions and correlations of the half: those of the whitened product. */
static bool correlate(struct fit *fit, size_t count, struct cca_error *error)
{
    const struct part_side *x = &fit->part.x, *y = &fit->part.y;

    part_product(&fit->part, fit->product);
    if (!singular_vectors(x->kept, y->kept, fit->product, false, fit->values, fit->left, fit->right, error))
        return false;
    lapack_multiply(false, x->rank, count, x->kept, x->transform, x->rank, fit->left, x->kept, fit->x,
                    x->rank);
    lapack_multiply(false, y->rank, count, y->kept, y->transform, y->rank, fit->right, y->kept, fit->y,
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

/* Variance of a direction on the other half, in units of what it has on this one; where it holds no more than
 * a share that does not count, 0. */
static double variance_elsewhere(const struct fit *fit, const struct part_side *side, const double *direction)
{
    double all = dot(direction, direction, side->rank), sum = dot(direction, side->sum, side->rank);
    double variance = all - 1 - sum * sum * (1 / fit->part.n + 1 / fit->others);

    return variance > PART_SHARE * all ? variance : 0;
}

/* The correlation of the i-th pair of directions on the other half; the product is of M with those of y. */
static double correlation_elsewhere(const struct fit *fit, size_t i)
{
    const struct part_side *side_x = &fit->part.x, *side_y = &fit->part.y;
    const double *x = fit->x + i * side_x->rank, *y = fit->y + i * side_y->rank;
    double variance_x = variance_elsewhere(fit, side_x, x), variance_y = variance_elsewhere(fit, side_y, y);
    double means = dot(x, side_x->sum, side_x->rank) * dot(y, side_y->sum, side_y->rank);
    double covariance = dot(x, fit->product + i * side_x->rank, side_x->rank) - fit->values[i] -
                        means * (1 / fit->part.n + 1 / fit->others);

    if (variance_x == 0 || variance_y == 0)
        return 0;
    return fmax(-1, fmin(1, covariance / sqrt(variance_x) / sqrt(variance_y)));
}

/* Fits on this half and correlates on the other; *mean is NaN where this one does not vary. */
static bool hold_out(struct fit *fit, const double *m, double *mean, struct cca_error *error)
{
    const struct part_side *x = &fit->part.x, *y = &fit->part.y;
    size_t count;
    double sum = 0;

    *mean = NAN;
    if (!part_whiten(&fit->part, error))
        return false;
    count = smaller(x->kept, y->kept);
    if (count == 0 || fit->others < 1)
        return true;
    if (!correlate(fit, count, error))
        return false;
    lapack_multiply(false, x->rank, count, y->rank, m, x->rank, fit->y, y->rank, fit->product, x->rank);
    for (size_t i = 0; i < count; i++)
        sum += correlation_elsewhere(fit, i);
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
        part_take(&fit.part, joint);
        fit.others = (double)x->n - fit.part.n;
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
