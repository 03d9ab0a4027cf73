/* Decides when files that appear while training runs are to be seen. Not for users of the engine. One thread
 * at a time.
 *
 * A file is settled when it has not changed for a moment, and whole when its header can be read and is
 * satisfied by its size. A new checkpoint is to be seen once every layer that the one before it has is whole:
 * until then its trainer is still writing. Layers that do not come within ARRIVALS_PATIENCE are holes; a file
 * that stays cut short keeps its checkpoint back, until a later one is there and so it will not be finished.
 */
#ifndef CCASCOPE_ENGINE_ARRIVALS_H
#define CCASCOPE_ENGINE_ARRIVALS_H

#include "engine/study.h"

/* Seconds without a change that make a file settled, and a checkpoint without some of its layers seen. */
#define ARRIVALS_SETTLED  0.3
#define ARRIVALS_PATIENCE 10.0

struct arrivals;

/* What a look has found. */
struct arrivals_news {
    bool any;
    struct cca_cell *changed; /* cells seen before whose files have changed since; owned by the caller */
    size_t changed_count, changed_room;
    double again; /* seconds until there may be more to see though nothing else happens; negative: never */
};

/* Everything in `shown` is seen already. */
struct arrivals *arrivals_create(const struct experiment *shown);
/* Looks at the files of `found`, the same experiment with all checkpoints that are on disk at `now` (seconds
 * of rate_clock), and takes those away from it that are not to be seen yet. */
struct arrivals_news arrivals_look(struct arrivals *arrivals, struct experiment *found, double now);
void arrivals_free(struct arrivals *arrivals);

#endif
