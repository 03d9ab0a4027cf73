/* Which pair comes next: a queue of two priorities. Not for users of the engine; the caller holds the study's
 * lock, unless said. */
#ifndef CCASCOPE_ENGINE_QUEUE_H
#define CCASCOPE_ENGINE_QUEUE_H

#include "engine/pair_map.h"

/* Pairs in the order in which they are wanted. */
struct queue_list {
    struct pair_key *keys;
    size_t count;
    size_t known; /* all before it have been looked for among what is known already, and may be taken */
    size_t next;  /* all before it are taken */
};

struct queue {
    struct queue_list first, rest;
    struct pair_map states; /* every pair ever taken */
    struct pair_map wanted; /* what `rest` holds, once each: QUEUE_COUNTED when it is among the finished */
    size_t finished;        /* of `wanted` */
};

enum { QUEUE_TAKEN, QUEUE_FINISHED, QUEUE_AGAIN };
enum { QUEUE_UNCOUNTED, QUEUE_COUNTED };

/* A list of wanted pairs, once each, on its way into the queue. */
struct queue_order {
    struct pair_key *keys;
    size_t count;
    struct pair_map wanted;
};

/* Makes an order of pairs; needs no lock. False when memory gives out. */
bool queue_order_create(struct queue_order *order, const struct cca_pair *pairs, size_t count);
void queue_order_free(struct queue_order *order);
/* Replaces what is wanted; takes the order over. */
void queue_want(struct queue *queue, struct queue_order *order);
bool queue_want_first(struct queue *queue, const struct cca_pair *pairs, size_t count);
/* The first pair of a list that is known, not taken, and for which `available` says that a worker could do
 * something at once; looks a little ahead only. False when there is none. */
bool queue_find(struct queue *queue, struct queue_list *list,
                bool (*available)(void *context, struct pair_key key), void *context, struct pair_key *found);
/* Counts a wanted pair among the finished; false when it is not wanted, or was counted before. */
bool queue_count(struct queue *queue, struct pair_key key);
/* Marks a pair as taken; false when memory gives out. */
bool queue_take(struct queue *queue, struct pair_key key);
/* Marks a pair as finished, whether it was taken or not; false when memory gives out. */
bool queue_finish(struct queue *queue, struct pair_key key);
/* Makes a pair that was taken as if it had never been: it is to be computed again, where it is wanted. */
void queue_again(struct queue *queue, struct pair_key key);
/* QUEUE_TAKEN or QUEUE_FINISHED; PAIR_ABSENT when it is neither. */
uint32_t queue_state(const struct queue *queue, struct pair_key key);
void queue_free(struct queue *queue);

#endif
