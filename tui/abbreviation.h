/* How the names of an axis are shortened so that they still differ. Pure. */
#ifndef CCASCOPE_TUI_ABBREVIATION_H
#define CCASCOPE_TUI_ABBREVIATION_H

#include <stdbool.h>
#include <stddef.h>

struct abbreviation {
    int width;      /* names that are no wider stay as they are */
    int head, tail; /* columns that all longer names begin and end with, and that are left out of them */
    bool unicode;   /* `…` for what is left out, else `~` */
};

/* For `count` names and columns of `width`: cut in the middle; without what they have in common at either end
 * where more of them then differ. Looks at no more than ABBREVIATION_NAMES, at equal distances. */
#define ABBREVIATION_NAMES 256
struct abbreviation abbreviation_for(const char *(*name)(const void *context, size_t index),
                                     const void *context, size_t count, int width, bool unicode);
/* One name into `out`, as text_abbreviate does. Returns the columns used. */
int abbreviate(char *out, size_t size, const char *name, const struct abbreviation *abbreviation);

#endif
