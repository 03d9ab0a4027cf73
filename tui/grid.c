#include "tui/grid.h"

#include <math.h>
#include <stdlib.h>

#include "engine/rate.h"
#include "tui/arrangement.h"

/* Between two looks at the clock. */
#define BATCH 2048

/* Networks may stand in another order though all else is the same. */
static unsigned order_of(const struct scene *scene)
{
    return scene->view == VIEW_NETWORKS && scene->arrangement ? scene->arrangement->version : 0;
}

static bool is_of(const struct grid *grid, const struct scene *scene)
{
    return scene_same(&grid->scene, scene) && grid->order == order_of(scene);
}

/* Room for the scene's values; without memory the grid is empty. */
static void resize(struct grid *grid, size_t rows, size_t columns)
{
    if (rows == grid->rows && columns == grid->columns)
        return;
    free(grid->cells);
    grid->cells = columns && rows > SIZE_MAX / sizeof *grid->cells / columns
                      ? NULL
                      : malloc((rows * columns + 1) * sizeof *grid->cells);
    grid->rows = grid->cells ? rows : 0;
    grid->columns = grid->cells ? columns : 0;
}

static void forget(struct grid *grid)
{
    for (size_t i = 0; i < grid->rows * grid->columns; i++)
        grid->cells[i] = (struct grid_cell){.distance = NAN, .chance = NAN, .state = CCA_PENDING};
    grid->generation = 1;
    grid->next = 0;
    grid->left = grid->rows * grid->columns;
    grid->high = 0;
    grid->version++;
}

void grid_open(struct grid *grid, const struct scene *scene)
{
    size_t rows = scene_rows(scene), columns = scene_columns(scene), results = cca_study_known(scene->study);

    if (!grid->cells || rows != grid->rows || columns != grid->columns || !is_of(grid, scene)) {
        resize(grid, rows, columns);
        grid->scene = *scene;
        grid->order = order_of(scene);
        forget(grid);
    } else if (results != grid->results) {
        grid->generation++;
        grid->left = grid->rows * grid->columns; /* once round from where it is */
    }
    if (!grid->looked || results != grid->results || grid->next == 0) {
        free(grid->looked);
        grid->looked = scene_looked(scene);
    }
    grid->results = results;
}

/* What is known by now of a cell that was pending. */
static void look_up(struct grid *grid, struct grid_cell *cell, size_t row, size_t column)
{
    struct scene_value value = scene_value_of(&grid->scene, grid->looked, row, column);

    cell->age = grid->generation;
    if (value.state == CCA_PENDING)
        return;
    cell->state = value.state;
    grid->version++;
    if (value.state != CCA_DONE)
        return;
    cell->distance = value.mean;
    cell->chance = value.chance;
    if (cell->distance > grid->high)
        grid->high = cell->distance;
}

static bool may_have_changed(const struct grid *grid, const struct grid_cell *cell)
{
    return cell->state == CCA_PENDING && cell->age != grid->generation;
}

bool grid_sweep(struct grid *grid, double seconds)
{
    double end = seconds < 0 ? INFINITY : rate_clock() + seconds;
    size_t count = grid->rows * grid->columns, looked_up = 0;

    for (; grid->left > 0; grid->left--, grid->next++) {
        struct grid_cell *cell;

        if (grid->next >= count)
            grid->next = 0;
        cell = &grid->cells[grid->next];
        if (!may_have_changed(grid, cell))
            continue;
        if (looked_up++ % BATCH == BATCH - 1 && rate_clock() > end)
            return true;
        look_up(grid, cell, grid->next / grid->columns, grid->next % grid->columns);
    }
    return false;
}

const struct grid_cell *grid_cell(struct grid *grid, size_t row, size_t column)
{
    struct grid_cell *cell = &grid->cells[row * grid->columns + column];

    if (may_have_changed(grid, cell))
        look_up(grid, cell, row, column);
    return cell;
}

const struct grid_cell *grid_known(const struct grid *grid, size_t row, size_t column)
{
    return &grid->cells[row * grid->columns + column];
}

void grid_release(struct grid *grid)
{
    free(grid->cells);
    free(grid->looked);
    *grid = (struct grid){0};
}
