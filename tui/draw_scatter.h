/* Views of points. */
#ifndef CCASCOPE_TUI_DRAW_SCATTER_H
#define CCASCOPE_TUI_DRAW_SCATTER_H

#include "tui/draw.h"

/* A point a row of the grid at its attribute and its mean distance, with whiskers of ± a standard deviation,
 * a colour or mark a group, the chance level faint, a list of the rows, and below it how the two go together.
 */
void draw_scatter(struct canvas *canvas, const struct look *look, struct rectangle area,
                  const struct scene *scene, struct view_state *state);

#endif
