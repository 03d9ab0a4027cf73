/* The inside of the cache, shared by cache.c (its file, and comparisons) and cache_look.c. The caller holds
 * its lock, and the file is open. */
#ifndef CCASCOPE_ENGINE_CACHE_PRIVATE_H
#define CCASCOPE_ENGINE_CACHE_PRIVATE_H

#include <pthread.h>
#include <sqlite3.h>

#include "engine/cache.h"

enum statement { FIND_NAME, ADD_NAME, FIND_RESULT, ADD_RESULT, STATEMENT_COUNT };

/* What the file calls a text, and the checksum of the text itself: numbers may be damaged, the text is ours.
 */
struct cache_name {
    int64_t id; /* 0: the file does not have it */
    uint64_t checksum;
};

/* A representation whose file was looked at. */
struct known {
    struct cca_identity identity;
    struct cache_name name;
};

struct cache {
    const struct experiment *experiment;
    char *path;
    pthread_mutex_t lock;
    sqlite3 *file; /* NULL: given up */
    sqlite3_stmt *prepared[STATEMENT_COUNT];
    struct cache_name options;
    struct known *known;
    size_t known_count, known_room;
    struct pair_map cells; /* {key, key} → index into known */
};

/* What a result is found by. */
struct cache_row {
    struct cache_name a, b, options;
};

/* The number of a text in the file; with `add` it is given one. */
struct cache_name cache_name(struct cache *cache, const char *text, bool add);
/* What a representation is called, its file being looked at once; and one that was read from a file in this
 * state, which is given a number. */
struct cache_name cache_cell_name(struct cache *cache, cell_key key);
struct cache_name cache_new_cell_name(struct cache *cache, cell_key key, const struct cca_identity *identity);

/* The bytes of a result, which hold until cache_found; NULL: there is none. *code tells what SQLite says. */
const void *cache_find_row(struct cache *cache, const struct cache_row *row, size_t *size, int *code);
/* After cache_find_row; gives the file up when it is damaged: then it may not be open any more. */
void cache_found(struct cache *cache, int code);

/* Between them, what is kept is kept all or not at all; each returns what SQLite says, the end is told of it.
 */
int cache_begin(struct cache *cache);
int cache_keep_row(struct cache *cache, const struct cache_row *row, const void *bytes, size_t size);
void cache_end(struct cache *cache, int code);

#endif
