/* What terminfo says beyond what ncurses' windows need. Part of the terminal; apart because <term.h> defines
 * macros with names as common as `columns`. */
#ifndef CCASCOPE_TUI_TERMINAL_CAPABILITY_H
#define CCASCOPE_TUI_TERMINAL_CAPABILITY_H

#include <stdbool.h>

#include "tui/look.h"

/* Why no screen can be shown on a terminal of this type: a clause; NULL when one can. Before newterm. */
const char *capability_unfit(void);

/* All of these after newterm or setupterm. */

/* What can be shown with as many colours; 24-bit ones where terminfo says RGB. */
enum colour_depth capability_depth(int colours);
/* What curves can be made of, by TERM alone. */
enum plot_glyphs capability_glyphs(bool unicode);
/* Whether it is Linux' console: what console-setup's fonts have of block glyphs is █, ▒ and ░; no braille. */
bool capability_console(void);
/* Whether the terminal reports a mouse. */
bool capability_mouse(void);
/* Whether it takes text for a clipboard (OSC 52). */
bool capability_clipboard(void);
/* Whether the terminal is likely to know xterm's control sequences beyond what terminfo has: one that does
 * not would show them as text. */
bool capability_xterm(void);

/* Text is shown in the order in which it is sent (ECMA-48, BDSM): a terminal that reorders right-to-left text
 * (ECMA TR/53) would move the columns beside a name. And back to what is usual. */
#define DIRECTION_EXPLICIT "\033[8l"
#define DIRECTION_IMPLICIT "\033[8h"
/* What lies between these is shown at once (mode 2026); for terminals that answered that they can. */
#define SYNCHRONIZED_BEGIN "\033[?2026h"
#define SYNCHRONIZED_END   "\033[?2026l"

/* What undoes a full-screen program that dies: plain attributes, the cursor shown, the alternate screen left.
 * The string stays valid. */
const char *capability_restore(void);

#endif
