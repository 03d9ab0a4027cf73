/* The whole of a matrix as a small picture, with the part that is in view marked. A pure function of data and
 * rectangle. */
#ifndef CCASCOPE_TUI_OVERVIEW_H
#define CCASCOPE_TUI_OVERVIEW_H

#include "tui/heatmap.h"

struct overview {
    const struct heat_cell *cells; /* row by row */
    size_t rows, columns;          /* of them: dots of the picture */
    double low, high;              /* of the colour scale */
    bool diverging;                /* about its middle */
    /* What is in view, in shares of the whole. */
    double top, bottom, left, right;
};

/* How many dots a character holds above one another: 2 with half blocks, else 1. */
int overview_dots(const struct look *look);
/* Draws a dot a column and overview_dots a row from the top left of the area, as far as it reaches. */
void overview_draw(struct canvas *canvas, const struct look *look, struct rectangle area,
                   const struct overview *overview);

#endif
