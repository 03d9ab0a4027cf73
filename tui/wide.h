/* A view's distances as a matrix with names: for other programs. */
#ifndef CCASCOPE_TUI_WIDE_H
#define CCASCOPE_TUI_WIDE_H

#include <stdio.h>

#include "tui/view.h"

/* Writes the distances of the scene's view, which must be computed: as CSV, a line of names and then a line
 * for each row, its name first; as JSON, an object of "columns", "index" and "data", row by row. Empty (null)
 * where there is no number. `terminal`: names are made harmless. False when writing failed. */
bool wide_write(const struct scene *scene, bool json, bool terminal, FILE *out);

#endif
