/* Dots smaller than a cell: what curves are drawn with. A dot joins the dots that its cell has already, and
 * gives the cell its style. */
#ifndef CCASCOPE_TUI_RASTER_H
#define CCASCOPE_TUI_RASTER_H

#include <uchar.h>

#include "tui/canvas.h"
#include "tui/look.h"

struct raster {
    struct canvas *canvas;
    struct rectangle field; /* in cells */
    enum plot_glyphs glyphs;
    char32_t letter;   /* what a dot looks like in ASCII; '.' at first */
    int columns, rows; /* in dots */
};

/* Braille has 2 x 4 dots a cell, blocks 2 x 2, ASCII one. */
struct raster raster_over(struct canvas *canvas, struct rectangle field, const struct look *look);
/* One dot; (0, 0) is at the top left. Outside the field: nothing happens. */
void raster_dot(const struct raster *raster, int x, int y, struct style style);
/* A line between two points given as shares of the field, (0, 0) at its bottom left; parts outside are left
 * out. Only every `stride`-th dot is drawn. */
void raster_line(const struct raster *raster, double x0, double y0, double x1, double y1, int stride,
                 struct style style);

#endif
