/* A view that is a matrix. */
#ifndef CCASCOPE_TUI_DRAW_MATRIX_H
#define CCASCOPE_TUI_DRAW_MATRIX_H

#include "tui/draw.h"

/* Scrolls `state` to its cursor, and notes in it where things are. */
void draw_matrix(struct canvas *canvas, const struct look *look, struct rectangle area,
                 const struct scene *scene, struct view_state *state);

#endif
