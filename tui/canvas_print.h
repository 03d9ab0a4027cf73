/* A canvas as text: for pipes, logs and terminals that are only written to. */
#ifndef CCASCOPE_TUI_CANVAS_PRINT_H
#define CCASCOPE_TUI_CANVAS_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include "tui/canvas.h"
#include "tui/colour.h"
#include "tui/look.h"

/* Writes the canvas row by row, trailing blanks and trailing empty rows left out, with SGR sequences for
 * colours up to the look's depth (DEPTH_NONE: no escape at all). Ends with the terminal in its default style.
 * False when writing failed. */
bool canvas_print(const struct canvas *canvas, const struct look *look, FILE *out);

#endif
