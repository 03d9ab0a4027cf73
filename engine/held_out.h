/* Held-out CCA: canonical directions that are fitted on half of the samples, correlated on the other half
 * (ccascope(1), MEASURES). Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_HELD_OUT_H
#define CCASCOPE_ENGINE_HELD_OUT_H

#include "engine/basis.h"

/* Which half a sample belongs to: of each two that follow one another one goes into either, by a hash of
 * where they are. So it is the same for every representation, and whatever the data. */
bool held_out_first_half(size_t sample);

/* Mean held-out correlation over the pairs of directions that a half determines, and over both ways: fitted
 * on the first half and correlated on the second, and the other way round. m is U_xᵀ U_y (rank_x × rank_y);
 * with it, no more than one pass over one half of the rows is needed. In [-1, 1], and 1 for a basis with
 * itself; NaN where neither half varies. False with *error filled when memory, LAPACK or reading gives out.
 */
bool held_out_measure(const struct cca_basis *x, const struct cca_basis *y, const double *m,
                      double *similarity, struct cca_error *error);

#endif
