/* The parts of the schedule on their own: map of pairs, queue, rate. */
#include <criterion/criterion.h>
#include <string.h>

#include "engine/queue.h"
#include "engine/rate.h"

static struct cca_pair pair_of(uint16_t a, uint16_t b)
{
    return (struct cca_pair){{0, 0, a, CCA_LAST_TIMESTEP}, {0, 0, b, CCA_LAST_TIMESTEP}};
}

static struct pair_key key_of(uint16_t a, uint16_t b)
{
    return pair_key_of(pair_of(a, b), NULL);
}

Test(pair_map, keys_tell_every_cell_apart)
{
    static const struct cca_cell cells[] = {{0, 0, 0, 0},     {0, 0, 0, CCA_LAST_TIMESTEP},
                                            {0, 0, 0, 32767}, {0, 0, 1, 0},
                                            {0, 1, 0, 0},     {1, 0, 0, 0},
                                            {65535, 0, 0, 0}, {0, 65535, 0, 0},
                                            {0, 0, 65535, 0}, {1, 2, 3, 4},
                                            {1, 2, 4, 3},     {1, 2, 3, -1}};

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct cca_cell back = cell_of_key(cell_key_of(cells[i]));

        cr_expect_arr_eq(&back, &cells[i], sizeof back);
        for (size_t j = 0; j < i; j++)
            cr_expect_neq(cell_key_of(cells[i]), cell_key_of(cells[j]));
    }
}

Test(pair_map, a_pair_and_its_mirror_image_have_one_key)
{
    bool swapped, back;
    struct pair_key key = pair_key_of(pair_of(3, 7), &swapped), mirrored = pair_key_of(pair_of(7, 3), &back);

    cr_expect_arr_eq(&key, &mirrored, sizeof key);
    cr_expect_leq(key.first, key.second);
    cr_expect_not(swapped);
    cr_expect(back);
    pair_key_of(pair_of(3, 3), &swapped);
    cr_expect_not(swapped);
}

/* Many more than the slots at first, so with growth and collisions. */
Test(pair_map, keeps_what_is_put)
{
    struct pair_map map = {0};

    cr_expect_eq(pair_map_get(&map, key_of(0, 0)), PAIR_ABSENT);
    for (uint16_t a = 0; a < 300; a++)
        for (uint16_t b = a; b < 300; b++) {
            cr_assert_eq(pair_map_get(&map, key_of(a, b)), PAIR_ABSENT);
            cr_assert(pair_map_put(&map, key_of(a, b), a * 1000u + b));
        }
    cr_expect_eq(map.count, 300 * 301 / 2);
    for (uint16_t a = 0; a < 300; a++)
        for (uint16_t b = 0; b < 300; b++)
            cr_assert_eq(pair_map_get(&map, key_of(a, b)), a < b ? a * 1000u + b : b * 1000u + a);
    cr_expect_eq(pair_map_get(&map, key_of(0, 300)), PAIR_ABSENT);
    cr_assert(pair_map_put(&map, key_of(5, 9), 1));
    cr_expect_eq(pair_map_get(&map, key_of(9, 5)), 1);
    cr_expect_eq(map.count, 300 * 301 / 2, "a second value replaces the first");
    pair_map_free(&map);
    cr_expect_eq(pair_map_get(&map, key_of(0, 0)), PAIR_ABSENT);
}

/* Wanted, and nothing known of it. */
static void want(struct queue *queue, const struct cca_pair *pairs, size_t count)
{
    struct queue_order order;

    cr_assert(queue_order_create(&order, pairs, count));
    queue_want(queue, &order);
    for (size_t i = 0; i < queue->rest.count; i++)
        if (pair_map_get(&queue->states, queue->rest.keys[i]) == QUEUE_FINISHED)
            queue_count(queue, queue->rest.keys[i]);
    queue->rest.known = queue->rest.count;
}

static void want_first(struct queue *queue, const struct cca_pair *pairs, size_t count)
{
    cr_assert(queue_want_first(queue, pairs, count));
    queue->first.known = queue->first.count;
}

static bool find(struct queue *queue, bool (*available)(void *context, struct pair_key key), void *context,
                 struct pair_key *found)
{
    return queue_find(queue, &queue->first, available, context, found) ||
           queue_find(queue, &queue->rest, available, context, found);
}

static bool always(void *context, struct pair_key key)
{
    (void)context;
    (void)key;
    return true;
}

/* All but pairs with the layer that *context names. */
static bool without_layer(void *context, struct pair_key key)
{
    uint16_t layer = *(uint16_t *)context;

    return cell_of_key(key.first).layer != layer && cell_of_key(key.second).layer != layer;
}

static void expect_next(struct queue *queue, uint16_t a, uint16_t b)
{
    struct pair_key taken, expected = key_of(a, b);

    cr_assert(find(queue, always, NULL, &taken));
    cr_assert(queue_take(queue, taken));
    cr_expect_arr_eq(&taken, &expected, sizeof taken, "%d and %d instead of %d and %d",
                     cell_of_key(taken.first).layer, cell_of_key(taken.second).layer, a, b);
}

