/* Names of arrays cut into columns: what is the same in all of them, and what tells them apart. */
#ifndef CCASCOPE_GUESS_COLUMNS_H
#define CCASCOPE_GUESS_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COLUMNS_MOST 32

/* One array: its path without the suffix and, where it is a member of a file, a NUL and the member. Borrowed.
 */
struct name {
    const char *text;
    size_t length;
};

/* A piece of a name. */
struct span {
    size_t start, end;
};

struct column {
    struct span *spans; /* a piece of each name */
    bool constant;      /* the same text in all of them */
    bool numbered;      /* some begin with a digit */
};

/* From left to right. Between two columns lies the same separator in all names, or nothing. */
struct columns {
    struct column list[COLUMNS_MOST];
    size_t count;
};

/* Cuts names (at least one) where all of them can be cut alike: at the member's mark, at slashes, then
 * wherever all have the same number of a separator ("_", "-", "." ...) or of changes between letters and
 * digits. Where the numbers differ, as with layers like conv1 and layer3.0.conv1, one column takes what is
 * over: the one with which the columns have the fewest different texts. Free with columns_free. */
void columns_cut(const struct name *names, size_t count, struct columns *columns);
void columns_free(struct columns *columns);

/* A number for a text: the same for the same text, and for two others hardly ever. */
uint64_t text_hash(const char *text, size_t length);
/* How many different numbers there are; sorts them. */
size_t count_distinct(uint64_t *list, size_t count);

#endif
