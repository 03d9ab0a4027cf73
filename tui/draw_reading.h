/* What there is to read of a place besides its own numbers: how it differs from the mark, and which cells
 * share its tile. */
#ifndef CCASCOPE_TUI_DRAW_READING_H
#define CCASCOPE_TUI_DRAW_READING_H

#include "tui/draw.h"

/* In a few words; empty when there is nothing. */
void describe_reading(const struct scene *scene, const struct look *look, const struct view_state *state,
                      char *text, size_t size);
/* In some lines, with all measures of both places side by side. */
void draw_reading(struct canvas *canvas, const struct look *look, struct rectangle area,
                  const struct scene *scene, const struct view_state *state);

#endif
