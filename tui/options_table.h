/* The table of options, for those who parse it or describe it. */
#ifndef CCASCOPE_TUI_OPTIONS_TABLE_H
#define CCASCOPE_TUI_OPTIONS_TABLE_H

#include <stdio.h>

#include "tui/options.h"

enum option_section {
    SECTION_WHAT,
    SECTION_HOW,
    SECTION_OUTPUT,
    SECTION_ARRAYS,
    SECTION_WORK,
    SECTION_COUNT
};
extern const char *const option_sections[SECTION_COUNT];

/* One option. Its value goes to the member of struct options at `offset`; `given`, where not 0, is the offset
 * of the bool that tells that there was one. */
struct option_row {
    const char *name;
    char letter;          /* 0: none */
    const char *argument; /* what its value is called in help; NULL: it takes none */
    const char *help;
    enum option_section section;
    unsigned commands; /* a bit per enum command */
    bool (*set)(const struct option_row *row, const char *value, struct options *options);
    size_t offset, given;
    const void *rule; /* what `set` must know */
};

extern const struct option_row option_rows[];
extern const size_t option_row_count;

/* The words that an option's value may be, into *words: how many; 0 when it is something else. */
size_t option_words(const struct option_row *row, const char *const **words);

struct command_row {
    const char *word, *operands, *about;
};
extern const struct command_row command_rows[COMMAND_COUNT];

/* The help of one command; of the program for COMMAND_EXPLORE. */
void options_help(enum command command, FILE *out);
/* Prints what a view shows, what chooses it, and an example. */
void options_help_view(enum view_id view, FILE *out);

#endif
