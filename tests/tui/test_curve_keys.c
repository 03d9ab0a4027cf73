/* Reading curves: zoom and pan on both axes, values at the cursor, the legend, the nearest curve. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explored.h"
#include "golden.h"

/* Convergence of a memorizing network: 11 checkpoints from 0 to 6000. */
static struct explorer *convergence(size_t row, size_t column)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);

    scene_set_network(&explorer->scene, &explorer->scene.a, 4);
    scene_set_network(&explorer->scene, &explorer->scene.b, 4);
    explored_show(explorer, VIEW_CONVERGENCE, SCREEN_VIEW, row, column);
    return explorer;
}

static double length(const struct curve_span *span)
{
    return curve_span_whole(span) ? 1 : span->to - span->from;
}

Test(curve_keys, zoom_both_axes_around_the_cursor)
{
    struct explorer *explorer = convergence(1, 3);
    struct view_state *state = explorer_state(explorer);

    explored_type(explorer, "zz");
    cr_expect_float_eq(length(&state->window.x), 0.36, 1e-9);
    cr_expect_float_eq(length(&state->window.y), 0.36, 1e-9);
    cr_expect(state->cursor_x >= state->window.x.from && state->cursor_x <= state->window.x.to);
    cr_expect(state->cursor_y >= state->window.y.from && state->cursor_y <= state->window.y.to);
    golden_check(explorer->canvas, "curves_zoomed_80x24");
    explored_type(explorer, "Z");
    cr_expect_float_eq(length(&state->window.x), 0.6, 1e-9);
    explored_type(explorer, "=");
    cr_expect(curve_span_whole(&state->window.x) && curve_span_whole(&state->window.y));
    explored_end(explorer);
}

Test(curve_keys, zoom_one_axis)
{
    struct explorer *explorer = convergence(1, 3);
    struct view_state *state = explorer_state(explorer);

    explored_type(explorer, "x");
    cr_expect(!curve_span_whole(&state->window.x) && curve_span_whole(&state->window.y));
    explored_type(explorer, "Xv");
    cr_expect(curve_span_whole(&state->window.x) && !curve_span_whole(&state->window.y));
    explored_type(explorer, "V");
    cr_expect(curve_span_whole(&state->window.y));
    explored_end(explorer);
}

/* The window follows the cursor, but panning may leave it behind. */
Test(curve_keys, pan)
{
    struct explorer *explorer = convergence(1, 2);
    struct view_state *state = explorer_state(explorer);
    double from;

    explored_type(explorer, "xxx");
    from = state->window.x.from;
    explorer_key(explorer, INPUT_SHIFT_RIGHT);
    explored_type(explorer, "");
    cr_expect_float_eq(state->window.x.from, from + length(&state->window.x) / 4, 1e-9);
    for (int i = 0; i < 4; i++)
        explorer_key(explorer, INPUT_SHIFT_RIGHT);
    explored_type(explorer, "");
    cr_expect_lt(state->cursor_x, state->window.x.from, "left behind");
    explored_type(explorer, "l");
    cr_expect(state->cursor_x >= state->window.x.from && state->cursor_x <= state->window.x.to,
              "caught up with");
    explored_type(explorer, "$");
    cr_expect_float_eq(state->window.x.to, 1, 1e-9);
    explored_type(explorer, "vv");
    from = state->window.y.from;
    explorer_key(explorer, INPUT_SHIFT_UP);
    explored_type(explorer, "");
    cr_expect_gt(state->window.y.from, from);
    explorer_key(explorer, INPUT_SHIFT_DOWN);
    explored_type(explorer, "");
    cr_expect_float_eq(state->window.y.from, from, 1e-9);
    explored_end(explorer);
}

/* On a logarithmic axis a window is a part of the axis all the same. */
Test(curve_keys, zoom_a_logarithmic_axis)
{
    struct explorer *explorer = convergence(0, 0);

    explored_type(explorer, "Lxxx");
    golden_check(explorer->canvas, "curves_zoomed_log_80x24");
    explored_end(explorer);
}

