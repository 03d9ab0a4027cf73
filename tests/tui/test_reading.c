/* Reading a view: what keys do to what is shown of it. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../engine/laboratory.h"
#include "engine/rate.h"
#include "explored.h"
#include "golden.h"

/* What the matrix shows at a position, down and across. */
static struct grid_place shown(struct explorer *explorer, size_t down, size_t across)
{
    struct tiling tiling = explorer_tiling(explorer);

    return tiling_place(&tiling, down, across);
}

Test(reading, transposes)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 1, 3);

    explored_type(explorer, "t");
    explored_expect(explorer, "transposed");
    explored_expect(explorer, "conv2 × fc"); /* the comparison is the same */
    explored_expect_cursor(explorer, 1, 3);
    explored_type(explorer, "j");
    explored_expect_cursor(explorer, 1, 4);
    explored_type(explorer, "h");
    explored_expect_cursor(explorer, 0, 4);
    golden_check(explorer->canvas, "reading_transposed_80x24");
    explored_type(explorer, "tj");
    explored_expect_cursor(explorer, 1, 4);
    explored_end(explorer);
}

Test(reading, sorts_by_value_at_the_cursor)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 4);
    double before = -1, distance;

    explored_type(explorer, "o");
    explored_expect(explorer, "rows by distance in column logits, nearest first");
    for (size_t i = 0; i < 5; i++, before = distance) {
        scene_distance(&explorer->scene, shown(explorer, i, 0).row, 4, &distance);
        cr_expect_geq(distance, before);
    }
    explored_expect_cursor(explorer, 0, 4); /* it stays on its cell, wherever that is now */
    explored_type(explorer, "o");
    explored_expect(explorer, "farthest first");
    cr_expect_eq(shown(explorer, 4, 0).row, 4, "logits are nearest to themselves");
    explored_type(explorer, "O");
    explored_expect(explorer, "columns by distance in row conv1, nearest first");
    cr_expect_eq(shown(explorer, 0, 0).column, 0);
    golden_check(explorer->canvas, "reading_sorted_80x24");
    explored_type(explorer, "o");
    explored_expect(explorer, "rows as listed");
    cr_expect_eq(shown(explorer, 0, 0).row, 0);
    explored_end(explorer);
}

/* Keys move along what is shown. */
Test(reading, moves_along_the_sequence)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 4);

    explored_type(explorer, "oog"); /* farthest from logits first */
    for (size_t i = 0; i < 5; i++) {
        explored_expect_cursor(explorer, shown(explorer, i, 0).row, 4);
        explored_type(explorer, "j");
    }
    explored_expect_cursor(explorer, 4, 4);
    explored_end(explorer);
}

Test(reading, shows_only_what_matches)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 4, 4);

    explored_type(explorer, "fconv");
    explored_expect(explorer, "show only conv");
    explored_expect_cursor(explorer, 2, 2); /* the nearest that is left */
    explored_type(explorer, "\r");
    explored_expect(explorer, "only conv");
    golden_check(explorer->canvas, "reading_filtered_80x24");
    explored_type(explorer, "jjjj");
    explored_expect_cursor(explorer, 2, 2);
    explored_type(explorer, "f !1\r"); /* what was typed before goes on */
    explored_expect(explorer, "only conv !1");
    cr_expect_eq(shown(explorer, 0, 0).row, 1);
    explored_type(explorer, "f\025xyz\r");
    explored_expect(explorer, "no name here matches xyz");
    cr_expect_eq(shown(explorer, 0, 0).row, 1, "and nothing has changed");
    explored_type(explorer, "f\025fc\033");
    cr_expect_eq(shown(explorer, 0, 0).row, 1, "left: as it was");
    explored_type(explorer, "f\025\r");
    cr_expect_eq(shown(explorer, 4, 4).row, 4);
    explored_end(explorer);
}

/* A filter is of names: it holds for another network too, whose checkpoints are others. */
Test(reading, keeps_the_filter_for_another_network)
{
    struct explorer *explorer = explored_digits(VIEW_CHECKPOINTS, 0, 0);
    struct tiling tiling;

    explored_type(explorer, "f000\r");
    tiling = explorer_tiling(explorer);
    cr_expect_eq(tiling_positions_down(&tiling), 1, "1000");
    explored_type(explorer, "f\025"
                            "00\r");
    tiling = explorer_tiling(explorer);
    cr_expect_eq(tiling_positions_down(&tiling), 5, "100, 200, 300, 400, 1000");
    explored_type(explorer, "AAAABBBB"); /* mem-1 */
    tiling = explorer_tiling(explorer);
    cr_expect_lt(tiling_positions_down(&tiling), tiling.grid->rows);
    for (size_t i = 0; i < tiling_positions_down(&tiling); i++) {
        char text[200];

        cr_expect(
            strstr(scene_row_name(&explorer->scene, shown(explorer, i, 0).row, text, sizeof text), "00"));
    }
    explored_end(explorer);
}

