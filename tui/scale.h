/* The scale of colours for distances by a measure. */
#ifndef CCASCOPE_TUI_SCALE_H
#define CCASCOPE_TUI_SCALE_H

#include <stdbool.h>

#include "config/measure.h"

struct scale {
    double low, high;
    bool diverging; /* the middle says something: colours grow from it to either end */
};

/* From 0 to 1 for most measures, whatever the values: so that pictures can be compared. Distances by
 * euclidean end where the data end, at `highest`. Those by held-out CCA that chance brings above 1 look like 1. Those by cosine reach 2 (opposite rows) when there are any
 * beyond 1 (orthogonal ones), which then is the middle. `highest` may be 0 or NaN: nothing is known yet. */
struct scale scale_of(enum measure measure, double highest);

#endif