static void expect_empty(struct queue *queue)
{
    struct pair_key taken;

    cr_expect_not(find(queue, always, NULL, &taken));
}

Test(queue, takes_what_comes_first_first)
{
    struct queue queue = {0};
    const struct cca_pair rest[] = {pair_of(1, 1), pair_of(1, 2), pair_of(2, 1), pair_of(2, 2)};
    const struct cca_pair first[] = {pair_of(2, 2), pair_of(8, 9)};

    expect_empty(&queue);
    want(&queue, rest, 4);
    cr_expect_eq(queue.wanted.count, 3, "mirror images are one");
    want_first(&queue, first, 2);
    expect_next(&queue, 2, 2);
    expect_next(&queue, 8, 9);
    expect_next(&queue, 1, 1);
    expect_next(&queue, 1, 2);
    expect_empty(&queue);
    queue_free(&queue);
}

Test(queue, counts_what_is_finished_of_what_is_wanted)
{
    struct queue queue = {0};
    const struct cca_pair both[] = {pair_of(1, 1), pair_of(1, 2)}, other[] = {pair_of(1, 2), pair_of(3, 3)};
    const struct cca_pair first[] = {pair_of(7, 7)};

    want(&queue, both, 2);
    want_first(&queue, first, 1);
    expect_next(&queue, 7, 7);
    queue_finish(&queue, key_of(7, 7));
    cr_expect_eq(queue.finished, 0, "it was not of the rest");
    expect_next(&queue, 1, 1);
    expect_next(&queue, 1, 2);
    queue_finish(&queue, key_of(1, 1));
    cr_expect_eq(queue.finished, 1);
    want(&queue, other, 2); /* 1 × 2 is in flight */
    cr_expect_eq(queue.finished, 0);
    queue_finish(&queue, key_of(1, 2));
    cr_expect_eq(queue.finished, 1);
    expect_next(&queue, 3, 3);
    expect_empty(&queue);
    want(&queue, both, 2);
    cr_expect_eq(queue.finished, 2, "known already");
    expect_empty(&queue);
    queue_free(&queue);
}

Test(queue, looks_past_what_must_wait_and_comes_back)
{
    struct queue queue = {0};
    const struct cca_pair pairs[] = {pair_of(1, 2), pair_of(1, 3), pair_of(4, 4), pair_of(1, 5)};
    struct pair_key taken, expected = key_of(4, 4);
    uint16_t loading = 1;

    want(&queue, pairs, 4);
    cr_assert(find(&queue, without_layer, &loading, &taken));
    cr_assert(queue_take(&queue, taken));
    cr_expect_arr_eq(&taken, &expected, sizeof taken);
    cr_expect_not(find(&queue, without_layer, &loading, &taken));
    expect_next(&queue, 1, 2);
    expect_next(&queue, 1, 3);
    expect_next(&queue, 1, 5);
    expect_empty(&queue);
    queue_free(&queue);
}

Test(queue, an_empty_list_wants_nothing)
{
    struct queue queue = {0};
    const struct cca_pair pair = pair_of(1, 2);

    want(&queue, &pair, 1);
    want(&queue, NULL, 0);
    cr_expect_eq(queue.wanted.count, 0);
    expect_empty(&queue);
    queue_free(&queue);
}

Test(rate, says_nothing_before_anything_happens)
{
    struct rate rate = {0};

    cr_expect_eq(rate_per_second(&rate, 5, 10), 0);
    rate_start(&rate, 5, 10);
    cr_expect_eq(rate_per_second(&rate, 5, 10), 0);
    cr_expect_eq(rate_per_second(&rate, 6, 10), 0);
    cr_expect_eq(rate_per_second(&rate, 6, 9), 0, "a count never runs backwards");
}

Test(rate, follows_the_last_seconds)
{
    struct rate rate = {0};
    double time = 100;
    size_t count = 50;

    rate_start(&rate, time, count);
    cr_expect_float_eq(rate_per_second(&rate, time + 2, count + 20), 10, 1e-12);
    for (int i = 0; i < 100; i++, time += 0.3, count += 30)
        rate_note(&rate, time, count);
    cr_expect_float_eq(rate_per_second(&rate, time, count), 100, 1e-6);
    for (int i = 0; i < 100; i++, time += 0.3, count += 3)
        rate_note(&rate, time, count);
    cr_expect_float_eq(rate_per_second(&rate, time, count), 10, 1e-6, "what was long ago is forgotten");
    rate_start(&rate, time, 0);
    cr_expect_float_eq(rate_per_second(&rate, time + 1, 7), 7, 1e-12);
}

Test(rate, notes_made_too_soon_take_no_room)
{
    struct rate rate = {0};

    rate_note(&rate, 10, 0);
    for (int i = 1; i < 1000; i++)
        rate_note(&rate, 10 + 0.0001 * i, (size_t)i);
    cr_expect_eq(rate.taken, 1);
    cr_expect_float_eq(rate_per_second(&rate, 11, 1000), 1000, 1e-6);
}
