#include "tui/tiling.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const pooling_names[] = {
#define POOLING_NAME(constant, name) [constant] = name,
    POOLINGS(POOLING_NAME)
#undef POOLING_NAME
};

const char *pooling_name(enum pooling pooling)
{
    return pooling_names[pooling];
}

size_t tiling_positions_down(const struct tiling *tiling)
{
    return tiling->transposed ? sequence_count(tiling->columns, tiling->grid->columns)
                              : sequence_count(tiling->rows, tiling->grid->rows);
}

size_t tiling_positions_across(const struct tiling *tiling)
{
    return tiling->transposed ? sequence_count(tiling->rows, tiling->grid->rows)
                              : sequence_count(tiling->columns, tiling->grid->columns);
}

size_t tiling_rows(const struct tiling *tiling)
{
    return (tiling_positions_down(tiling) + tiling->height - 1) / tiling->height;
}

size_t tiling_columns(const struct tiling *tiling)
{
    return (tiling_positions_across(tiling) + tiling->width - 1) / tiling->width;
}

struct grid_place tiling_place(const struct tiling *tiling, size_t down, size_t across)
{
    size_t row = tiling->transposed ? across : down, column = tiling->transposed ? down : across;

    return (struct grid_place){sequence_place(tiling->rows, tiling->grid->rows, row),
                               sequence_place(tiling->columns, tiling->grid->columns, column)};
}

void tiling_positions(const struct tiling *tiling, struct grid_place place, size_t *down, size_t *across)
{
    size_t row = sequence_position(tiling->rows, tiling->grid->rows, place.row);
    size_t column = sequence_position(tiling->columns, tiling->grid->columns, place.column);

    *down = tiling->transposed ? column : row;
    *across = tiling->transposed ? row : column;
}

static enum heat_state state_of(const struct grid_cell *cell)
{
    static const enum heat_state states[] = {[CCA_PENDING] = HEAT_PENDING,
                                             [CCA_DONE] = HEAT_VALUE,
                                             [CCA_STATE_HOLE] = HEAT_MISSING,
                                             [CCA_STATE_FAILED] = HEAT_FAILED};

    return cell->state == CCA_DONE && isnan(cell->distance) ? HEAT_UNDEFINED : states[cell->state];
}

/* Adds a cell to its tile. Without any value the tile says what is worst. */
static void pool(struct tile *tile, const struct grid_cell *cell, struct grid_place place)
{
    enum heat_state state = state_of(cell);

    if (state != HEAT_VALUE) {
        if (tile->cells == 0 && state > tile->state)
            tile->state = state;
        return;
    }
    tile->state = HEAT_VALUE;
    tile->cells++;
    tile->mean += cell->distance;
    if (tile->cells == 1 || cell->distance < tile->low) {
        tile->low = cell->distance;
        tile->lowest = place;
    }
    if (tile->cells == 1 || cell->distance > tile->high) {
        tile->high = cell->distance;
        tile->highest = place;
    }
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

struct tile tiling_pool(const struct tiling *tiling, size_t row, size_t column)
{
    size_t bottom = smaller((row + 1) * tiling->height, tiling_positions_down(tiling));
    size_t right = smaller((column + 1) * tiling->width, tiling_positions_across(tiling));
    struct tile tile = {.state = HEAT_PENDING};

    for (size_t down = row * tiling->height; down < bottom; down++)
        for (size_t across = column * tiling->width; across < right; across++) {
            struct grid_place place = tiling_place(tiling, down, across);

            pool(&tile, grid_known(tiling->grid, place.row, place.column), place);
        }
    if (tile.cells > 0)
        tile.mean /= (double)tile.cells;
    return tile;
}

struct heat_cell tiling_cell(const struct tiling *tiling, size_t row, size_t column)
{
    struct tile tile;

    if (tiling->height == 1 && tiling->width == 1) {
        struct grid_place place = tiling_place(tiling, row, column);
        const struct grid_cell *cell = grid_cell(tiling->grid, place.row, place.column);

        return (struct heat_cell){state_of(cell), cell->distance};
    }
    tile = tiling_pool(tiling, row, column);
    return (struct heat_cell){tile.state, tiling->pooling == POOL_MAX   ? tile.high
                                          : tiling->pooling == POOL_MIN ? tile.low
                                                                        : tile.mean};
}

static bool same_tiling(const struct tiling *a, const struct tiling *b)
{
    return a->grid == b->grid && a->rows == b->rows && a->columns == b->columns &&
           a->transposed == b->transposed && a->height == b->height && a->width == b->width &&
           a->pooling == b->pooling;
}

const struct heat_cell *mosaic_cells(struct mosaic *mosaic, const struct tiling *tiling)
{
    unsigned versions[3] = {tiling->grid->version, tiling->rows->version, tiling->columns->version};
    size_t rows = tiling_rows(tiling), columns = tiling_columns(tiling);

    if (mosaic->cells && same_tiling(&mosaic->tiling, tiling) &&
        memcmp(versions, mosaic->versions, sizeof versions) == 0)
        return mosaic->cells;
    if (!mosaic->cells || rows * columns > mosaic->rows * mosaic->columns) {
        free(mosaic->cells);
        mosaic->cells = malloc((rows * columns + 1) * sizeof *mosaic->cells);
    }
    if (!mosaic->cells)
        return NULL;
    mosaic->tiling = *tiling;
    mosaic->rows = rows;
    mosaic->columns = columns;
    memcpy(mosaic->versions, versions, sizeof versions);
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            mosaic->cells[row * columns + column] = tiling_cell(tiling, row, column);
    return mosaic->cells;
}

void mosaic_release(struct mosaic *mosaic)
{
    free(mosaic->cells);
    *mosaic = (struct mosaic){0};
}
