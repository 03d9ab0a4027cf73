/* The order of many pairs when their bases do not fit memory together. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_TILE_H
#define CCASCOPE_ENGINE_TILE_H

#include "engine/pair_map.h"

/* Reorders pairs so that with room for `capacity` bases few are loaded twice: first sides are taken a group
 * at a time, which stays in memory while the second sides pass by, there and back in turn. Within that, the
 * given order. False when memory gives out: then the order is as it was. */
bool tile_pairs(struct pair_key *keys, size_t count, size_t capacity);
/* How many bases are loaded when pairs are compared in this order and the least recently used go first.
 * SIZE_MAX when memory gives out. */
size_t tile_loads(const struct pair_key *keys, size_t count, size_t capacity);

#endif
