/* An explorer without a terminal: its screens on canvases. */
#ifndef CCASCOPE_TESTS_TUI_EXPLORED_H
#define CCASCOPE_TESTS_TUI_EXPLORED_H

#include "tui/explorer_private.h"

/* Opens the study of an experiment and stands where the explorer begins. Nothing is collected yet. Plain
 * text, braille curves. The caller frees it with explored_close; the experiment is borrowed. */
struct explorer *explored_open(const struct experiment *experiment);
void explored_close(struct explorer *explorer);
/* Waits for the first look at the files. */
void explored_survey(struct explorer *explorer);
/* Goes to a screen of a view at a place, and waits for all that it shows. */
void explored_show(struct explorer *explorer, enum view_id view, enum screen screen, size_t row,
                   size_t column);
/* The same without waiting. */
void explored_go(struct explorer *explorer, enum view_id view, enum screen screen, size_t row, size_t column);

/* Fails the test when a cell holds what must not reach a terminal, or a glyph that is not as wide as its
 * place. */
void explored_expect_clean(const struct canvas *canvas, const char *what);

#endif
