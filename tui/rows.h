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

#endif
