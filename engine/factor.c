#include "engine/factor.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/lapack.h"

/* Up to this ratio of singular values the Gram matrix tells them apart from rounding. */
#define GRAM_CONDITION 1e6

/* What the passes over the rows work on. */
struct passes {
    const struct centring *centring;
    double *gram;         /* live × live, lower triangle */
    double *lower;        /* live × room: the columns L so far, then those of a block */
    size_t columns, room; /* in use, and in all */
};

static bool add_gram(void *context, size_t first, size_t count, double *block, struct cca_error *error)
{
    struct passes *passes = context;

    (void)first;
    (void)error;
    centring_select(passes->centring, count, block);
    centring_subtract(passes->centring, count, block);
    lapack_add_gram(false, passes->centring->live, count, block, passes->gram);
    return true;
}

/* [L block] = L' Q: after each block X_cᵀ X_c = L Lᵀ of the rows so far, without ever forming it. */
static bool append_rows(void *context, size_t first, size_t count, double *block, struct cca_error *error)
{
    struct passes *passes = context;
    size_t live = passes->centring->live;

    (void)first;
    centring_select(passes->centring, count, block);
    centring_subtract(passes->centring, count, block);
    memcpy(passes->lower + passes->columns * live, block, count * live * sizeof *block);
    passes->columns += count;
    if (passes->columns <= live)
        return true;
    if (!lapack_lq(live, passes->columns, passes->lower, error))
        return false;
    passes->columns = live;
    return true;
}

/* The rule of ccascope(1), Numerical rank. */
static void count_directions(const struct centring *centring, enum cca_type type, double tolerance,
                             struct factor *factor)
{
    double n = (double)centring->n, d = (double)centring->live, largest = factor->s[0];
    double noise = cca_type_resolution(type) * centring->frobenius * (1 / sqrt(n) + 1 / sqrt(d));

    factor->threshold = tolerance > 0 ? tolerance * largest : fmax(noise, largest * fmax(n, d) * DBL_EPSILON);
    factor->rank = 0;
    while (factor->rank < factor->count && factor->rank + 1 < centring->n &&
           factor->s[factor->rank] > factor->threshold)
        factor->rank++;
}

/* Descending singular values from ascending eigenvalues, and the vectors in that order. */
static void take_eigenvectors(size_t live, const double *eigenvalues, const double *eigenvectors,
                              struct factor *factor)
{
    for (size_t i = 0; i < live; i++) {
        factor->s[i] = sqrt(fmax(0, eigenvalues[live - 1 - i]));
        memcpy(factor->v + i * live, eigenvectors + (live - 1 - i) * live, live * sizeof *factor->v);
    }
}

static bool by_gram(const struct rows *rows, const struct centring *centring, struct factor *factor,
                    struct cca_error *error)
{
    size_t live = centring->live;
    struct passes passes = {.centring = centring, .gram = calloc(live * live, sizeof *passes.gram)};
    double *eigenvalues = malloc(live * sizeof *eigenvalues);
    bool good = passes.gram && eigenvalues;

    if (!good)
        cca_fail_memory(error, "a Gram matrix", (double)live * (double)live * sizeof(double));
    good = good && rows_each(rows, add_gram, &passes, error) &&
           lapack_eigen(live, true, passes.gram, eigenvalues, error);
    if (good)
        take_eigenvectors(live, eigenvalues, passes.gram, factor);
    factor->by_gram = true;
    free(passes.gram);
    free(eigenvalues);
    return good;
}

/* Thin SVD of L: its left singular vectors are V. */
static bool decompose_lower(struct passes *passes, struct factor *factor, struct cca_error *error)
{
    double *unused = malloc(factor->count * passes->columns * sizeof *unused);
    bool good = unused ? lapack_svd(passes->centring->live, passes->columns, passes->lower, factor->s,
                                    factor->v, unused, error)
                       : cca_fail_memory(error, "a singular value decomposition",
                                         (double)(factor->count * passes->columns * sizeof *unused));

    free(unused);
    return good;
}

static bool by_qr(const struct rows *rows, const struct centring *centring, struct factor *factor,
                  struct cca_error *error)
{
    size_t live = centring->live, most = rows_per_block(rows);
    struct passes passes = {.centring = centring, .room = rows->n < live + most ? rows->n : live + most};
    bool good = lapack_fits(live, passes.room, error);

    passes.lower = good ? malloc(live * passes.room * sizeof *passes.lower) : NULL;
    if (good && !passes.lower)
        good =
            cca_fail_memory(error, "a QR decomposition", (double)(live * passes.room * sizeof *passes.lower));
    good = good && rows_each(rows, append_rows, &passes, error) && decompose_lower(&passes, factor, error);
    factor->by_gram = false;
    free(passes.lower);
    return good;
}

/* Whether rounding in the Gram matrix changes nothing that matters. */
static bool gram_is_enough(const struct centring *centring, const struct factor *factor)
{
    return factor->rank == centring->live && factor->s[0] <= GRAM_CONDITION * factor->s[factor->rank - 1];
}

bool factor_create(const struct rows *rows, const struct centring *centring, double rank_tolerance,
                   enum factoring how, struct factor *factor, struct cca_error *error)
{
    size_t live = centring->live;
    bool tall = live < rows->n;

    *factor = (struct factor){.count = tall ? live : rows->n};
    factor->s = malloc(factor->count * sizeof *factor->s);
    factor->v = malloc(live * factor->count * sizeof *factor->v);
    if (!factor->s || !factor->v)
        return cca_fail_memory(error, "singular vectors", (double)(live * factor->count * sizeof *factor->v));
    if (tall && how != FACTOR_BY_QR) {
        if (!by_gram(rows, centring, factor, error))
            return false;
        count_directions(centring, rows->type, rank_tolerance, factor);
        if (how == FACTOR_BY_GRAM || gram_is_enough(centring, factor))
            return true;
    }
    if (!by_qr(rows, centring, factor, error))
        return false;
    count_directions(centring, rows->type, rank_tolerance, factor);
    return true;
}

void factor_free(struct factor *factor)
{
    free(factor->s);
    free(factor->v);
}
