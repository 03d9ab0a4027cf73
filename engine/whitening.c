#include "engine/whitening.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "engine/lapack.h"
#include "engine/twofold.h"

/* Columns of X T farther from orthonormal than this are made so by a second pass. */
#define DEFECT 2e-9
/* Beyond this ratio of singular values plain products lose more than 1e-9 of the directions. */
#define TWOFOLD_CONDITION 1e6

/* The second pass: the Gram matrix of X T, which is nearly the identity. */
struct second_pass {
    const struct whitening *whitening;
    double *u;    /* room for a block */
    double *gram; /* rank × rank, lower triangle */
};

static bool copy_transform(struct whitening *whitening, const struct factor *factor, struct cca_error *error)
{
    size_t live = whitening->centring.live, rank = whitening->rank;

    whitening->transform = malloc(live * rank * sizeof *whitening->transform);
    if (!whitening->transform)
        return cca_fail_memory(error, "a basis", (double)(live * rank * sizeof *whitening->transform));
    for (size_t i = 0; i < rank; i++)
        for (size_t j = 0; j < live; j++)
            whitening->transform[whitening->twofold ? i + j * rank : j + i * live] =
                factor->v[j + i * live] / factor->s[i];
    return true;
}

/* w = S Vᵀ. */
static void fill_w(const struct whitening *whitening, const struct factor *factor, double *w)
{
    size_t live = whitening->centring.live, rank = whitening->rank;

    for (size_t j = 0; j < live; j++)
        for (size_t i = 0; i < rank; i++)
            w[i + j * rank] = factor->s[i] * factor->v[j + i * live];
}

/* What the means become: a product with one column. */
static bool prepare_twofold(struct whitening *whitening, struct cca_error *error)
{
    const struct centring *centring = &whitening->centring;
    size_t rank = whitening->rank;

    whitening->mean = malloc(rank * sizeof *whitening->mean);
    whitening->rest = malloc(rank * sizeof *whitening->rest);
    if (!whitening->mean || !whitening->rest)
        return cca_fail_memory(error, "a basis", 2 * (double)rank * sizeof(double));
    twofold_multiply(rank, 1, centring->live, whitening->transform, centring->mean, whitening->mean,
                     whitening->rest);
    for (size_t j = 0; j < centring->live; j++)
        for (size_t i = 0; i < rank; i++)
            whitening->rest[i] += whitening->transform[i + j * rank] * centring->rest[j];
    return true;
}

/* rows of X T, before any triangular solve, in twofold precision on the way. */
static bool apply_twofold(const struct whitening *whitening, size_t count, const double *block, double *u,
                          struct cca_error *error)
{
    size_t rank = whitening->rank;
    double *low = malloc(count * rank * sizeof *low);

    if (!low)
        return cca_fail_memory(error, "a second pass", (double)(count * rank * sizeof *low));
    twofold_multiply(rank, count, whitening->centring.live, whitening->transform, block, u, low);
    for (size_t i = 0; i < count; i++)
        twofold_subtract(rank, u + i * rank, low + i * rank, whitening->mean, whitening->rest);
    free(low);
    return true;
}

const double *whitening_apply(const struct whitening *whitening, size_t count, double *block, double *u,
                              struct cca_error *error)
{
    size_t live = whitening->centring.live, rank = whitening->rank;

    if (whitening->twofold) {
        if (!apply_twofold(whitening, count, block, u, error))
            return NULL;
        if (whitening->lower) /* each row: u := L⁻¹ u */
            lapack_solve_lower(false, rank, count, whitening->lower, u);
        return u;
    }
    if (whitening->triangular) {
        lapack_multiply_lower(rank, count, whitening->transform, block);
        return block;
    }
    lapack_multiply(true, rank, count, live, whitening->transform, live, block, live, u, rank);
    return u;
}

