/* A place that stands for several pairs: in a line, a panel or a whole screen. */
#ifndef CCASCOPE_TUI_DRAW_SET_H
#define CCASCOPE_TUI_DRAW_SET_H

#include "tui/curves.h"
#include "tui/draw.h"

/* One line: the place, mean and standard deviation by the scene's measure, what else is to be said in front
 * of how many pairs, their chance level. */
void draw_set_line(struct canvas *canvas, const struct look *look, struct rectangle line,
                   const struct scene *scene, const struct curves *curves, size_t row, size_t column,
                   const char *besides);
/* The same on a line each. Returns the lines used. */
int draw_set_panel(struct canvas *canvas, const struct look *look, struct rectangle area,
                   const struct scene *scene, const struct curves *curves, size_t row, size_t column);
/* The screen of one set: its pairs, the most unlike first, from line `first` on. Returns how many lines there
 * are. */
size_t draw_set(struct canvas *canvas, const struct look *look, struct rectangle area,
                const struct scene *scene, size_t row, size_t column, size_t first);

#endif
