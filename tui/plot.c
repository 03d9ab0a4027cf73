#include "tui/plot.h"

#include <math.h>

#include "tui/axis.h"
#include "tui/raster.h"
#include "tui/text.h"

#define LEGEND_NAME_MAX 16
#define LEGEND_MARK     3 /* columns of "── " in front of a name */

/* Where the parts of a plot go; whatever there is no room for has no size. */
struct layout {
    struct rectangle area, field;
    struct axis x, y, right;
    struct axis_ticks y_ticks, right_ticks;
    bool has_axes;
    int legend_width;
    int x_title_row, y_title_row; /* -1: not shown */
};

struct drawing {
    struct canvas *canvas;
    const struct look *look;
    const struct plot *plot;
    struct layout layout;
    struct raster raster;
};

static const struct style quiet = {.attributes = ATTRIBUTE_DIM};
static const struct style plain;
static const struct style bold = {.attributes = ATTRIBUTE_BOLD};

/* The smallest x > 0 of all curves: where the logarithmic axis stops being linear. */
static double smallest_positive(const struct plot *plot)
{
    double smallest = INFINITY;
    for (size_t i = 0; i < plot->curve_count; i++)
        for (size_t j = 0; j < plot->curves[i].count; j++) {
            double x = plot->curves[i].x[j];
            if (x > 0 && x < smallest)
                smallest = x;
        }
    return isfinite(smallest) ? smallest : 1;
}

static struct axis x_axis(const struct plot *plot)
{
    return (struct axis){plot->x_low, plot->x_high, plot->log_x ? smallest_positive(plot) : 0, plot->x_whole};
}

double plot_share(const struct plot *plot, double x)
{
    struct axis axis = x_axis(plot);
    return fmax(0, fmin(1, axis_share(&axis, x)));
}

double plot_x(const struct plot *plot, double share)
{
    struct axis axis = x_axis(plot);
    return axis_value(&axis, share);
}

static int legend_width(const struct plot *plot, struct rectangle area)
{
    int widest = 0;
    if (plot->without_legend || area.width < 40)
        return 0;
    for (size_t i = 0; i < plot->curve_count; i++) {
        int columns = plot->curves[i].name ? text_columns(plot->curves[i].name) : 0;
        widest = columns > widest ? columns : widest;
    }
    widest = widest < LEGEND_NAME_MAX ? widest : LEGEND_NAME_MAX;
    return widest ? widest + LEGEND_MARK : 0;
}

static int widest_label(const struct axis_ticks *ticks)
{
    int widest = 0;
    for (int i = 0; i < ticks->count; i++) {
        int columns = text_columns(ticks->ticks[i].label);
        widest = columns > widest ? columns : widest;
    }
    return widest;
}

static struct layout arrange(const struct plot *plot, struct rectangle area)
{
    struct layout layout = {
        .area = area, .field = area, .x = x_axis(plot), .x_title_row = -1, .y_title_row = -1};
    layout.y = (struct axis){.low = plot->y_low, .high = plot->y_high};
    layout.right = (struct axis){.low = plot->right_low, .high = plot->right_high};
    layout.has_axes = area.width >= 16 && area.height >= 5;
    if (!layout.has_axes)
        return layout;
    layout.field.height -= 2;
    if (plot->y_title && area.height >= 8) {
        layout.y_title_row = area.y;
        layout.field.y++;
        layout.field.height--;
    }
    if (plot->x_title && area.height >= 10) {
        layout.x_title_row = area.y + area.height - 1;
        layout.field.height--;
    }
    layout.y_ticks = axis_ticks_along(&layout.y, layout.field.height, layout.field.height >= 12 ? 3 : 2);
    int left = widest_label(&layout.y_ticks) + 2;
    left = left < area.width / 2 ? left : area.width / 2;
    layout.legend_width = legend_width(plot, area);
    layout.field.x += left;
    layout.field.width -= left + (layout.legend_width ? layout.legend_width + 2 : 1);
    if (plot->right_low < plot->right_high && area.width >= 40) {
        layout.right_ticks = axis_ticks_along(&layout.right, layout.field.height, 3);
        layout.field.width -= widest_label(&layout.right_ticks) + 1;
    }
    return layout;
}

struct plot_extent plot_extent(const struct look *look, struct rectangle area, const struct plot *plot)
{
    (void)look;
    if (area.width < 1 || area.height < 1)
        return (struct plot_extent){{area.x, area.y, 0, 0}};
    return (struct plot_extent){arrange(plot, area).field};
}

