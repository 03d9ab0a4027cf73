/* How long the rest will take: what loads and comparisons have cost so far, by the arithmetic in them. Not
 * for users of the engine; the caller holds the study's lock. */
#ifndef CCASCOPE_ENGINE_ESTIMATE_H
#define CCASCOPE_ENGINE_ESTIMATE_H

#include "engine/pair_map.h"

/* What one representation of a layer is like, by the header of one of them. */
struct layer_size {
    size_t n, d;
    size_t bytes; /* of its basis */
};

/* One kind of work: proportional to the multiplications in it. */
struct effort {
    double left, done; /* multiplications */
    double seconds;    /* that `done` took, over all threads */
};

struct estimate {
    struct effort loads, pairs, looks;
};

/* Multiplications in loading a basis of this size, and in comparing two; 0 for layers of unknown size. */
double effort_of_load(const struct layer_size *layer);
double effort_of_pair(const struct layer_size *x, const struct layer_size *y);
/* Work of this size was done in so many seconds. */
void effort_note(struct effort *effort, double size, double seconds);
/* Seconds until all is done by so many threads; negative: unknown yet. */
double estimate_left(const struct estimate *estimate, int threads);

#endif
