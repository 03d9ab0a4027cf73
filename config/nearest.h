/* "Did you mean …?": the known word nearest to what was typed. */
#ifndef CCASCOPE_CONFIG_NEAREST_H
#define CCASCOPE_CONFIG_NEAREST_H

#include <stddef.h>

/* Offer the known words one by one; `found` is then the nearest, or NULL when none is near enough to be what
 * was meant: at most one slip in three letters. A slip is a letter too many, missing, wrong, or swapped with
 * its neighbour; case is none. The strings stay the caller's. */
struct nearest {
    const char *typed;
    const char *found;
    size_t slips;
};

struct nearest nearest_to(const char *typed);
void nearest_offer(struct nearest *nearest, const char *word);

#endif
