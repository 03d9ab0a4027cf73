/* Comparing two representations by spatial frequency (dft.h): every measure is the mean over the frequencies
 * that both have of what it is for the complex matrices there (ccascope(1), By frequency). Not for users of
 * the engine. */
#ifndef CCASCOPE_ENGINE_DFT_COMPARISON_H
#define CCASCOPE_ENGINE_DFT_COMPARISON_H

#include "engine/comparison.h"

/* As cca_compare and, with exact false, cca_summarise; refused (CCA_UNDEFINED) where only one side is by
 * frequency. */
bool dft_compare(const struct cca_basis *x, const struct cca_basis *y, const struct measure_options *options,
                 unsigned wanted, bool exact, struct cca_comparison *comparison, struct cca_error *error);

#endif
