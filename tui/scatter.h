/* Points of a scatter: a network or group at its attribute and its mean distance. Knows no canvas. */
#ifndef CCASCOPE_TUI_SCATTER_H
#define CCASCOPE_TUI_SCATTER_H

#include "tui/curves.h"

struct scatter_point {
    size_t row, group;
    double x;
    const struct scene_value *value; /* of the curves */
};

/* The attribute of a row: that of the network, or the mean of those of the group; NaN without. */
double scatter_x(const struct scene *scene, size_t row, size_t attribute);
/* The group of a row; SIZE_MAX: none. */
size_t scatter_group(const struct scene *scene, size_t row);
/* The rows that have both, by x; `points` has room for all rows. Returns how many. */
size_t scatter_points(const struct curves *curves, size_t attribute, struct scatter_point *points);

struct scatter_fit {
    size_t points;
    struct test pearson, spearman;
};
/* How the distance goes with the attribute. */
struct scatter_fit scatter_fit(const struct scatter_point *points, size_t count);

#endif
