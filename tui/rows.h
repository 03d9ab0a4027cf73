/* A view's numbers as rows: for CSV and JSON. */
#ifndef CCASCOPE_TUI_ROWS_H
#define CCASCOPE_TUI_ROWS_H

#include <stdio.h>

#include "tui/view.h"

/* Writes every comparison of the scene's view, which must be computed, with the columns of contract §5. `sanitise`: names
 * and notes go to a terminal. False when writing failed. */
bool rows_write_csv(const struct scene *scene, bool sanitise, FILE *out);
bool rows_write_json(const struct scene *scene, FILE *out);

#endif
