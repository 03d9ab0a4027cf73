/* The mouse: reports asked for, and read from ncurses. Part of the terminal. */
#ifndef CCASCOPE_TUI_TERMINAL_MOUSE_H
#define CCASCOPE_TUI_TERMINAL_MOUSE_H

#include "tui/terminal.h"

/* Asks for reports of buttons, wheel and drags, or ends them. False when the terminal has none. */
bool mouse_use(bool on);
/* The events behind a KEY_MOUSE, at most `room`, the latest first; returns how many mean something here. */
int mouse_read(struct event *events, int room);

#endif
