/* The performance of a network during training, as its log has it: a CSV of a step and numbers a row. */
#ifndef CCASCOPE_CONFIG_PERFORMANCE_H
#define CCASCOPE_CONFIG_PERFORMANCE_H

#include <stdbool.h>
#include <stddef.h>

#include "config/diagnostics.h"

/* Owned; performance_free. Zero-initialised: nothing. */
struct performance {
    char **names; /* of the curves, as in the file's first line */
    size_t curve_count;
    double *steps;  /* ascending, distinct */
    double *values; /* curve by curve, a value a step; NaN: none there */
    size_t step_count;
};

#define PERFORMANCE_COLUMNS_MOST 1000

/* Reads a CSV whose first line has the names of its columns. Fields are parted by commas, semicolons or tabs,
 * may be quoted as in RFC 4180, and lines may end in CR LF; blank lines and those that begin with # are
 * passed over. Steps are the first column called step, steps, global_step, iteration, iter or epoch, in any
 * case; else the first of all. Rows without a step are left out; of several at one step the last holds, as
 * where training was taken up again. A curve is every other column with a number in it; a field that is none
 * is a gap.
 *
 * True with nothing when the file does not exist: a hole. False, with an error that has the place in the
 * file, when it cannot be read, has no steps or no numbers. */
bool performance_load(const char *path, struct performance *performance, struct diagnostics *diagnostics);
/* The same for a text in memory. */
bool performance_parse(const char *text, size_t length, struct performance *performance,
                       struct diagnostics *diagnostics);
void performance_free(struct performance *performance);

#endif
