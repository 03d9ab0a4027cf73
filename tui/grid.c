#include "tui/grid.h"

#include <math.h>
#include <stdlib.h>

#include "engine/rate.h"

/* Between two looks at the clock. */
#define BATCH 2048
/* Distances are good to this: smaller differences say nothing. */
#define NOISE 1e-6

static bool same_side(const struct scene_side *a, const struct scene_side *b)
{
    return a->network == b->network && a->checkpoint == b->checkpoint;
}

static bool same_scene(const struct scene *a, const struct scene *b)
{
    return a->experiment == b->experiment && a->study == b->study && a->pinned == b->pinned && a->view == b->view && same_side(&a->a, &b->a) && same_side(&a->b, &b->b) &&
           a->layer == b->layer && a->timestep == b->timestep && a->measure == b->measure &&
           a->side == b->side;
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

    if (!grid->cells || rows != grid->rows || columns != grid->columns || !same_scene(&grid->scene, scene)) {
        resize(grid, rows, columns);
        grid->scene = *scene;
        forget(grid);
    } else if (results != grid->results) {
        grid->generation++;
        grid->left = grid->rows * grid->columns; /* once round from where it is */
    }
    grid->results = results;
}

/* What is known by now of a cell that was pending. */
static void look_up(struct grid *grid, struct grid_cell *cell, size_t row, size_t column)
{
    const struct scene *scene = &grid->scene;
    struct cca_result result = {.state = CCA_STATE_HOLE};
    struct cca_pair pair;

    cell->age = grid->generation;
    if (scene_pair(scene, row, column, &pair))
        cca_study_result(scene->study, pair, &result);
    if (result.state == CCA_PENDING)
        return;
    cell->state = result.state;
    grid->version++;
    if (result.state != CCA_DONE)
        return;
    cell->distance = cca_distance(&result.summary, scene->measure, scene_side(scene));
    cell->chance = 1 - result.summary.chance[scene->measure];
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

size_t grid_settles(struct grid *grid, size_t row)
{
    size_t settled = grid->columns;
    double low = INFINITY, high = -INFINITY, end = NAN;

    for (size_t column = 0; column < grid->columns; column++) {
        const struct grid_cell *cell = grid_cell(grid, row, column);

        if (cell->state == CCA_PENDING)
            return SIZE_MAX;
        if (isnan(cell->distance))
            continue;
        low = fmin(low, cell->distance);
        high = fmax(high, cell->distance);
        end = cell->distance;
    }
    for (; settled > 0; settled--) {
        double distance = grid_known(grid, row, settled - 1)->distance;

        if (!isnan(distance) && fabs(distance - end) > fmax(0.1 * (high - low), NOISE))
            break;
    }
    return isnan(end) || settled == grid->columns ? SIZE_MAX : settled;
}

void grid_release(struct grid *grid)
{
    free(grid->cells);
    *grid = (struct grid){0};
}
