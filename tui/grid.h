/* The values of a scene's grid in an array, so that drawing a million of them costs no look-up each. Filled
 * in bits: what is seen at once, the rest as time allows. */
#ifndef CCASCOPE_TUI_GRID_H
#define CCASCOPE_TUI_GRID_H

#include "tui/view.h"

struct grid_cell {
    double distance; /* NaN without one */
    double chance;   /* the distance that independent data would have; NaN where unknown */
    uint32_t age;    /* the generation in which it was looked up last; 0: never */
    uint8_t state;   /* of enum cca_state */
};

/* All zeros: empty. */
struct grid {
    struct scene scene;               /* whose values these are */
    unsigned order;                   /* the version of its arrangement; 0 without one */
    size_t rows, columns;             /* 0 while there is no memory for them */
    struct grid_cell *cells;          /* row by row; owned */
    size_t results;                   /* that the study had then */
    const struct cca_looked **looked; /* what its looks had told by then; NULL: none; owned */
    uint32_t generation;              /* of results; never 0 once there are cells */
    size_t next, left;                /* where the sweep goes on, and how many cells it has before it */
    double high;                      /* the largest distance so far; 0: none */
    unsigned version;                 /* another one after every change of a value */
};

/* Makes it the scene's: forgets what belongs to another, and notes whether there are new results. */
void grid_open(struct grid *grid, const struct scene *scene);
/* Goes on looking up cells that may have changed, for about so many seconds (negative: to the end). True when
 * some are left. */
bool grid_sweep(struct grid *grid, double seconds);
/* One cell, looked up if it may have changed. */
const struct grid_cell *grid_cell(struct grid *grid, size_t row, size_t column);
/* The same as it is known. */
const struct grid_cell *grid_known(const struct grid *grid, size_t row, size_t column);
void grid_release(struct grid *grid);

#endif
