/* Projection weighted CCA (Morcos, Raghu, Bengio 2018, with the weights of ccascope(1)). Not for users of the
 * engine. */
#ifndef CCASCOPE_ENGINE_PWCCA_H
#define CCASCOPE_ENGINE_PWCCA_H

#include "engine/basis.h"
#include "engine/dft.h"

/* What the weights of one side come to. */
struct pwcca_side_result {
    double *weights;   /* the caller's; they sum to 1 */
    double similarity; /* Σ α_i ρ_i */
    bool ambiguous;    /* equal correlations leave it undetermined */
};

/* Weights of `count` canonical correlations by one side's neurons. Its canonical variates are h_i = U p_i
 * with p_i the i-th column of `directions` (kept × count, leading dimension kept), so that ⟨h_i, z_j⟩ = (Pᵀ
 * W)_ij: no n in it. */
bool pwcca_weigh(const struct cca_basis *basis, size_t kept, const double *directions, size_t count,
                 const double *correlations, struct pwcca_side_result *result, struct cca_error *error);
/* The same at a frequency, with moduli |⟨h_i, z_j⟩|. */
bool pwcca_weigh_complex(const struct frequency *frequency, size_t kept, const double _Complex *directions,
                         size_t count, const double *correlations, struct pwcca_side_result *result,
                         struct cca_error *error);

#endif
