/* A matrix as a coloured field with names, values and a colour bar: a pure function of data and rectangle. */
#ifndef CCASCOPE_TUI_HEATMAP_H
#define CCASCOPE_TUI_HEATMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/canvas.h"
#include "tui/look.h"

enum heat_state {
    HEAT_VALUE,     /* has a value */
    HEAT_PENDING,   /* not computed yet: quiet */
    HEAT_MISSING,   /* a file is absent: a hole */
    HEAT_UNDEFINED, /* no number exists */
    HEAT_FAILED,    /* could not be computed */
};

struct heat_cell {
    enum heat_state state;
    double value;
};

/* The data of a heatmap; functions are called with `context` for the cells and names that are visible only.
 */
struct heatmap {
    size_t rows, columns;
    struct heat_cell (*cell)(const void *context, size_t row, size_t column);
    const char *(*row_name)(const void *context, size_t row);
    const char *(*column_name)(const void *context, size_t column);
    const void *context;
    double low, high; /* the ends of the colour scale, the stronger colour first; either may be the larger */
    bool diverging;   /* colours grow from the middle of the scale to either end */
    const char *level_name; /* of a value to be marked beside the colour bar; NULL: none */
    double level;
    size_t cursor_row, cursor_column;
    bool has_cursor;
    size_t mark_row, mark_column; /* a second, fixed cursor */
    bool has_mark;
    size_t first_row, first_column; /* scroll: the cell at the top left */
    int size;                       /* of the cells: 1 .. HEATMAP_SIZES, 0: as large as there is room */
    int spare_width, spare_height;  /* room to leave free under a colour bar at the right, 0: none */
};

/* The sizes that cells can be asked to have, from half a character to one with a number and room around it.
 */
#define HEATMAP_SIZES 7

/* What a drawn heatmap occupies: for scrolling and the mouse. */
struct heatmap_extent {
    struct rectangle field; /* of the cells on the canvas */
    struct rectangle spare; /* what was left free; no size where there is no room for it */
    int cell_width,
        cell_height; /* in canvas cells; a height of 0 means two matrix rows per canvas row (half blocks) */
    size_t visible_rows, visible_columns; /* how many cells of the matrix the field shows */
};

/* The extent that heatmap_draw will use for this area, without drawing. Pure. */
struct heatmap_extent heatmap_extent(const struct heatmap *heatmap, const struct look *look,
                                     struct rectangle area);
/* The size that comes next to what is drawn: the smallest larger one (`by` > 0), the largest smaller one; 0
 * when there is none. */
int heatmap_next_size(const struct heatmap_extent *extent, const struct look *look, int by);
/* The largest size for cells of at most these columns and rows (0: half a row). */
int heatmap_size_within(int columns, int rows, const struct look *look);
/* Moves first_row and first_column just so far that the cursor is visible. */
void heatmap_scroll_to_cursor(struct heatmap *heatmap, const struct look *look, struct rectangle area);
/* Draws names, field and colour bar (beside the field, or under it where that leaves more room for cells)
 * into the area. The layout follows from names and room, never from values, so that results do not move
 * anything. The cursor is marked by colour and attribute only (never by another glyph over equal ones), and
 * its row and column names are emphasised. */
struct heatmap_extent heatmap_draw(struct canvas *canvas, const struct look *look, struct rectangle area,
                                   const struct heatmap *heatmap);

#endif