/* The glyphs of an axis, in Unicode and ASCII. */
enum axis_glyph { ACROSS, DOWN, CORNER, TICK_ACROSS, TICK_DOWN, CURSOR, SAMPLE, POINT, MARK };

static char32_t axis_glyph(const struct look *look, enum axis_glyph glyph)
{
    static const char32_t unicode[] = U"─│└┬┤▲━●△", ascii[] = U"-|+++^-*x";
    return (look->unicode && (look_has_parts(look) || glyph != MARK) ? unicode : ascii)[glyph];
}

/* Exactly where its value is, as curves are then. */
static void fine_tick(const struct drawing *drawing, bool along_x, double share)
{
    struct rectangle field = drawing->layout.field;
    double x = field.x + 0.5 + share * (field.width - 1);
    double y = field.y + field.height - 0.5 - share * (field.height - 1);
    double left = field.x - 0.5, bottom = field.y + field.height + 0.5;
    canvas_stroke(drawing->canvas, along_x ? (struct stroke){x, bottom, x, bottom + 0.3, false, quiet}
                                           : (struct stroke){left - 0.6, y, left, y, false, quiet});
}

static bool in_range(double share)
{
    return share >= -1e-9 && share <= 1 + 1e-9;
}

static void draw_y_axis(const struct drawing *drawing)
{
    const struct layout *layout = &drawing->layout;
    const struct rectangle field = layout->field;
    int x = field.x - 1, width = x - 1 - layout->area.x;
    for (int y = 0; y < field.height; y++)
        canvas_put(drawing->canvas, x, field.y + y, axis_glyph(drawing->look, DOWN), quiet);
    for (int i = 0; i < layout->y_ticks.count; i++) {
        const struct axis_tick *tick = &layout->y_ticks.ticks[i];
        int y = field.y + field.height - 1 - tick->position;
        if (drawing->canvas->fine)
            fine_tick(drawing, false, axis_share(&layout->y, tick->value));
        else
            canvas_put(drawing->canvas, x, y, axis_glyph(drawing->look, TICK_DOWN), quiet);
        canvas_text_right(drawing->canvas, layout->area.x, y, width, plain, tick->label);
    }
}

static void draw_right_axis(const struct drawing *drawing)
{
    const struct axis_ticks *ticks = &drawing->layout.right_ticks;
    const struct rectangle field = drawing->layout.field;
    int x = field.x + field.width;
    for (int y = 0; y < field.height && ticks->count > 0; y++)
        canvas_put(drawing->canvas, x, field.y + y, axis_glyph(drawing->look, DOWN), quiet);
    for (int i = 0; i < ticks->count; i++) {
        int y = field.y + field.height - 1 - ticks->ticks[i].position;
        canvas_text(drawing->canvas, x + 1, y, text_columns(ticks->ticks[i].label), plain,
                    ticks->ticks[i].label);
    }
}

/* The column where the place of a name begins, half a step before it. */
static int name_edge(const struct drawing *drawing, size_t index)
{
    const struct rectangle field = drawing->layout.field;
    return field.x + axis_place(axis_share(&drawing->layout.x, (double)index - 0.5), field.width + 1);
}

/* Each name centred under its place, abbreviated to it; where places are too narrow for any, only every so
 * many. */
static void draw_x_names(const struct drawing *drawing)
{
    const struct plot *plot = drawing->plot;
    const struct rectangle field = drawing->layout.field;
    int y = field.y + field.height, end = drawing->layout.area.x + drawing->layout.area.width;
    int step = name_edge(drawing, 1) - name_edge(drawing, 0);
    size_t every = step >= 4 ? 1 : (size_t)(4 / (step > 0 ? step : 1) + 1);
    for (size_t i = 0; i < plot->x_name_count; i += every) {
        double share = axis_share(&drawing->layout.x, (double)i);
        bool last = i + every >= plot->x_name_count;
        int left = name_edge(drawing, i), right = last ? end + 1 : name_edge(drawing, i + every);
        int place = field.x + axis_place(share, field.width), width = right - left - 1;
        char name[TEXT_BYTES(LEGEND_NAME_MAX)];
        if (!in_range(share) || width < 1)
            continue;
        width = text_abbreviate(name, sizeof name, plot->x_names[i],
                                width < LEGEND_NAME_MAX ? width : LEGEND_NAME_MAX,
                                drawing->look->unicode ? "…" : "~");
        int x = place - width / 2 > left ? place - width / 2 : left;
        canvas_put(drawing->canvas, place, y, axis_glyph(drawing->look, TICK_ACROSS), quiet);
        canvas_text(drawing->canvas, x + width > end ? end - width : x, y + 1, width, plain, name);
    }
}

