/* Signals, turned into bytes in a pipe; and the terminal restored when the program dies of one. Part of the terminal. */
#ifndef CCASCOPE_TUI_TERMINAL_SIGNALS_H
#define CCASCOPE_TUI_TERMINAL_SIGNALS_H

#include <stdbool.h>

/* Starts catching; `restore` is what to write to the terminal (a string that stays valid) before dying of a fatal signal,
 * after its modes are set back to what they were at this call. Returns the descriptor on which signal numbers arrive, a
 * byte each; -1 on failure. */
int signals_catch(const char *restore);
void signals_release(void);
/* Stops the process as Ctrl-Z should, and returns when it goes on. */
void signals_suspend(void);

#endif
