/* A representation decomposed, ready to be compared with any other: X = U S Vᵀ of its centred columns
 * (ccascope(1), Numerical rank). */
#ifndef CCASCOPE_ENGINE_BASIS_H
#define CCASCOPE_ENGINE_BASIS_H

#include "engine/representation.h"

/* All matrices are column-major and owned by the basis; immutable once made, may be read by any number of
 * threads. Centred values are in units of 2^exponent, so that no square overflows or vanishes. */
struct cca_basis {
    size_t n;    /* samples */
    size_t d;    /* columns of the representation */
    size_t live; /* columns that are not dead */
    size_t rank; /* directions that count; 0: nothing can be compared */
    double *u;   /* n × rank: orthonormal left singular vectors, leading directions first */
    double *s;   /* `spectrum` singular values, descending, the first `rank` of which count */
    size_t spectrum;
    double *w;        /* rank × live: Uᵀ X = S Vᵀ, the live neurons in the basis */
    double threshold; /* what a singular value had to exceed to count, in the units of s */
    int exponent;
    double *raw;      /* n × d: the representation as stored, for the controls (cosine, euclidean) */
    int raw_exponent; /* its magnitudes are below 2^raw_exponent; -1000 to 1024 */
};

/* Decomposes a representation, which it takes over (matrix->values is NULL afterwards, also on failure).
 * rank_tolerance 0: the rule of ccascope(1), Numerical rank, else s_i > rank_tolerance · s_1. Left singular
 * vectors are accurate to about 2^-52 · min(10^6, s_1 / s_rank): Householder QR, and a second pass in twofold
 * precision where that would not do. NULL with *error filled when memory or LAPACK gives out. Rank 0 is not
 * an error. */
struct cca_basis *cca_basis_create(struct cca_matrix *matrix, double rank_tolerance, struct cca_error *error);
void cca_basis_free(struct cca_basis *basis);
/* Bytes that a basis of this size occupies at the most: for budgets. */
size_t cca_basis_bytes(size_t n, size_t d);

#endif
