/* A place that shows a number of a look: in a line or a panel. */
#ifndef CCASCOPE_TUI_DRAW_LOOK_H
#define CCASCOPE_TUI_DRAW_LOOK_H

#include "tui/draw.h"

/* One line: the place, its number, what else there is to say of it, chance, n and ranks; or why there is
 * none. */
void draw_look_line(struct canvas *canvas, const struct look *look, struct rectangle line,
                    const struct scene *scene, size_t row, size_t column, const char *besides);
/* The same on a line each. Returns the lines used. */
int draw_look_panel(struct canvas *canvas, const struct look *look, struct rectangle area,
                    const struct scene *scene, size_t row, size_t column);

#endif
