/* A grid as it is laid out on the screen: which axis runs down, which places are shown in which sequence, and
 * how many of them share a cell (a tile). Knows no canvas. */
#ifndef CCASCOPE_TUI_TILING_H
#define CCASCOPE_TUI_TILING_H

#include "tui/grid.h"
#include "tui/heatmap.h"
#include "tui/sequence.h"

/* X(constant, name): what a tile of several cells shows. */
#define POOLINGS(X)                                                                                          \
    X(POOL_MEAN, "mean")                                                                                     \
    X(POOL_MAX, "max")                                                                                       \
    X(POOL_MIN, "min")

#define POOLING_CONSTANT(constant, name) constant,
enum pooling { POOLINGS(POOLING_CONSTANT) POOLING_COUNT };
#undef POOLING_CONSTANT

const char *pooling_name(enum pooling pooling);

/* A plain value; grid and sequences are borrowed. */
struct tiling {
    struct grid *grid;
    const struct sequence *rows, *columns; /* of the grid */
    bool transposed;                       /* the grid's rows run across */
    size_t height, width;                  /* positions to a tile, down and across; at least 1 */
    enum pooling pooling;
};

/* A place of the grid. */
struct grid_place {
    size_t row, column;
};

/* What is known of the cells of one tile. */
struct tile {
    enum heat_state state;  /* HEAT_VALUE when any of them has a value */
    double mean, low, high; /* of those that have */
    size_t cells;
    struct grid_place lowest, highest;
};

/* Positions shown, down and across; tiles. */
size_t tiling_positions_down(const struct tiling *tiling);
size_t tiling_positions_across(const struct tiling *tiling);
size_t tiling_rows(const struct tiling *tiling);
size_t tiling_columns(const struct tiling *tiling);
/* From positions down and across to a place of the grid, and back (a hidden one: to its neighbour). */
struct grid_place tiling_place(const struct tiling *tiling, size_t down, size_t across);
void tiling_positions(const struct tiling *tiling, struct grid_place place, size_t *down, size_t *across);
/* One tile from its cells. */
struct tile tiling_pool(const struct tiling *tiling, size_t row, size_t column);
/* What a tile shows. */
struct heat_cell tiling_cell(const struct tiling *tiling, size_t row, size_t column);

/* All tiles of a tiling, kept until anything about it changes. All zeros: none yet. */
struct mosaic {
    struct tiling tiling;
    unsigned versions[3]; /* of grid, rows and columns */
    size_t rows, columns;
    struct heat_cell *cells; /* row by row; owned */
};

/* The tiles, row by row; valid until the next call. NULL when memory gives out. */
const struct heat_cell *mosaic_cells(struct mosaic *mosaic, const struct tiling *tiling);
void mosaic_release(struct mosaic *mosaic);

#endif
