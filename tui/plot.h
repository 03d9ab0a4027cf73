/* Curves over an axis: a pure function of data and rectangle. */
#ifndef CCASCOPE_TUI_PLOT_H
#define CCASCOPE_TUI_PLOT_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/canvas.h"
#include "tui/look.h"

struct curve {
    const char *name;
    const double *x, *y; /* count points, x ascending; NaN in y: a gap */
    size_t count;
    struct style style;
    bool faint;           /* drawn dotted and behind: reference levels such as chance */
    bool points;          /* marks without lines */
    bool right;           /* on the scale at the right */
    const double *low, *high; /* a band, which need not hold y; NaN: none there; NULL: none at all */
};

struct plot {
    const struct curve *curves;
    size_t curve_count;
    double x_low, x_high; /* range of the axes, low < high */
    double y_low, y_high;
    bool log_x; /* logarithmic in x: positions log(1 + x / linear) so that step 0 has a place; linear =
                   smallest x > 0 */
    bool x_whole; /* steps, timesteps, ranks: ticks only at whole numbers */
    const char *x_title, *y_title; /* may be NULL */
    const char *const *x_names;    /* what stands at x = 0, 1, ..., in place of numbers; NULL: numbers */
    size_t x_name_count;
    double right_low, right_high; /* the scale at the right; none unless low < high */
    const char *right_title;
    bool has_cursor;
    double cursor_x; /* marked on the x axis, and on the highlighted curve where it has a point there */
    const double
        *cursor_y;    /* only the point at this height, where several share an x; NULL: whatever is there */
    size_t highlight; /* index of the curve whose point is marked and whose name is bold; curve_count: none */
    bool has_mark;      /* a second, fixed cursor, on curve `mark` at mark_x */
    size_t mark;
    double mark_x;
    const double *mark_y; /* as cursor_y */
    bool without_legend; /* names are not listed at the right; they never are when there is no room */
};

/* Where the data part lies; for the mouse. */
struct plot_extent {
    struct rectangle field;
};

/* Draws axes with ticks (1-2-5, thousands as 1k, millions as 1M; labels never overlap), the curves with a
 * mark at every point when they are few, and their names in the order of the curves at the right. Where
 * neither colour nor glyphs tell the curves apart the marks are numbers. The cursor is no line through the
 * picture: a line would cost a terminal some 500 bytes at every move, and hide what it points at. */
struct plot_extent plot_draw(struct canvas *canvas, const struct look *look, struct rectangle area,
                             const struct plot *plot);
/* The extent that plot_draw will use for this area, without drawing. */
struct plot_extent plot_extent(const struct look *look, struct rectangle area, const struct plot *plot);
/* The curve that is not faint, and its point, that is drawn nearest to a place of the canvas; false when
 * there is none. */
bool plot_nearest(const struct look *look, struct rectangle area, const struct plot *plot, int x, int y,
                  size_t *curve, size_t *point);
/* The position of x along the axis as a share of its length in [0, 1], and the x at a share. */
double plot_share(const struct plot *plot, double x);
double plot_x(const struct plot *plot, double share);

/* What marks the points of curve `index`: a number without colours, a letter in ASCII, else a dot. For
 * legends. */
char32_t plot_mark(const struct look *look, size_t index);

#endif
