/* The measures of ccascope(1), by name. Plain constants, so that the manifest, the engine and the views agree
 * on them without knowing one another. */
#ifndef CCASCOPE_CONFIG_MEASURE_H
#define CCASCOPE_CONFIG_MEASURE_H

#include <stdbool.h>

/* X(constant, name on the command line and in manifests, title for people).
 * All but euclidean are similarities in [0, 1] (cosine and cca-held-out: [-1, 1]) whose distance is 1 - similarity.
 * Those that are computed only where they are asked for come last. */
#define MEASURES(X)                                                                                          \
    X(MEASURE_CCA, "cca", "mean CCA")                                                                        \
    X(MEASURE_SVCCA, "svcca", "SVCCA")                                                                       \
    X(MEASURE_PWCCA, "pwcca", "PWCCA")                                                                       \
    X(MEASURE_R2CCA, "r2cca", "mean squared CCA")                                                            \
    X(MEASURE_CKA, "cka", "linear CKA")                                                                      \
    X(MEASURE_PROCRUSTES, "procrustes", "Procrustes")                                                        \
    X(MEASURE_COSINE, "cosine", "cosine")                                                                    \
    X(MEASURE_EUCLIDEAN, "euclidean", "Euclidean")                                                           \
    X(MEASURE_HELD_OUT, "cca-held-out", "held-out CCA")

#define MEASURE_CONSTANT(constant, name, title) constant,
enum measure { MEASURES(MEASURE_CONSTANT) MEASURE_COUNT };
#undef MEASURE_CONSTANT

/* Sets of measures, a bit each. */
#define MEASURE_BIT(measure) (1u << (measure))
#define EVERY_MEASURE        ((1u << MEASURE_COUNT) - 1)
/* All but those that cost more than the rest together. */
#define USUAL_MEASURES (EVERY_MEASURE & ~MEASURE_BIT(MEASURE_HELD_OUT))

/* Whose neurons weight the canonical correlations in PWCCA: those of the row (first) side, of the other, or
 * the mean of both values. */
enum pwcca_side { PWCCA_X, PWCCA_Y, PWCCA_MEAN };

const char *measure_name(enum measure measure);
const char *measure_title(enum measure measure);
/* True and *measure set when there is a measure of that name. */
bool measure_parse(const char *name, enum measure *measure);

#endif
