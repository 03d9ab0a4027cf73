/* What is wrong with a manifest or a settings file: a list of errors, each with its place. */
#ifndef CCASCOPE_CONFIG_DIAGNOSTICS_H
#define CCASCOPE_CONFIG_DIAGNOSTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A place in a text file; line and column count from 1, 0 when the error has no place in it. */
struct place {
    size_t line;
    size_t column;
};

struct diagnostic {
    struct place place;
    char *text; /* "what is wrong; what would be right" as found: may hold any byte of the user's file */
};

/* A list to which errors are added; zero-initialise it, then diagnostics_free. At most DIAGNOSTICS_MAX are
 * kept (a hostile file must not fill memory), the rest only counted. */
#define DIAGNOSTICS_MAX 200
struct diagnostics {
    struct diagnostic *list;
    size_t count;   /* in the list */
    size_t dropped; /* beyond DIAGNOSTICS_MAX */
};

void diagnostics_add(struct diagnostics *diagnostics, struct place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Sorts by place (stable). */
void diagnostics_sort(struct diagnostics *diagnostics);
void diagnostics_free(struct diagnostics *diagnostics);

#endif
