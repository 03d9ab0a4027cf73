/* A picture of everything that the program's pictures are made of, for the eye to check on a terminal. */
#ifndef CCASCOPE_TUI_TEST_CARD_H
#define CCASCOPE_TUI_TEST_CARD_H

#include "tui/canvas.h"
#include "tui/look.h"

#define TEST_CARD_COLUMNS 76
#define TEST_CARD_ROWS    22

/* Draws the card at the top left of the canvas. */
void test_card_draw(struct canvas *canvas, const struct look *look);

#endif
