/* What real comparisons and those by frequency share. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_MEASURING_H
#define CCASCOPE_ENGINE_MEASURING_H

#include "engine/comparison.h"

/* The fewest leading directions of `rank` with these singular values whose cumulative share of Σs² (or Σs)
 * reaches `variance`. Only all directions reach 1, also where the last ones are too small to change the sum.
 */
size_t measuring_directions(const double *s, size_t rank, double variance, bool share_values);
/* Those that svcca keeps. */
size_t measuring_svcca(const double *s, size_t rank, const struct measure_options *options);
/* Into [0, 1]. */
double measuring_clip(double correlation);
void measuring_clip_all(double *values, size_t count);
double measuring_mean(const double *values, size_t count);
/* A summary of nothing but sizes, and what follows from them. */
struct cca_summary measuring_begin(size_t n, size_t d_x, size_t d_y, size_t rank_x, size_t rank_y,
                                   unsigned wanted);

#endif
