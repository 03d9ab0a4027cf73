#include "tui/terminal_capability.h"

#include <ncurses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

/* What ends all reports of the mouse (xterm's control sequences); harmless where there are none. */
#define MOUSE_OFF "\033[?1002l\033[?1000l\033[?1006l"

const char *capability_unfit(void)
{
    static char text[160];
    const char *name = getenv("TERM");
    const char *reason = NULL;
    int status;

    if (!name || !*name)
        return "TERM is not set";
    if (setupterm(NULL, STDOUT_FILENO, &status) != OK)
        reason = "is unknown here";
    else if (!cursor_address || !*cursor_address)
        reason = "cannot move its cursor";
    if (cur_term)
        del_curterm(cur_term);
    snprintf(text, sizeof text, "the terminal type '%.100s' %s", name, reason ? reason : "");
    return reason ? text : NULL;
}

enum colour_depth capability_depth(int colours)
{
    if (colours > 256 && tigetflag("RGB") > 0)
        return DEPTH_DIRECT;
    return colours >= 256 ? DEPTH_256 : colours >= 16 ? DEPTH_16 : colours >= 8 ? DEPTH_8 : DEPTH_NONE;
}

bool capability_console(void)
{
    const char *name = getenv("TERM");

    return name && strcmp(name, "linux") == 0;
}

enum plot_glyphs capability_glyphs(bool unicode)
{
    return !unicode || capability_console() ? GLYPHS_ASCII : GLYPHS_BRAILLE;
}

bool capability_mouse(void)
{
    return cur_term && key_mouse && *key_mouse;
}

bool capability_xterm(void)
{
    /* The console, of which the description says so too, has a mouse by another program's help. */
    return capability_mouse() && !capability_console();
}

bool capability_clipboard(void)
{
    const char *says = tigetstr("Ms");

    /* Few descriptions say so; -1: not a string of this terminal. */
    return (says && says != (const char *)-1) || capability_xterm();
}

const char *capability_restore(void)
{
    /* Static, as a signal handler writes it. */
    static char sequence[256];
    const char *const parts[] = {capability_mouse() ? MOUSE_OFF : NULL,
                                 capability_xterm() ? SYNCHRONIZED_END DIRECTION_IMPLICIT : NULL,
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
