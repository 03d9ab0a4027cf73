/* A view's numbers as tables: for CSV and JSON. */
#ifndef CCASCOPE_TUI_ROWS_H
#define CCASCOPE_TUI_ROWS_H

#include <stdio.h>

#include "tui/view.h"

/* The tables that views have; ccascope(1) has their columns. The first that a view has is the usual one.
 * X(constant, name, what a row is) */
#define TABLES(X)                                                                                            \
    X(TABLE_MEANS, "means", "a set of pairs: mean and standard deviation")                                   \
    X(TABLE_PAIRS, "pairs", "a comparison")                                                                  \
    X(TABLE_TESTS, "tests", "groups: two curves at a layer, by Welch's t")                                   \
    X(TABLE_CORRELATIONS, "correlations", "scatter: an attribute, by Pearson and Spearman")                  \
    X(TABLE_CLUSTERS, "clusters", "networks: a network, its group and cluster")                              \
    X(TABLE_MERGES, "merges", "networks: two clusters that become one, as scipy's linkage")                  \
    X(TABLE_FREEZING, "freezing", "convergence: a layer, and from when it could be frozen")                  \
    X(TABLE_SPECTRUM, "spectrum", "spectrum: a canonical correlation of a checkpoint")                       \
    X(TABLE_STABILITY, "stability", "stability: a checkpoint, and how far directions are from it")           \
    X(TABLE_CURVES, "curves", "convergence: a step of a network's log, and a value")

#define TABLE_CONSTANT(constant, ...) constant,
enum table_id { TABLES(TABLE_CONSTANT) TABLE_COUNT };
#undef TABLE_CONSTANT

extern const char *const table_names[TABLE_COUNT];
extern const char *const table_rows[TABLE_COUNT];

/* Whether a view has a table, and its usual one. */
bool rows_has(enum view_id view, enum table_id table);
enum table_id rows_usual(enum view_id view);

/* Writes a table of the scene's view, which must be computed and have it. `terminal`: names and notes are
 * made harmless; files and pipes get them as they are. False when writing failed. */
bool rows_write(const struct scene *scene, enum table_id table, bool json, bool terminal, FILE *out);

/* The same a row at a time, for rows that come while training runs: the header of CSV, and the row of a place of the
 * grid; as JSON an object a line. */
void rows_begin_csv(FILE *out);
bool rows_write_place(const struct scene *scene, size_t down, size_t across, bool json, bool terminal,
                      FILE *out);

#endif