static void draw_x_axis(const struct drawing *drawing)
{
    const struct layout *layout = &drawing->layout;
    const struct rectangle field = layout->field;
    int y = field.y + field.height, margin = drawing->layout.legend_width ? 2 : 1;
    struct axis_ticks ticks = axis_ticks_across(&layout->x, field.width, 2, margin);
    canvas_put(drawing->canvas, field.x - 1, y, axis_glyph(drawing->look, CORNER), quiet);
    for (int x = 0; x < field.width; x++)
        canvas_put(drawing->canvas, field.x + x, y, axis_glyph(drawing->look, ACROSS), quiet);
    if (drawing->plot->x_names) {
        draw_x_names(drawing);
        return;
    }
    for (int i = 0; i < ticks.count; i++) {
        const struct axis_tick *tick = &ticks.ticks[i];
        int x = field.x + tick->position, width = text_columns(tick->label);
        if (drawing->canvas->fine)
            fine_tick(drawing, true, axis_share(&layout->x, tick->value));
        else
            canvas_put(drawing->canvas, x, y, axis_glyph(drawing->look, TICK_ACROSS), quiet);
        canvas_text(drawing->canvas, x - (width - 1) / 2, y + 1, width, plain, tick->label);
    }
}

static void draw_titles(const struct drawing *drawing)
{
    const struct layout *layout = &drawing->layout;
    bool both = layout->right_ticks.count > 0 && drawing->plot->right_title;
    int used = 0;
    if (layout->y_title_row >= 0 && both)
        used = 2 + canvas_text_right(drawing->canvas, layout->area.x, layout->y_title_row, layout->area.width,
                                     quiet, drawing->plot->right_title);
    if (layout->y_title_row >= 0)
        canvas_text(drawing->canvas, layout->area.x, layout->y_title_row, layout->area.width - used, quiet,
                    drawing->plot->y_title);
    if (layout->x_title_row >= 0)
        canvas_text_right(drawing->canvas, layout->field.x, layout->x_title_row, layout->field.width, quiet,
                          drawing->plot->x_title);
}

static struct style curve_style(const struct plot *plot, size_t index)
{
    struct style style = plot->curves[index].style;
    if (plot->curves[index].faint)
        style.attributes |= ATTRIBUTE_DIM;
    return style;
}

char32_t plot_mark(const struct look *look, size_t index)
{
    static const char32_t numbers[] = U"123456789abcdefghijklmnopqrstuvwxyz", letters[] = U"*+ox#@%&";
    if (look->depth == DEPTH_NONE)
        return numbers[index % 35];
    if (look->glyphs == GLYPHS_ASCII || !look->unicode)
        return letters[index % 8];
    return axis_glyph(look, POINT);
}

/* The scale that a curve is drawn on. */
static const struct axis *y_axis(const struct drawing *drawing, const struct curve *curve)
{
    return curve->right ? &drawing->layout.right : &drawing->layout.y;
}

/* A mark at a point of a curve, when the point lies in the field. */
static void draw_point(const struct drawing *drawing, size_t index, size_t point, struct style style)
{
    const struct curve *curve = &drawing->plot->curves[index];
    const struct rectangle field = drawing->layout.field;
    double x = axis_share(&drawing->layout.x, curve->x[point]);
    double y = axis_share(y_axis(drawing, curve), curve->y[point]);
    if (!in_range(x) || !in_range(y))
        return;
    if (drawing->canvas->fine) {
        raster_line(&drawing->raster, x, y, x, y, 1, style);
        return;
    }
    canvas_put(drawing->canvas, field.x + axis_place(x, field.width),
               field.y + field.height - 1 - axis_place(y, field.height), plot_mark(drawing->look, index),
               style);
}

static bool is_point(const struct curve *curve, size_t index)
{
    return index < curve->count && isfinite(curve->x[index]) && isfinite(curve->y[index]);
}

static void draw_lines(const struct drawing *drawing, const struct curve *curve, const struct raster *raster,
                       struct style style)
{
    const struct axis *x = &drawing->layout.x, *y = y_axis(drawing, curve);
    for (size_t i = 0; i + 1 < curve->count && !curve->points; i++)
        if (is_point(curve, i) && is_point(curve, i + 1))
            raster_line(raster, axis_share(x, curve->x[i]), axis_share(y, curve->y[i]),
                        axis_share(x, curve->x[i + 1]), axis_share(y, curve->y[i + 1]), curve->faint ? 3 : 1,
                        style);
}

