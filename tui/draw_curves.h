/* Views of curves and of points, with their legend and what they say in words. */
#ifndef CCASCOPE_TUI_DRAW_CURVES_H
#define CCASCOPE_TUI_DRAW_CURVES_H

#include "tui/draw.h"

/* Draws a curve a row of the grid over its columns, with a band or whiskers of ± a standard deviation where
 * places are sets, the mean chance level of the rows faint, a legend, and below it what the curves say. */
void draw_curves(struct canvas *canvas, const struct look *look, struct rectangle area,
                 const struct scene *scene, struct view_state *state);
/* The row and the column that a legend and words speak of: the cursor's; without one, what the scene has
 * chosen. */
void curves_focus(const struct scene *scene, const struct view_state *state, size_t *row, size_t *column);

#endif
