/* The arithmetic of each kind of look. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_LOOK_KIND_H
#define CCASCOPE_ENGINE_LOOK_KIND_H

#include "engine/basis.h"
#include "engine/look.h"

/* What a look is computed from: a basis for each of its cells, with equal n, and how the study measures. */
struct look_sources {
    const struct cca_basis *bases[CCA_LOOK_CELLS];
    const struct measure_options *options;
    unsigned measures;
};

/* Fills n, ranks, numbers and what else the kind of `looked->look` has; its state is the caller's. False with
 * *error filled when n differs, or memory, LAPACK or a file that is read again gives out. */
bool look_compute(const struct look_sources *sources, struct cca_looked *looked, struct cca_error *error);

/* Whether the numbers of this kind follow from which measures a study has. */
bool look_is_of_measures(enum cca_look_kind kind);

#endif
