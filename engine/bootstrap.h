/* Bootstrap intervals: between which distances the one would be found that endless samples would give. */
#ifndef CCASCOPE_ENGINE_BOOTSTRAP_H
#define CCASCOPE_ENGINE_BOOTSTRAP_H

#include "engine/comparison.h"

/* An interval for each measure, and for pwcca by each side and their mean. */
#define CCA_INTERVALS (MEASURE_COUNT + 2)

/* Of distances; NaN where there is none: for cosine, euclidean and cca-held-out, by spatial frequency, and where
 * resamples have too few samples for the ranks. */
struct cca_intervals {
    double low[CCA_INTERVALS], high[CCA_INTERVALS];
};

/* Which of them is that of a measure, by the chosen side for pwcca. */
size_t cca_interval_of(enum measure measure, enum pwcca_side side);

/* 95 % intervals for the `wanted` measures (MEASURE_BITs) from so many resamples of the samples, at least 20:
 * always the same ones, so that intervals of different pairs can be held against one another. A resample is a
 * weight for each sample, whose rows stay together; each costs a product of n × (rank_x + rank_y)² / 2, and
 * decompositions of matrices of the ranks. The intervals are basic ones (Davison, Hinkley 1997, section 5.2)
 * of the square of the similarity: percentiles of the resamples would double the bias that few samples give
 * canonical correlations, these take it off; in the square, where it is of the order of 1 / n even for
 * correlations of 0. They hold distances of the population, and so need not hold the distance of the samples.
 * False with *error filled when n differs (CCA_UNDEFINED), or memory, LAPACK or a file that is read again
 * gives out. */
bool cca_bootstrap(const struct cca_basis *x, const struct cca_basis *y,
                   const struct measure_options *options, unsigned wanted, size_t resamples,
                   struct cca_intervals *intervals, struct cca_error *error);

/* How often the resample of this number, from 0, has each of the samples: as many as there are are drawn with
 * replacement, by the number alone. Not for users of the engine. */
void bootstrap_weights(size_t resample, size_t samples, double *weights);

#endif
