/* Looks in the cache. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/cache_private.h"
#include "engine/look_kind.h"

/* Raise it whenever the kinds of looks, or what is kept of them, are others. */
#define LOOKS_VERSION 1

/* What is kept of a look, in front of its numbers. */
struct look_head {
    uint64_t n, rank[CCA_LOOK_CELLS], count, ambiguous;
};

/* A look is a result of its first and its last cell, by options that say which look it is, and what of. */
static struct cache_row key_of_look(struct cache *cache, const struct cca_look *look, unsigned measures,
                                    const struct cache_name *cells, bool add)
{
    size_t count = cca_look_cells(look->kind);
    struct cache_name between = count > 2 ? cells[1] : (struct cache_name){0};
    char text[300];

    snprintf(text, sizeof text, "look %d.%d, %zu, measures %x of %jx, cell %jd %jx", LOOKS_VERSION,
             (int)look->kind, look->count, look_is_of_measures(look->kind) ? measures : 0,
             (uintmax_t)cache->options.checksum, (intmax_t)between.id, (uintmax_t)between.checksum);
    return (struct cache_row){cells[0], cells[count - 1],
                              count > 2 && !between.id ? (struct cache_name){0}
                                                       : cache_name(cache, text, add)};
}

/* From bytes to a look that is done; false when they are too few, or memory gives out. */
static bool read_look(const void *bytes, size_t size, struct cca_looked *looked)
{
    struct look_head head;
    size_t rest = size - sizeof head;

    if (size < sizeof head || rest % sizeof(double) || !(looked->numbers = malloc(rest + 1)))
        return false;
    memcpy(&head, bytes, sizeof head);
    memcpy(looked->numbers, (const char *)bytes + sizeof head, rest);
    looked->number_count = rest / sizeof(double);
    looked->n = head.n;
    looked->count = head.count;
    looked->ambiguous = head.ambiguous != 0;
    for (size_t i = 0; i < CCA_LOOK_CELLS; i++)
        looked->rank[i] = head.rank[i];
    looked->state = CCA_DONE;
    return true;
}

bool cache_find_look(struct cache *cache, const struct cca_look *look, unsigned measures,
                     struct cca_looked *looked)
{
    struct cache_name cells[CCA_LOOK_CELLS];
    int code = SQLITE_OK;
    bool found = false;

    *looked = (struct cca_looked){.look = *look};
    pthread_mutex_lock(&cache->lock);
    if (cache->file) {
        struct cache_row key;
        const void *bytes;
        size_t size;

        for (size_t i = 0; i < cca_look_cells(look->kind); i++)
            cells[i] = cache_cell_name(cache, cell_key_of(look->cells[i]));
        key = key_of_look(cache, look, measures, cells, false);
        bytes = cache_find_row(cache, &key, &size, &code);
        found = bytes && read_look(bytes, size, looked);
        cache_found(cache, code);
    }
    pthread_mutex_unlock(&cache->lock);
    return found;
}

static int keep_look(struct cache *cache, const struct cca_looked *looked, unsigned measures,
                     const struct cca_identity *files)
{
    struct look_head head = {.n = looked->n, .count = looked->count, .ambiguous = looked->ambiguous};
    size_t size = looked->number_count * sizeof(double);
    char *bytes = malloc(sizeof head + size);
    struct cache_name cells[CCA_LOOK_CELLS];
    struct cache_row key;
    int code;

    if (!bytes)
        return SQLITE_NOMEM;
    for (size_t i = 0; i < cca_look_cells(looked->look.kind); i++) {
        head.rank[i] = looked->rank[i];
        cells[i] = cache_new_cell_name(cache, cell_key_of(looked->look.cells[i]), &files[i]);
    }
    memcpy(bytes, &head, sizeof head);
    memcpy(bytes + sizeof head, looked->numbers, size);
    key = key_of_look(cache, &looked->look, measures, cells, true);
    code = cache_keep_row(cache, &key, bytes, sizeof head + size);
    free(bytes);
    return code;
}

void cache_keep_look(struct cache *cache, const struct cca_looked *looked, unsigned measures,
                     const struct cca_identity *files)
{
    pthread_mutex_lock(&cache->lock);
    if (cache->file) {
        int code = cache_begin(cache);

        cache_end(cache, code == SQLITE_OK ? keep_look(cache, looked, measures, files) : code);
    }
    pthread_mutex_unlock(&cache->lock);
}
