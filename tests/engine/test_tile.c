/* The order of pairs that do not fit memory: nothing is lost, and few bases are loaded twice. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "engine/tile.h"

static struct pair_key key_of(size_t a, size_t b)
{
    return pair_key_of((struct cca_pair){{0, 0, (uint16_t)a, 0}, {1, 0, (uint16_t)b, 0}}, NULL);
}

static struct pair_key *grid(size_t rows, size_t columns)
{
    struct pair_key *keys = malloc(rows * columns * sizeof *keys);

    for (size_t i = 0; i < rows * columns; i++)
        keys[i] = key_of(i / columns, i % columns);
    return keys;
}

static int compare_keys(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct pair_key));
}

Test(tile, keeps_every_pair)
{
    struct pair_key *keys = grid(13, 17), *before = grid(13, 17);

    cr_assert(tile_pairs(keys, 13 * 17, 6));
    cr_expect_neq(memcmp(keys, before, 13 * 17 * sizeof *keys), 0);
    qsort(keys, 13 * 17, sizeof *keys, compare_keys);
    qsort(before, 13 * 17, sizeof *before, compare_keys);
    cr_expect_arr_eq(keys, before, 13 * 17 * sizeof *keys);
    free(keys);
    free(before);
}

static void check_loads(size_t rows, size_t columns, size_t capacity, size_t most)
{
    struct pair_key *keys = grid(rows, columns);
    size_t before = tile_loads(keys, rows * columns, capacity), after;

    cr_assert(tile_pairs(keys, rows * columns, capacity));
    after = tile_loads(keys, rows * columns, capacity);
    cr_expect_leq(after, most, "%zu × %zu with %zu: %zu loads, not at most %zu", rows, columns, capacity,
                  after, most);
    cr_expect_leq(after, before);
    free(keys);
}

Test(tile, loads_each_column_once_a_group)
{
    check_loads(12, 12, 24, 24);
    check_loads(12, 12, 8, 12 + 2 * 12);
    check_loads(100, 100, 12, 100 + 10 * 100);
    check_loads(100, 100, 4, 100 + 50 * 100);
    check_loads(1, 50, 3, 51);
    check_loads(5, 5, 1, 50);
}

/* Every network against every other: half a grid. */
Test(tile, triangles)
{
    enum { SIZE = 60 };
    struct pair_key *keys = malloc(SIZE * SIZE * sizeof *keys);
    size_t count = 0, before, after;

    for (size_t i = 0; i < SIZE; i++)
        for (size_t j = i; j < SIZE; j++)
            keys[count++] =
                pair_key_of((struct cca_pair){{(uint16_t)i, 0, 0, 0}, {(uint16_t)j, 0, 0, 0}}, NULL);
    before = tile_loads(keys, count, 12);
    cr_assert(tile_pairs(keys, count, 12));
    after = tile_loads(keys, count, 12);
    cr_expect_lt(4 * after, before, "%zu loads, %zu before", after, before);
    free(keys);
}
