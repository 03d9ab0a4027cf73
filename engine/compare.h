/* Comparing pairs, for the pool. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_COMPARE_H
#define CCASCOPE_ENGINE_COMPARE_H

#include "engine/study_private.h"

/* The two bases of a pair. */
struct store_needs sides_of(struct cca_study *study, struct pair_key key);
/* Whether both are there, and their rows are made from files for every product. */
bool sides_streamed(const struct store_needs *sides);

/* Marks a pair as finished, with what is expected of its bases; false when memory gives out. */
bool finish_pair(struct cca_study *study, struct pair_key key);

/* Compares a settled pair that the caller has taken, and with it others that come next where both are made
 * from their files: their rows are then made once for all. With the lock; gives it back meanwhile. */
void compare_pairs(struct cca_study *study, struct pair_key key);
/* Everything about one settled pair. With the lock; gives it back meanwhile. */
void compare_in_detail(struct cca_study *study, struct cca_pair pair);
/* A look that the caller has taken and whose bases are settled. With the lock; gives it back meanwhile. */
void compute_look(struct cca_study *study, struct look_entry *entry);

#endif
