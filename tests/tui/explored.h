/* An explorer without a terminal: its screens on canvases. */
#ifndef CCASCOPE_TESTS_TUI_EXPLORED_H
#define CCASCOPE_TESTS_TUI_EXPLORED_H

#include "tui/explorer_private.h"

/* Opens the study of an experiment and stands where the explorer begins. Nothing is collected yet. Plain
 * text, braille curves. The caller frees it with explored_close; the experiment is borrowed. */
struct explorer *explored_open(const struct experiment *experiment);
void explored_close(struct explorer *explorer);
/* Opens a view of the sample digits-cnn with all that it shows, the cursor at a place; explored_end frees
 * both. */
struct explorer *explored_digits(enum view_id view, size_t row, size_t column);
void explored_end(struct explorer *explorer);
/* Waits for the first look at the files. */
void explored_survey(struct explorer *explorer);
/* Goes to a screen of a view at a place, and waits for all that it shows. */
void explored_show(struct explorer *explorer, enum view_id view, enum screen screen, size_t row,
                   size_t column);
/* The same without waiting. */
void explored_go(struct explorer *explorer, enum view_id view, enum screen screen, size_t row, size_t column);

/* Types: characters are keys, and \r, \t, \033 and \177 are Enter, Tab, Esc and Backspace. The screen is
 * drawn after each, as the explorer would. */
void explored_type(struct explorer *explorer, const char *keys);
/* What the screen shows at 80 × 24, as text; malloc'ed. */
char *explored_text(struct explorer *explorer);
/* Fails the test when the screen does not show the text. */
void explored_expect(struct explorer *explorer, const char *text);

void explored_expect_cursor(struct explorer *explorer, size_t row, size_t column);
/* Fails the test when a cell holds what must not reach a terminal, or a glyph that is not as wide as its
 * place. */
void explored_expect_clean(const struct canvas *canvas, const char *what);

#endif
