/* Where the user was when the explorer of a manifest was left: names and numbers as text, in a file for each
 * manifest. */
#ifndef CCASCOPE_TUI_REMEMBERED_H
#define CCASCOPE_TUI_REMEMBERED_H

#include <stdbool.h>

/* X(member, key in the file). All of them may be missing (NULL). */
#define REMEMBERED(X)                                                                                        \
    X(manifest, "manifest") /* its path, links followed */                                                   \
    X(view, "view")                                                                                          \
    X(form, "form")                                                                                          \
    X(row, "row") /* the cursor */                                                                           \
    X(column, "column")                                                                                      \
    X(network, "network")                                                                                    \
    X(checkpoint, "checkpoint") /* where it was not the last */                                              \
    X(against, "against")                                                                                    \
    X(against_checkpoint, "against-checkpoint")                                                              \
    X(pinned, "pinned") /* distances over training are to that one */                                        \
    X(layer, "layer")                                                                                        \
    X(target, "target")                                                                                      \
    X(timestep, "timestep") /* where it was not the last */                                                  \
    X(early, "early") /* steps, where they were chosen */                                                    \
    X(halfway, "halfway")                                                                                    \
    X(directions, "directions")                                                                              \
    X(measure, "measure")                                                                                    \
    X(palette, "palette") /* where it was changed */                                                         \
    X(steps, "steps")     /* log, where the axis was logarithmic */

struct remembered {
#define MEMBER(member, key) char *member;
    REMEMBERED(MEMBER)
#undef MEMBER
};

/* The file for a manifest, malloc'ed; NULL when neither XDG_STATE_HOME nor HOME says where, or there is no
 * such manifest. */
char *remembered_path(const char *manifest);
/* What a file says, for this manifest; all NULL when there is none, or it is not as we wrote it. */
struct remembered remembered_load(const char *path, const char *manifest);
/* Writes the file whole or not at all, folders included; false when that failed, of which nothing is said.
 * Sets `manifest`. */
bool remembered_save(const char *path, const char *manifest, struct remembered *remembered);
void remembered_free(struct remembered *remembered);

#endif
