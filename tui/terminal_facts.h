/* What can be known of the terminal without taking it over. Part of the terminal. */
#ifndef CCASCOPE_TUI_TERMINAL_FACTS_H
#define CCASCOPE_TUI_TERMINAL_FACTS_H

#include <stdbool.h>

#include "tui/answer.h"
#include "tui/look.h"

struct terminal_facts {
    const char *type;   /* TERM; NULL: not set */
    bool described;     /* terminfo has it */
    bool input, output; /* standard input and output are a terminal */
    int columns, rows;  /* 0: unknown */
    int colours;        /* by terminfo */
    enum colour_depth depth;
    bool mouse;
    bool unicode; /* the locale's characters are UTF-8 */
    enum plot_glyphs glyphs;
    bool asked;     /* it is one that is asked, ... */
    bool responded; /* ... and said something: */
    struct answers said;
};

/* Asks too, where both input and output are a terminal, and waits for the answers a moment (what is typed
 * meanwhile is lost). */
struct terminal_facts terminal_facts(void);
/* The version of ncurses. */
const char *terminal_library(void);

#endif
