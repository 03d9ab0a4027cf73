/* Projection weighted CCA (Morcos, Raghu, Bengio 2018, with the weights of ccascope(1)). Not for users of the
 * engine. */
#ifndef CCASCOPE_ENGINE_PWCCA_H
#define CCASCOPE_ENGINE_PWCCA_H

#include "engine/basis.h"

/* Weights of `count` canonical correlations by one side's neurons. Its canonical variates are h_i = U p_i
 * with p_i the i-th column of `directions` (kept × count, leading dimension kept), so that ⟨h_i, z_j⟩ = (Pᵀ
 * W)_ij: no n in it. Fills weights[count] (they sum to 1), the similarity Σ α_i ρ_i, and whether equal
 * correlations leave it undetermined. */
bool pwcca_weigh(const struct cca_basis *basis, size_t kept, const double *directions, size_t count,
                 const double *correlations, double *weights, double *similarity, bool *ambiguous,
                 struct cca_error *error);

#endif
