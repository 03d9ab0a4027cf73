/* Two bases under weights of their samples: what halves and resamples of the samples are computed from. No
 * data is copied or drawn anew; a sample that is left out has weight 0, one that is there twice weight 2. Not
 * for users of the engine. */
#ifndef CCASCOPE_ENGINE_JOINT_H
#define CCASCOPE_ENGINE_JOINT_H

#include "engine/basis.h"

/* What weights are of: rows that come from one sample (its positions, its timesteps) depend on one another,
 * so they share its weight. Of equal n; the number of samples is that of the side with fewer. */
size_t joint_samples(const struct cca_basis *x, const struct cca_basis *y);
/* Rows and columns of a joint Gram matrix: rank_x + rank_y + 1. */
size_t joint_size(const struct cca_basis *x, const struct cca_basis *y);

/* For each of `count` vectors of weights, one after the other and not negative, fills the lower triangle of
 * its Gram matrix Zᵀ W Z (column-major, joint_size squared, one after the other), Z = [U_x U_y 1]: so U_xᵀ W
 * U_x, U_yᵀ W U_x, and in the last row the weighted sums of the columns and of all rows. In float64, also of
 * float32 directions. Rows that come from a file are made once for all. False with *error filled when memory
 * or reading gives out. */
bool joint_grams(const struct cca_basis *x, const struct cca_basis *y, const double *weights, size_t count,
                 double *grams, struct cca_error *error);

#endif
