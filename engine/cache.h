/* Results of earlier comparisons and looks, in an SQLite file that any number of programs may share.
 * Thread-safe. Not for users of the engine.
 *
 * A result is found again only for the same arrays (path, file identity), treatment, sampling, tolerance,
 * options and version of the algorithm, and only when its checksum over all that holds: a damaged file costs
 * time, never a result. Whatever goes wrong here ends in results being computed again. */
#ifndef CCASCOPE_ENGINE_CACHE_H
#define CCASCOPE_ENGINE_CACHE_H

#include "engine/comparison.h"
#include "engine/pair_map.h"
#include "engine/array.h"

struct cache;

/* A finished comparison, and the state of the files that it came from. */
struct cache_item {
    struct pair_key key;
    struct cca_summary summary; /* the first of the key is its row side */
    struct cca_identity first, second;
};

/* Opens or makes the file, folders included; a damaged one is renamed and replaced. The experiment is
 * borrowed. NULL with *error filled when it cannot be used at all. */
struct cache *cache_open(const char *path, const struct experiment *experiment, struct cca_error *error);
/* Looks for `count` pairs that have at least the measures `wanted`: found[i] tells, summaries[i] holds. */
void cache_find(struct cache *cache, const struct pair_key *keys, size_t count, unsigned wanted, bool *found,
                struct cca_summary *summaries);
/* Keeps results, all in one transaction: after it, nothing but the loss of the file loses them. */
void cache_keep(struct cache *cache, const struct cache_item *items, size_t count);
struct cca_look;
struct cca_looked;

/* The same for one look (look.h), where `measures` are those that the study has: what was found is filled
 * into *looked, whose numbers are the caller's. */
bool cache_find_look(struct cache *cache, const struct cca_look *look, unsigned measures,
                     struct cca_looked *looked);
/* Keeps a look that is done; `files` are those that its cells came from. */
void cache_keep_look(struct cache *cache, const struct cca_looked *looked, unsigned measures,
                     const struct cca_identity *files);
/* Goes on with another experiment of the same options; files are looked at again. */
void cache_renew(struct cache *cache, const struct experiment *experiment);
void cache_close(struct cache *cache);
/* How many results a file has, which is not changed; negative: it cannot be read, or is of another version.
 */
int64_t cache_count(const char *path);

/* Whether a file whose state was noted at `now` (nanoseconds since 1970) may still have changed without a
 * trace, as clocks of file systems are coarse. */
bool cache_too_fresh(const struct cca_identity *identity, int64_t now);

#endif
