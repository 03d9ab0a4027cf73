/* What anybody in the process prints on standard error while the screen is up: kept from the terminal, and
 * printed there when it is given back. Part of the terminal. One at a time. */
#ifndef CCASCOPE_TUI_TERMINAL_CAPTURE_H
#define CCASCOPE_TUI_TERMINAL_CAPTURE_H

/* Starts, where standard error is a terminal. Returns a descriptor at which what was printed can be read
 * (pread), -1 where it goes elsewhere as before. Whoever calls exit() ends it. */
int capture_begin(void);
/* Gives standard error back and prints there what was kept. May be called again, and in a signal handler. */
void capture_end(void);

#endif
