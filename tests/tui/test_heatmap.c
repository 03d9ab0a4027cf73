#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "tui/heatmap.h"
#include "tui/palette.h"

/* A matrix whose cells follow from their place. */
struct sample {
    struct heat_cell (*cell)(size_t row, size_t column);
    const char *const *names; /* NULL: numbers */
    size_t count;
};

static struct heat_cell cell_at(const void *context, size_t row, size_t column)
{
    return ((const struct sample *)context)->cell(row, column);
}

static const char *name_at(const void *context, size_t index)
{
    static char names[4][24];
    static int next;
    const struct sample *sample = context;
    if (sample->names)
        return sample->names[index % sample->count];
    char *name = names[next = (next + 1) % 4];
    snprintf(name, sizeof names[0], "%zu", index * 10);
    return name;
}

static struct heat_cell distance_cell(size_t row, size_t column)
{
    double apart = row > column ? (double)(row - column) : (double)(column - row);
    return (struct heat_cell){HEAT_VALUE, 1 - exp(-apart / 4)};
}

static struct heat_cell mixed_cell(size_t row, size_t column)
{
    struct heat_cell cell = distance_cell(row, column);
    cell.state = (enum heat_state)((row * 2 + column) % 5);
    if (row == 3 && column == 4)
        cell = (struct heat_cell){HEAT_VALUE, NAN};
    return cell;
}

static struct heat_cell nan_cell(size_t row, size_t column)
{
    (void)row, (void)column;
    return (struct heat_cell){HEAT_VALUE, NAN};
}

static struct heat_cell pending_cell(size_t row, size_t column)
{
    (void)row, (void)column;
    return (struct heat_cell){HEAT_PENDING, 0};
}

static const char *const layers[] = {"conv1", "conv2", "conv3", "fc1", "logits"};
static const char *const hostile[] = {"\033]0;owned\a", "層層層層層層層層層層層層層層",
                                      "x\xE2\x80\xAEzzz\xFF", "generalizing-network-number-seven", ""};

static const struct look colours = {.palette = PALETTE_VIRIDIS, .depth = DEPTH_DIRECT, .unicode = true};
static const struct look shades = {.depth = DEPTH_NONE, .unicode = true};
static const struct look ascii = {.depth = DEPTH_NONE, .unicode = false};

static struct heatmap matrix(const struct sample *sample, size_t rows, size_t columns)
{
    return (struct heatmap){.rows = rows,
                            .columns = columns,
                            .cell = cell_at,
                            .row_name = name_at,
                            .column_name = name_at,
                            .context = sample,
                            .low = 0,
                            .high = 1};
}

static struct canvas *draw(const struct heatmap *map, const struct look *look, int columns, int rows)
{
    struct canvas *canvas = canvas_create(columns, rows);
    canvas->ascii = !look->unicode;
    heatmap_draw(canvas, look, (struct rectangle){0, 0, columns, rows}, map);
    return canvas;
}

/* Draws on a canvas of its own and compares glyphs and styles with the files. */
static void check(struct heatmap map, const struct look *look, int columns, int rows, const char *name)
{
    heatmap_scroll_to_cursor(&map, look, (struct rectangle){0, 0, columns, rows});
    struct canvas *canvas = draw(&map, look, columns, rows);
    golden_check(canvas, name);
    if (look->depth != DEPTH_NONE)
        golden_check_style(canvas, name);
    canvas_free(canvas);
}

static struct heatmap with_cursor(struct heatmap map, size_t row, size_t column)
{
    map.has_cursor = true;
    map.cursor_row = row;
    map.cursor_column = column;
    return map;
}

static const struct sample few = {distance_cell, layers, 5}, many = {distance_cell, NULL, 0};
static const struct sample mixed = {mixed_cell, layers, 5}, strange = {distance_cell, hostile, 5};
static const struct sample all_nan = {nan_cell, layers, 5}, all_pending = {pending_cell, layers, 5};

Test(heatmap, five_layers)
{
    struct heatmap map = with_cursor(matrix(&few, 5, 5), 1, 2);
    check(map, &colours, 80, 24, "heatmap_5x5_80x24");
    check(map, &colours, 40, 10, "heatmap_5x5_40x10");
    check(map, &colours, 10, 3, "heatmap_5x5_10x3");
    check(map, &shades, 80, 24, "heatmap_5x5_shades");
    check(map, &ascii, 80, 24, "heatmap_5x5_ascii");
}

Test(heatmap, states_differ_without_colour)
{
    struct heatmap map = matrix(&mixed, 5, 5);
    check(map, &shades, 60, 20, "heatmap_states_shades");
    check(map, &ascii, 60, 20, "heatmap_states_ascii");
    check(map, &colours, 60, 20, "heatmap_states_colours");
    check(map, &colours, 60, 4, "heatmap_states_halves");
}

