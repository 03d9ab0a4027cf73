/* What a result depends on, as text: equal texts, equal results. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_CACHE_KEY_H
#define CCASCOPE_ENGINE_CACHE_KEY_H

#include "engine/array.h"
#include "engine/pair_map.h"

/* Raise it whenever the same arrays would give other numbers. */
#define CACHE_ALGORITHM 1

/* Everything that a representation follows from; `path` is absolute. malloc'ed; NULL when memory gives out.
 */
char *cache_key_of(const struct experiment *experiment, struct cca_cell cell, const char *path,
                   const char *member, const struct cca_identity *identity);
/* The options of the measures. */
char *cache_key_of_options(const struct measure_options *options);
/* A checksum of 64 bits (FNV-1a, mixed once more), continuing from `seed`. */
uint64_t cache_checksum(uint64_t seed, const void *bytes, size_t size);

#endif
