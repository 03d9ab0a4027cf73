/* Bases in memory: loaded when first needed, shared while in use, dropped (oldest first) when the budget is
 * exceeded. Not for users of the engine; the caller holds the study's lock. */
#ifndef CCASCOPE_ENGINE_STORE_H
#define CCASCOPE_ENGINE_STORE_H

#include "engine/basis.h"
#include "engine/pair_map.h"

enum store_state { STORE_ABSENT, STORE_LOADING, STORE_READY, STORE_FAILED };

/* A representation of the experiment. Stays where it is until the store is freed. */
struct store_entry {
    cell_key key;
    enum store_state state;
    struct cca_basis *basis; /* STORE_READY */
    size_t bytes;
    size_t users; /* comparisons in flight: not dropped meanwhile */
    uint64_t last_use;
    enum cca_failure failure; /* STORE_FAILED: final */
    char *reason;
};

struct store {
    struct store_entry **entries;
    size_t count, room;
    struct pair_map index; /* of {key, key} */
    uint64_t clock;
    uint64_t bytes, budget;
    struct cca_keeping keeping; /* what a basis in memory holds */
};

/* The entry of a representation, made when new; NULL when memory gives out. */
struct store_entry *store_entry(struct store *store, cell_key key);
/* The worker that set STORE_LOADING publishes what came of it: a basis, or NULL and why not. */
void store_publish(struct store *store, struct store_entry *entry, struct cca_basis *basis,
                   const struct cca_error *error);
/* Counts a user in or out; out may drop bases beyond the budget. */
void store_use(struct store *store, struct store_entry *entry);
void store_release(struct store *store, struct store_entry *entry);
void store_free(struct store *store);

#endif