Test(heatmap, empty_and_single)
{
    struct heatmap none = matrix(&few, 0, 0), one = with_cursor(matrix(&few, 1, 1), 0, 0);
    struct look look = colours;
    struct heatmap_extent extent = heatmap_extent(&none, &look, (struct rectangle){0, 0, 40, 10});
    cr_expect_eq(extent.visible_rows, 0);
    check(none, &colours, 40, 10, "heatmap_0x0");
    check(matrix(&few, 3, 0), &colours, 40, 10, "heatmap_3x0");
    check(one, &colours, 40, 10, "heatmap_1x1");
}

Test(heatmap, nothing_but_nan_or_pending)
{
    check(matrix(&all_nan, 5, 5), &colours, 40, 12, "heatmap_nan");
    check(matrix(&all_pending, 5, 5), &colours, 40, 12, "heatmap_pending");
    check(matrix(&all_pending, 60, 60), &colours, 80, 24, "heatmap_pending_60x60");
}

Test(heatmap, large)
{
    check(with_cursor(matrix(&many, 200, 20), 150, 3), &colours, 80, 24, "heatmap_200x20_80x24");
    check(with_cursor(matrix(&many, 60, 60), 31, 31), &colours, 80, 24, "heatmap_60x60_80x24");
    check(with_cursor(matrix(&many, 300, 300), 299, 299), &colours, 200, 50, "heatmap_300x300_200x50");
    check(with_cursor(matrix(&many, 60, 60), 40, 59), &ascii, 80, 24, "heatmap_60x60_ascii");
    check(with_cursor(matrix(&many, 12, 12), 0, 11), &colours, 80, 24, "heatmap_12x12_80x24");
}

Test(heatmap, hostile_and_wide_names)
{
    check(with_cursor(matrix(&strange, 5, 5), 1, 1), &colours, 80, 24, "heatmap_hostile_80x24");
    check(matrix(&strange, 12, 12), &shades, 60, 16, "heatmap_hostile_60x16");
    check(matrix(&strange, 12, 12), &ascii, 60, 16, "heatmap_hostile_ascii");
}

Test(heatmap, other_scales)
{
    struct heatmap map = matrix(&few, 5, 5);
    map.high = 152.5;
    check(map, &shades, 60, 20, "heatmap_scale_152");
    map.high = 0.02;
    check(map, &shades, 60, 20, "heatmap_scale_002");
    map.low = -1;
    map.high = 1e9;
    check(map, &shades, 60, 20, "heatmap_scale_1e9");
}

/* How many cells of two canvases differ. */
static int differences(const struct canvas *a, const struct canvas *b, bool glyphs_only)
{
    int count = 0;
    for (int i = 0; i < a->columns * a->rows; i++)
        count += a->cells[i].glyph != b->cells[i].glyph ||
                 (!glyphs_only && !style_equal(a->cells[i].style, b->cells[i].style));
    return count;
}

Test(heatmap, moving_the_cursor_changes_little)
{
    struct heatmap before = with_cursor(matrix(&few, 5, 5), 1, 2),
                   after = with_cursor(matrix(&few, 5, 5), 1, 3);
    struct canvas *a = draw(&before, &colours, 80, 24), *b = draw(&after, &colours, 80, 24);
    cr_expect_eq(differences(a, b, true), 0, "the cursor is another style, never another glyph");
    cr_expect_leq(differences(a, b, false), 2 * 12 + 5 + 3);
    canvas_free(a);
    canvas_free(b);
    before = with_cursor(matrix(&many, 60, 60), 10, 20), after = with_cursor(matrix(&many, 60, 60), 10, 21);
    a = draw(&before, &colours, 80, 24), b = draw(&after, &colours, 80, 24);
    cr_expect_leq(differences(a, b, false), 2 + 2 * 4);
    canvas_free(a);
    canvas_free(b);
}

Test(heatmap, results_do_not_move_anything)
{
    struct look look = colours;
    struct rectangle area = {0, 0, 80, 24};
    struct heatmap pending = matrix(&all_pending, 5, 5), done = matrix(&few, 5, 5);
    struct heatmap_extent a = heatmap_extent(&pending, &look, area), b = heatmap_extent(&done, &look, area);
    cr_expect_eq(memcmp(&a, &b, sizeof a), 0);
}

Test(heatmap, scrolls_just_far_enough)
{
    struct heatmap map = with_cursor(matrix(&many, 300, 300), 0, 0);
    struct rectangle area = {0, 0, 80, 24};
    struct look look = colours;
    size_t visible = heatmap_extent(&map, &look, area).visible_rows;
    map.cursor_row = visible;
    heatmap_scroll_to_cursor(&map, &look, area);
    cr_expect_eq(map.first_row, 1);
    map.cursor_row = 0;
    heatmap_scroll_to_cursor(&map, &look, area);
    cr_expect_eq(map.first_row, 0);
    map.first_row = 100000;
    map.cursor_row = 299;
    heatmap_scroll_to_cursor(&map, &look, area);
    cr_expect_eq(map.first_row, 300 - visible);
    for (size_t cursor = 0; cursor < 300; cursor += 7) {
        map.cursor_row = map.cursor_column = cursor;
        heatmap_scroll_to_cursor(&map, &look, area);
        struct heatmap_extent extent = heatmap_extent(&map, &look, area);
        cr_expect(cursor >= map.first_row && cursor < map.first_row + extent.visible_rows);
        cr_expect(cursor >= map.first_column && cursor < map.first_column + extent.visible_columns);
    }
}

