#include "engine/store.h"

#include <stdlib.h>
#include <string.h>

#include "engine/basis_rows.h"
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

static struct store_entry *oldest_unused(const struct store *store, enum store_state state)
{
    struct store_entry *oldest = NULL;

    for (size_t i = 0; i < store->count; i++) {
        struct store_entry *entry = store->entries[i];

        if (entry->state == state && entry->users == 0 && (!oldest || entry->last_use < oldest->last_use))
            oldest = entry;
    }
    return oldest;
}

static void count_bytes(struct store *store, struct store_entry *entry, size_t bytes)
{
    store->bytes += bytes - entry->bytes;
    entry->bytes = bytes;
}

static void let_go(struct store *store, struct store_entry *entry)
{
    cca_basis_free(entry->basis);
    entry->basis = NULL;
    entry->state = STORE_ABSENT;
    count_bytes(store, entry, 0);
    store->held--;
}

/* Bases keep what their values were reduced to as long as that fits: with it, reading them again is one pass.
 */
static void drop_beyond_budget(struct store *store)
{
    struct store_entry *entry;

    while (store->bytes > store->budget && store->held > store->least) {
        if ((entry = oldest_unused(store, STORE_READY))) {
            basis_drop(entry->basis);
            entry->state = STORE_DROPPED;
            count_bytes(store, entry, basis_core_bytes(entry->basis));
        } else if ((entry = oldest_unused(store, STORE_DROPPED))) {
            let_go(store, entry);
        } else {
            return;
        }
    }
}

static bool all_there(const struct store_needs *needs)
{
    bool there = true;

    for (size_t i = 0; i < needs->count; i++)
        there = there && needs->entries[i];
    return there;
}

bool store_needs_settled(const struct store_needs *needs)
{
    bool settled = all_there(needs);

    for (size_t i = 0; settled && i < needs->count; i++)
        settled = needs->entries[i]->state == STORE_READY || needs->entries[i]->state == STORE_FAILED;
    return settled;
}

struct store_entry *store_needs_loadable(const struct store_needs *needs)
{
    for (size_t i = 0; all_there(needs) && i < needs->count; i++)
        if (needs->entries[i]->state == STORE_ABSENT || needs->entries[i]->state == STORE_DROPPED)
            return needs->entries[i];
    return NULL;
}

const struct store_entry *store_needs_failed(const struct store_needs *needs)
{
    const struct store_entry *failed = NULL;

    for (size_t i = 0; i < needs->count; i++)
        if (!needs->entries[i]->basis && (!failed || failed->failure == CCA_MISSING))
            failed = needs->entries[i];
    return failed;
}

void store_claim(struct store *store, struct store_entry *entry, const struct store_needs *needs)
{
    store->held += entry->state == STORE_ABSENT;
    entry->state = STORE_LOADING;
    for (size_t i = 0; i < needs->count; i++)
        needs->entries[i]->last_use = ++store->clock;
    entry->last_use = ++store->clock;
}

void store_reserve(struct store *store, struct store_entry *entry, size_t bytes)
{
    count_bytes(store, entry, bytes);
    drop_beyond_budget(store);
}

void store_publish(struct store *store, struct store_entry *entry, struct cca_basis *basis, size_t bytes,
                   const struct cca_error *error)
{
    entry->basis = basis;
    count_bytes(store, entry, bytes);
    if (basis) {
        entry->state = STORE_READY;
        drop_beyond_budget(store);
        return;
    }
    store->held--;
    entry->state = STORE_FAILED;
    entry->failure = error->failure;
    entry->reason = strdup(error->text);
}

void store_expect(const struct store_needs *needs)
{
    for (size_t i = 0; i < needs->count; i++)
        if (needs->entries[i])
            needs->entries[i]->expected++;
}

/* A basis that was let go and is needed all the same is loaded again. */
static void let_go_if_done(struct store *store, struct store_entry *entry)
{
    if (store->frugal && entry->expected == 0 && entry->users == 0 &&
        (entry->state == STORE_READY || entry->state == STORE_DROPPED))
        let_go(store, entry);
}

void store_fulfil(struct store *store, const struct store_needs *needs)
{
    for (size_t i = 0; i < needs->count; i++)
        if (needs->entries[i] && needs->entries[i]->expected > 0) {
            needs->entries[i]->expected--;
            let_go_if_done(store, needs->entries[i]);
        }
}

void store_expect_none(struct store *store)
{
    for (size_t i = 0; i < store->count; i++)
        store->entries[i]->expected = 0;
}

void store_tidy(struct store *store)
{
    for (size_t i = 0; i < store->count; i++)
        let_go_if_done(store, store->entries[i]);
}

void store_use(struct store *store, const struct store_needs *needs)
{
    for (size_t i = 0; i < needs->count; i++) {
        needs->entries[i]->users++;
        needs->entries[i]->last_use = ++store->clock;
    }
}

void store_release(struct store *store, const struct store_needs *needs)
{
    for (size_t i = 0; i < needs->count; i++) {
        needs->entries[i]->users--;
        let_go_if_done(store, needs->entries[i]);
    }
    drop_beyond_budget(store);
}

static void free_entry(struct store_entry *entry)
{
    cca_basis_free(entry->basis);
    free(entry->reason);
    free(entry);
}

void store_rename(struct store *store,
                  bool (*rename)(void *context, cell_key *key, const struct treatment **treatment),
                  void *context)
{
    size_t count = store->count;

    pair_map_free(&store->index);
    store->count = store->held = 0;
    store->bytes = 0;
    for (size_t i = 0; i < count; i++) {
        struct store_entry *entry = store->entries[i];
        const struct treatment *treatment;

        if (!entry->basis || !rename(context, &entry->key, &treatment) || !append(store, entry)) {
            free_entry(entry);
            continue;
        }
        entry->basis->rows->source.treatment = treatment;
        store->bytes += entry->bytes;
        store->held++;
    }
}

void store_free(struct store *store)
{
    for (size_t i = 0; i < store->count; i++)
        free_entry(store->entries[i]);
    free(store->entries);
    pair_map_free(&store->index);
}
