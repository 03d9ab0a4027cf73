/* Comparison by spatial frequency by its definition, with loops and long double only: what the engine must
 * agree with. For small and well-conditioned data. */
#ifndef TESTS_ENGINE_NAIVE_DFT_H
#define TESTS_ENGINE_NAIVE_DFT_H

#include "engine/comparison.h"

/* n samples of `channels` images each, in C order. */
struct images {
    size_t n, channels, height, width;
    const double *values;
};

struct naive_dft {
    double similarity[MEASURE_COUNT]; /* but cosine and euclidean */
    double pwcca_y;
    size_t frequencies; /* in common, conjugates counted */
};

void naive_dft(const struct images *x, const struct images *y, const struct measure_options *options,
               struct naive_dft *result);

#endif
