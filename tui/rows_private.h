/* The writers of the tables in rows.h, shared by rows.c (comparisons), rows_figures.c (what follows from
 * them) and rows_looks.c. */
#ifndef CCASCOPE_TUI_ROWS_PRIVATE_H
#define CCASCOPE_TUI_ROWS_PRIVATE_H

#include "tui/rows.h"
#include "tui/table.h"

/* Fills the four columns of one side from `first` on: network, checkpoint, layer, timestep; of a target,
 * its name as the layer alone. */
void rows_fill_side(const struct scene *scene, struct cca_cell cell, struct value *first);

bool write_means(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_tests(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_correlations(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_clusters(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_merges(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_freezing(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_spectrum(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_stability(const struct scene *scene, bool json, bool terminal, FILE *out);
bool write_curves(const struct scene *scene, bool json, bool terminal, FILE *out);

#endif
