/* Names that must differ from one another: keys of a mapping, networks, layers, checkpoints of a network. */
#ifndef CCASCOPE_CONFIG_NAMES_H
#define CCASCOPE_CONFIG_NAMES_H

#include <stddef.h>

#include "config/diagnostics.h"

struct named {
    const char *name; /* NULL: wrong already, not looked at */
    struct place place;
};

/* Adds an error for every name that an earlier place has too: "duplicate WHAT 'NAME', first at line N;
 * REMEDY". Sorts the list (by name, then by place), so as to be quick with many. */
void names_distinct(struct named *list, size_t count, const char *what, const char *remedy,
                    struct diagnostics *diagnostics);

#endif
