#include "engine/factor.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/lapack.h"

/* Up to this ratio of singular values the Gram matrix tells them apart from rounding. */
#define GRAM_CONDITION 1e6
/* How far from orthonormal X L⁻ᵀ may be: what float32 products add is more. */
#define SPAN_DEFECT 1e-8
/* How much LAPACK's estimate of a condition may be too low; it rarely is by 3. */
#define ESTIMATE_MARGIN 10

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
    lapack_add_gram(passes->centring->live, count, block, passes->gram);
    return true;
}

/* [L block] = L' Q: after each block X_cᵀ X_c = L Lᵀ of the rows so far, without ever forming it. */
static bool append_rows(void *context, size_t first, size_t count, double *block, struct cca_error *error)
{
    struct passes *passes = context;
    size_t live = passes->centring->live;

    (void)first;
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
static double threshold_of(const struct centring *centring, enum cca_type type, double tolerance,
                           double largest)
{
    double n = (double)centring->n, d = (double)centring->live;
    double noise = cca_type_resolution(type) * centring->frobenius * (1 / sqrt(n) + 1 / sqrt(d));

    return tolerance > 0 ? tolerance * largest : fmax(noise, largest * fmax(n, d) * DBL_EPSILON);
}

static void count_directions(const struct centring *centring, enum cca_type type, double tolerance,
                             struct factor *factor)
{
    factor->threshold = threshold_of(centring, type, tolerance, factor->s[0]);
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

static double *gram_of(const struct rows *rows, const struct centring *centring, struct cca_error *error)
{
    size_t live = centring->live;
    struct passes passes = {.centring = centring, .gram = calloc(live * live, sizeof *passes.gram)};

    if (!passes.gram) {
        cca_fail_memory(error, "a Gram matrix", (double)live * (double)live * sizeof(double));
        return NULL;
    }
    if (rows_each(rows, centring, add_gram, &passes, error))
        return passes.gram;
    free(passes.gram);
    return NULL;
}

/* Whether every direction counts and X L⁻ᵀ is orthonormal, by bounds: ‖X_cᵀX_c‖₁ >= s_1², ‖(X_cᵀX_c)⁻¹‖₁ >=
 * s_live⁻². */
static bool span_is_sure(const struct rows *rows, const struct centring *centring, double tolerance,
                         double norm, struct factor *factor)
{
    double reciprocal = lapack_reciprocal_condition(centring->live, factor->lower, norm);
    double smallest = sqrt(norm * reciprocal / ESTIMATE_MARGIN);

    factor->threshold = threshold_of(centring, rows->type, tolerance, sqrt(norm));
    return DBL_EPSILON <= SPAN_DEFECT * reciprocal && smallest > factor->threshold;
}

/* By the Cholesky factor of the Gram matrix; false, with nothing in *factor, where that would not be
 * accurate. */
static bool by_cholesky(const struct rows *rows, const struct centring *centring, double tolerance,
                        const double *gram, struct factor *factor)
{
    size_t live = centring->live;
    double norm = lapack_norm_symmetric(live, gram);

    factor->lower = malloc(live * live * sizeof *factor->lower);
    if (factor->lower && norm > 0) {
        memcpy(factor->lower, gram, live * live * sizeof *gram);
        factor->rank = factor->count = live;
        factor->by_gram = true;
        if (lapack_cholesky(live, factor->lower) && span_is_sure(rows, centring, tolerance, norm, factor))
            return true;
    }
    free(factor->lower);
    *factor = (struct factor){0};
    return false;
}

static bool allocate(size_t live, size_t count, struct factor *factor, struct cca_error *error)
{
    factor->count = count;
    factor->s = malloc(count * sizeof *factor->s);
    factor->v = malloc(live * count * sizeof *factor->v);
    return (factor->s && factor->v) ||
           cca_fail_memory(error, "singular vectors", (double)(live * count * sizeof *factor->v));
}

/* By the eigenvectors of the Gram matrix, which is destroyed. */
static bool by_eigenvectors(size_t live, double *gram, struct factor *factor, struct cca_error *error)
{
    double *eigenvalues = malloc(live * sizeof *eigenvalues);
    bool good = eigenvalues != NULL;

    if (!good)
        cca_fail_memory(error, "eigenvalues", (double)(live * sizeof *eigenvalues));
    good = good && lapack_eigen(live, gram, eigenvalues, error);
    if (good)
        take_eigenvectors(live, eigenvalues, gram, factor);
    factor->by_gram = true;
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
    good = good && rows_each(rows, centring, append_rows, &passes, error) &&
           decompose_lower(&passes, factor, error);
    factor->by_gram = false;
    free(passes.lower);
    return good;
}

/* Whether rounding in the Gram matrix changes nothing that matters. */
static bool gram_is_enough(const struct centring *centring, const struct factor *factor)
{
    return factor->rank == centring->live && factor->s[0] <= GRAM_CONDITION * factor->s[factor->rank - 1];
}

/* By the Gram matrix; *enough says whether that is accurate. */
static bool by_gram(const struct rows *rows, const struct centring *centring, double tolerance,
                    enum factoring how, struct factor *factor, bool *enough, struct cca_error *error)
{
    double *gram = gram_of(rows, centring, error);
    bool good = gram != NULL;

    *enough = good && how == FACTOR_SPAN && by_cholesky(rows, centring, tolerance, gram, factor);
    if (good && !*enough) {
        good = allocate(centring->live, centring->live, factor, error) &&
               by_eigenvectors(centring->live, gram, factor, error);
        if (good)
            count_directions(centring, rows->type, tolerance, factor);
        *enough = good && (how == FACTOR_BY_GRAM || gram_is_enough(centring, factor));
    }
    free(gram);
    return good;
}

bool factor_create(const struct rows *rows, const struct centring *centring, double rank_tolerance,
                   enum factoring how, struct factor *factor, struct cca_error *error)
{
    size_t live = centring->live;
    bool tall = live < rows->n, enough = false;

    *factor = (struct factor){0};
    if (tall && how != FACTOR_BY_QR && !by_gram(rows, centring, rank_tolerance, how, factor, &enough, error))
        return false;
    if (enough)
        return true;
    if ((!factor->s && !allocate(live, tall ? live : rows->n, factor, error)) ||
        !by_qr(rows, centring, factor, error))
        return false;
    count_directions(centring, rows->type, rank_tolerance, factor);
    return true;
}

void factor_free(struct factor *factor)
{
    free(factor->s);
    free(factor->v);
    free(factor->lower);
}
