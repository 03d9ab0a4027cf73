/* Where a command writes: standard output, or a file that appears whole or not at all. */
#ifndef CCASCOPE_TUI_OUTPUT_H
#define CCASCOPE_TUI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

struct output {
    FILE *stream;
    bool terminal;    /* what is written is seen, not read by a program */
    const char *path; /* as named by the user; NULL: standard output */
    char *target; /* the file to replace, links followed; NULL: written in place (standard output, devices) */
    char *temporary; /* what is written until then */
    char *complaint; /* where to put what goes wrong; NULL: on standard error */
    size_t complaint_size;
};

/* Opens `path` for writing (NULL or "-": standard output), a temporary file beside it where it is a regular
 * file or yet to be. That file is removed when a signal ends the program. One output at a time. False, with a
 * line on standard error, when it cannot be written. */
bool output_open(struct output *output, const char *path);
/* The same while a screen is open, when standard error is not to be written to: what goes wrong, also later
 * on, is put into `complaint`; signals are left to those who catch them. */
bool output_open_quietly(struct output *output, const char *path, char *complaint, size_t size);
/* Ends the output: puts a file in its place when `good` and everything could be written, else removes what
 * there is of it. False, with a line on standard error, when writing failed. */
bool output_close(struct output *output, bool good);

#endif
