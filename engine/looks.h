/* The looks of a study: those ever asked for, and which come next. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_LOOKS_H
#define CCASCOPE_ENGINE_LOOKS_H

#include "engine/look.h"
#include "engine/pair_map.h"
#include "engine/store.h"

/* A look that was asked for. Stays where it is until the study is renewed or closed. */
struct look_entry {
    struct cca_look look;
    struct cca_looked looked; /* once finished; under the lock until it is visible */
    enum { LOOK_WAITING, LOOK_TAKEN, LOOK_FINISHED } state; /* under the lock, as the next two */
    bool wanted;
    struct look_entry *next_news; /* finished before it, and not collected either */
    bool visible;                 /* the owner's: collected */
    uint32_t next_alike;          /* the owner's: an entry of the same place in the index, or PAIR_ABSENT */
};

struct looks {
    /* The owner's thread only: */
    struct look_entry **entries;
    size_t count, room;
    size_t visible;        /* how many of them are known */
    struct pair_map index; /* first and last cell -> an entry, and by next_alike all others */
    /* Under the study's lock: */
    struct look_entry **wanted;
    size_t wanted_count;
    size_t known;            /* all before it have been looked for in the cache, and may be taken */
    size_t next;             /* all before it are taken or finished */
    size_t finished;         /* of wanted */
    struct look_entry *news; /* finished since the last collect */
};

/* The bases that a look needs; entries are NULL where memory gives out. */
struct store_needs look_needs(struct store *store, const struct cca_look *look);
/* The first wanted look that is known, that nobody has taken and for which a worker could do something at once; looks a
 * little ahead only. NULL: none. With the lock. */
struct look_entry *looks_find(struct looks *looks, struct store *store);
/* With the lock: a look that was taken is finished, and the owner's to collect. Takes over what `looked`
 * owns. */
void looks_finish(struct looks *looks, struct look_entry *entry, const struct cca_looked *looked);

/* The owner's: makes visible what has been finished, a list that it took under the lock. */
void looks_collect(struct looks *looks, struct look_entry *news);
/* With the lock, nothing in flight and all collected: gives every cell another key; what `rename` says false
 * to, what failed and what is not finished is forgotten. Nothing is wanted any more. */
void looks_renew(struct looks *looks, bool (*rename)(void *context, cell_key *key), void *context);
void looks_free(struct looks *looks);

#endif
