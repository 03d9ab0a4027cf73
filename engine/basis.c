#include "engine/basis.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/centre.h"
#include "engine/lapack.h"
#include "engine/twofold.h"

/* Beyond this ratio of singular values the plain decomposition loses more than 1e-9 of the directions. */
#define REFINE_CONDITION 1e6

static double *new_matrix(size_t rows, size_t columns)
{
    size_t count;

    if (__builtin_mul_overflow(rows, columns, &count))
        return NULL;
    return calloc(count ? count : 1, sizeof(double));
}

/* The rule of ccascope(1), Numerical rank: what a singular value must exceed to count. */
static double rank_threshold(const struct centred *centred, double largest, enum cca_type type,
                             double tolerance)
{
    double n = (double)centred->n, d = (double)centred->live;
    double noise = cca_type_resolution(type) * centred->frobenius * (1 / sqrt(n) + 1 / sqrt(d));

    return tolerance > 0 ? tolerance * largest : fmax(noise, largest * fmax(n, d) * DBL_EPSILON);
}

static size_t count_directions(const struct cca_basis *basis)
{
    size_t rank = 0;

    while (rank < basis->spectrum && rank + 1 < basis->n && basis->s[rank] > basis->threshold)
        rank++;
    return rank;
}

/* w = S Vᵀ of the directions that count. */
static void keep_right_side(struct cca_basis *basis, const double *vt)
{
    for (size_t j = 0; j < basis->live; j++)
        for (size_t i = 0; i < basis->rank; i++)
            basis->w[i + j * basis->rank] = basis->s[i] * vt[i + j * basis->spectrum];
}

/* V S⁻¹ of the directions that count: live × rank. */
static void fill_whitening(const struct cca_basis *basis, const double *vt, double *whitening)
{
    for (size_t i = 0; i < basis->rank; i++)
        for (size_t j = 0; j < basis->live; j++)
            whitening[j + i * basis->live] = vt[i + j * basis->spectrum] / basis->s[i];
}

/* The second pass: B = X V S⁻¹, from the values as stored and in twofold precision, is almost orthonormal, so
 * that its QR decomposition B = Q R is accurate to rounding whatever the condition of X. Then X = B S Vᵀ = Q
 * (R S Vᵀ) on the directions that count. */
static bool refine(struct cca_basis *basis, const struct centred *centred, const double *vt,
                   struct cca_error *error)
{
    size_t n = basis->n, k = basis->rank, live = basis->live;
    double *whitening = new_matrix(live, k), *r = new_matrix(k, k), *w = new_matrix(k, live);
    double *low = new_matrix(n, k), *stored = centred_stored(centred, basis->raw);
    bool good = whitening && r && w && low && stored;

    if (good) {
        fill_whitening(basis, vt, whitening);
        twofold_multiply(n, k, live, stored, whitening, basis->u, low);
        for (size_t j = 0; j < k; j++)
            twofold_centre(n, basis->u + j * n, low + j * n);
        good = lapack_qr(n, k, basis->u, r, error);
        lapack_multiply(false, k, live, k, r, k, basis->w, k, w, k);
        memcpy(basis->w, w, k * live * sizeof *w);
    } else {
        cca_fail_memory(error, "a second pass", 2.0 * (double)n * (double)live * sizeof(double));
    }
    free(whitening);
    free(r);
    free(w);
    free(low);
    free(stored);
    return good;
}

/* Singular value decomposition of the centred columns; `work` and vt are scratch. */
static bool decompose(struct cca_basis *basis, const struct centred *centred, enum cca_type type,
                      double tolerance, double *work, double *vt, struct cca_error *error)
{
    memcpy(work, centred->values, basis->n * basis->live * sizeof *work);
    if (!lapack_svd(basis->n, basis->live, work, basis->s, basis->u, vt, error))
        return false;
    basis->threshold = rank_threshold(centred, basis->s[0], type, tolerance);
    basis->rank = count_directions(basis);
    if (basis->rank == 0)
        return true;
    keep_right_side(basis, vt);
    if (basis->s[0] > REFINE_CONDITION * basis->s[basis->rank - 1])
        return refine(basis, centred, vt, error);
    return true;
}

static bool decompose_live(struct cca_basis *basis, const struct centred *centred, enum cca_type type,
                           double tolerance, struct cca_error *error)
{
    double *work = new_matrix(basis->n, basis->live), *vt;
    bool good;

    basis->spectrum = basis->n < basis->live ? basis->n : basis->live;
    basis->s = new_matrix(basis->spectrum, 1);
    basis->u = new_matrix(basis->n, basis->spectrum);
    basis->w = new_matrix(basis->spectrum, basis->live);
    vt = new_matrix(basis->spectrum, basis->live);
    if (work && basis->s && basis->u && basis->w && vt)
        good = decompose(basis, centred, type, tolerance, work, vt, error);
    else
        good = cca_fail_memory(error, "a singular value decomposition",
                               3.0 * (double)basis->n * (double)basis->live * sizeof(double));
    free(work);
    free(vt);
    return good;
}

struct cca_basis *cca_basis_create(struct cca_matrix *matrix, double rank_tolerance, struct cca_error *error)
{
    struct cca_basis *basis = calloc(1, sizeof *basis);
    struct centred centred = {0};
    bool good =
        basis ? lapack_fits(matrix->n, matrix->d, error) : cca_fail_memory(error, "a basis", sizeof *basis);

    if (good && centre_columns(matrix, &centred, error)) {
        *basis =
            (struct cca_basis){.n = matrix->n, .d = matrix->d, .live = centred.live, .raw = matrix->values};
        basis->exponent = centred.exponent;
        basis->raw_exponent = centred.stored_exponent < -1000 ? -1000 : centred.stored_exponent;
        matrix->values = NULL;
        if (basis->live > 0)
            good = decompose_live(basis, &centred, matrix->type, rank_tolerance, error);
    } else {
        good = false;
    }
    centred_free(&centred);
    cca_matrix_free(matrix);
    if (good)
        return basis;
    cca_basis_free(basis);
    return NULL;
}

void cca_basis_free(struct cca_basis *basis)
{
    if (!basis)
        return;
    free(basis->u);
    free(basis->s);
    free(basis->w);
    free(basis->raw);
    free(basis);
}

size_t cca_basis_bytes(size_t n, size_t d)
{
    size_t rank = n < d ? n : d;

    return (n * rank + rank + rank * d + n * d) * sizeof(double) + sizeof(struct cca_basis);
}
