/* What a view of curves or points says: all its values, and what follows from them. Knows no canvas. */
#ifndef CCASCOPE_TUI_CURVES_H
#define CCASCOPE_TUI_CURVES_H

#include "tui/view.h"

/* A curve a row of the grid, over its columns. Owned; zero-initialise it. */
struct curves {
    struct scene scene; /* as it was gathered */
    bool complete;      /* no value is pending: results do not change any more */
    size_t rows, columns;
    double *x;                  /* where the columns lie, ascending */
    struct scene_value *values; /* rows × columns, row by row */
};

/* Gathers the values of a scene, unless it is the same as the last time and was complete then. False, with no
 * rows, when memory gives out. */
bool curves_gather(struct curves *curves, const struct scene *scene);
void curves_free(struct curves *curves);
const struct scene_value *curves_value(const struct curves *curves, size_t row, size_t column);
/* The chance level of a column, averaged over its rows; NaN where unknown. */
double curves_chance(const struct curves *curves, size_t column);
/* The largest mean, plus its deviation; 0 of none. */
double curves_highest(const struct curves *curves);

/* The first column from which a row stays within a tenth of its range from its end; SIZE_MAX while values are
 * missing.
 */
size_t curves_settle(const struct curves *curves, size_t row);
/* The first column from which a row's distance to its end is within `tolerance`; SIZE_MAX while values are
 * missing. */
size_t curves_reach(const struct curves *curves, size_t row, double tolerance);

/* Freeze training (SVCCA, section 4): a layer can be frozen from where it and all before it have converged,
 * and needs no backward pass from then on. `from`, of a column for each row, is filled for layers input
 * first; columns where a layer never can be are the last. Returns the share of backward work saved until the
 * last column, every layer counted alike; NaN while values are missing. */
double curves_freeze(const struct curves *curves, double tolerance, size_t *from);

#endif