static bool inside(struct rectangle area, int x, int y)
{
    return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
}

/* Nothing may be drawn outside the area, whatever its size. */
static void check_area(const struct heatmap *map, const struct look *look, struct rectangle area)
{
    struct canvas *canvas = canvas_create(70, 26);
    canvas->ascii = !look->unicode;
    struct style marker = {.foreground = COLOUR_ANSI(3)};
    canvas_fill(canvas, (struct rectangle){0, 0, 70, 26}, '~', marker);
    struct heatmap scrolled = *map;
    heatmap_scroll_to_cursor(&scrolled, look, area);
    struct heatmap_extent extent = heatmap_draw(canvas, look, area, &scrolled);
    for (int y = 0; y < 26; y++)
        for (int x = 0; x < 70; x++)
            cr_assert(inside(area, x, y) || canvas_at(canvas, x, y)->glyph == '~', "%dx%d wrote at %d, %d",
                      area.width, area.height, x - area.x, y - area.y);
    cr_assert(extent.field.width <= area.width && extent.field.height <= area.height);
    cr_assert(map->rows == 0 || extent.visible_rows > 0);
    canvas_free(canvas);
}

Test(heatmap, stays_within_every_area)
{
    struct heatmap maps[] = {
        with_cursor(matrix(&few, 5, 5), 4, 4),         with_cursor(matrix(&strange, 12, 3), 2, 2),
        with_cursor(matrix(&many, 300, 100), 200, 77), matrix(&mixed, 1, 1),
        with_cursor(matrix(&mixed, 31, 40), 30, 39),   matrix(&few, 0, 4)};
    const struct look looks[] = {colours, shades, ascii};
    for (size_t m = 0; m < sizeof maps / sizeof *maps; m++)
        for (int width = 1; width <= 60; width++)
            for (int height = 1; height <= 20; height++)
                check_area(&maps[m], &looks[(width + height) % 3], (struct rectangle){5, 3, width, height});
}

Test(heatmap, clips_at_the_canvas)
{
    struct heatmap map = with_cursor(matrix(&strange, 12, 12), 2, 2);
    struct canvas *canvas = canvas_create(20, 8);
    static const int places[] = {-100, -15, -3, 0, 4, 18, 100};
    for (int i = 0; i < 7; i++)
        for (int j = 0; j < 7; j++)
            heatmap_draw(canvas, &colours, (struct rectangle){places[i], places[j], 80, 24}, &map);
    canvas_free(canvas);
}

Test(heatmap, ascii_look_draws_ascii_only)
{
    struct heatmap map = with_cursor(matrix(&mixed, 60, 60), 30, 30);
    struct look look = ascii;
    for (int depth = DEPTH_NONE; depth <= DEPTH_DIRECT; depth++) {
        look.depth = (enum colour_depth)depth;
        struct canvas *canvas = canvas_create(80, 24);
        heatmap_draw(canvas, &look, (struct rectangle){0, 0, 80, 24}, &map);
        for (int i = 0; i < 80 * 24; i++)
            cr_assert_leq(canvas->cells[i].glyph, 0x7E);
        canvas_free(canvas);
    }
}

/* Beside the bar at the right by name, below one by a mark, and never over a number. */
Test(heatmap, marks_a_level_on_the_colour_bar)
{
    static const struct sample sample = {distance_cell, layers, 5};
    struct heatmap map = matrix(&sample, 5, 5);
    struct canvas *canvas = canvas_create(80, 24);

    map.level_name = "chance";
    map.level = 0.79;
    heatmap_draw(canvas, &shades, (struct rectangle){1, 1, 78, 22}, &map);
    golden_check(canvas, "heatmap_level");
    canvas_clear(canvas);
    heatmap_draw(canvas, &ascii, (struct rectangle){1, 1, 40, 22}, &map);
    golden_check(canvas, "heatmap_level_below");
    canvas_clear(canvas);
    map.level = 0.5;
    heatmap_draw(canvas, &shades, (struct rectangle){1, 1, 78, 22}, &map);
    golden_check(canvas, "heatmap_level_at_a_number");
    canvas_clear(canvas);
    map.level = NAN;
    heatmap_draw(canvas, &shades, (struct rectangle){1, 1, 78, 22}, &map);
    map.level_name = NULL;
    golden_check(canvas, "heatmap_level_unknown");
    canvas_free(canvas);
}
