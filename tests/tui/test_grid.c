/* The values of a view in an array, and how they are laid out on a screen. */
#include <criterion/criterion.h>
#include <math.h>

#include "../engine/laboratory.h"
#include "explored.h"

#define STEPS 40

/* Fails unless the grid says of every cell what the study does. */
static void expect_same(struct grid *grid, const struct scene *scene)
{
    for (size_t row = 0; row < grid->rows; row++)
        for (size_t column = 0; column < grid->columns; column++) {
            const struct grid_cell *cell = grid_known(grid, row, column);
            double distance;
            enum cca_state state = scene_distance(scene, row, column, &distance);

            cr_assert_eq((int)cell->state, (int)state, "%zu, %zu", row, column);
            cr_assert(cell->distance == distance || (isnan(cell->distance) && isnan(distance)));
        }
}

Test(grid, takes_over_what_the_study_knows)
{
    struct laboratory laboratory = laboratory_sequence(STEPS);
    struct explorer *explorer = explored_open(laboratory.experiment);
    struct grid grid = {0};
    unsigned version;

    explored_survey(explorer);
    explorer->scene.view = VIEW_TIMESTEPS;
    grid_open(&grid, &explorer->scene);
    cr_assert_eq(grid.rows * grid.columns, STEPS * STEPS);
    cr_expect_eq((int)grid_cell(&grid, 3, 4)->state, CCA_PENDING);
    cr_expect_not(grid_sweep(&grid, -1));
    expect_same(&grid, &explorer->scene);
    explorer_want(explorer);
    cca_study_finish(explorer->study, NULL, NULL);
    cr_expect_eq((int)grid_known(&grid, 3, 4)->state, CCA_PENDING, "known only when it is looked up");
    grid_open(&grid, &explorer->scene);
    version = grid.version;
    cr_expect_eq((int)grid_cell(&grid, 3, 4)->state, CCA_DONE);
    cr_expect_neq(grid.version, version);
    cr_expect_not(grid_sweep(&grid, -1));
    expect_same(&grid, &explorer->scene);
    version = grid.version;
    grid_open(&grid, &explorer->scene);
    cr_expect_eq(grid.left, 0);
    cr_expect_eq(grid.version, version, "nothing is new");
    explorer->scene.measure = MEASURE_EUCLIDEAN;
    grid_open(&grid, &explorer->scene);
    cr_expect_eq((int)grid_known(&grid, 3, 4)->state, CCA_PENDING, "values of another measure are others");
    grid_sweep(&grid, -1);
    expect_same(&grid, &explorer->scene);
    cr_expect_gt(grid.high, 1);
    grid_release(&grid);
    explored_close(explorer);
    laboratory_destroy(&laboratory);
}

/* A sweep that has no time left goes on later, and comes to an end. */
Test(grid, sweeps_in_slices)
{
    struct laboratory laboratory = laboratory_sequence(120);
    struct explorer *explorer = explored_open(laboratory.experiment);
    struct grid grid = {0};
    size_t slices = 0, before;

    explored_survey(explorer);
    explorer->scene.view = VIEW_TIMESTEPS;
    grid_open(&grid, &explorer->scene);
    do {
        before = grid.left;
        slices++;
    } while (grid_sweep(&grid, 0) && grid.left < before);
    cr_expect_eq(grid.left, 0);
    cr_expect_gt(slices, 3);
    grid_release(&grid);
    explored_close(explorer);
    laboratory_destroy(&laboratory);
}

/* A grid with made-up values: those of (row, column) are 100 × row + column. */
static struct grid numbered(size_t rows, size_t columns)
{
    struct grid grid = {
        .rows = rows, .columns = columns, .cells = calloc(rows * columns, sizeof *grid.cells)};

    for (size_t i = 0; i < rows * columns; i++)
        grid.cells[i] = (struct grid_cell){(double)(i / columns * 100 + i % columns), NAN, 0, CCA_DONE};
    return grid;
}

Test(tiling, merges_cells)
{
    struct grid grid = numbered(5, 7);
    struct sequence rows = {0}, columns = {0};
    struct tiling tiling = {&grid, &rows, &columns, false, 2, 3, POOL_MEAN};
    struct tile tile = tiling_pool(&tiling, 1, 0);

    cr_expect_eq(tiling_rows(&tiling), 3);
    cr_expect_eq(tiling_columns(&tiling), 3);
    cr_expect_eq(tile.cells, 6);
    cr_expect_float_eq(tile.mean, 251, 1e-9);
    cr_expect_float_eq(tile.low, 200, 1e-9);
    cr_expect_float_eq(tile.high, 302, 1e-9);
    cr_expect(tile.lowest.row == 2 && tile.lowest.column == 0);
    cr_expect(tile.highest.row == 3 && tile.highest.column == 2);
    tile = tiling_pool(&tiling, 2, 2); /* at the corner there is but one */
    cr_expect_eq(tile.cells, 1);
    cr_expect_float_eq(tile.mean, 406, 1e-9);
    tiling.pooling = POOL_MAX;
    cr_expect_float_eq(tiling_cell(&tiling, 1, 0).value, 302, 1e-9);
    tiling.pooling = POOL_MIN;
    cr_expect_float_eq(tiling_cell(&tiling, 1, 0).value, 200, 1e-9);
    grid_release(&grid);
}