Test(reading, compares_with_a_mark)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 3);
    char difference[60];
    double here, there;

    explored_type(explorer, " jl");
    scene_distance(&explorer->scene, 1, 4, &here);
    scene_distance(&explorer->scene, 0, 3, &there);
    snprintf(difference, sizeof difference, "%+.3f to mark conv1 × fc", here - there);
    explored_expect(explorer, difference);
    golden_check(explorer->canvas, "reading_marked_80x24");
    explored_type(explorer, "'");
    explored_expect_cursor(explorer, 0, 3);
    snprintf(difference, sizeof difference, "%+.3f to mark conv2 × logits", there - here);
    explored_expect(explorer, difference);
    explored_type(explorer, "' ");
    cr_expect(explorer_state(explorer)->has_mark);
    explored_type(explorer, " ");
    cr_expect_not(explorer_state(explorer)->has_mark, "a second time takes it away");
    explored_type(explorer, "'");
    explored_expect(explorer, "no place is marked yet");
    explored_end(explorer);
}

Test(reading, shows_both_places_beside_a_wide_view)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 3);

    explored_type(explorer, " jl");
    canvas_free(explorer->canvas);
    explorer->canvas = canvas_create(140, 40);
    explored_expect(explorer, "measure       here  marked difference");
    golden_check(explorer->canvas, "reading_marked_140x40");
    explored_end(explorer);
}

/* Larger cells up to the largest, and back. */
Test(reading, zooms)
{
    struct explorer *explorer = explored_digits(VIEW_CHECKPOINTS, 3, 3);
    struct view_state *state = explorer_state(explorer);
    int width, height;

    explored_type(explorer, "j");
    width = state->extent.cell_width;
    height = state->extent.cell_height;
    explored_type(explorer, "z");
    cr_expect_gt(state->extent.cell_width * state->extent.cell_height, width * height);
    explored_type(explorer, "zzzzzzzz");
    explored_expect(explorer, "cells are as large as they get");
    cr_expect_eq(state->extent.cell_width, 12);
    explored_expect_cursor(explorer, 4, 3);
    golden_check(explorer->canvas, "reading_zoomed_80x24");
    explored_type(explorer, "ZZZZZZZZZZZ");
    explored_expect(explorer, "all of it is in view");
    cr_expect_eq(state->extent.cell_width, 1);
    explored_type(explorer, "=");
    cr_expect_eq(state->extent.cell_width, width);
    explored_end(explorer);
}

/* A sequence of many timesteps, whose comparisons are all there. */
static struct laboratory large(struct explorer **explorer, size_t timesteps)
{
    struct laboratory laboratory = laboratory_sequence(timesteps);

    *explorer = explored_open(laboratory.experiment);
    (*explorer)->look.depth = DEPTH_DIRECT;
    explored_show(*explorer, VIEW_TIMESTEPS, SCREEN_VIEW, 0, 0);
    grid_open(&(*explorer)->cache.grid, &(*explorer)->scene);
    grid_sweep(&(*explorer)->cache.grid, -1);
    return laboratory;
}

/* All of it at first, in tiles; then fewer cells to a tile, half blocks, and larger ones, around the cursor.
 */
Test(reading, merges_what_is_too_large)
{
    static const size_t merges[] = {8, 4, 2, 1, 1};
    static const int widths[] = {1, 1, 1, 1, 2};
    struct explorer *explorer;
    struct laboratory laboratory = large(&explorer, 300);
    struct view_state *state = explorer_state(explorer);

    explored_type(explorer, "j");
    cr_expect(state->visible_rows >= 300 && state->visible_columns >= 300, "all of it is in view");
    cr_expect(state->tile_height > 1 && state->tile_width > 1);
    golden_check(explorer->canvas, "reading_merged_80x24");
    golden_check_style(explorer->canvas, "reading_merged_80x24");
    explored_type(explorer, "jjjjjllllllll");
    for (size_t i = 0; i < 5; i++) {
        explored_type(explorer, "z");
        cr_expect_eq(state->tile_height, merges[i], "%zu: %zu", i, state->tile_height);
        cr_expect_eq(state->extent.cell_width, widths[i]);
        cr_expect(state->row >= state->first_row && state->row < state->first_row + state->visible_rows);
        cr_expect(state->column >= state->first_column &&
                  state->column < state->first_column + state->visible_columns);
    }
    explored_type(explorer, "ZZ"); /* half blocks, and tiles of 2 × 2 */
    cr_expect_eq(state->tile_height, 2);
    explored_type(explorer, "z");
    golden_check(explorer->canvas, "reading_overview_80x24");
    golden_check_style(explorer->canvas, "reading_overview_80x24");
    explored_close(explorer);
    laboratory_destroy(&laboratory);
}

