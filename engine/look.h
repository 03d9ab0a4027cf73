/* Looks: what is computed on request for a few places only, as it is too large or too dear for every pair. A
 * look is wanted by its value, and answered by an array of numbers. Functions on looks are the owner's, as in
 * study.h. */
#ifndef CCASCOPE_ENGINE_LOOK_H
#define CCASCOPE_ENGINE_LOOK_H

#include "engine/bootstrap.h"
#include "engine/study.h"

#define CCA_LOOK_CELLS 3

enum cca_look_kind {
    /* Of cells x, y: all canonical correlations, descending; min(rank_x, rank_y) of them. */
    CCA_LOOK_CORRELATIONS,
    /* Of cells early, halfway, later: how far the canonical directions of `early` that agree the most with
     * `halfway`, the same number of those that agree the least, and all of `early`, are from `later`:
     * CCA_STABILITY_COUNT distances (Morcos, Raghu, Bengio 2018, section 3.1, figure 1d-f). NaN where a side
     * has rank 0. `count` says how many directions; 0: cca_stability_directions. */
    CCA_LOOK_STABILITY,
    /* Of cells x, y: the intervals of bootstrap.h, all that are low and then all that are high; `count` resamples. */
    CCA_LOOK_INTERVAL,
};
#define CCA_LOOK_KINDS 3

/* What CCA_LOOK_STABILITY computes, in this order. */
enum cca_stability { CCA_STABLE, CCA_UNSTABLE, CCA_ALL_DIRECTIONS };
#define CCA_STABILITY_COUNT 3

/* A plain value: equal kinds, cells (as many as the kind has) and counts, equal looks. */
struct cca_look {
    enum cca_look_kind kind;
    struct cca_cell cells[CCA_LOOK_CELLS];
    size_t count;
};

/* What came of a look. */
struct cca_looked {
    struct cca_look look;
    enum cca_state state;
    char *reason;                   /* CCA_STATE_HOLE and CCA_STATE_FAILED: why */
    size_t n, rank[CCA_LOOK_CELLS]; /* of the cells; CCA_DONE only, as all that follows */
    size_t count;                   /* CCA_LOOK_STABILITY: directions taken from either end */
    bool ambiguous; /* CCA_LOOK_STABILITY: equal correlations leave open which directions are the first or the
                       last */
    double *numbers;
    size_t number_count;
};

/* How many cells a kind of look has. */
size_t cca_look_cells(enum cca_look_kind kind);
/* How many of so many canonical directions are taken from either end: 100, or a quarter where that is fewer;
 * one at the least. */
size_t cca_stability_directions(size_t correlations);

/* Replaces the looks that are wanted, and their order: they come after what is on screen, before the rest of
 * the pairs. What is known stays known and costs nothing. Copies the list. False when memory gives out: then
 * nothing changes. */
bool cca_study_want_looks(struct cca_study *study, const struct cca_look *looks, size_t count);
/* What is known of a look as of the last collect; CCA_PENDING also when it was never wanted. Owned by the
 * study, and the same until it is renewed or closed once the look is not pending. */
const struct cca_looked *cca_study_look(const struct cca_study *study, const struct cca_look *look);

/* The look for the interval of a pair: one for both, whichever side is named first. */
struct cca_look cca_interval_look(struct cca_pair pair, size_t resamples);
/* The interval of a pair's distance by one measure as of the last collect, NaN where there is none; its state is that of
 * the look. */
enum cca_state cca_study_interval(const struct cca_study *study, struct cca_pair pair, size_t resamples,
                                  enum measure measure, enum pwcca_side side, double *low, double *high);

#endif
