/* How much of a view is looked at: sizes of cells, merged cells, parts of curves. */
#include <math.h>

#include "tui/explorer_private.h"

/* A step of zoom and of pan. */
#define ZOOM_STEP 0.6
#define PAN_STEP  0.25

static bool on_curves(const struct explorer *explorer)
{
    return views[explorer->scene.view].drawing != DRAW_MATRIX;
}

/* The power of two below a number of merged cells, or the one above it. */
static size_t next_merge(size_t merge, int by)
{
    size_t power = 1;

    while (by > 0 ? 2 * power < merge : power <= merge)
        power *= 2;
    return power;
}

static bool all_in_view(const struct view_state *state, const struct tiling *tiling)
{
    return state->visible_rows >= tiling_positions_down(tiling) &&
           state->visible_columns >= tiling_positions_across(tiling);
}

/* One step from what is drawn now: fewer cells to a tile, then larger cells; and back. */
static bool step_size(struct explorer *explorer, int by)
{
    struct view_state *state = explorer_state(explorer);
    struct tiling tiling = explorer_tiling(explorer);
    size_t merge = tiling.height > tiling.width ? tiling.height : tiling.width;
    int size = heatmap_next_size(&state->extent, &explorer->look, by);

    if (by < 0 && (merge > 1 || size == 0)) {
        if (all_in_view(state, &tiling))
            return false;
        state->zoom = (struct zoom){1, next_merge(merge, by)};
    } else if (merge > 1) {
        state->zoom = (struct zoom){1, next_merge(merge, by)};
    } else if (size > 0) {
        state->zoom = (struct zoom){size, 1};
    } else {
        return false;
    }
    state->centre = true;
    return true;
}

static void zoom_matrix(struct explorer *explorer, enum action action)
{
    struct view_state *state = explorer_state(explorer);

    if (action == ACTION_ZOOM_ALL)
        state->zoom = (struct zoom){0};
    else if (!step_size(explorer, action == ACTION_ZOOM_IN ? 1 : -1))
        explorer_say(explorer,
                     action == ACTION_ZOOM_IN ? "cells are as large as they get" : "all of it is in view");
}

static double middle(double share)
{
    return isnan(share) ? 0.5 : share;
}

/* Both axes around the cursor, or one of them. */
static void zoom_curves(struct explorer *explorer, enum action action)
{
    struct view_state *state = explorer_state(explorer);
    bool in = action == ACTION_ZOOM_IN || action == ACTION_STEPS_IN || action == ACTION_VALUES_IN;
    double factor = in ? ZOOM_STEP : 1 / ZOOM_STEP;

    if (action == ACTION_ZOOM_ALL) {
        state->window = (struct curve_window){0};
        return;
    }
    if (action != ACTION_VALUES_IN && action != ACTION_VALUES_OUT)
        curve_span_zoom(&state->window.x, middle(state->cursor_x), factor);
    if (action != ACTION_STEPS_IN && action != ACTION_STEPS_OUT)
        curve_span_zoom(&state->window.y, middle(state->cursor_y), factor);
}

/* The cursor goes along, as it is always in view. */
static void pan_matrix(struct explorer *explorer, int down, int across)
{
    struct view_state *state = explorer_state(explorer);
    struct tiling tiling = explorer_tiling(explorer);
    size_t row, column, step_down = state->visible_rows / 2 + 1, step_across = state->visible_columns / 2 + 1;

    if (tiling.grid->rows == 0 || tiling.grid->columns == 0)
        return;
    tiling_positions(&tiling, (struct grid_place){state->row, state->column}, &row, &column);
    row = down < 0 ? (row > step_down ? row - step_down : 0) : row + (size_t)down * step_down;
    column = across < 0 ? (column > step_across ? column - step_across : 0)
                        : column + (size_t)across * step_across;
    explorer_go_to(explorer, row, column);
    state->centre = true;
}

static void pan(struct explorer *explorer, int down, int across)
{
    struct curve_window *window = &explorer_state(explorer)->window;

    if (!on_curves(explorer)) {
        pan_matrix(explorer, down, across);
        return;
    }
    curve_span_pan(&window->x, across * PAN_STEP);
    curve_span_pan(&window->y, -down * PAN_STEP);
}

bool explorer_zoom(struct explorer *explorer, enum action action)
{
    switch (action) {
    case ACTION_ZOOM_IN:
    case ACTION_ZOOM_OUT:
    case ACTION_ZOOM_ALL:
    case ACTION_STEPS_IN:
    case ACTION_STEPS_OUT:
    case ACTION_VALUES_IN:
    case ACTION_VALUES_OUT:
        (on_curves(explorer) ? zoom_curves : zoom_matrix)(explorer, action);
        return true;
    case ACTION_PAN_LEFT:
    case ACTION_PAN_RIGHT:
        pan(explorer, 0, action == ACTION_PAN_LEFT ? -1 : 1);
        return true;
    case ACTION_PAN_UP:
    case ACTION_PAN_DOWN:
        pan(explorer, action == ACTION_PAN_UP ? -1 : 1, 0);
        return true;
    default:
        return false;
    }
}

/* The largest cells with which all of the part is in view. */
static void fit_part(struct explorer *explorer, size_t rows, size_t columns)
{
    struct view_state *state = explorer_state(explorer);
    struct rectangle field = state->extent.field;
    size_t merge = 1;

    state->zoom = (struct zoom){1, 1};
    while (merge * (size_t)field.width < columns || merge * 2 * (size_t)field.height < rows)
        merge *= 2;
    state->zoom.merge = merge;
    if (merge == 1)
        state->zoom.size =
            heatmap_size_within(field.width / (int)columns, field.height / (int)rows, &explorer->look);
}

void explorer_zoom_to(struct explorer *explorer, size_t top, size_t left, size_t bottom, size_t right)
{
    fit_part(explorer, bottom - top + 1, right - left + 1);
    explorer_go_to(explorer, (top + bottom) / 2, (left + right) / 2);
    explorer_state(explorer)->centre = true;
}
