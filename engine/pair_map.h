/* A hash map from unordered pairs of representations to small values. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_PAIR_MAP_H
#define CCASCOPE_ENGINE_PAIR_MAP_H

#include "engine/study.h"

/* A cell as one number; equal numbers, equal cells. */
typedef uint64_t cell_key;

struct pair_key {
    cell_key first, second; /* first <= second */
};

cell_key cell_key_of(struct cca_cell cell);
struct cca_cell cell_of_key(cell_key key);
/* *swapped (may be NULL): whether b became the first. */
struct pair_key pair_key_of(struct cca_pair pair, bool *swapped);

/* Open addressing; values are indices that the owner gives meaning to. Zero-initialise it. */
struct pair_map {
    struct pair_slot *slots;
    size_t capacity, count;
};

#define PAIR_ABSENT UINT32_MAX

/* The value of a key, or PAIR_ABSENT. */
uint32_t pair_map_get(const struct pair_map *map, struct pair_key key);
/* Sets it; false when memory gives out. `value` is not PAIR_ABSENT. */
bool pair_map_put(struct pair_map *map, struct pair_key key, uint32_t value);
void pair_map_free(struct pair_map *map);

#endif