/* A point is marked when points are few, and always when no line leads to it. */
static void draw_curve(const struct drawing *drawing, size_t index)
{
    const struct curve *curve = &drawing->plot->curves[index];
    struct style style = curve_style(drawing->plot, index);
    struct raster raster = drawing->raster;
    int apart = drawing->look->depth == DEPTH_NONE
                    ? 2
                    : 3; /* without colours marks are all that tells curves apart */
    bool few = !curve->faint && curve->count <= (size_t)(drawing->layout.field.width / apart);
    if (!few && !curve->faint)
        raster.letter = plot_mark(drawing->look, index);
    draw_lines(drawing, curve, &raster, style);
    for (size_t i = 0; i < curve->count; i++) {
        bool alone = curve->points || (!(i > 0 && is_point(curve, i - 1)) && !is_point(curve, i + 1));
        if (is_point(curve, i) && (few || alone))
            draw_point(drawing, index, i, style);
    }
}

/* A band between two points, by its edges: filled ones would hide one another, and the curves. */
static void draw_band(const struct drawing *drawing, const struct curve *curve, size_t i, struct style style)
{
    const struct axis *x = &drawing->layout.x, *y = y_axis(drawing, curve);
    double from = axis_share(x, curve->x[i]), to = axis_share(x, curve->x[i + 1]);
    style.attributes |= ATTRIBUTE_DIM;
    raster_line(&drawing->raster, from, axis_share(y, curve->low[i]), to, axis_share(y, curve->low[i + 1]), 2, style);
    raster_line(&drawing->raster, from, axis_share(y, curve->high[i]), to, axis_share(y, curve->high[i + 1]), 2,
                style);
}

/* The band at one point, as a line. */
static void draw_whisker(const struct drawing *drawing, const struct curve *curve, size_t i,
                         struct style style)
{
    const struct axis *y = y_axis(drawing, curve);
    double x = axis_share(&drawing->layout.x, curve->x[i]);
    raster_line(&drawing->raster, x, axis_share(y, curve->low[i]), x, axis_share(y, curve->high[i]), 1, style);
}

static bool has_band(const struct curve *curve, size_t i)
{
    return isfinite(curve->y[i]) && isfinite(curve->low[i]) && isfinite(curve->high[i]);
}

/* Between places that have names there is nothing to interpolate, and between points neither. */
static void draw_bands(const struct drawing *drawing, size_t index)
{
    const struct curve *curve = &drawing->plot->curves[index];
    struct style style = curve_style(drawing->plot, index);
    bool apart = curve->points || drawing->plot->x_names;
    for (size_t i = 0; curve->low && i < curve->count; i++) {
        bool here = has_band(curve, i), next = i + 1 < curve->count && has_band(curve, i + 1);

        if (here && apart)
            draw_whisker(drawing, curve, i, style);
        else if (here && next)
            draw_band(drawing, curve, i, style);
    }
}

/* Faint ones and those of the other scale lie at the back. The highlighted one keeps its place and weight:
 * where the cursor goes must not cost a repaint of all that crosses it. */
static void draw_curves(const struct drawing *drawing)
{
    const struct plot *plot = drawing->plot;
    for (size_t i = 0; i < plot->curve_count; i++)
        draw_bands(drawing, i);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < plot->curve_count; i++)
            if ((plot->curves[i].faint || plot->curves[i].right) == (pass == 0))
                draw_curve(drawing, i);
}

static void draw_legend_line(const struct drawing *drawing, int row, size_t index)
{
    const struct layout *layout = &drawing->layout;
    const struct curve *curve = &drawing->plot->curves[index];
    struct style style = curve_style(drawing->plot, index);
    int x = layout->area.x + layout->area.width - layout->legend_width, y = layout->field.y + row;
    bool lettered = drawing->look->depth == DEPTH_NONE || drawing->raster.glyphs == GLYPHS_ASCII;
    char32_t sample = axis_glyph(drawing->look, SAMPLE);
    if (curve->faint)
        sample = drawing->look->unicode ? U'┄' : '.';
    canvas_put(drawing->canvas, x, y, sample, style);
    canvas_put(drawing->canvas, x + 1, y,
               lettered && !curve->faint ? plot_mark(drawing->look, index) : sample, style);
    struct style name_style = index == drawing->plot->highlight ? bold : curve->faint ? quiet : plain;
    char name[TEXT_BYTES(LEGEND_NAME_MAX)];
    text_abbreviate(name, sizeof name, curve->name ? curve->name : "", layout->legend_width - LEGEND_MARK,
                    drawing->look->unicode ? "…" : "~");
    canvas_text(drawing->canvas, x + LEGEND_MARK, y, layout->legend_width - LEGEND_MARK, name_style, name);
}

