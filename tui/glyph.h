/* Glyphs that are pictures rather than letters, as geometry: for outputs that draw them instead of using a
 * font. */
#ifndef CCASCOPE_TUI_GLYPH_H
#define CCASCOPE_TUI_GLYPH_H

#include <stdbool.h>
#include <stdint.h>
#include <uchar.h>

/* The cell that the geometry is given in; every edge and centre below is a whole number of it. */
#define GLYPH_WIDTH  16
#define GLYPH_HEIGHT 32

struct glyph_box {
    uint8_t x, y, width, height;
};

enum glyph_kind {
    GLYPH_TEXT,  /* no picture: draw it with a font */
    GLYPH_BOXES, /* filled rectangles: blocks, quadrants, eighths, shades */
    GLYPH_DOTS,  /* braille: centres of dots */
    GLYPH_LINES, /* box drawing: strokes from the centre to the edges */
};

struct glyph_shape {
    enum glyph_kind kind;
    int count;
    struct glyph_box boxes[4]; /* GLYPH_BOXES */
    int opacity;               /* of the boxes, in percent: less than 100 for shades */
    uint8_t dots[8][2];        /* GLYPH_DOTS: x, y */
    uint8_t arms[4]; /* GLYPH_LINES: stroke to the left, top, right, bottom; 0 none, 1 light, 2 heavy */
};

struct glyph_shape glyph_shape(char32_t glyph);

#endif
