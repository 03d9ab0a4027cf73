/* Singular values and right singular vectors of a representation, in passes over its rows: no n × d in
 * memory. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_FACTOR_H
#define CCASCOPE_ENGINE_FACTOR_H

#include "engine/rows.h"

/* How to factor: by what the spectrum allows, or forced (for tests). FACTOR_SPAN: where any orthonormal basis
 * of the columns will do, as it does for everything that is made of correlations. */
enum factoring { FACTOR_AS_NEEDED, FACTOR_SPAN, FACTOR_BY_GRAM, FACTOR_BY_QR };

struct factor {
    size_t count;     /* min(n, live) */
    double *s;        /* count, descending */
    double *v;        /* live × count, column-major */
    double *lower;    /* or, instead of both: live × live, the Cholesky factor of X_cᵀ X_c */
    double threshold; /* what s must exceed to count (ccascope(1), Numerical rank) */
    size_t rank;      /* how many do; at most n - 1 */
    bool by_gram;
};

/* The eigendecomposition of the Gram matrix squares the condition: its singular values are good to
 * 2^-52 (s_1 / s_i)². It is used where every direction counts and s_1 / s_live is at most 10^6; Householder
 * reflections otherwise (good to 2^-52 s_1 / s_i), which cost three to four times as much. FACTOR_SPAN takes
 * the Cholesky factor of the Gram matrix where its condition proves that every direction counts and that X
 * L⁻ᵀ is orthonormal to 1e-8. The centring has at least one live column. The caller calls factor_free, also
 * on failure. */
bool factor_create(const struct rows *rows, const struct centring *centring, double rank_tolerance,
                   enum factoring how, struct factor *factor, struct cca_error *error);
void factor_free(struct factor *factor);

#endif
