/* Text on its way to the clipboard of the terminal: OSC 52, as in xterm's control sequences. Pure. */
#ifndef CCASCOPE_TUI_CLIPBOARD_H
#define CCASCOPE_TUI_CLIPBOARD_H

#include <stddef.h>

/* Terminals take no more in one sequence. */
#define CLIPBOARD_MOST 74994

/* The sequence that puts a text into the clipboard, malloc'ed; *length its bytes. The text goes through the
 * sanitiser line by line: what is pasted into a shell must not act there either. NULL when memory gives out,
 * or with *length of what would be too long. */
char *clipboard_sequence(const char *text, size_t *length);

#endif
