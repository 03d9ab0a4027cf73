#include <criterion/criterion.h>
#include <float.h>
#include <math.h>

#include "golden.h"
#include "tui/palette.h"
#include "tui/plot.h"

#define STEPS  12
#define LAYERS 6

static const double steps[STEPS] = {0, 10, 20, 50, 100, 150, 200, 400, 800, 1200, 1600, 3200};
static double distances[LAYERS][STEPS];
static const double chance_x[2] = {0, 3200}, chance_y[2] = {0.52, 0.52};
static struct curve curves[LAYERS + 1];

static const struct look braille = {.depth = DEPTH_DIRECT, .glyphs = GLYPHS_BRAILLE, .unicode = true};
static const struct look block = {.depth = DEPTH_DIRECT, .glyphs = GLYPHS_BLOCK, .unicode = true};
static const struct look ascii = {.depth = DEPTH_NONE, .glyphs = GLYPHS_ASCII, .unicode = false};
static const struct look colourless = {.depth = DEPTH_NONE, .glyphs = GLYPHS_BRAILLE, .unicode = true};

/* Layers that converge from the bottom up, and a level of chance. */
static struct plot convergence(const struct look *look)
{
    static const char *const names[LAYERS] = {
        "conv1", "conv2", "conv3", "fc1", "a\033[31m-very-long-layer-name", "層"};
    for (size_t i = 0; i < LAYERS; i++) {
        for (size_t j = 0; j < STEPS; j++) {
            double done = log1p(steps[j] / 10) / log1p(320);
            distances[i][j] = (0.45 + 0.03 * (double)i) * pow(1 - done, 0.6 + (5 - (double)i) * 0.35);
        }
        curves[i] = (struct curve){.name = names[i],
                                   .x = steps,
                                   .y = distances[i],
                                   .count = STEPS,
                                   .style = palette_curve(look, i, LAYERS)};
    }
    curves[LAYERS] =
        (struct curve){.name = "chance", .x = chance_x, .y = chance_y, .count = 2, .faint = true};
    return (struct plot){.curves = curves,
                         .curve_count = LAYERS + 1,
                         .x_low = 0,
                         .x_high = 3200,
                         .y_low = 0,
                         .y_high = 0.7,
                         .log_x = true,
                         .x_title = "step",
                         .y_title = "distance",
                         .has_cursor = true,
                         .cursor_x = 200,
                         .highlight = 2};
}

static struct canvas *draw(const struct plot *plot, const struct look *look, int columns, int rows)
{
    struct canvas *canvas = canvas_create(columns, rows);
    canvas->ascii = !look->unicode;
    plot_draw(canvas, look, (struct rectangle){0, 0, columns, rows}, plot);
    return canvas;
}

static void check(const struct plot *plot, const struct look *look, int columns, int rows, const char *name)
{
    struct canvas *canvas = draw(plot, look, columns, rows);
    golden_check(canvas, name);
    if (look->depth != DEPTH_NONE)
        golden_check_style(canvas, name);
    canvas_free(canvas);
}

Test(plot, convergence_in_every_glyph_set)
{
    struct plot plot = convergence(&braille);
    check(&plot, &braille, 80, 24, "plot_braille_80x24");
    check(&plot, &braille, 200, 50, "plot_braille_200x50");
    check(&plot, &braille, 40, 10, "plot_braille_40x10");
    check(&plot, &braille, 10, 3, "plot_braille_10x3");
    check(&plot, &block, 80, 24, "plot_block_80x24");
    check(&plot, &colourless, 80, 24, "plot_colourless_80x24");
    check(&plot, &ascii, 80, 24, "plot_ascii_80x24");
    check(&plot, &ascii, 40, 10, "plot_ascii_40x10");
    plot.log_x = false;
    plot.without_legend = true;
    plot.highlight = plot.curve_count;
    check(&plot, &braille, 80, 24, "plot_linear_80x24");
}

static struct plot around(const struct curve *curve)
{
    return (struct plot){.curves = curve,
                         .curve_count = curve ? 1 : 0,
                         .x_low = 0,
                         .x_high = 10,
                         .y_low = 0,
                         .y_high = 1,
                         .highlight = 1};
}

Test(plot, few_points)
{
    static const double x[] = {0, 2, 4, 6, 8, 10};
    static const double gaps[] = {0.2, NAN, 0.5, INFINITY, 0.7, 0.9}, level[] = {.5, .5, .5, .5, .5, .5};
    struct curve single = {.name = "one", .x = x + 2, .y = gaps + 2, .count = 1};
    struct curve broken = {.name = "gaps", .x = x, .y = gaps, .count = 6};
    struct curve constant = {.name = "level", .x = x, .y = level, .count = 6}, empty = {.name = "none"};
    struct plot plot = around(&single);
    check(&plot, &colourless, 40, 10, "plot_single");
    plot = around(&broken);
    check(&plot, &colourless, 40, 10, "plot_gaps");
    plot = around(&constant);
    check(&plot, &colourless, 40, 10, "plot_constant");
    plot = around(&empty);
    check(&plot, &colourless, 40, 10, "plot_empty_curve");
    plot = around(NULL);
    check(&plot, &colourless, 40, 10, "plot_no_curves");
}

