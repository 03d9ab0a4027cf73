/* The part of a plot that is looked at: zoom and pan on both axes. Pure. */
#ifndef CCASCOPE_TUI_CURVE_WINDOW_H
#define CCASCOPE_TUI_CURVE_WINDOW_H

#include <stdbool.h>

/* A part of an axis in shares of the whole, so that it means the same on a logarithmic one. */
struct curve_span {
    double from, to; /* 0 ≤ from < to ≤ 1; both 0: all of it */
};

/* All zeros: all of both axes. */
struct curve_window {
    struct curve_span x, y;
};

bool curve_span_whole(const struct curve_span *span);
/* Makes the span smaller (factor < 1) or larger around a share of the whole axis, which stays where it is as
 * far as the ends allow. No smaller than a thousandth of the axis. */
void curve_span_zoom(struct curve_span *span, double around, double factor);
/* Moves it by a share of its own length, as far as there is anything. */
void curve_span_pan(struct curve_span *span, double by);
/* The part of the span between two shares of it becomes the span. */
void curve_span_select(struct curve_span *span, double from, double to);
/* Moves it just so far that a share of the whole lies in it. */
void curve_span_reach(struct curve_span *span, double share);

#endif
