/* From a representation's rows to those of its orthonormal basis: U = X_c T with T = V S⁻¹, made accurate
 * where the spectrum is wide. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_WHITENING_H
#define CCASCOPE_ENGINE_WHITENING_H

#include "engine/factor.h"

/* Three ways to make a block: T in plain float64; T = L⁻ᵀ, a triangle, of a Cholesky factor; or X T in
 * twofold precision, from the values as stored, and then a triangular solve. */
struct whitening {
    struct centring centring; /* owned */
    size_t rank;
    double
        *transform; /* live × rank, column-major; rank × live (transposed) for a triangle and for twofold */
    bool triangular;
    bool twofold;
    double *lower;       /* twofold: rank × rank, with X T = U lowerᵀ */
    double *mean, *rest; /* twofold: what the means become, rank each */
};

/* Takes the centring over (also on failure). Fills w (rank × live, column-major, room by the caller) with Uᵀ
 * X_c. Takes a Cholesky factor over. Beyond a condition of 3000 (of a Gram matrix; 10^6 of a QR
 * decomposition) a second pass over the rows orthonormalises (Cholesky QR, Yamamoto et al. 2015); beyond 10^6
 * that pass is made in twofold precision, so that what the rounding of X T would lose is kept: exact to
 * rounding at any condition. */
struct whitening *whitening_create(const struct rows *rows, struct centring *centring, struct factor *factor,
                                   double *w, struct cca_error *error);
/* Turns a block of `count` rows as the centring leaves them (destroyed) into as many rows of U (rank values
 * each): where they are, at `u` or in the place of the block; NULL with *error filled. */
const double *whitening_apply(const struct whitening *whitening, size_t count, double *block, double *u,
                              struct cca_error *error);
void whitening_free(struct whitening *whitening);

#endif
