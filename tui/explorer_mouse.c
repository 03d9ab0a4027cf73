/* The mouse: a click goes there, a second one opens, the wheel moves, a drag makes what it covers fill the
 * view. */
#include "tui/explorer_private.h"

/* Rows that a notch of the wheel moves. */
#define WHEEL_ROWS 3

void explorer_use_mouse(struct explorer *explorer, bool on)
{
    if (!explorer->terminal || !terminal_use_mouse(explorer->terminal, on)) {
        explorer_warn(explorer, "this terminal reports no mouse");
        return;
    }
    explorer->mouse = on;
    explorer->pressed = false;
    explorer_say(explorer, on ? "mouse on: click, wheel, drag to zoom; hold Shift to select text"
                              : "mouse off: the terminal selects and copies");
}

static bool within(struct rectangle area, int x, int y)
{
    return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
}

/* A place on the canvas within an area, as near as it gets. */
static void push_into(struct rectangle area, int *x, int *y)
{
    *x = *x < area.x ? area.x : *x >= area.x + area.width ? area.x + area.width - 1 : *x;
    *y = *y < area.y ? area.y : *y >= area.y + area.height ? area.y + area.height - 1 : *y;
}

/* The positions, down and across, at the top left of what a place of the field shows. */
static void positions_at(const struct view_state *state, int x, int y, size_t *down, size_t *across)
{
    const struct heatmap_extent *extent = &state->extent;
    int rows = extent->cell_height ? (y - extent->field.y) / extent->cell_height : 2 * (y - extent->field.y);
    int columns = (x - extent->field.x) / extent->cell_width;

    *down = state->first_row + (size_t)rows * state->tile_height;
    *across = state->first_column + (size_t)columns * state->tile_width;
}

/* A click on half blocks means the upper one: the report says no more. A second one opens, whichever half it
 * was. */
static void click_matrix(struct explorer *explorer, int x, int y)
{
    const struct view_state *state = explorer_state(explorer);
    struct tiling tiling = explorer_tiling(explorer);
    size_t halves = state->extent.cell_height ? 1 : 2, down, across, row, column;

    positions_at(state, x, y, &down, &across);
    tiling_positions(&tiling, (struct grid_place){state->row, state->column}, &row, &column);
    if (row >= down && row < down + halves * tiling.height && column >= across &&
        column < across + tiling.width)
        explorer_act(explorer, ACTION_OPEN);
    else
        explorer_go_to(explorer, down, across);
}

/* What the overview shows there comes into view. */
static void click_overview(struct explorer *explorer, int x, int y)
{
    struct view_state *state = explorer_state(explorer);
    struct tiling tiling = explorer_tiling(explorer);
    const struct rectangle *area = &state->overview;

    explorer_go_to(explorer, tiling_positions_down(&tiling) * (size_t)(y - area->y) / (size_t)area->height,
                   tiling_positions_across(&tiling) * (size_t)(x - area->x) / (size_t)area->width);
    state->centre = true;
}

/* The point that is drawn nearest; drawing knows which. A second click on it opens. */
static void click_curves(struct explorer *explorer, int x, int y)
{
    struct view_state *state = explorer_state(explorer);

    if (state->pick_x == x && state->pick_y == y && state->row == state->picked.row &&
        state->column == state->picked.column) {
        explorer_act(explorer, ACTION_OPEN);
        return;
    }
    state->picks = true;
    state->pick_x = x;
    state->pick_y = y;
}

static void click(struct explorer *explorer, int x, int y)
{
    const struct view_state *state = explorer_state(explorer);

    if (explorer_screen(explorer) != SCREEN_VIEW)
        return;
    if (within(state->extent.field, x, y) && views[explorer->scene.view].drawing == DRAW_MATRIX)
        click_matrix(explorer, x, y);
    else if (within(state->overview, x, y))
        click_overview(explorer, x, y);
    else if (within(state->plot, x, y))
        click_curves(explorer, x, y);
}

static void drag_matrix(struct explorer *explorer, int x, int y)
{
    const struct view_state *state = explorer_state(explorer);
    size_t top, left, bottom, right, swap;

    push_into(state->extent.field, &x, &y);
    positions_at(state, explorer->press_x, explorer->press_y, &top, &left);
    positions_at(state, x, y, &bottom, &right);
    if (bottom < top)
        swap = top, top = bottom, bottom = swap;
    if (right < left)
        swap = left, left = right, right = swap;
    explorer_zoom_to(explorer, top, left, bottom + state->tile_height - 1, right + state->tile_width - 1);
}