Test(curve_keys, show_all_values_at_the_cursor)
{
    struct explorer *explorer = convergence(0, 0);

    for (size_t column = 0; column < scene_columns(&explorer->scene); column++) {
        char *screen = explored_text(explorer);

        for (size_t row = 0; row < scene_rows(&explorer->scene); row++) {
            double distance;
            char text[40];

            scene_distance(&explorer->scene, row, column, &distance);
            snprintf(text, sizeof text, "%.3f ", distance);
            cr_expect(strstr(screen, text), "%zu, %zu: no %s", row, column, text);
        }
        free(screen);
        explored_type(explorer, "l");
    }
    explored_end(explorer);
}

/* Sorted, the legend lists the curves as they lie above one another at the cursor. */
Test(curve_keys, list_curves_by_position)
{
    struct explorer *explorer = convergence(0, 2);
    const char *before = NULL;
    char *screen;

    explored_type(explorer, "oo");
    explored_expect(explorer, "farthest first");
    screen = explored_text(explorer);
    for (size_t position = 0; position < 5; position++) {
        size_t row = sequence_place(&explorer_state(explorer)->rows, 5, position);
        char text[60];
        const char *at;

        snprintf(text, sizeof text, "━ %s ", explorer->scene.experiment->layers[row].name);
        at = strstr(screen, text);
        cr_expect(at && at > before, "%s", text);
        before = at;
    }
    free(screen);
    explored_type(explorer, "gj"); /* the second from above */
    cr_expect_eq(explorer_state(explorer)->row, sequence_place(&explorer_state(explorer)->rows, 5, 1));
    explored_end(explorer);
}

Test(curve_keys, show_only_some)
{
    struct explorer *explorer = convergence(0, 2);

    explored_type(explorer, "ffc|log\r");
    golden_check(explorer->canvas, "curves_filtered_80x24");
    cr_expect_eq(explorer_state(explorer)->row, 3);
    explored_type(explorer, "jjj");
    cr_expect_eq(explorer_state(explorer)->row, 4);
    explored_end(explorer);
}

static void click(struct explorer *explorer, int x, int y)
{
    struct event event = {.kind = EVENT_MOUSE, .gesture = MOUSE_PRESS, .x = x, .y = y};

    explorer_point(explorer, &event);
    event.gesture = MOUSE_RELEASE;
    explorer_point(explorer, &event);
    explored_type(explorer, "");
}

/* Wherever one clicks, the nearest point of all curves is chosen. */
Test(curve_keys, a_click_chooses_the_nearest_curve)
{
    struct explorer *explorer = convergence(0, 0);
    struct view_state *state = explorer_state(explorer);
    struct rectangle plot;

    explored_type(explorer, "v");
    plot = state->plot;
    cr_assert(plot.width > 20 && plot.height > 8);
    for (size_t row = 0; row < 5; row++)
        for (size_t column = 0; column < 8; column++) {
            size_t curve = row, point = column;
            int x, y;

            state->row = row;
            state->column = column;
            explored_type(explorer, "=");
            if (!isfinite(state->cursor_y))
                continue;
            x = plot.x + (int)(state->cursor_x * plot.width);
            y = plot.y + plot.height - 1 - (int)(state->cursor_y * plot.height);
            state->row = 4;
            state->column = 10;
            click(explorer, x, y);
            scene_distance(&explorer->scene, curve, point, &(double){0});
            cr_expect(fabs(state->cursor_x * plot.width - (x - plot.x)) <= 1.5, "%zu, %zu", row, column);
            cr_expect(fabs((1 - state->cursor_y) * plot.height - (y - plot.y)) <= 1.5, "%zu, %zu", row,
                      column);
        }
    cr_expect_eq((int)explorer_screen(explorer), SCREEN_VIEW);
    click(explorer, plot.x + 3, plot.y + 3);
    click(explorer, plot.x + 3, plot.y + 3);
    cr_expect_eq((int)explorer_screen(explorer), SCREEN_PAIR, "a second click opens");
    explored_end(explorer);
}

Test(curve_keys, mark_a_point)
{
    struct explorer *explorer = convergence(1, 3);

    explored_type(explorer, " jll");
    golden_check(explorer->canvas, "curves_marked_80x24");
    explored_expect(explorer, "to mark conv2 at ");
    explored_expect(explorer, "△");
    explored_type(explorer, "fconv3\r"); /* whose curve is hidden now: only its step is marked */
    explored_expect(explorer, "△");
    golden_check(explorer->canvas, "curves_marked_hidden_80x24");
    explored_end(explorer);
}
