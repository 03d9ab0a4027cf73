/* Where one is within a view, and how one looks at it. */
#ifndef CCASCOPE_TUI_VIEW_STATE_H
#define CCASCOPE_TUI_VIEW_STATE_H

#include "tui/curve_window.h"
#include "tui/curves.h"
#include "tui/tiling.h"

/* How large the cells of a matrix are. All zeros: so that the whole of it is in view, or half of it at least.
 */
struct zoom {
    int size;     /* as in heatmap.h */
    size_t merge; /* cells to a tile along an axis; 0, 1: none are merged */
};

/* How an axis is sorted, by value. */
enum sorting { SORT_NOT, SORT_NEAREST, SORT_FARTHEST, SORTING_COUNT };

/* What drawing keeps from frame to frame, so that a key costs little. All zeros: nothing yet. */
struct view_cache {
    struct grid grid;
    struct mosaic field, overview;
};

/* All zeros: the beginning. What it owns goes with view_state_release. */
struct view_state {
    size_t row, column; /* the cursor: a place of the grid */
    bool has_cursor;    /* false in pictures */
    bool has_mark;
    struct grid_place mark; /* a second, fixed cursor */

    struct sequence rows, columns; /* which places are shown, in which sequence */
    enum sorting sorted_rows, sorted_columns;
    bool transposed; /* a matrix: rows run across */
    struct zoom zoom;
    enum pooling pooling;
    size_t first_row, first_column; /* scroll of a matrix: positions down and across */
    bool centre;                    /* scroll so that the cursor is in the middle, once */

    bool log_x;                 /* curves: logarithmic step axis */
    struct curve_window window; /* the part of them that is looked at */
    bool picks; /* drawing moves the cursor to the point nearest to this place of the canvas */
    int pick_x, pick_y;
    struct grid_place picked; /* which was this; set by drawing */
    struct curves curves;     /* curves and points: what was gathered last */

    /* Set by drawing. */
    size_t visible_rows, visible_columns; /* how many positions of a matrix are in view */
    size_t tile_height, tile_width;       /* positions to a cell */
    struct heatmap_extent extent;         /* where its cells are */
    struct rectangle overview;            /* where the whole of it is, small; no size: nowhere */
    struct rectangle plot;                /* curves: where they are */
    struct grid_place seen;               /* the cursor when they were drawn last */
    double cursor_x, cursor_y; /* and where the cursor is, in shares of the whole axes; NaN: nowhere */
    int drawn_width;           /* columns that a matrix with its colour bar takes */

    struct view_cache *cache; /* borrowed; NULL where one frame is all */
};

void view_state_release(struct view_state *state);
void view_cache_release(struct view_cache *cache);
/* A matrix as the state lays it out, with the tiles it was drawn with last. */
struct tiling view_tiling(const struct view_state *state, struct grid *grid);

#endif
