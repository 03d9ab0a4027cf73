#include "engine/pair_map.h"

#include <stdlib.h>

struct pair_slot {
    struct pair_key key;
    uint32_t value; /* PAIR_ABSENT: the slot is free */
};

cell_key cell_key_of(struct cca_cell cell)
{
    return (cell_key)cell.network << 48 | (cell_key)cell.checkpoint << 32 | (cell_key)cell.layer << 16 |
           (uint16_t)cell.timestep;
}

struct cca_cell cell_of_key(cell_key key)
{
    return (struct cca_cell){(uint16_t)(key >> 48), (uint16_t)(key >> 32), (uint16_t)(key >> 16),
                             (int16_t)(uint16_t)key};
}

struct pair_key pair_key_of(struct cca_pair pair, bool *swapped)
{
    cell_key a = cell_key_of(pair.a), b = cell_key_of(pair.b);

    if (swapped)
        *swapped = b < a;
    return b < a ? (struct pair_key){b, a} : (struct pair_key){a, b};
}

static size_t hash(struct pair_key key)
{
    uint64_t mixed =
        key.first * 0x9e3779b97f4a7c15u ^ (key.second + 0x632be59bd9b4e019u) * 0xbf58476d1ce4e5b9u;

    mixed = (mixed ^ mixed >> 32) * 0x94d049bb133111ebu;
    return (size_t)(mixed ^ mixed >> 29);
}

/* The slot that holds the key, or the free one where it would go. The capacity is a power of two. */
static struct pair_slot *find(const struct pair_map *map, struct pair_key key)
{
    size_t at = hash(key) & (map->capacity - 1);

    while (map->slots[at].value != PAIR_ABSENT &&
           (map->slots[at].key.first != key.first || map->slots[at].key.second != key.second))
        at = (at + 1) & (map->capacity - 1);
    return &map->slots[at];
}

static bool grow(struct pair_map *map)
{
    struct pair_map larger = {.capacity = map->capacity ? 2 * map->capacity : 64, .count = map->count};

    larger.slots = malloc(larger.capacity * sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < larger.capacity; i++)
        larger.slots[i].value = PAIR_ABSENT;
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].value != PAIR_ABSENT)
            *find(&larger, map->slots[i].key) = map->slots[i];
    free(map->slots);
    *map = larger;
    return true;
}

uint32_t pair_map_get(const struct pair_map *map, struct pair_key key)
{
    return map->capacity ? find(map, key)->value : PAIR_ABSENT;
}

bool pair_map_put(struct pair_map *map, struct pair_key key, uint32_t value)
{
    struct pair_slot *slot;

    if (3 * (map->count + 1) > 2 * map->capacity && !grow(map))
        return false;
    slot = find(map, key);
    map->count += slot->value == PAIR_ABSENT;
    *slot = (struct pair_slot){key, value};
    return true;
}

void pair_map_free(struct pair_map *map)
{
    free(map->slots);
    *map = (struct pair_map){0};
}
