/* What terminfo says beyond what ncurses' windows need. Part of the terminal; apart because <term.h> defines
 * macros with names as common as `columns`. */
#ifndef CCASCOPE_TUI_TERMINAL_CAPABILITY_H
#define CCASCOPE_TUI_TERMINAL_CAPABILITY_H

#include <stdbool.h>

/* Whether colour numbers are 24-bit values. After newterm. */
bool capability_direct_colour(void);
/* Whether the terminal reports a mouse, and whether it takes text for a clipboard (OSC 52). No before
 * newterm. */
bool capability_mouse(void);
bool capability_clipboard(void);
/* What undoes a full-screen program that dies: plain attributes, the cursor shown, the alternate screen left.
 * After newterm; the string stays valid. */
const char *capability_restore(void);

#endif
