/* Which columns of the names are the network, which the step, which the layer: every way to read them, and
 * how much speaks for each. */
#ifndef CCASCOPE_GUESS_ROLES_H
#define CCASCOPE_GUESS_ROLES_H

#include "guess/columns.h"

enum role { ROLE_NETWORK, ROLE_STEP, ROLE_LAYER, ROLE_COUNT };

/* How names are read. A role is a run of columns, empty when nothing in the names says it. */
struct reading {
    struct stretch {
        size_t first, end;
    } runs[ROLE_COUNT];
    size_t step; /* the column of that run that counts; the others go with it, as in epoch=3-loss=0.2 */
    bool copies; /* columns that repeat others stand for the same, as in net-1/net-1_step5.npy */
    double points;
};

/* What is read. All borrowed. `shapes` has a number for each name that is the same where arrays have the same
 * shape. */
struct names {
    const struct name *list;
    size_t count;
    const uint64_t *shapes;
    struct columns columns;
};

/* The readings for which most speaks, best first; returns how many, at most `most`. Each tells all names
 * apart. 0 only when there are names that cannot be written as a template. */
size_t roles_read(const struct names *names, struct reading *readings, size_t most);

/* What a role stands for in one name: the run, with the word before a number ("layer_" of layer_3) and the
 * number behind a word that is always the same ("-1" of gen-1, mem-1); of a step that is one column, just
 * that. Empty without a run. */
struct span role_span(const struct names *names, const struct reading *reading, enum role role, size_t name);

/* The template: the first name with fields for roles. `suffix` goes before the member or to the end.
 * Malloc'ed; NULL when a name has text that no template can say (a # in the path). */
char *role_template(const struct names *names, const struct reading *reading, const char *suffix);

/* The digits that steps have at the least in names, where zeros fill them up; 1 when they are plain numbers,
 * or there are none; 0 when they can only be told by their text. */
int step_width(const struct names *names, const struct reading *reading);

#endif
