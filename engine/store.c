#include "engine/store.h"

#include <stdlib.h>
#include <string.h>

#include "engine/rows.h"

static bool append(struct store *store, struct store_entry *entry)
{
    if (store->count == store->room) {
        size_t room = store->room ? 2 * store->room : 64;
        struct store_entry **entries = realloc(store->entries, room * sizeof *entries);

        if (!entries)
            return false;
        store->entries = entries;
        store->room = room;
    }
    if (!pair_map_put(&store->index, (struct pair_key){entry->key, entry->key}, (uint32_t)store->count))
        return false;
    store->entries[store->count++] = entry;
    return true;
}

struct store_entry *store_entry(struct store *store, cell_key key)
{
    uint32_t at = pair_map_get(&store->index, (struct pair_key){key, key});
    struct store_entry *entry;

    if (at != PAIR_ABSENT)
        return store->entries[at];
    entry = calloc(1, sizeof *entry);
    if (!entry)
        return NULL;
    entry->key = key;
    if (append(store, entry))
        return entry;
    free(entry);
    return NULL;
}

static struct store_entry *oldest_unused(const struct store *store)
{
    struct store_entry *oldest = NULL;

    for (size_t i = 0; i < store->count; i++) {
        struct store_entry *entry = store->entries[i];

        if (entry->state == STORE_READY && entry->users == 0 &&
            (!oldest || entry->last_use < oldest->last_use))
            oldest = entry;
    }
    return oldest;
}

static void drop_beyond_budget(struct store *store)
{
    struct store_entry *entry;

    while (store->bytes > store->budget && (entry = oldest_unused(store))) {
        cca_basis_free(entry->basis);
        entry->basis = NULL;
        entry->state = STORE_ABSENT;
        store->bytes -= entry->bytes;
    }
}

void store_publish(struct store *store, struct store_entry *entry, struct cca_basis *basis,
                   const struct cca_error *error)
{
    entry->basis = basis;
    if (basis) {
        entry->state = STORE_READY;
        entry->bytes = cca_basis_bytes(basis->n, basis->d, basis->rows->type, store->keeping);
        store->bytes += entry->bytes;
        drop_beyond_budget(store);
        return;
    }
    entry->state = STORE_FAILED;
    entry->failure = error->failure;
    entry->reason = strdup(error->text);
}

void store_use(struct store *store, struct store_entry *entry)
{
    entry->users++;
    entry->last_use = ++store->clock;
}

void store_release(struct store *store, struct store_entry *entry)
{
    entry->users--;
    drop_beyond_budget(store);
}

void store_free(struct store *store)
{
    for (size_t i = 0; i < store->count; i++) {
        cca_basis_free(store->entries[i]->basis);
        free(store->entries[i]->reason);
        free(store->entries[i]);
    }
    free(store->entries);
    pair_map_free(&store->index);
}
