#include "tui/terminal_capability.h"

#include <ncurses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>

/* What ends all reports of the mouse (xterm's control sequences); harmless where there are none. */
#define MOUSE_OFF "\033[?1002l\033[?1000l\033[?1006l"

bool capability_direct_colour(void)
{
    return tigetflag("RGB") > 0;
}

bool capability_mouse(void)
{
    return cur_term && key_mouse && *key_mouse;
}

/* Few descriptions say so (Ms); those known to show the sequence as text instead are refused. */
bool capability_clipboard(void)
{
    static const char *const without[] = {"linux", "vt", "cons", "ansi", "dumb"};
    const char *says = tigetstr("Ms"), *name = getenv("TERM");
    bool known = says && says != (const char *)-1; /* -1: not a string of this terminal */

    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        if (!known && name && strncmp(name, without[i], strlen(without[i])) == 0)
            return false;
    return true;
}

const char *capability_restore(void)
{
    /* Static, as a signal handler writes it. */
    static char sequence[256];
    const char *const parts[] = {capability_mouse() ? MOUSE_OFF : NULL,
                                 orig_pair,
                                 exit_attribute_mode,
                                 keypad_local,
                                 cursor_normal,
                                 exit_ca_mode};
    size_t used = 0;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i] && used < sizeof sequence)
            used += (size_t)snprintf(sequence + used, sizeof sequence - used, "%s", parts[i]);
    return sequence;
}
