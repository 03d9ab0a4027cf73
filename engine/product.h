/* The one product that every measure follows from: M = U_xᵀ U_y. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_PRODUCT_H
#define CCASCOPE_ENGINE_PRODUCT_H

#include "engine/basis.h"

struct product_pair {
    const struct cca_basis *x, *y;
    double *m; /* room for rank_x × rank_y */
};

/* Fills each pair's m (column-major); all bases have equal n, and rows that are made from a file are made
 * once for all pairs. In float32 where both bases are, summed in float64 over blocks of rows so that rounding
 * does not grow with n: entries are then within about 5e-8. False with *error filled when memory or reading
 * gives out. */
bool product_compute(const struct product_pair *pairs, size_t count, struct cca_error *error);

#endif
