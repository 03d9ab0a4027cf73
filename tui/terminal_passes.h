/* In which passes a changed canvas is sent. Part of the terminal, but pure.
 *
 * ncurses sends unchanged cells between changed ones of a line again where that takes fewer characters than
 * moving the cursor, and does not count what their colours take: some 20 bytes each in a field of 256
 * colours. So what lies behind such a gap is left to another pass. */
#ifndef CCASCOPE_TUI_TERMINAL_PASSES_H
#define CCASCOPE_TUI_TERMINAL_PASSES_H

#include "tui/canvas.h"

/* More than two hardly ever save anything. */
#define PASSES_MOST 3

/* Fills the pass in which each cell of `next` is to be sent into `passes` (a byte a cell; from 1, 0: not at
 * all), and returns how many there are: 0 when nothing has changed. `shown`: the canvas of the same size that
 * the terminal shows; NULL: unknown, all cells are sent. */
int terminal_passes(const struct canvas *shown, const struct canvas *next, unsigned char *passes);

#endif