/* Averages are of what is known; where nothing is, the tile says why. */
Test(tiling, knows_what_is_missing)
{
    struct grid grid = numbered(2, 4);
    struct sequence rows = {0}, columns = {0};
    struct tiling tiling = {&grid, &rows, &columns, false, 2, 2, POOL_MEAN};

    grid.cells[0] = grid.cells[1] = grid.cells[4] = (struct grid_cell){NAN, NAN, 0, CCA_PENDING};
    cr_expect_float_eq(tiling_cell(&tiling, 0, 0).value, 101, 1e-9);
    grid.cells[5] = (struct grid_cell){NAN, NAN, 0, CCA_STATE_HOLE};
    cr_expect_eq((int)tiling_cell(&tiling, 0, 0).state, HEAT_MISSING);
    grid.cells[4].state = CCA_STATE_FAILED;
    cr_expect_eq((int)tiling_cell(&tiling, 0, 0).state, HEAT_FAILED);
    grid.cells[0] = grid.cells[1] = grid.cells[4] = grid.cells[5] =
        (struct grid_cell){NAN, NAN, 0, CCA_PENDING};
    cr_expect_eq((int)tiling_cell(&tiling, 0, 0).state, HEAT_PENDING);
    cr_expect_eq((int)tiling_cell(&tiling, 0, 1).state, HEAT_VALUE);
    grid_release(&grid);
}

Test(tiling, transposes_and_follows_sequences)
{
    static const double order[] = {2, 1, 0};
    static const bool keep[] = {true, false, true, true};
    struct grid grid = numbered(3, 4);
    struct sequence rows = {0}, columns = {0};
    struct tiling tiling = {&grid, &rows, &columns, true, 1, 1, POOL_MEAN};
    size_t down, across;

    cr_assert(sequence_sort(&rows, order, 3, false) && sequence_filter(&columns, keep, 4));
    cr_expect_eq(tiling_positions_down(&tiling), 3);
    cr_expect_eq(tiling_positions_across(&tiling), 3);
    cr_expect_float_eq(tiling_cell(&tiling, 1, 0).value, 202, 1e-9, "row 2 comes first, column 1 is hidden");
    tiling_positions(&tiling, (struct grid_place){0, 3}, &down, &across);
    cr_expect(down == 2 && across == 2);
    sequence_release(&rows);
    sequence_release(&columns);
    grid_release(&grid);
}

/* All tiles at once are the tiles one by one, and are made anew only when something has changed. */
Test(tiling, is_kept_as_a_mosaic)
{
    static const double order[] = {4, 3, 2, 1, 0};
    struct grid grid = numbered(5, 7);
    struct sequence rows = {0}, columns = {0};
    struct tiling tiling = {&grid, &rows, &columns, false, 2, 3, POOL_MEAN};
    struct mosaic mosaic = {0};
    const struct heat_cell *cells = mosaic_cells(&mosaic, &tiling);

    for (size_t i = 0; i < 9; i++)
        cr_expect_float_eq(cells[i].value, tiling_cell(&tiling, i / 3, i % 3).value, 1e-12);
    grid.cells[0].distance = 1000; /* unnoticed as long as the version is the same */
    cells = mosaic_cells(&mosaic, &tiling);
    cr_expect_float_eq(cells[0].value, 51, 1e-9);
    grid.version++;
    cells = mosaic_cells(&mosaic, &tiling);
    cr_expect_float_eq(cells[0].value, (6 * 51.0 + 1000) / 6, 1e-9);
    cr_assert(sequence_sort(&rows, order, 5, false));
    cells = mosaic_cells(&mosaic, &tiling);
    cr_expect_float_eq(cells[0].value, 351, 1e-9);
    tiling.height = tiling.width = 1;
    cells = mosaic_cells(&mosaic, &tiling);
    cr_expect_float_eq(cells[34].value, 6, 1e-9);
    sequence_release(&rows);
    mosaic_release(&mosaic);
    grid_release(&grid);
}
