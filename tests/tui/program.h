/* Running the program itself, as users and scripts do. */
#ifndef TESTS_TUI_PROGRAM_H
#define TESTS_TUI_PROGRAM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define DIGITS          SAMPLES "/digits-cnn"
#define DIGITS_MANIFEST DIGITS "/ccascope.yaml"
#define REFERENCE       TEST_DATA "/reference"

/* What a run left. Owned; free with run_free. */
struct run {
    int status; /* of exit; -1: a signal */
    char *out, *error;
    size_t out_size;
};

/* Runs the program with the arguments that the format makes, as the shell splits them, without a terminal and
 * without the user's settings. `${P}` and the like are the shell's. */
struct run run(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same on a terminal of 100 columns, which has both outputs; they are in `out`. */
struct run run_on_terminal(const char *format, ...) __attribute__((format(printf, 1, 2)));
void run_free(struct run *run);
/* Runs, expects this status, and a part of a text in what the program printed on either stream (NULL:
 * nothing). */
void expect_run(int status, const char *part, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Expects printable UTF-8 and newlines only: nothing below 0x20, no DEL, no C1. `escapes`: SGR sequences,
 * carriage returns and ESC [ K may be there too. */
void expect_harmless(const char *text, size_t size, bool escapes);

/* An empty folder that is gone when the test is over; its path is valid until then. */
const char *folder_make(void);
/* That folder once more. */
const char *folder_path(void);
void folder_write(const char *folder, const char *name, const char *text);
/* A link to a file that exists; folders on the way are made. */
void folder_link(const char *folder, const char *name, const char *target);
/* A folder with a manifest m.yaml of so many layers, at most 300, which takes a while to compare. */
const char *folder_large(int layers);
/* The files in it, hidden ones too. */
size_t folder_count(const char *folder);
void folder_remove(void);

/* CSV split at commas and newlines, quotes undone. Rows without header; cells are owned by the table. */
struct table {
    char **cells; /* row by row */
    size_t columns, rows;
    char *text;
};
struct table table_parse(const char *csv);
/* What `compute MANIFEST ARGUMENTS` writes; it must succeed without a word. */
struct table table_compute(const char *manifest, const char *arguments);
const char *table_cell(const struct table *table, size_t row, const char *column);
/* Expects a number within `tolerance` of this; NaN: an empty cell. */
void table_expect(const struct table *table, size_t row, const char *column, double expected,
                  double tolerance);
void table_free(struct table *table);

#endif
