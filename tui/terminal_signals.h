/* Signals, turned into bytes in a pipe; and the terminal restored when the program dies of one. Part of the
 * terminal. */
#ifndef CCASCOPE_TUI_TERMINAL_SIGNALS_H
#define CCASCOPE_TUI_TERMINAL_SIGNALS_H

#include <stdbool.h>

/* Notes the terminal's modes, which a fatal signal brings back; before anything changes them, as newterm
 * does. */
void signals_note_modes(void);
/* Starts catching, or changes what to do: `restore` is what to write to the terminal (a string that stays
 * valid; NULL: nothing) before dying of a fatal signal. Returns the descriptor on which signal numbers
 * arrive, a byte each; -1 on failure. */
int signals_catch(const char *restore);
void signals_release(void);
/* Stops the process as Ctrl-Z should, and returns when it goes on. */
void signals_suspend(void);

#endif
