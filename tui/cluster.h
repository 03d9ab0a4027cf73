/* Hierarchical clustering by average linkage (UPGMA): the distance of two clusters is the mean of the
 * distances between their members. Pure. */
#ifndef CCASCOPE_TUI_CLUSTER_H
#define CCASCOPE_TUI_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>

/* Two clusters become one. Numbers below the count of leaves are leaves, count + i is what merge i made: the
 * form that scipy.cluster.hierarchy.linkage has. */
struct merge {
    size_t a, b; /* a < b */
    double height;
    size_t size; /* leaves */
};

/* Links `count` leaves. `distances` is count × count, symmetric and finite, and is overwritten; `merges` gets
 * count - 1, ascending by height. By chains of nearest neighbours (Müllner 2011, "Modern hierarchical,
 * agglomerative clustering algorithms"), in time count². False when memory gives out. */
bool cluster_link(double *distances, size_t count, struct merge *merges);
/* The leaves in an order in which no branches cross: a before b. */
bool cluster_leaves(const struct merge *merges, size_t count, size_t *leaves);
/* Undoes the highest merges so that `clusters` are left; `labels`, by leaf, are numbered from 1 in the order
 * of `leaves`. */
bool cluster_cut(const struct merge *merges, size_t count, const size_t *leaves, size_t clusters,
                 size_t *labels);

#endif
