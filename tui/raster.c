#include "tui/raster.h"

#include <math.h>
#include <stdlib.h>

#include "tui/axis.h"

/* By the set of filled quarters: 1 upper left, 2 upper right, 4 lower left, 8 lower right. */
static const char32_t quadrants[] = U" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█";

struct raster raster_over(struct canvas *canvas, struct rectangle field, const struct look *look)
{
    static const int dots_across[] = {[GLYPHS_BRAILLE] = 2, [GLYPHS_BLOCK] = 2, [GLYPHS_ASCII] = 1};
    static const int dots_down[] = {[GLYPHS_BRAILLE] = 4, [GLYPHS_BLOCK] = 2, [GLYPHS_ASCII] = 1};
    enum plot_glyphs glyphs = look->unicode ? look->glyphs : GLYPHS_ASCII;
    return (struct raster){
        canvas, field, glyphs, '.', field.width * dots_across[glyphs], field.height * dots_down[glyphs]};
}

static char32_t with_braille_dot(char32_t glyph, int x, int y)
{
    static const uint8_t bits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    char32_t before = glyph >= 0x2800 && glyph <= 0x28FF ? glyph : 0x2800;
    return before | bits[y][x];
}

static char32_t with_quadrant(char32_t glyph, int x, int y)
{
    size_t before = 0;
    for (size_t i = 0; i < 16; i++)
        if (quadrants[i] == glyph)
            before = i;
    return quadrants[before | (size_t)(1 << (2 * y + x))];
}

void raster_dot(const struct raster *raster, int x, int y, struct style style)
{
    if (x < 0 || y < 0 || x >= raster->columns || y >= raster->rows)
        return;
    int across = raster->columns / raster->field.width, down = raster->rows / raster->field.height;
    int column = raster->field.x + x / across, row = raster->field.y + y / down;
    struct cell *cell = canvas_at(raster->canvas, column, row);
    if (!cell)
        return;
    char32_t glyph = raster->letter;
    if (raster->glyphs == GLYPHS_BRAILLE)
        glyph = with_braille_dot(cell->glyph, x % across, y % down);
    else if (raster->glyphs == GLYPHS_BLOCK)
        glyph = with_quadrant(cell->glyph, x % across, y % down);
    canvas_put(raster->canvas, column, row, glyph, style);
}

/* Cuts the part of a line off that lies beyond one edge: where `position + t * change` is negative. */
static bool clip_edge(double position, double change, double *from, double *to)
{
    if (change == 0)
        return position >= 0;
    double crossing = -position / change;
    if (change > 0 && crossing > *from)
        *from = crossing;
    if (change < 0 && crossing < *to)
        *to = crossing;
    return *from <= *to;
}

/* Keeps arithmetic finite; a share this large is far outside anyway. */
static double tame(double share)
{
    return fmax(-1e6, fmin(1e6, share));
}

/* From the middle of the first cell to that of the last, as ticks of axes are. */
static void draw_stroke(const struct raster *raster, double x0, double y0, double x1, double y1, bool dashed,
                        struct style style)
{
    struct rectangle field = raster->field;
    double left = field.x + 0.5, bottom = field.y + field.height - 0.5;
    double across = field.width - 1, down = field.height - 1;

    canvas_stroke(raster->canvas, (struct stroke){left + x0 * across, bottom - y0 * down, left + x1 * across,
                                                  bottom - y1 * down, dashed, style});
}

void raster_line(const struct raster *raster, double x0, double y0, double x1, double y1, int stride,
                 struct style style)
{
    x0 = tame(x0), y0 = tame(y0), x1 = tame(x1), y1 = tame(y1);
    double dx = x1 - x0, dy = y1 - y0, from = 0, to = 1;
    bool visible = clip_edge(x0, dx, &from, &to) && clip_edge(1 - x0, -dx, &from, &to) &&
                   clip_edge(y0, dy, &from, &to) && clip_edge(1 - y0, -dy, &from, &to);
    if (!visible || raster->columns < 1 || raster->rows < 1)
        return;
    if (raster->canvas->fine) {
        draw_stroke(raster, x0 + from * dx, y0 + from * dy, x0 + to * dx, y0 + to * dy, stride > 1, style);
        return;
    }
    int left = axis_place(x0 + from * dx, raster->columns), right = axis_place(x0 + to * dx, raster->columns);
    int bottom = axis_place(y0 + from * dy, raster->rows), top = axis_place(y0 + to * dy, raster->rows);
    int across = right - left, up = top - bottom;
    int steps = abs(across) > abs(up) ? abs(across) : abs(up);
    for (int i = 0; i <= steps; i++) {
        double share = steps ? (double)i / steps : 0;
        int x = left + (int)lround(across * share), y = bottom + (int)lround(up * share);
        if ((x + (across ? 0 : y)) % stride == 0)
            raster_dot(raster, x, raster->rows - 1 - y, style);
    }
}