static bool add_gram(void *context, size_t first, size_t count, double *block, struct cca_error *error)
{
    struct second_pass *pass = context;
    const double *u = whitening_apply(pass->whitening, count, block, pass->u, error);

    (void)first;
    if (!u)
        return false;
    lapack_add_gram(pass->whitening->rank, count, u, pass->gram);
    return true;
}

/* X T = U Lᵀ with the Cholesky factor L of (X T)ᵀ X T: from now on T is T L⁻ᵀ, and w is Lᵀ w. */
static bool fold_in(struct whitening *whitening, double *lower, double *w, struct cca_error *error)
{
    size_t live = whitening->centring.live, rank = whitening->rank;
    double *old = malloc(rank * live * sizeof *old);

    if (!old)
        return cca_fail_memory(error, "a second pass", (double)(rank * live * sizeof *old));
    if (!lapack_cholesky(rank, lower)) {
        free(old);
        return cca_fail(error, CCA_RESOURCES, "LAPACK's Cholesky decomposition failed");
    }
    memcpy(old, w, rank * live * sizeof *old);
    lapack_multiply(true, rank, live, rank, lower, rank, old, rank, w, rank);
    free(old);
    if (!whitening->twofold)
        lapack_solve_lower(true, live, rank, lower, whitening->transform);
    return true;
}

static bool second_pass(struct whitening *whitening, const struct rows *rows, double *w,
                        struct cca_error *error)
{
    size_t rank = whitening->rank, most = rows_per_block(rows);
    struct second_pass pass = {whitening, malloc(most * rank * sizeof *pass.u),
                               calloc(rank * rank, sizeof *pass.gram)};
    bool good = (pass.u && pass.gram) ||
                cca_fail_memory(error, "a second pass", (double)((most + rank) * rank * sizeof(double)));

    good = good && rows_each(rows, &whitening->centring, add_gram, &pass, error) &&
           fold_in(whitening, pass.gram, w, error);
    if (good && whitening->twofold) {
        whitening->lower = pass.gram;
        pass.gram = NULL;
    }
    free(pass.u);
    free(pass.gram);
    return good;
}

/* w = Lᵀ, and T = L⁻ᵀ from then on. */
static void use_triangle(struct whitening *whitening, struct factor *factor, double *w)
{
    size_t rank = whitening->rank;

    lapack_transpose(rank, rank, factor->lower, w);
    lapack_invert_lower(rank, factor->lower);
    whitening->transform = factor->lower;
    whitening->triangular = true;
    factor->lower = NULL;
}

/* T = V S⁻¹, made accurate. */
static bool use_vectors(struct whitening *whitening, const struct rows *rows, const struct factor *factor,
                        double *w, struct cca_error *error)
{
    double condition = factor->s[0] / factor->s[factor->rank - 1];
    double defect = DBL_EPSILON * condition * (factor->by_gram ? condition : 1);

    whitening->twofold = whitening->centring.keeps_means = condition > TWOFOLD_CONDITION;
    if (!copy_transform(whitening, factor, error) ||
        (whitening->twofold && !prepare_twofold(whitening, error)))
        return false;
    fill_w(whitening, factor, w);
    return (!whitening->twofold && defect <= DEFECT) || second_pass(whitening, rows, w, error);
}

struct whitening *whitening_create(const struct rows *rows, struct centring *centring, struct factor *factor,
                                   double *w, struct cca_error *error)
{
    struct whitening *whitening = calloc(1, sizeof *whitening);

    if (!whitening) {
        centring_free(centring);
        cca_fail_memory(error, "a basis", sizeof *whitening);
        return NULL;
    }
    whitening->centring = *centring;
    whitening->rank = factor->rank;
    if (factor->lower)
        use_triangle(whitening, factor, w);
    else if (!use_vectors(whitening, rows, factor, w, error)) {
        whitening_free(whitening);
        return NULL;
    }
    return whitening;
}

void whitening_free(struct whitening *whitening)
{
    if (!whitening)
        return;
    centring_free(&whitening->centring);
    free(whitening->transform);
    free(whitening->lower);
    free(whitening->mean);
    free(whitening->rest);
    free(whitening);
}
