#include "engine/tile.h"

#include <stdlib.h>

/* A pair by its place in the grid that its sides make in order of appearance. */
struct placed {
    uint32_t group, column, row, order;
    struct pair_key key;
};

static int compare_placed(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    uint32_t left[] = {x->group, x->column, x->row, x->order},
             right[] = {y->group, y->column, y->row, y->order};

    for (int i = 0; i < 4; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

/* The number of a basis in order of appearance; PAIR_ABSENT when memory gives out. */
static uint32_t number_of(struct pair_map *seen, cell_key cell)
{
    struct pair_key key = {cell, cell};
    uint32_t number = pair_map_get(seen, key);

    if (number != PAIR_ABSENT)
        return number;
    number = (uint32_t)seen->count;
    return pair_map_put(seen, key, number) ? number : PAIR_ABSENT;
}

static bool place_all(const struct pair_key *keys, size_t count, size_t group_size, struct placed *placed)
{
    struct pair_map rows = {0}, columns = {0};
    bool good = true;

    for (size_t i = 0; good && i < count; i++) {
        uint32_t row = number_of(&rows, keys[i].first), column = number_of(&columns, keys[i].second);

        good = row != PAIR_ABSENT && column != PAIR_ABSENT;
        placed[i] = (struct placed){(uint32_t)(row / group_size), column, row, (uint32_t)i, keys[i]};
    }
    for (size_t i = 0; good && i < count; i++)
        if (placed[i].group % 2)
            placed[i].column = (uint32_t)columns.count - placed[i].column;
    pair_map_free(&rows);
    pair_map_free(&columns);
    return good;
}

bool tile_pairs(struct pair_key *keys, size_t count, size_t capacity)
{
    /* Two columns at once: one that is compared, one that is loaded. */
    size_t group_size = capacity > 3 ? capacity - 2 : 1;
    struct placed *placed = malloc((count + 1) * sizeof *placed);
    bool good = placed && place_all(keys, count, group_size, placed);

    if (good) {
        qsort(placed, count, sizeof *placed, compare_placed);
        for (size_t i = 0; i < count; i++)
            keys[i] = placed[i].key;
    }
    free(placed);
    return good;
}

/* When each of the bases in memory was used last, a small table. */
struct recency {
    cell_key *cells;
    size_t *last, count, capacity, clock;
};

static size_t use(struct recency *recency, cell_key cell)
{
    size_t oldest = 0, i;

    for (i = 0; i < recency->count; i++) {
        if (recency->cells[i] == cell)
            break;
        if (recency->last[i] < recency->last[oldest])
            oldest = i;
    }
    recency->clock++;
    if (i < recency->count) {
        recency->last[i] = recency->clock;
        return 0;
    }
    i = recency->count < recency->capacity ? recency->count++ : oldest;
    recency->cells[i] = cell;
    recency->last[i] = recency->clock;
    return 1;
}

size_t tile_loads(const struct pair_key *keys, size_t count, size_t capacity)
{
    struct recency recency = {malloc((capacity + 1) * sizeof(cell_key)),
                              malloc((capacity + 1) * sizeof(size_t)), 0, capacity ? capacity : 1, 0};
    size_t loads = recency.cells && recency.last ? 0 : SIZE_MAX;

    for (size_t i = 0; loads != SIZE_MAX && i < count; i++) {
        loads += use(&recency, keys[i].first);
        loads += use(&recency, keys[i].second);
    }
    free(recency.cells);
    free(recency.last);
    return loads;
}
