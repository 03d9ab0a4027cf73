/* A line of text being typed. Knows keys, but no terminal and nothing of what the text is for. */
#ifndef CCASCOPE_TUI_PROMPT_H
#define CCASCOPE_TUI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/canvas.h"

#define PROMPT_SIZE 256

/* All zeros: an empty one. */
struct prompt {
    char text[PROMPT_SIZE]; /* UTF-8 */
    size_t cursor;          /* in bytes, at the beginning of a character or at the end */
};

enum prompt_outcome {
    PROMPT_EDITED,
    PROMPT_MOVED,   /* only the cursor */
    PROMPT_ENTERED, /* Enter */
    PROMPT_LEFT,    /* Esc, or a backspace in front of nothing */
    PROMPT_UNUSED,  /* a key that means nothing here */
};

/* Does what a key (a character or an enum input_key) means to a line editor: characters, Backspace, Delete,
 * arrows, Home, End, and Ctrl-A, -E, -U, -W, -K as in a shell. */
enum prompt_outcome prompt_key(struct prompt *prompt, int key);
/* Replaces the text (cut where there is no room for it), the cursor at its end. */
void prompt_set(struct prompt *prompt, const char *text);
/* A text into an array of PROMPT_SIZE bytes, cut where there is no room for it. */
void prompt_copy(char *out, const char *text);
/* One line: a label, the text with its cursor in view, and behind it, quiet, a hint. */
void prompt_draw(struct canvas *canvas, struct rectangle line, const char *label, const struct prompt *prompt,
                 const char *hint);

#endif
