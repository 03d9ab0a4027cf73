/* A canvas: a rectangle of character cells on which views draw. Knows no terminal. canvas_print.h,
 * canvas_svg.h and terminal.h are the ways to show one. All text enters through canvas_text, which passes it
 * through the sanitiser of text.h; so nothing that a file or manifest says can reach a terminal as anything
 * but visible characters. */
#ifndef CCASCOPE_TUI_CANVAS_H
#define CCASCOPE_TUI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

/* A colour: the terminal's own default, one of its 16 named colours (chrome uses these, so that it suits any
 * theme), or 24-bit (data use these). */
typedef uint32_t colour;
#define COLOUR_DEFAULT      0u
#define COLOUR_ANSI(n)      (0x01000000u | (n)) /* 0..15 */
#define COLOUR_RGB(r, g, b) (0x02000000u | ((colour)(r) << 16) | ((colour)(g) << 8) | (colour)(b))
#define COLOUR_IS_RGB(c)    ((c) >> 24 == 2)
#define COLOUR_IS_ANSI(c)   ((c) >> 24 == 1)

enum attribute_flag {
    ATTRIBUTE_BOLD = 1,
    ATTRIBUTE_DIM = 2,
    ATTRIBUTE_UNDERLINE = 4,
    ATTRIBUTE_REVERSE = 8,
};

struct style {
    colour foreground;
    colour background;
    uint8_t attributes; /* of enum attribute_flag */
};

struct cell {
    char32_t glyph; /* ' ' when empty; 0 in the right half of a wide glyph */
    char32_t mark;  /* one combining mark over the glyph, or 0 */
    struct style style;
};

/* A rectangle of a canvas, in cells; may lie partly or wholly outside: drawing clips. */
struct rectangle {
    int x, y, width, height;
};

/* A line finer than cells, or a point where both ends are one. In cells, (0, 0) being the upper left corner
 * of the first. */
struct stroke {
    double x0, y0, x1, y1;
    bool dashed;
    struct style style;
};

struct canvas {
    int columns, rows;
    bool ascii;             /* only ASCII may enter: anything else becomes '?'; false at first */
    struct cell *cells;     /* row by row; owned */
    bool fine;              /* curves are strokes over the cells, for who can show them; false at first */
    struct stroke *strokes; /* owned */
    size_t stroke_count, stroke_room;
};

/* A canvas of blanks; NULL when there is no memory or a side is < 1 or > CANVAS_MAX. */
#define CANVAS_MAX 4096
struct canvas *canvas_create(int columns, int rows);
void canvas_free(struct canvas *canvas);
/* All blanks in the default style. */
void canvas_clear(struct canvas *canvas);

/* One glyph (a printable character of width 1, from the program itself; anything else becomes U+FFFD).
 * Outside the canvas nothing happens. Half of a wide glyph that this overwrites leaves a blank in its other
 * half. */
void canvas_put(struct canvas *canvas, int x, int y, char32_t glyph, struct style style);
/* Text from anywhere, sanitised, in at most `width` columns from (x, y); what does not fit there or on the
 * canvas is cut and the last column shows `…` (`~` on an ASCII canvas). A wide glyph is never split: where
 * only half of it would be on the canvas stands a blank. Right-to-left text is not reordered. Returns the
 * columns used. */
int canvas_text(struct canvas *canvas, int x, int y, int width, struct style style, const char *utf8);
/* The same, formatted; the text (not the format) may come from anywhere. */
int canvas_textf(struct canvas *canvas, int x, int y, int width, struct style style, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* Right-aligned (cut like canvas_text) so that the text ends before column x + width. */
int canvas_text_right(struct canvas *canvas, int x, int y, int width, struct style style, const char *utf8);
/* Adds a stroke to a fine canvas; when memory gives out, it is missing. */
void canvas_stroke(struct canvas *canvas, struct stroke stroke);
/* Fills a rectangle with one glyph. */
void canvas_fill(struct canvas *canvas, struct rectangle area, char32_t glyph, struct style style);
/* The cell at (x, y), or NULL outside. */
struct cell *canvas_at(struct canvas *canvas, int x, int y);
/* The part of a rectangle that lies within another; a side of 0 when there is none. Coordinates may be
 * extreme. */
struct rectangle rectangle_clip(struct rectangle rectangle, struct rectangle within);
bool style_equal(struct style a, struct style b);

#endif
