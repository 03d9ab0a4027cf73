#include "tui/overview.h"

#include <math.h>

#include "tui/palette.h"
#include "tui/style.h"

/* What is in view, in dots: from the first to the last of them. */
struct frame {
    int top, bottom, left, right;
};

int overview_dots(const struct look *look)
{
    return look_has_parts(look) && palette_has_field(look) ? 2 : 1;
}

static int dot_of(double share, size_t count)
{
    int dot = (int)floor(share * (double)count);

    return dot < 0 ? 0 : dot < (int)count ? dot : (int)count - 1;
}

/* A dot belongs to what is in view as soon as a part of it does. */
static struct frame frame_of(const struct overview *overview)
{
    return (struct frame){
        dot_of(overview->top, overview->rows), dot_of(nextafter(overview->bottom, 0), overview->rows),
        dot_of(overview->left, overview->columns), dot_of(nextafter(overview->right, 0), overview->columns)};
}

static bool on_frame(const struct frame *frame, int row, int column)
{
    bool within =
        row >= frame->top && row <= frame->bottom && column >= frame->left && column <= frame->right;

    return within &&
           (row == frame->top || row == frame->bottom || column == frame->left || column == frame->right);
}

static double share_of(const struct overview *overview, int row, int column)
{
    const struct heat_cell *cell;

    if (row >= (int)overview->rows)
        return NAN;
    cell = &overview->cells[(size_t)row * overview->columns + (size_t)column];
    return cell->state == HEAT_VALUE ? (cell->value - overview->low) / (overview->high - overview->low) : NAN;
}

static struct style field_style(const struct look *look, const struct overview *overview, double share)
{
    return (overview->diverging ? palette_diverging : palette_field)(look, share);
}

static colour dot_colour(const struct look *look, const struct overview *overview, const struct frame *frame,
                         int row, int column)
{
    double share = share_of(overview, row, column);

    if (row < (int)overview->rows && on_frame(frame, row, column))
        return palette_accent(look);
    return isnan(share) ? COLOUR_DEFAULT : field_style(look, overview, share).background;
}

static void draw_halves(struct canvas *canvas, const struct look *look, struct rectangle area,
                        const struct overview *overview, const struct frame *frame)
{
    for (int y = 0; y < area.height; y++)
        for (int x = 0; x < area.width; x++) {
            colour upper = dot_colour(look, overview, frame, 2 * y, x);
            colour lower = dot_colour(look, overview, frame, 2 * y + 1, x);

            if (upper != COLOUR_DEFAULT)
                canvas_put(canvas, area.x + x, area.y + y, U'▀', (struct style){upper, lower, 0});
            else if (lower != COLOUR_DEFAULT)
                canvas_put(canvas, area.x + x, area.y + y, U'▄', (struct style){lower, COLOUR_DEFAULT, 0});
        }
}

/* Where a character cannot hold two colours. */
static void draw_whole(struct canvas *canvas, const struct look *look, struct rectangle area,
                       const struct overview *overview, const struct frame *frame)
{
    for (int y = 0; y < area.height; y++)
        for (int x = 0; x < area.width; x++) {
            double share = share_of(overview, y, x);
            bool framed = on_frame(frame, y, x);
            struct style style = field_style(look, overview, share);
            char32_t glyph =
                overview->diverging ? palette_shade_diverging(look, share) : palette_shade(look, share);

            if (framed)
                style.attributes |= ATTRIBUTE_REVERSE;
            canvas_put(canvas, area.x + x, area.y + y,
                       framed                    ? '+'
                       : palette_has_field(look) ? ' '
                                                 : glyph,
                       style);
        }
}

void overview_draw(struct canvas *canvas, const struct look *look, struct rectangle area,
                   const struct overview *overview)
{
    int dots = overview_dots(look), rows = ((int)overview->rows + dots - 1) / dots;
    struct frame frame = frame_of(overview);

    area.width = area.width < (int)overview->columns ? area.width : (int)overview->columns;
    area.height = area.height < rows ? area.height : rows;
    if (dots == 2)
        draw_halves(canvas, look, area, overview, &frame);
    else
        draw_whole(canvas, look, area, overview, &frame);
}
