/* The performance of networks over training (the manifest's `curves`), to be drawn over their convergence:
 * read when it is first looked at. */
#ifndef CCASCOPE_TUI_OVERLAYS_H
#define CCASCOPE_TUI_OVERLAYS_H

#include "config/performance.h"
#include "tui/view.h"

/* Owned; all zeros: of no experiment. */
struct overlays {
    const struct experiment *experiment;
    struct performance *list; /* by network */
    bool *read;               /* by network, rightly or wrongly */
    char **problems;          /* "path:line:column: what is wrong" */
    size_t problem_count;
};

/* Reads the logs of the networks that the scene is about, as far as they are not read yet, and no longer than
 * about so many seconds (negative: to the end). True when some are left. Nothing where the manifest has no
 * curves. */
bool overlays_read(struct overlays *overlays, const struct scene *scene, double seconds);
/* Adds a problem where the scene's choice of a curve is not in any of the logs that were read. */
void overlays_check_choice(struct overlays *overlays, const struct scene *scene);
/* Whether a network is one of those that the scene is about. */
bool overlays_wants(const struct scene *scene, size_t network);
/* The values of the curve that the scene shows of a network, over performance->steps; NULL when there is
 * none. */
const double *overlays_values(const struct scene *scene, size_t network,
                              const struct performance **performance);
/* The name of the curve that the scene shows: its own choice, else the first with "acc" in it, else the
 * first; "" when it shows none. */
const char *overlays_name(const struct scene *scene);
/* The next one after that of the first network that the scene is about; "" (none) after the last. */
const char *overlays_next(const struct scene *scene);
void overlays_free(struct overlays *overlays);

#endif
