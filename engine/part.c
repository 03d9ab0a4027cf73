#include "engine/part.h"

#include <math.h>
#include <stdlib.h>

#include "engine/lapack.h"

static bool create_side(struct part_side *side, size_t rank)
{
    side->rank = rank;
    side->gram = malloc(rank * rank * sizeof(double));
    side->sum = malloc(rank * sizeof(double));
    side->transform = malloc(rank * rank * sizeof(double));
    return side->gram && side->sum && side->transform;
}

static void free_side(struct part_side *side)
{
    free(side->gram);
    free(side->sum);
    free(side->transform);
}

bool part_create(struct part *part, size_t rank_x, size_t rank_y, struct cca_error *error)
{
    size_t most = rank_x > rank_y ? rank_x : rank_y;

    *part = (struct part){.m = malloc(rank_x * rank_y * sizeof(double)),
                          .work = malloc(most * most * sizeof(double)),
                          .other = malloc(most * most * sizeof(double))};
    return (create_side(&part->x, rank_x) && create_side(&part->y, rank_y) && part->m && part->work &&
            part->other) ||
           cca_fail_memory(error, "a part of the samples", 7 * (double)(most * most) * sizeof(double));
}

void part_free(struct part *part)
{
    free_side(&part->x);
    free_side(&part->y);
    free(part->m);
    free(part->work);
    free(part->other);
}

/* The side begins at row and column `first` of the joint matrix. */
static void take_side(struct part_side *side, const double *joint, size_t size, size_t first)
{
    size_t rank = side->rank;

    for (size_t j = 0; j < rank; j++) {
        side->sum[j] = joint[size - 1 + (first + j) * size];
        for (size_t i = j; i < rank; i++)
            side->gram[i + j * rank] = side->gram[j + i * rank] = joint[first + i + (first + j) * size];
    }
}

void part_take(struct part *part, const double *joint)
{
    size_t rank_x = part->x.rank, size = rank_x + part->y.rank + 1;

    take_side(&part->x, joint, size, 0);
    take_side(&part->y, joint, size, rank_x);
    part->n = joint[size * size - 1];
    for (size_t j = 0; j < part->y.rank; j++)
        for (size_t i = 0; i < rank_x; i++)
            part->m[i + j * rank_x] = joint[rank_x + j + i * size];
}

/* a (rank of x × rank of y) with the means taken off. */
static void centre(const double *a, const struct part_side *x, const struct part_side *y, double n,
                   double *centred)
{
    for (size_t j = 0; j < y->rank; j++)
        for (size_t i = 0; i < x->rank; i++)
            centred[i + j * x->rank] = a[i + j * x->rank] - x->sum[i] * (y->sum[j] / n);
}

void part_centred_gram(const struct part *part, const struct part_side *side, double *centred)
{
    centre(side->gram, side, side, part->n, centred);
}

/* By a Cholesky decomposition of the centred gram. False where a direction may hold too small a share: no
 * eigenvalue is below 1 / trace(gram⁻¹). */
static bool whiten_at_once(struct part_side *side, double *gram, double *inverse)
{
    size_t rank = side->rank;
    double norm;

    if (!lapack_cholesky(rank, gram))
        return false;
    for (size_t i = 0; i < rank * rank; i++)
        inverse[i] = i % (rank + 1) == 0;
    lapack_solve_lower(false, rank, rank, gram, inverse);
    norm = lapack_norm(rank * rank, inverse);
    if (!(norm * norm < 1 / PART_SHARE))
        return false;
    for (size_t j = 0; j < rank; j++)
        for (size_t i = 0; i < rank; i++)
            side->transform[i + j * rank] = inverse[j + i * rank];
    side->kept = rank;
    return true;
}

/* By its eigenvectors, without those that hold too small a share. */
static bool whiten_what_counts(struct part_side *side, double *gram, double *values, struct cca_error *error)
{
    size_t rank = side->rank;

    if (!lapack_eigen(rank, gram, values, error))
        return false;
    for (size_t j = rank; j-- > 0 && values[j] > PART_SHARE; side->kept++)
        for (size_t i = 0; i < rank; i++)
            side->transform[i + side->kept * rank] = gram[i + j * rank] / sqrt(values[j]);
    return true;
}

static bool whiten_side(struct part *part, struct part_side *side, struct cca_error *error)
{
    side->kept = 0;
    if (part->n < 2) /* its mean is all there is */
        return true;
    part_centred_gram(part, side, part->work);
    if (whiten_at_once(side, part->work, part->other))
        return true;
    part_centred_gram(part, side, part->work);
    return whiten_what_counts(side, part->work, part->other, error);
}

bool part_whiten(struct part *part, struct cca_error *error)
{
    return whiten_side(part, &part->x, error) && whiten_side(part, &part->y, error);
}

void part_product(struct part *part, double *product)
{
    const struct part_side *x = &part->x, *y = &part->y;

    centre(part->m, x, y, part->n, part->work);
    lapack_multiply(true, x->kept, y->rank, x->rank, x->transform, x->rank, part->work, x->rank, part->other,
                    x->kept);
    lapack_multiply(false, x->kept, y->kept, y->rank, part->other, x->kept, y->transform, y->rank, product,
                    x->kept);
}
