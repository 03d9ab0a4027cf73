/* The writers of the tables in rows.h, shared by rows.c (comparisons) and rows_figures.c (what follows from
 * them). */
#ifndef CCASCOPE_TUI_ROWS_PRIVATE_H
#define CCASCOPE_TUI_ROWS_PRIVATE_H

#include "tui/rows.h"
#include "tui/table.h"

bool write_means(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_tests(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_correlations(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_clusters(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_merges(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_freezing(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_curves(const struct scene *scene, bool json, bool terminal, FILE *out);

#endif
