/* Means and spreads of a representation's columns: which neurons are live, and what centres them
 * (ccascope(1), Numerical rank). Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_MEANS_H
#define CCASCOPE_ENGINE_MEANS_H

#include "engine/rows.h"

/* Reads all rows once, those of float64 twice, and leaves them in memory with `load`; the caller calls
 * centring_free, also on failure. */
bool means_find(struct rows *rows, bool load, struct centring *centring, struct cca_error *error);

#endif
