#include "engine/queue.h"

#include <stdlib.h>

/* How far to look past pairs that wait for a representation being loaded: enough to find work on another row.
 */
#define LOOK_AHEAD 512

bool queue_order_create(struct queue_order *order, const struct cca_pair *pairs, size_t count)
{
    *order = (struct queue_order){.keys = malloc((count + 1) * sizeof *order->keys)};
    for (size_t i = 0; order->keys && i < count; i++) {
        struct pair_key key = pair_key_of(pairs[i], NULL);

        if (pair_map_get(&order->wanted, key) != PAIR_ABSENT)
            continue;
        if (!pair_map_put(&order->wanted, key, QUEUE_UNCOUNTED)) {
            queue_order_free(order);
            return false;
        }
        order->keys[order->count++] = key;
    }
    return order->keys != NULL;
}

void queue_order_free(struct queue_order *order)
{
    free(order->keys);
    pair_map_free(&order->wanted);
    *order = (struct queue_order){0};
}

void queue_want(struct queue *queue, struct queue_order *order)
{
    free(queue->rest.keys);
    pair_map_free(&queue->wanted);
    queue->rest = (struct queue_list){.keys = order->keys, .count = order->count};
    queue->wanted = order->wanted;
    queue->finished = 0;
    *order = (struct queue_order){0};
}

bool queue_want_first(struct queue *queue, const struct cca_pair *pairs, size_t count)
{
    struct pair_key *keys = malloc((count ? count : 1) * sizeof *keys);

    if (!keys)
        return false;
    for (size_t i = 0; i < count; i++)
        keys[i] = pair_key_of(pairs[i], NULL);
    free(queue->first.keys);
    queue->first = (struct queue_list){.keys = keys, .count = count};
    return true;
}

bool queue_find(struct queue *queue, struct queue_list *list,
                bool (*available)(void *context, struct pair_key key), void *context, struct pair_key *found)
{
    size_t seen = 0;

    for (size_t i = list->next; i < list->known && seen < LOOK_AHEAD; i++) {
        if (queue_state(queue, list->keys[i]) != PAIR_ABSENT) {
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

bool queue_count(struct queue *queue, struct pair_key key)
{
    if (pair_map_get(&queue->wanted, key) != QUEUE_UNCOUNTED)
        return false;
    pair_map_put(&queue->wanted, key, QUEUE_COUNTED); /* its slot is there: cannot fail */
    queue->finished++;
    return true;
}

bool queue_take(struct queue *queue, struct pair_key key)
{
    return pair_map_put(&queue->states, key, QUEUE_TAKEN);
}

bool queue_finish(struct queue *queue, struct pair_key key)
{
    if (!pair_map_put(&queue->states, key, QUEUE_FINISHED))
        return false;
    queue_count(queue, key);
    return true;
}

void queue_again(struct queue *queue, struct pair_key key)
{
    if (pair_map_get(&queue->states, key) == PAIR_ABSENT)
        return;
    pair_map_put(&queue->states, key, QUEUE_AGAIN); /* its slot is there: cannot fail */
    queue->first.next = queue->rest.next = 0;
}

uint32_t queue_state(const struct queue *queue, struct pair_key key)
{
    uint32_t state = pair_map_get(&queue->states, key);

    return state == QUEUE_AGAIN ? PAIR_ABSENT : state;
}

void queue_free(struct queue *queue)
{
    free(queue->first.keys);
    free(queue->rest.keys);
    pair_map_free(&queue->states);
    pair_map_free(&queue->wanted);
}
