/* The mouse: clicks, the wheel, drags; and its part in the explorer when it is off. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "explored.h"

static void point(struct explorer *explorer, enum mouse_gesture gesture, int x, int y)
{
    struct event event = {.kind = EVENT_MOUSE, .gesture = gesture, .x = x, .y = y};

    explorer_point(explorer, &event);
    explored_type(explorer, "");
}

static void click(struct explorer *explorer, int x, int y)
{
    point(explorer, MOUSE_PRESS, x, y);
    point(explorer, MOUSE_RELEASE, x, y);
}

static void drag(struct explorer *explorer, int x0, int y0, int x1, int y1)
{
    point(explorer, MOUSE_PRESS, x0, y0);
    point(explorer, MOUSE_DRAG, (x0 + x1) / 2, y0);
    point(explorer, MOUSE_DRAG, x1, y1);
    point(explorer, MOUSE_RELEASE, x1, y1);
}

Test(mouse, a_click_goes_there_and_a_second_one_opens)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);
    const struct view_state *state = explorer_state(explorer);
    struct rectangle field = state->extent.field;

    for (int row = 0; row < 5; row++)
        for (int column = 0; column < 5; column++) {
            if (row == 0 && column == 0)
                continue;
            click(explorer, field.x + column * state->extent.cell_width + 1,
                  field.y + row * state->extent.cell_height + state->extent.cell_height - 1);
            cr_expect(state->row == (size_t)row && state->column == (size_t)column, "%d, %d: %zu, %zu", row,
                      column, state->row, state->column);
        }
    click(explorer, field.x + 4 * state->extent.cell_width, field.y + 4 * state->extent.cell_height);
    cr_expect_eq((int)explorer_screen(explorer), SCREEN_PAIR);
    click(explorer, field.x, field.y);
    cr_expect_eq((int)explorer_screen(explorer), SCREEN_PAIR, "there is nothing to click there");
    explored_end(explorer);
}

Test(mouse, clicks_beside_the_field_do_nothing)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);
    const struct view_state *state = explorer_state(explorer);

    for (int y = -1; y < 30; y++)
        for (int x = -1; x < 90; x++) {
            struct rectangle field = state->extent.field;

            if (x >= field.x && x < field.x + field.width && y >= field.y && y < field.y + field.height)
                continue;
            click(explorer, x, y);
            cr_assert(state->row == 0 && state->column == 0 && explorer_screen(explorer) == SCREEN_VIEW,
                      "%d, %d", x, y);
        }
    explored_end(explorer);
}

Test(mouse, the_wheel_moves)
{
    struct explorer *explorer = explored_digits(VIEW_CHECKPOINTS, 0, 0);
    const struct view_state *state = explorer_state(explorer);

    point(explorer, MOUSE_WHEEL_DOWN, 5, 5);
    cr_expect_eq(state->row, 3);
    point(explorer, MOUSE_WHEEL_UP, 5, 5);
    cr_expect_eq(state->row, 0);
    explored_type(explorer, "?");
    point(explorer, MOUSE_WHEEL_DOWN, 5, 5);
    cr_expect_eq(explorer->scroll, 3);
    explored_end(explorer);
}

/* What the mouse covered fills the view, in whichever direction it went. */
Test(mouse, a_drag_zooms_into_a_matrix)
{
    for (int turn = 0; turn < 2; turn++) {
        struct explorer *explorer = explored_digits(VIEW_CHECKPOINTS, 0, 0);
        const struct view_state *state = explorer_state(explorer);
        struct heatmap_extent extent = state->extent;
        int left = extent.field.x + 2 * extent.cell_width, right = left + 3 * extent.cell_width - 1;
        int top = extent.field.y + 4 * extent.cell_height, bottom = top + 3 * extent.cell_height - 1;

        drag(explorer, turn ? right : left, turn ? top : bottom, turn ? left : right, turn ? bottom : top);
        cr_expect_gt(state->extent.cell_width, extent.cell_width);
        cr_expect_leq(state->first_row, 4);
        cr_expect_geq(state->first_row + state->visible_rows, 7);
        cr_expect_leq(state->first_column, 2);
        cr_expect_geq(state->first_column + state->visible_columns, 5);
        cr_expect(state->row == 5 && state->column == 3, "%zu, %zu", state->row, state->column);
        cr_expect_not(explorer->pressed);
        explored_end(explorer);
    }
}

Test(mouse, a_drag_zooms_into_curves)
{
    struct explorer *explorer = explored_digits(VIEW_CONVERGENCE, 0, 0);
    const struct view_state *state = explorer_state(explorer);
    struct rectangle plot = state->plot;

    drag(explorer, plot.x, plot.y, plot.x + plot.width / 2 - 1, plot.y + plot.height / 2 - 1);
    cr_expect_float_eq(state->window.x.from, 0, 1e-9);
    cr_expect_float_eq(state->window.x.to, 0.5, 0.02);
    cr_expect_float_eq(state->window.y.from, 0.5, 0.05);
    cr_expect_float_eq(state->window.y.to, 1, 1e-9);
    drag(explorer, plot.x + plot.width / 2, plot.y, plot.x + 200, plot.y - 5); /* beyond the edge */
    cr_expect_float_eq(state->window.x.from, 0.25, 0.02);
    cr_expect_float_eq(state->window.x.to, 0.5, 0.02);
    explored_end(explorer);
}

/* While the button is down a frame shows what it covers; nothing is left of it. */
Test(mouse, a_drag_is_framed)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);
    struct canvas *before = canvas_create(80, 24);
    int framed = 0;

    memcpy(before->cells, explorer->canvas->cells, 80 * 24 * sizeof *before->cells);
    point(explorer, MOUSE_PRESS, 20, 5);
    point(explorer, MOUSE_DRAG, 29, 9);
    for (int i = 0; i < 80 * 24; i++)
        framed += (before->cells[i].style.attributes ^ explorer->canvas->cells[i].style.attributes) ==
                  ATTRIBUTE_REVERSE;
    cr_expect_eq(framed, 2 * 10 + 2 * 5 - 4);
    point(explorer, MOUSE_DRAG, 20, 5);
    point(explorer, MOUSE_RELEASE, 20, 5);
    for (int i = 0; i < 80 * 24; i++)
        cr_assert_eq(before->cells[i].glyph == explorer->canvas->cells[i].glyph || i >= 17 * 80, true);
    canvas_free(before);
    explored_end(explorer);
}

Test(mouse, chooses_from_a_list)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);
    struct rectangle list;

    explored_type(explorer, "b");
    list = explorer->asking.list;
    cr_assert_gt(list.height, 4);
    point(explorer, MOUSE_WHEEL_DOWN, list.x, list.y);
    cr_expect_eq(explorer->asking.picker.selected, 1);
    click(explorer, list.x + 4, list.y + 4);
    cr_expect_eq(explorer->scene.b.network, 4);
    cr_expect_eq((int)explorer->asking.question, ASK_NOTHING);
    explored_type(explorer, "b");
    click(explorer, 10, 1); /* beside it */
    cr_expect_eq((int)explorer->asking.question, ASK_NOTHING);
    cr_expect_eq(explorer->scene.b.network, 4);
    explored_end(explorer);
}

Test(mouse, is_not_there_without_a_terminal)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);

    explored_type(explorer, "u");
    explored_expect(explorer, "this terminal reports no mouse");
    cr_expect_not(explorer->mouse);
    explored_end(explorer);
}
