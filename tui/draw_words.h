/* What views say in sentences. */
#ifndef CCASCOPE_TUI_DRAW_WORDS_H
#define CCASCOPE_TUI_DRAW_WORDS_H

#include "tui/draw_legend.h"

/* Why there is nothing to draw, in a view without rows or columns. */
const char *words_nothing(const struct scene *scene);
/* How many lines a view's words take of so many: the picture has most of them. */
int words_lines(const struct scene *scene, int height);
/* Draws them, for the place that the legend is about. `saved` as by curves_freeze. */
void draw_words(struct canvas *canvas, const struct look *look, struct rectangle area,
                const struct legend *legend, double saved);

#endif
