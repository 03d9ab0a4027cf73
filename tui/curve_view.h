/* What the state of a view of curves means for its plot: which part is looked at. */
#ifndef CCASCOPE_TUI_CURVE_VIEW_H
#define CCASCOPE_TUI_CURVE_VIEW_H

#include "tui/plot.h"
#include "tui/view_state.h"

/* Where the cursor of a plot of everything is, into the state, whose window follows it when it has moved. */
void curve_view_follow(const struct plot *whole, struct view_state *state);
/* The part of a plot that lies in the window. */
struct plot curve_view_part(const struct plot *whole, const struct curve_window *window);

#endif
