/* Comparing pairs, for the pool. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_COMPARE_H
#define CCASCOPE_ENGINE_COMPARE_H

#include "engine/study_private.h"

/* The two bases of a pair. */
struct sides {
    struct store_entry *x, *y;
};

/* With the lock; a side is NULL when memory gives out. */
struct sides sides_of(struct cca_study *study, struct pair_key key);
/* Whether there is something to compare, or a failure to report. */
bool sides_settled(const struct sides *sides);

/* Whether the rows of both are made from files for every product. */
bool sides_streamed(const struct sides *sides);

/* Compares a settled pair that the caller has taken, and with it others that come next where both are made
 * from their files: their rows are then made once for all. With the lock; gives it back meanwhile. */
void compare_pairs(struct cca_study *study, struct pair_key key);
/* Everything about one settled pair. With the lock; gives it back meanwhile. */
void compare_in_detail(struct cca_study *study, struct cca_pair pair);

#endif