/* The names in the order of the curves; of more than there are rows a selection at equal distances, which the
 * highlighted one joins. */
static void draw_legend(const struct drawing *drawing)
{
    const struct plot *plot = drawing->plot;
    size_t rows = (size_t)drawing->layout.field.height, count = plot->curve_count;
    size_t shown = count < rows ? count : rows;
    for (size_t row = 0; row < shown; row++) {
        size_t index = row * count / shown, next = (row + 1) * count / shown;
        if (plot->highlight >= index && plot->highlight < next)
            index = plot->highlight;
        draw_legend_line(drawing, (int)row, index);
    }
}

/* A place: on the axis, and on its curve where that has a point there. The cursor is the same wherever it is,
 * without colour, and a few bytes less to send. */
static void draw_place(const struct drawing *drawing, size_t index, double x, const double *y,
                       enum axis_glyph glyph, uint8_t attributes)
{
    const struct plot *plot = drawing->plot;
    const struct layout *layout = &drawing->layout;
    double share = axis_share(&layout->x, x);
    if (!in_range(share))
        return;
    if (layout->has_axes)
        canvas_put(drawing->canvas, layout->field.x + axis_place(share, layout->field.width),
                   layout->field.y + layout->field.height, axis_glyph(drawing->look, glyph), bold);
    if (index >= plot->curve_count)
        return;
    const struct curve *curve = &plot->curves[index];
    struct style style = curve_style(plot, index);
    style.attributes |= attributes;
    if (attributes & ATTRIBUTE_REVERSE)
        style = (struct style){.attributes = ATTRIBUTE_REVERSE};
    for (size_t i = 0; i < curve->count; i++)
        if (curve->x[i] == x && is_point(curve, i) && (!y || *y == curve->y[i]))
            draw_point(drawing, index, i, style);
}

static void draw_cursor(const struct drawing *drawing)
{
    const struct plot *plot = drawing->plot;
    if (plot->has_mark)
        draw_place(drawing, plot->mark, plot->mark_x, plot->mark_y, MARK,
                   ATTRIBUTE_UNDERLINE | ATTRIBUTE_BOLD);
    if (plot->has_cursor)
        draw_place(drawing, plot->highlight, plot->cursor_x, plot->cursor_y, CURSOR, ATTRIBUTE_REVERSE);
}

/* How far apart, in characters as the eye sees them: they are twice as high as wide. */
static double squared_distance(const struct layout *layout, const struct curve *curve, size_t point, int x,
                               int y)
{
    double across =
        axis_share(&layout->x, curve->x[point]) * layout->field.width - (x - layout->field.x + 0.5);
    double up =
        axis_share(curve->right ? &layout->right : &layout->y, curve->y[point]) * layout->field.height -
        (layout->field.y + layout->field.height - y - 0.5);
    return across * across + 4 * up * up;
}

bool plot_nearest(const struct look *look, struct rectangle area, const struct plot *plot, int x, int y,
                  size_t *curve, size_t *point)
{
    struct layout layout = arrange(plot, area);
    double nearest = INFINITY;
    (void)look;
    for (size_t i = 0; i < plot->curve_count; i++)
        for (size_t j = 0; j < plot->curves[i].count; j++) {
            double distance;
            if (plot->curves[i].faint || !is_point(&plot->curves[i], j))
                continue;
            distance = squared_distance(&layout, &plot->curves[i], j, x, y);
            if (distance < nearest) {
                nearest = distance;
                *curve = i;
                *point = j;
            }
        }
    return isfinite(nearest);
}

struct plot_extent plot_draw(struct canvas *canvas, const struct look *look, struct rectangle area,
                             const struct plot *plot)
{
    if (area.width < 1 || area.height < 1)
        return (struct plot_extent){{area.x, area.y, 0, 0}};
    struct layout layout = arrange(plot, area);
    struct drawing drawing = {canvas, look, plot, layout, raster_over(canvas, layout.field, look)};
    if (layout.has_axes) {
        draw_y_axis(&drawing);
        draw_x_axis(&drawing);
        draw_right_axis(&drawing);
        draw_titles(&drawing);
    }
    draw_curves(&drawing);
    if (layout.legend_width)
        draw_legend(&drawing);
    draw_cursor(&drawing);
    return (struct plot_extent){layout.field};
}
