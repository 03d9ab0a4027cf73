/* In which passes a changed canvas is sent. Part of the terminal, but pure.
 *
 * ncurses sends unchanged cells between changed ones of a line again where that takes fewer characters than
 * moving the cursor, and does not count what their colours take: some 20 bytes each in a field of 256
 * colours. So what lies behind such a gap is left to another pass. And it sends line by line, with 10 bytes
 * for every change between plain, bold and dim text: so each of these kinds has passes of its own. */
#ifndef CCASCOPE_TUI_TERMINAL_PASSES_H
#define CCASCOPE_TUI_TERMINAL_PASSES_H

#include "tui/canvas.h"

/* Parts of a line that are sent one after the other; more than two hardly ever save anything. */
#define SEGMENTS_MOST 3
/* And that for each of five kinds of style. */
#define PASSES_MOST (5 * SEGMENTS_MOST)

/* Fills the pass in which each cell of `next` is to be sent into `passes` (a byte a cell; from 1, 0: not at
 * all), and returns how many there are: 0 when nothing has changed. `shown`: the canvas of the same size that
 * the terminal shows; NULL: unknown, all cells are sent. */
int terminal_passes(const struct canvas *shown, const struct canvas *next, unsigned char *passes);

#endif
