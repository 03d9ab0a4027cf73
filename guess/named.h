/* Arrays that are named alike, and how their names may be read. Not for users of guess/. */
#ifndef CCASCOPE_GUESS_NAMED_H
#define CCASCOPE_GUESS_NAMED_H

#include "engine/catalog.h"
#include "guess/roles.h"

#define READINGS_MOST 4

/* All owned, but for the entries themselves. */
struct named {
    const struct cca_entry **entries;
    size_t count;
    char *suffix; /* of their files: ".npy", or nothing */
    struct name *list;
    uint64_t *shapes;
    struct names names; /* of the same, in the same order */
    struct reading readings[READINGS_MOST];
    size_t reading_count;
    double points; /* of the first reading, and for describing many */
};

/* Of entries that can be described, the largest part that is named alike: in folders of the same depth, in
 * files of the same suffix, members of files or not. No readings when there are no entries, or a template can
 * say none. */
void named_choose(const struct cca_entry *const *entries, size_t count, struct named *named);
void named_free(struct named *named);

#endif
