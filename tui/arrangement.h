/* The networks of a matrix in order: as listed, by group, or by hierarchical clustering of their distances.
 */
#ifndef CCASCOPE_TUI_ARRANGEMENT_H
#define CCASCOPE_TUI_ARRANGEMENT_H

#include "tui/cluster.h"
#include "tui/view.h"

/* Owned; zero-initialise it. */
struct arrangement {
    struct scene scene;   /* whose networks it is of */
    bool complete;        /* no distance was pending */
    unsigned version;     /* another one after every change of the order */
    size_t *networks;     /* by place, of all networks; NULL: as listed */
    size_t *clusters;     /* by network: from 1, in the order of the dendrogram; 0: in none */
    size_t leaf_count;    /* networks with a distance to all others of them; 0 before all is computed */
    size_t *leaves;       /* network by leaf, as listed */
    size_t *places;       /* of each leaf in the dendrogram, from one end to the other */
    struct merge *merges; /* leaf_count - 1 */
};

/* Makes it that of the scene (a matrix of networks), unless it is already. Until all distances are there the
 * networks stand as listed, and for good those that lack some come last and are in no cluster. False when
 * memory gives out. */
bool arrangement_make(struct arrangement *arrangement, const struct scene *scene);
/* Whether the networks stand in the order of the dendrogram. */
bool arrangement_has_dendrogram(const struct arrangement *arrangement);
void arrangement_free(struct arrangement *arrangement);

#endif
