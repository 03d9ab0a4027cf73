/* One entry of a list of sentences. */
#ifndef CCASCOPE_TUI_DRAW_ITEM_H
#define CCASCOPE_TUI_DRAW_ITEM_H

#include "tui/canvas.h"

/* Draws an entry from line `y` of the canvas on, as far as that is within the area: a label, and beside it
 * the text, from anywhere, broken at blanks. Returns its lines. */
int draw_item(struct canvas *canvas, struct rectangle area, int y, const char *label, struct style style,
              const char *text);

#endif
