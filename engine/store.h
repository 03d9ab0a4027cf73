/* Bases in memory: loaded when first needed, shared while in use; beyond the budget the oldest lose what can
 * be made again, and then go altogether. Not for users of the engine; the caller holds the study's lock. */
#ifndef CCASCOPE_ENGINE_STORE_H
#define CCASCOPE_ENGINE_STORE_H

#include "engine/basis.h"
#include "engine/pair_map.h"

enum store_state {
    STORE_ABSENT,
    STORE_DROPPED, /* the basis is there, without its directions and values */
    STORE_LOADING,
    STORE_READY,
    STORE_FAILED,
};

/* A representation of the experiment. Stays where it is until the store is freed. */
struct store_entry {
    cell_key key;
    enum store_state state;
    struct cca_basis *basis; /* STORE_READY, STORE_DROPPED and while that is loading */
    size_t bytes;            /* that count against the budget */
    size_t users;            /* comparisons in flight: not dropped meanwhile */
    size_t expected;         /* what is wanted, not done, and needs it: counted where the store is frugal */
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
    size_t held;  /* entries that are not absent and have not failed */
    size_t least; /* held at the least, whatever the budget: what the pool works on at once */
    bool frugal;  /* lets go of what nothing expects any more, so that its memory serves the next */
};

/* The entry of a representation, made when new; NULL when memory gives out. */
struct store_entry *store_entry(struct store *store, cell_key key);

/* The bases that a piece of work needs together: two for a pair, up to STORE_NEEDS for a look. */
#define STORE_NEEDS 3
struct store_needs {
    struct store_entry *entries[STORE_NEEDS]; /* NULL where memory gave out: then nothing can be done */
    size_t count;
};

/* Whether all are there, or have failed. */
bool store_needs_settled(const struct store_needs *needs);
/* The first that is not in memory and that nobody loads; NULL: none. */
struct store_entry *store_needs_loadable(const struct store_needs *needs);
/* The one that failed, a broken file before a missing one; NULL when all are there. */
const struct store_entry *store_needs_failed(const struct store_needs *needs);
/* Marks an entry as being loaded by the caller, and what it is needed together with as wanted. */
void store_claim(struct store *store, struct store_entry *entry, const struct store_needs *needs);
/* Counts the bytes that an entry being loaded will take, making room for them. */
void store_reserve(struct store *store, struct store_entry *entry, size_t bytes);
/* The worker that claimed an entry publishes what came of it: a basis that takes `bytes`, or NULL and why
 * not. */
void store_publish(struct store *store, struct store_entry *entry, struct cca_basis *basis, size_t bytes,
                   const struct cca_error *error);
/* Counts a user in or out; out may drop bases beyond the budget. */
void store_use(struct store *store, const struct store_needs *needs);
void store_release(struct store *store, const struct store_needs *needs);
/* Counts what is wanted: one piece of work more, one less, none at all. */
void store_expect(const struct store_needs *needs);
void store_fulfil(struct store *store, const struct store_needs *needs);
void store_expect_none(struct store *store);
/* Lets go of what nothing expects, where the store is frugal. */
void store_tidy(struct store *store);
/* Gives every entry another key, by which `rename` may also change what its treatment is borrowed from; those
 * for which it says false, and those that failed, are forgotten. Nothing may be in use. */
void store_rename(struct store *store,
                  bool (*rename)(void *context, cell_key *key, const struct treatment **treatment),
                  void *context);
void store_free(struct store *store);

#endif