/* Tiles show mean, largest or least value, and the cursor is on the cell that has it. */
Test(reading, does_not_hide_outliers)
{
    struct explorer *explorer;
    struct laboratory laboratory = large(&explorer, 200);
    struct view_state *state = explorer_state(explorer);
    struct tiling tiling;
    struct tile tile;
    double distance;
    size_t down, across;

    explored_type(explorer, "jjlll");
    explored_expect(explorer, "mean ");
    for (int pool = 0; pool < 2; pool++) {
        explored_type(explorer, "p");
        explored_expect(explorer, pool == 0 ? "show their max" : "show their min");
        explored_type(explorer, "j");
        tiling = explorer_tiling(explorer);
        tiling_positions(&tiling, (struct grid_place){state->row, state->column}, &down, &across);
        tile = tiling_pool(&tiling, down / tiling.height, across / tiling.width);
        scene_distance(&explorer->scene, state->row, state->column, &distance);
        cr_expect_float_eq(distance, pool == 0 ? tile.high : tile.low, 1e-12);
        cr_expect_gt(tile.cells, 1);
    }
    explored_close(explorer);
    laboratory_destroy(&laboratory);
}

/* The cursor walks tile by tile from end to end, and is always in view. */
Test(reading, scrolls_a_large_matrix)
{
    struct explorer *explorer;
    struct laboratory laboratory = large(&explorer, 150);
    struct view_state *state = explorer_state(explorer);

    explored_type(explorer, ":set pool mean\r");
    for (int zoom = 0; zoom < 4; zoom++) {
        explored_type(explorer, "z0g");
        for (int i = 0; i < 160; i++) {
            explored_type(explorer, i % 2 ? "j" : "l");
            cr_assert(state->row >= state->first_row && state->row < state->first_row + state->visible_rows);
            cr_assert(state->column >= state->first_column &&
                      state->column < state->first_column + state->visible_columns);
        }
        explored_type(explorer, "G$");
        explored_expect_cursor(explorer, 149, 149);
        explored_type(explorer, "kh");
        cr_expect_lt(state->row, 149);
    }
    explored_close(explorer);
    laboratory_destroy(&laboratory);
}

/* At every size, in every zoom, with and without colours and Unicode: nothing that must not reach a terminal.
 */
Test(reading, draws_at_every_size)
{
    static const struct look looks[] = {{.depth = DEPTH_256, .unicode = true},
                                        {.depth = DEPTH_NONE, .unicode = true},
                                        {.depth = DEPTH_16, .glyphs = GLYPHS_ASCII},
                                        {.depth = DEPTH_NONE, .glyphs = GLYPHS_ASCII}};
    struct explorer *explorer;
    struct laboratory laboratory = large(&explorer, 90);
    struct view_state *state = explorer_state(explorer);

    state->has_mark = true;
    state->mark = (struct grid_place){40, 41};
    for (size_t look = 0; look < sizeof looks / sizeof *looks; look++)
        for (int zoom = -2; zoom <= HEATMAP_SIZES; zoom++)
            for (int rows = 1; rows < 60; rows += 7)
                for (int columns = 1; columns < 160; columns += 13) {
                    struct canvas *canvas = canvas_create(columns, rows);

                    explorer->look = looks[look];
                    canvas->ascii = !looks[look].unicode;
                    state->zoom = zoom > 0 ? (struct zoom){zoom, 1}
                                           : (struct zoom){zoom < 0, zoom < 0 ? (size_t)-zoom * 2 : 0};
                    state->row = (size_t)(rows + columns) % 90;
                    state->column = (size_t)(rows * columns) % 90;
                    explorer_draw(explorer, canvas);
                    explored_expect_clean(canvas, "large");
                    canvas_free(canvas);
                }
    explored_close(explorer);
    laboratory_destroy(&laboratory);
}

/* A million cells: a key is answered within a few milliseconds; the bound leaves room for slow machines and
 * sanitizers. */
Test(reading, answers_at_once_in_a_million_cells)
{
    struct laboratory laboratory = laboratory_sequence(1000);
    struct explorer *explorer = explored_open(laboratory.experiment);

    explored_survey(explorer);
    explored_go(explorer, VIEW_TIMESTEPS, SCREEN_VIEW, 0, 0);
    explored_type(explorer, "j");
    cr_expect_eq(explorer->cache.grid.rows * explorer->cache.grid.columns, 1000000);
    for (const char *key = "jlzjlzjlzjlzjl"; *key; key++) {
        double best = 1;

        for (int i = 0; i < 3; i++) {
            double start = rate_clock();

            explored_type(explorer, (char[]){*key == 'z' && i > 0 ? 'j' : *key, '\0'});
            best = rate_clock() - start < best ? rate_clock() - start : best;
        }
        cr_expect_lt(best, 0.2, "%c: %g s", *key, best);
    }
    explored_close(explorer);
    laboratory_destroy(&laboratory);
}
