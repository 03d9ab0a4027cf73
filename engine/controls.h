/* The papers' control measures, which compare the rows themselves (ccascope(1), MEASURES). Not for users of
 * the engine. */
#ifndef CCASCOPE_ENGINE_CONTROLS_H
#define CCASCOPE_ENGINE_CONTROLS_H

#include "engine/basis.h"

/* Over representations of equal n and d, as stored. *cosine: mean of the rows' cosine similarity, NaN when no
 * row has a direction on both sides; *skipped: rows left out because they are zero on a side. *euclidean:
 * root mean squared distance of the rows. False with *error filled when memory or reading gives out. */
bool controls_measure(const struct cca_basis *x, const struct cca_basis *y, double *cosine, size_t *skipped,
                      double *euclidean, struct cca_error *error);

#endif