/* The part of a span between two places of `length`, counted from 0, both included. */
static void drag_span(struct curve_span *span, int from, int to, double length)
{
    int low = from < to ? from : to, high = from < to ? to : from;

    curve_span_select(span, low / length, (high + 1) / length);
}

static void drag_curves(struct explorer *explorer, int x, int y)
{
    struct view_state *state = explorer_state(explorer);
    const struct rectangle plot = state->plot;
    int bottom = plot.y + plot.height - 1;

    push_into(plot, &x, &y);
    drag_span(&state->window.x, explorer->press_x - plot.x, x - plot.x, plot.width);
    drag_span(&state->window.y, bottom - explorer->press_y, bottom - y, plot.height);
}

/* The button was let go elsewhere: what lies between is to fill the view. */
static void drag(struct explorer *explorer, int x, int y)
{
    const struct view_state *state = explorer_state(explorer);

    if (explorer_screen(explorer) != SCREEN_VIEW)
        return;
    if (within(state->extent.field, explorer->press_x, explorer->press_y) &&
        views[explorer->scene.view].drawing == DRAW_MATRIX)
        drag_matrix(explorer, x, y);
    else if (within(state->plot, explorer->press_x, explorer->press_y))
        drag_curves(explorer, x, y);
}

void explorer_draw_drag(const struct explorer *explorer, struct canvas *canvas)
{
    int left = explorer->press_x < explorer->drag_x ? explorer->press_x : explorer->drag_x;
    int right = explorer->press_x < explorer->drag_x ? explorer->drag_x : explorer->press_x;
    int top = explorer->press_y < explorer->drag_y ? explorer->press_y : explorer->drag_y;
    int bottom = explorer->press_y < explorer->drag_y ? explorer->drag_y : explorer->press_y;

    for (int y = top; y <= bottom; y++)
        for (int x = left; x <= right; x++) {
            struct cell *cell = canvas_at(canvas, x, y);

            if (cell && (x == left || x == right || y == top || y == bottom) &&
                (left != right || top != bottom))
                cell->style.attributes ^= ATTRIBUTE_REVERSE;
        }
}

static void wheel(struct explorer *explorer, bool up)
{
    enum action action = up ? ACTION_UP : ACTION_DOWN;

    for (int i = 0;
         i < (explorer_screen(explorer) == SCREEN_VIEW && views[explorer->scene.view].drawing != DRAW_MATRIX
                  ? 1
                  : WHEEL_ROWS);
         i++)
        explorer_act(explorer, action);
}

/* In a list a click chooses; beside it, one leaves. */
static void point_at_list(struct explorer *explorer, const struct event *event)
{
    struct asking *asking = &explorer->asking;

    if (event->gesture == MOUSE_WHEEL_UP || event->gesture == MOUSE_WHEEL_DOWN)
        explorer_answer(explorer, event->gesture == MOUSE_WHEEL_UP ? INPUT_UP : INPUT_DOWN);
    else if (event->gesture == MOUSE_PRESS && within(asking->list, event->x, event->y) &&
             picker_item_at(&asking->picker, asking->list, event->y) != SIZE_MAX)
        explorer_conclude(explorer);
    else if (event->gesture == MOUSE_PRESS && !within(asking->list, event->x, event->y))
        explorer_answer(explorer, INPUT_ESCAPE);
}

void explorer_point(struct explorer *explorer, const struct event *event)
{
    if (event->gesture != MOUSE_DRAG)
        *explorer->message = '\0';
    if (explorer->asking.question != ASK_NOTHING) {
        point_at_list(explorer, event);
        return;
    }
    switch (event->gesture) {
    case MOUSE_PRESS:
        explorer->pressed = true;
        explorer->press_x = explorer->drag_x = event->x;
        explorer->press_y = explorer->drag_y = event->y;
        break;
    case MOUSE_DRAG:
        explorer->drag_x = event->x;
        explorer->drag_y = event->y;
        break;
    case MOUSE_RELEASE:
        if (explorer->pressed && event->x == explorer->press_x && event->y == explorer->press_y)
            click(explorer, event->x, event->y);
        else if (explorer->pressed)
            drag(explorer, event->x, event->y);
        explorer->pressed = false;
        break;
    default:
        wheel(explorer, event->gesture == MOUSE_WHEEL_UP);
    }
    explorer_want_pair(explorer);
}
