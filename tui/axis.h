/* An axis: where values lie along it, and which of them deserve a label. Pure. */
#ifndef CCASCOPE_TUI_AXIS_H
#define CCASCOPE_TUI_AXIS_H

#include <stdbool.h>

#include "tui/number.h"

struct axis {
    double low, high; /* low < high; otherwise everything lies in the middle */
    double linear;    /* > 0: logarithmic as log(1 + x / linear), so that 0 has a place; 0: linear */
    bool whole;       /* what there is only in whole numbers: no ticks between them */
};

#define AXIS_TICKS_MAX 32

struct axis_tick {
    double value;
    int position; /* of `length` places, the first being 0 */
    char label[NUMBER_SIZE];
};

struct axis_ticks {
    int count;
    struct axis_tick ticks[AXIS_TICKS_MAX];
};

/* The position of a value as a share of the axis, 0 at low and 1 at high; beyond them outside [0, 1]. */
double axis_share(const struct axis *axis, double value);
/* The value at a share: the inverse. */
double axis_value(const struct axis *axis, double share);

/* Which of `length` equal places a share in [0, 1] falls into. Ticks, curves and the mouse agree on it at any
 * resolution: the place among 4n dots divided by 4 is the place among n cells. */
int axis_place(double share, int length);

/* The densest round ticks (1-2-5 and powers of ten; on logarithmic axes 0, decades, and 1-2-5 between when
 * there is room) of an axis that runs across `length` columns, so that between two centred labels at least
 * `gap` columns stay free. `margin` is how far labels may reach beyond either end. */
struct axis_ticks axis_ticks_across(const struct axis *axis, int length, int gap, int margin);
/* The same for an axis that runs down or up over `length` rows: ticks at least `spacing` rows apart. */
struct axis_ticks axis_ticks_along(const struct axis *axis, int length, int spacing);

#endif
