/* Which pair comes next: a queue of two priorities. Not for users of the engine; the caller holds the study's
 * lock. */
#ifndef CCASCOPE_ENGINE_QUEUE_H
#define CCASCOPE_ENGINE_QUEUE_H

#include "engine/pair_map.h"

/* Pairs in the order in which they are wanted. */
struct queue_list {
    struct pair_key *keys;
    size_t count;
    size_t next; /* all before it are taken */
};

struct queue {
    struct queue_list first, rest;
    struct pair_map states; /* every pair ever taken: QUEUE_TAKEN or QUEUE_FINISHED */
    struct pair_map wanted; /* what `rest` holds, once each */
    size_t finished;        /* of `wanted` */
};

enum { QUEUE_TAKEN, QUEUE_FINISHED };

bool queue_want(struct queue *queue, const struct cca_pair *pairs, size_t count);
bool queue_want_first(struct queue *queue, const struct cca_pair *pairs, size_t count);
/* The first pair that is not taken and for which `available` says that a worker could do something at once; looks a
 * little ahead only. False when there is none: the queue is empty, or all near its head must wait for others. */
bool queue_find(struct queue *queue, bool (*available)(void *context, struct pair_key key), void *context,
                struct pair_key *found);
/* Marks a pair as taken; false when memory gives out. */
bool queue_take(struct queue *queue, struct pair_key key);
void queue_finish(struct queue *queue, struct pair_key key);
void queue_free(struct queue *queue);

#endif
