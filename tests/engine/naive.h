/* Every measure by its definition, in long double and with loops only: what the engine must agree with. For
 * small and well-conditioned data. */
#ifndef TESTS_ENGINE_NAIVE_H
#define TESTS_ENGINE_NAIVE_H

#include "engine/comparison.h"

struct naive_comparison {
    size_t rank_x, rank_y, kept_x, kept_y;
    double similarity[MEASURE_COUNT]; /* without cosine and euclidean when d differs */
    double pwcca_y;
};

/* x is n × d_x, y is n × d_y, both column-major. */
void naive_compare(const double *x, const double *y, size_t n, size_t d_x, size_t d_y,
                   const struct measure_options *options, struct naive_comparison *result);

/* Canonical correlations, descending; the caller's, NaN behind the last. At most d_x, which is room enough.
 */
void naive_correlations(const double *x, const double *y, size_t n, size_t d_x, size_t d_y,
                        double *correlations);
/* CCA distance from `later` to `count` canonical variates of `early` by `halfway`, from number `first` on.
 * All matrices are n × d. */
double naive_stability(const double *early, const double *halfway, const double *later, size_t n, size_t d,
                       size_t first, size_t count);

/* A basis of these float64 values, which stay the caller's. */
struct cca_basis *basis_of_values(const double *values, size_t n, size_t d);

#endif
