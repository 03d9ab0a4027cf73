#include "tui/terminal_capability.h"

#include <ncurses.h>
#include <stdio.h>
#include <term.h>

bool capability_direct_colour(void)
{
    return tigetflag("RGB") > 0;
}

const char *capability_restore(void)
{
    /* Static, as a signal handler writes it. */
    static char sequence[256];
    const char *const parts[] = {orig_pair, exit_attribute_mode, keypad_local, cursor_normal, exit_ca_mode};
    size_t used = 0;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i] && used < sizeof sequence)
            used += (size_t)snprintf(sequence + used, sizeof sequence - used, "%s", parts[i]);
    return sequence;
}
