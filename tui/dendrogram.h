/* A dendrogram on its side: the root at the left, a leaf at every line at the right. Pure. */
#ifndef CCASCOPE_TUI_DENDROGRAM_H
#define CCASCOPE_TUI_DENDROGRAM_H

#include "tui/canvas.h"
#include "tui/cluster.h"
#include "tui/look.h"

struct dendrogram {
    const struct merge *merges; /* leaf_count - 1 */
    size_t leaf_count;
    const size_t *places; /* of the leaves, from the top */
    const size_t *labels; /* of the cluster at each place, from 1: branches within one have its colour */
    /* The line at which a place stands, beyond the area when it is out of view. */
    int (*line)(const void *context, size_t place);
    const void *context;
};

/* False when memory gives out. */
bool dendrogram_draw(struct canvas *canvas, const struct look *look, struct rectangle area,
                     const struct dendrogram *dendrogram);

#endif
