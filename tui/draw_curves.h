/* Curves over training, with their legend and what settles when. */
#ifndef CCASCOPE_TUI_DRAW_CURVES_H
#define CCASCOPE_TUI_DRAW_CURVES_H

#include "tui/draw.h"

/* Draws a view of curves: a curve a row of the grid over the steps of its columns, the mean chance level of
 * the rows faint, a legend in depth order, and a sentence on what settles when. */
void draw_curves(struct canvas *canvas, const struct look *look, struct rectangle area,
                 const struct scene *scene, struct view_state *state);

#endif
