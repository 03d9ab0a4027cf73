/* The terminal: the one part that knows ncurses and signals. One at a time, owned by the main thread. */
#ifndef CCASCOPE_TUI_TERMINAL_H
#define CCASCOPE_TUI_TERMINAL_H

#include <stdbool.h>

#include "tui/canvas.h"
#include "tui/look.h"

enum event_kind {
    EVENT_KEY,
    EVENT_MOUSE,
    EVENT_RESIZE, /* or back from a suspension: draw all again */
    EVENT_READY,  /* the descriptor that was waited for is readable */
    EVENT_ANSWER, /* the terminal said something of itself: terminal_look may be another */
    EVENT_TIMEOUT,
    EVENT_QUIT, /* asked by a signal, or the terminal is gone */
};

enum mouse_gesture { MOUSE_PRESS, MOUSE_DRAG, MOUSE_RELEASE, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct event {
    enum event_kind kind;
    int key;                    /* EVENT_KEY: a character or an enum input_key */
    enum mouse_gesture gesture; /* EVENT_MOUSE: of the left button, or the wheel */
    int x, y;                   /* where */
};

struct terminal;

/* Takes over the terminal on standard input and output. `coloured` false: no colours. NULL with a line of
 * advice in `advice` when the terminal is unknown. From here until terminal_close nothing may be written to
 * it otherwise; however the program ends (a fatal signal included), the terminal is restored. */
struct terminal *terminal_open(bool coloured, char *advice, size_t advice_size);
void terminal_close(struct terminal *terminal);
void terminal_size(const struct terminal *terminal, int *columns, int *rows);
/* What the terminal can show: depth of colour, Unicode, glyphs of curves; whether its background is light, as
 * far as it has said so by now, or the environment does. */
void terminal_look(const struct terminal *terminal, struct look *look);
/* Shows a canvas of the terminal's size; only what changed since the last is sent. `redraw`: everything. */
void terminal_show(struct terminal *terminal, const struct canvas *canvas, bool redraw);
/* Whether the mouse is the program's, not the terminal's: off at first, and whenever the terminal is given
 * back. False when the terminal reports none. */
bool terminal_use_mouse(struct terminal *terminal, bool on);
/* Sends a sequence that shows nothing, to a terminal that has a clipboard; false when it has none. */
bool terminal_send(struct terminal *terminal, const char *sequence, size_t length);
/* Waits for a key, a signal, `descriptor` (-1: none) or `milliseconds` (-1: for ever). */
struct event terminal_wait(struct terminal *terminal, int descriptor, int milliseconds);

#endif
