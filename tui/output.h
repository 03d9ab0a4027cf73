/* Where results go: standard output, or a file that appears only when it is complete. */
#ifndef CCASCOPE_TUI_OUTPUT_H
#define CCASCOPE_TUI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

struct output {
    FILE *stream;
    const char *path; /* NULL: standard output */
    char *temporary;  /* what is written until then, in the same directory */
};

/* Opens `path` for writing, NULL: standard output. False with a line on standard error when it cannot be written. */
bool output_open(struct output *output, const char *path);
/* Closes; with `good`, and all written, the file takes its place at once, else nothing is left of it. False with a line on
 * standard error when something could not be written. */
bool output_close(struct output *output, bool good);

#endif
