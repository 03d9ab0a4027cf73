/* A view's numbers as rows: for CSV and JSON. */
#ifndef CCASCOPE_TUI_ROWS_H
#define CCASCOPE_TUI_ROWS_H

#include <stdio.h>

#include "tui/view.h"

/* Writes every comparison of the scene's view, which must be computed, with the columns of ccascope(1).
 * `terminal`: names and notes are made harmless; files and pipes get them as they are. False when writing
 * failed. */
bool rows_write_csv(const struct scene *scene, bool terminal, FILE *out);
bool rows_write_json(const struct scene *scene, bool terminal, FILE *out);

/* The same a row at a time, for rows that come while training runs: the header of CSV, and the row of a place of the
 * grid; as JSON an object a line. */
void rows_begin_csv(FILE *out);
bool rows_write_place(const struct scene *scene, size_t down, size_t across, bool json, bool terminal,
                      FILE *out);

/* A text as a field of CSV (RFC 4180). */
void csv_write_text(const char *text, bool terminal, FILE *out);

#endif
