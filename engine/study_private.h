/* The inside of a study, shared by study.c (the owner's side), worker.c (the pool's side) and survey.c. */
#ifndef CCASCOPE_ENGINE_STUDY_PRIVATE_H
#define CCASCOPE_ENGINE_STUDY_PRIVATE_H

#include <pthread.h>

#include "engine/cache.h"
#include "engine/estimate.h"
#include "engine/looks.h"
#include "engine/queue.h"
#include "engine/rate.h"
#include "engine/store.h"
#include "engine/study.h"

/* A comparison on its way from the pool to the owner. */
struct finished {
    struct pair_key key;
    enum cca_state state;
    struct cca_summary summary;
    char *reason; /* holes and failures; owned */
};

/* Lists that the pool fills and the owner empties. */
struct outbox {
    struct finished *finished;
    size_t finished_count, finished_room;
    struct cca_problem *problems;
    size_t problem_count, problem_room;
    struct cca_detail *detail; /* the latest, or NULL */
};

/* Results that the cache does not have yet. */
struct unsaved {
    struct cache_item *items;
    size_t count, room;
    double since; /* when the first came in, or the last were saved */
};

/* Many pairs wanted last, until a worker plans them. */
struct incoming {
    struct cca_pair *pairs; /* owned; NULL: none */
    size_t count;
};

/* What the first look at the files found; written once, before `surveyed`. */
struct survey {
    size_t samples;    /* length of the axis n that all arrays must have; 0: no array could be read */
    char *samples_of;  /* the array it was read from */
    size_t *timesteps; /* per layer: how many are representations of their own; 0: no array could be read */
    struct layer_size *sizes; /* per layer, then per target; all 0 where no array could be read */
};

struct cca_study {
    const struct experiment *experiment;
    _Atomic unsigned measures;  /* MEASURE_BITs that comparisons have; the owner may add some */
    struct cca_keeping keeping; /* of bases */
    char *cache_path;           /* NULL: none is asked for */
    bool background;            /* threads are nice */
    pthread_t *threads;
    int thread_count;

    pthread_mutex_t lock;
    pthread_cond_t changed; /* new work, or a representation that others wait for */
    /* Under the lock: */
    bool stopping, surveying, surveyed;
    bool paused;         /* nothing new is begun */
    struct cache *cache; /* opened by the survey; NULL: none, ... */
    char *cache_note;    /* ... and why not */
    int busy;            /* workers with something to do */
    bool alone;          /* the one that is busy uses all cores */
    struct survey survey;
    struct incoming incoming;
    bool planning, looking; /* a worker makes it the queue's, looks up what is known of it */
    unsigned generation;    /* counts what was wanted */
    double loads_each;      /* how often a basis is to be loaded */
    struct queue queue;
    struct looks looks; /* in part the owner's */
    struct store store;
    struct estimate estimate;
    struct outbox outbox;
    struct unsaved unsaved;
    bool saving;
    struct cca_pair detail_pair;
    bool detail_wanted;
    int wake[2];    /* a pipe: the pool writes a byte when the outbox was empty */
    bool announced; /* the byte is in the pipe */

    /* The owner's thread only: */
    struct finished *results;
    size_t result_count, result_room;
    struct pair_map index; /* into results */
    struct cca_problem *problems;
    size_t problem_count, problem_room;
    struct cca_detail *detail;
    struct cca_progress progress;
    size_t pairs_wanted; /* of progress.total; what is not planned yet included */
    struct rate rate;
    bool knows_survey, all_planned;
};

/* The pool's threads run this; the argument is the study. */
void *worker_main(void *study);
/* Reads the first headers into study->survey; called by one worker without the lock. */
void survey_run(const struct experiment *experiment, struct cca_keeping keeping, struct survey *survey);
/* The size of a cell's layer, or of its target. */
const struct layer_size *survey_size(const struct experiment *experiment, const struct survey *survey,
                                     struct cca_cell cell);
/* The source of a cell; path and member are malloc'ed for the caller. */
struct cca_source source_of(const struct experiment *experiment, struct cca_cell cell, char **path,
                            char **member);
/* Tells the owner that something is ready; the caller holds the lock. */
void study_announce(struct cca_study *study);
/* With the lock: paused, and all that was begun is done and saved. */
bool study_is_idle(const struct cca_study *study);
/* Hands a result to the owner; the caller holds the lock. Takes reason over. */
void study_deliver(struct cca_study *study, struct finished finished);
void detail_free(struct cca_detail *detail);
/* The owner's: takes over a result; whether that could be remembered. Takes reason over. */
bool study_remember(struct cca_study *study, const struct finished *finished);
/* Whether a comparison lacks a measure that was asked for meanwhile. */
bool study_lacks(const struct cca_study *study, const struct finished *finished);
/* Makes room for one more element in a growing array; false when memory gives out. */
bool make_room(void *array_pointer, size_t count, size_t *room, size_t size);

#endif
