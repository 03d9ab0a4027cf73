/* Canvases compared with text files of what they should look like, in tests/tui/golden/. With UPDATE_GOLDEN=1
 * in the environment the files are written instead; then read the difference before it is committed. */
#ifndef CCASCOPE_TESTS_TUI_GOLDEN_H
#define CCASCOPE_TESTS_TUI_GOLDEN_H

#include "tui/canvas.h"

/* The glyphs alone, as a pipe would get them: golden/NAME.txt. */
void golden_check(const struct canvas *canvas, const char *name);
/* The styles: a letter for every style where it stands, and what the letters mean: golden/NAME.style. */
void golden_check_style(const struct canvas *canvas, const char *name);
/* Any text: golden/NAME. */
void golden_check_text(const char *text, const char *name);
/* The glyphs of a canvas as text; malloc'ed. */
char *golden_print(const struct canvas *canvas);

#endif
