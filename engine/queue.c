#include "engine/queue.h"

#include <stdlib.h>

/* How far to look past pairs that wait for a representation being loaded: enough to find work on another row.
 */
#define LOOK_AHEAD 512

static bool list_replace(struct queue_list *list, const struct cca_pair *pairs, size_t count)
{
    struct pair_key *keys = malloc((count ? count : 1) * sizeof *keys);

    if (!keys)
        return false;
    for (size_t i = 0; i < count; i++)
        keys[i] = pair_key_of(pairs[i], NULL);
    free(list->keys);
    *list = (struct queue_list){keys, count, 0};
    return true;
}

bool queue_want(struct queue *queue, const struct cca_pair *pairs, size_t count)
{
    struct pair_map wanted = {0};
    size_t finished = 0;

    for (size_t i = 0; i < count; i++) {
        struct pair_key key = pair_key_of(pairs[i], NULL);

        if (pair_map_get(&wanted, key) != PAIR_ABSENT)
            continue;
        finished += pair_map_get(&queue->states, key) == QUEUE_FINISHED;
        if (!pair_map_put(&wanted, key, 0)) {
            pair_map_free(&wanted);
            return false;
        }
    }
    if (!list_replace(&queue->rest, pairs, count)) {
        pair_map_free(&wanted);
        return false;
    }
    pair_map_free(&queue->wanted);
    queue->wanted = wanted;
    queue->finished = finished;
    return true;
}

bool queue_want_first(struct queue *queue, const struct cca_pair *pairs, size_t count)
{
    return list_replace(&queue->first, pairs, count);
}

static bool list_find(const struct queue *queue, struct queue_list *list,
                      bool (*available)(void *context, struct pair_key key), void *context,
                      struct pair_key *found)
{
    size_t seen = 0;

    for (size_t i = list->next; i < list->count && seen < LOOK_AHEAD; i++) {
        if (pair_map_get(&queue->states, list->keys[i]) != PAIR_ABSENT) {
            list->next += i == list->next;
            continue;
        }
        seen++;
        if (!available(context, list->keys[i]))
            continue;
        *found = list->keys[i];
        return true;
    }
    return false;
}

bool queue_find(struct queue *queue, bool (*available)(void *context, struct pair_key key), void *context,
                struct pair_key *found)
{
    return list_find(queue, &queue->first, available, context, found) ||
           list_find(queue, &queue->rest, available, context, found);
}

bool queue_take(struct queue *queue, struct pair_key key)
{
    return pair_map_put(&queue->states, key, QUEUE_TAKEN);
}

void queue_finish(struct queue *queue, struct pair_key key)
{
    pair_map_put(&queue->states, key, QUEUE_FINISHED); /* it has a slot since it was taken: cannot fail */
    queue->finished += pair_map_get(&queue->wanted, key) != PAIR_ABSENT;
}

void queue_free(struct queue *queue)
{
    free(queue->first.keys);
    free(queue->rest.keys);
    pair_map_free(&queue->states);
    pair_map_free(&queue->wanted);
}
