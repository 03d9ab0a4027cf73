/* A canvas as a picture in SVG that browsers, LaTeX converters and README pages accept. */
#ifndef CCASCOPE_TUI_CANVAS_SVG_H
#define CCASCOPE_TUI_CANVAS_SVG_H

#include <stdbool.h>
#include <stdio.h>

#include "tui/canvas.h"

/* Writes the canvas as SVG 1.1: runs of equal style are one rect and one text; block, shade, braille and box
 * characters are drawn as shapes, so that the picture does not depend on fonts. `light` chooses the colours
 * for the default foreground and background. False when writing failed. */
bool canvas_svg(const struct canvas *canvas, bool light, const char *title, FILE *out);

#endif