Test(plot, shares)
{
    struct plot plot = convergence(&braille);
    cr_expect_float_eq(plot_share(&plot, 0), 0, 1e-12);
    cr_expect_float_eq(plot_share(&plot, 3200), 1, 1e-12);
    cr_expect_float_eq(plot_share(&plot, 10), log(2) / log(321), 1e-12);
    cr_expect_float_eq(plot_share(&plot, 1e9), 1, 0);
    cr_expect_float_eq(plot_x(&plot, plot_share(&plot, 150)), 150, 1e-9);
    plot.log_x = false;
    cr_expect_float_eq(plot_share(&plot, 1600), 0.5, 1e-12);
    cr_expect_float_eq(plot_x(&plot, 0.25), 800, 1e-9);
}

Test(plot, extent_is_what_is_drawn)
{
    struct plot plot = convergence(&braille);
    struct rectangle area = {3, 2, 80, 24};
    struct canvas *canvas = canvas_create(90, 30);
    struct rectangle a = plot_extent(&braille, area, &plot).field,
                     b = plot_draw(canvas, &braille, area, &plot).field;
    cr_expect(a.x == b.x && a.y == b.y && a.width == b.width && a.height == b.height);
    canvas_free(canvas);
}

/* One key must not cost a slow line more than 256 bytes; a cell costs at most some 25. */
Test(plot, moving_the_cursor_changes_four_cells)
{
    struct plot plot = convergence(&braille);
    struct canvas *before = draw(&plot, &braille, 80, 24);
    plot.cursor_x = 400;
    struct canvas *after = draw(&plot, &braille, 80, 24);
    int changed = 0;
    for (int i = 0; i < 80 * 24; i++)
        changed += before->cells[i].glyph != after->cells[i].glyph ||
                   !style_equal(before->cells[i].style, after->cells[i].style);
    cr_expect_leq(changed, 4);
    canvas_free(before);
    canvas_free(after);
}

static bool inside(struct rectangle area, int x, int y)
{
    return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
}

static void check_area(const struct plot *plot, const struct look *look, struct rectangle area)
{
    struct canvas *canvas = canvas_create(70, 26);
    canvas->ascii = !look->unicode;
    canvas_fill(canvas, (struct rectangle){0, 0, 70, 26}, '~', (struct style){0});
    struct rectangle field = plot_draw(canvas, look, area, plot).field;
    for (int y = 0; y < 26; y++)
        for (int x = 0; x < 70; x++)
            cr_assert(inside(area, x, y) || canvas_at(canvas, x, y)->glyph == '~', "%dx%d wrote at %d, %d",
                      area.width, area.height, x - area.x, y - area.y);
    cr_assert(field.width >= 1 && field.height >= 1, "%dx%d: field %dx%d", area.width, area.height,
              field.width, field.height);
    cr_assert(field.x >= area.x && field.x + field.width <= area.x + area.width);
    canvas_free(canvas);
}

Test(plot, stays_within_every_area)
{
    static const double wild_x[] = {-DBL_MAX, -1, 0, NAN, 1, 5, DBL_MAX},
                        wild_y[] = {0, 1e300, -DBL_MAX, 3, DBL_MAX, NAN, 1};
    struct curve wild = {.name = "wild", .x = wild_x, .y = wild_y, .count = 7};
    struct plot plots[] = {convergence(&braille), around(&wild), around(NULL), around(&wild), around(&wild)};
    plots[3].x_high = plots[3].x_low;
    plots[4].y_low = -1e9, plots[4].y_high = 1e-7, plots[4].log_x = true;
    const struct look *const looks[] = {&braille, &block, &ascii};
    for (size_t p = 0; p < 5; p++)
        for (int width = 1; width <= 60; width++)
            for (int height = 1; height <= 20; height++)
                check_area(&plots[p], looks[(width + height) % 3], (struct rectangle){5, 3, width, height});
}

Test(plot, ascii_look_draws_ascii_only)
{
    struct look look = ascii;
    for (int glyphs = GLYPHS_BRAILLE; glyphs <= GLYPHS_ASCII; glyphs++)
        for (int depth = DEPTH_NONE; depth <= DEPTH_DIRECT; depth++) {
            look.glyphs = (enum plot_glyphs)glyphs;
            look.depth = (enum colour_depth)depth;
            struct plot plot = convergence(&look);
            struct canvas *canvas = draw(&plot, &look, 80, 24);
            for (int i = 0; i < 80 * 24; i++)
                cr_assert_leq(canvas->cells[i].glyph, 0x7E);
            canvas_free(canvas);
        }
}

Test(plot, many_curves_share_the_legend)
{
    static struct curve crowd[100];
    static const double x[] = {0, 10}, y[] = {0.5, 0.5};
    for (size_t i = 0; i < 100; i++)
        crowd[i] = (struct curve){.name = i == 37 ? "the-one" : "other", .x = x, .y = y, .count = 2};
    struct plot plot = {.curves = crowd, .curve_count = 100, .x_high = 10, .y_high = 1, .highlight = 37};
    check(&plot, &colourless, 60, 10, "plot_crowd");
}
