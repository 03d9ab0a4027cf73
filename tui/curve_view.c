#include "tui/curve_view.h"

#include <math.h>

/* The height of the highlighted curve at the cursor, as a share of the vertical axis; NaN without one. */
static double cursor_height(const struct plot *plot)
{
    const struct curve *curve;
    double low, high;

    if (plot->highlight >= plot->curve_count)
        return NAN;
    curve = &plot->curves[plot->highlight];
    low = curve->right ? plot->right_low : plot->y_low;
    high = curve->right ? plot->right_high : plot->y_high;
    for (size_t i = 0; i < curve->count; i++)
        if (curve->x[i] == plot->cursor_x && (!plot->cursor_y || *plot->cursor_y == curve->y[i]))
            return (curve->y[i] - low) / (high - low);
    return NAN;
}

void curve_view_follow(const struct plot *whole, struct view_state *state)
{
    state->cursor_x = whole->has_cursor ? plot_share(whole, whole->cursor_x) : NAN;
    state->cursor_y = whole->has_cursor ? cursor_height(whole) : NAN;
    if (state->row == state->seen.row && state->column == state->seen.column)
        return; /* panning may leave it outside */
    curve_span_reach(&state->window.x, state->cursor_x);
    curve_span_reach(&state->window.y, state->cursor_y);
    state->seen = (struct grid_place){state->row, state->column};
}

struct plot curve_view_part(const struct plot *whole, const struct curve_window *window)
{
    struct plot part = *whole;

    if (!curve_span_whole(&window->x)) {
        part.x_low = plot_x(whole, window->x.from);
        part.x_high = plot_x(whole, window->x.to);
    }
    if (!curve_span_whole(&window->y)) {
        part.y_low = whole->y_low + (whole->y_high - whole->y_low) * window->y.from;
        part.y_high = whole->y_low + (whole->y_high - whole->y_low) * window->y.to;
        part.right_low = whole->right_low + (whole->right_high - whole->right_low) * window->y.from;
        part.right_high = whole->right_low + (whole->right_high - whole->right_low) * window->y.to;
    }
    return part;
}
