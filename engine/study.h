/* An experiment under study: arrays are read, decomposed and compared by a pool of threads, what is looked at
 * first.
 *
 * One thread (the caller's) owns the study and calls every function here; the pool is behind it. Results
 * become visible by cca_study_collect only, so that whoever draws sees one consistent state. A representation
 * is read and decomposed once, however many comparisons use it (unless the memory budget makes it go and come
 * back); a pair is compared once, whichever side is named first. */
#ifndef CCASCOPE_ENGINE_STUDY_H
#define CCASCOPE_ENGINE_STUDY_H

#include "config/experiment.h"
#include "engine/comparison.h"

/* One representation of the experiment. */
struct cca_cell {
    uint16_t network, checkpoint, layer;
    int16_t timestep; /* along the axis t, from 0; CCA_LAST_TIMESTEP: the last, and for layers without
                         timesteps */
};

/* A target has a cell too: a layer of one more network behind the last. */
struct cca_cell cca_target_cell(const struct experiment *experiment, size_t target);
bool cca_cell_is_target(const struct experiment *experiment, struct cca_cell cell);

struct cca_pair {
    struct cca_cell a, b; /* row side, column side */
};

enum cca_state {
    CCA_PENDING,    /* not computed yet */
    CCA_DONE,       /* the summary holds */
    CCA_STATE_HOLE, /* a file is missing */
    CCA_STATE_FAILED,
};

struct cca_result {
    enum cca_state state;
    struct cca_summary summary; /* CCA_DONE only */
    const char *reason;         /* CCA_STATE_HOLE and CCA_STATE_FAILED: why; owned by the study */
};

/* Everything about one pair, for looking closely. Owned by the study. */
struct cca_detail {
    struct cca_pair pair;
    bool failed;
    struct cca_comparison comparison;
    double *spectrum_x, *spectrum_y; /* all singular values, in units of the first */
    size_t spectrum_x_count, spectrum_y_count;
    double threshold_x, threshold_y; /* what counts, in the same units */
};

/* A file that could not be used. */
struct cca_problem {
    struct cca_cell cell;
    enum cca_failure failure;
    char *text;
};

struct cca_progress {
    size_t done, total;  /* pairs and looks (look.h) of what is wanted now; failed ones are done */
    double rate;         /* of them a second, lately; 0: unknown */
    double seconds_left; /* negative: unknown */
};

struct cca_study_options {
    int threads;       /* 0: as many as there are processors */
    uint64_t memory;   /* bytes for bases; 0: half of the machine's */
    unsigned measures; /* MEASURE_BITs: those that comparisons are to have; 0: the usual */
    bool background;   /* the pool gives way to whoever else wants the processors */
    const char *cache; /* file of earlier results, to be used and added to; NULL: none */
};

/* What a number of threads, and a memory, of 0 stand for here. */
int cca_default_threads(void);
uint64_t cca_default_memory(void);

struct cca_study;

/* Starts the pool. Touches no file in the calling thread. The experiment is borrowed and must outlive the
 * study. */
struct cca_study *cca_study_open(const struct experiment *experiment, const struct cca_study_options *options,
                                 struct cca_error *error);
/* Stops between pairs: waits for comparisons in flight, at most one a thread. */
void cca_study_close(struct cca_study *study);

/* From now on comparisons have these measures too, as far as bases made for the others serve: those of the
 * usual measures serve all. What is known stays known; a pair that lacks one of them is compared again once
 * it is wanted anew. */
void cca_study_measure(struct cca_study *study, unsigned measures);
/* MEASURE_BITs of those that comparisons are to have. */
unsigned cca_study_measures(const struct cca_study *study);

/* Saves what is finished to the cache now: for a program that ends without closing the study. */
void cca_study_save(struct cca_study *study);
/* Why the cache that was asked for is not used: a sentence owned by the study; NULL when it is. */
const char *cca_study_cache_note(const struct cca_study *study);

/* Begins nothing new from here on, so that the study may go on with another experiment once what is in flight
 * is done: cca_study_descriptor tells, and cca_study_paused says so. */
void cca_study_pause(struct cca_study *study);
bool cca_study_paused(struct cca_study *study);
/* Goes on with the same experiment as it is now: networks and layers are the same, there may be other
 * checkpoints. What is known stays known under its new place, but for what failed and for the `changed` cells
 * of the new experiment (all timesteps of each); nothing is wanted any more. The study must be paused; the
 * old experiment may be freed after it. */
void cca_study_renew(struct cca_study *study, const struct experiment *experiment,
                     const struct cca_cell *changed, size_t changed_count);

/* Readable (poll it) when there is something to collect. */
int cca_study_descriptor(const struct cca_study *study);
/* Takes over what the pool has finished; true when anything was new. */
bool cca_study_collect(struct cca_study *study);

/* What is wanted from here on is all there will be: a representation that nothing wanted needs any more is
 * forgotten, and its memory serves the next. What is needed all the same is read again. */
void cca_study_frugal(struct cca_study *study);
/* Replaces what is wanted, and its order. What is already computed costs nothing; what is in flight is
 * finished. Copies the list. False when memory gives out: then nothing changes. */
bool cca_study_want(struct cca_study *study, const struct cca_pair *pairs, size_t count);
/* Replaces what comes before all that (what is on screen). */
bool cca_study_want_first(struct cca_study *study, const struct cca_pair *pairs, size_t count);
/* Wants everything about one pair, before all else; replaces the pair wanted so before. */
void cca_study_want_detail(struct cca_study *study, struct cca_pair pair);

/* How many pairs and looks are known as of the last collect: another number whenever any result is new. */
size_t cca_study_known(const struct cca_study *study);
/* What is known of a pair as of the last collect. */
void cca_study_result(const struct cca_study *study, struct cca_pair pair, struct cca_result *result);
/* Whether that is so by this measure: not where it is pending, nor where it was compared before the measure
 * was asked for. */
bool cca_result_known(const struct cca_result *result, enum measure measure);
/* Only its distance by one measure: NaN unless CCA_DONE and defined; CCA_PENDING where the pair lacks the
 * measure. For drawing many. */
enum cca_state cca_study_distance(const struct cca_study *study, struct cca_pair pair, enum measure measure,
                                  enum pwcca_side side, double *distance);
/* NULL while not computed. Valid until the next collect. */
const struct cca_detail *cca_study_detail(const struct cca_study *study, struct cca_pair pair);

/* True once the headers that say how long layers are have been read. */
bool cca_study_surveyed(const struct cca_study *study);
/* How many timesteps of a layer are representations of their own: 1 without any, 0 while unknown. */
size_t cca_study_timesteps(const struct cca_study *study, size_t layer);
/* The place along the axis t of the `index`-th of them; CCA_LAST_TIMESTEP for the last. */
int16_t cca_study_timestep(const struct cca_study *study, size_t layer, size_t index);

struct cca_progress cca_study_progress(const struct cca_study *study);
/* Files that could not be used, as of the last collect. */
size_t cca_study_problems(const struct cca_study *study, const struct cca_problem **problems);

/* For a caller with nothing else to do: waits until all that is wanted is computed and collected, calling
 * `tick` (may be NULL) about five times a second. */
void cca_study_finish(struct cca_study *study, void (*tick)(void *context), void *context);

#endif
