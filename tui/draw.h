/* Drawing a scene: heading, matrix or curves, and what is under the cursor. Pure functions scene -> canvas,
 * shared by the explorer and `show`. */
#ifndef CCASCOPE_TUI_DRAW_H
#define CCASCOPE_TUI_DRAW_H

#include "tui/canvas.h"
#include "tui/curves.h"
#include "tui/heatmap.h"
#include "tui/look.h"
#include "tui/view.h"

/* Where one is within a view. */
struct view_state {
    size_t row, column;                   /* the cursor */
    size_t first_row, first_column;       /* scroll of a matrix */
    size_t visible_rows, visible_columns; /* set by drawing: how much of a matrix is in view */
    struct heatmap_extent extent;         /* set by drawing: where the cells of a matrix are */
    int drawn_width;      /* set by drawing: columns that a matrix with its colour bar takes */
    bool has_cursor;      /* false in pictures */
    bool log_x;           /* curves: logarithmic step axis */
    struct curves curves; /* curves and points: what was gathered last; view_state_free */
};

void view_state_free(struct view_state *state);

/* One line: title, view, A and B with their checkpoints, measure. */
void draw_heading(struct canvas *canvas, const struct look *look, struct rectangle line,
                  const struct scene *scene);
/* The same for a place within the view: title, view, and the place. */
void draw_trail(struct canvas *canvas, const struct look *look, struct rectangle line,
                const struct scene *scene, const char *place);
/* The view itself, with the words that belong to it (legend, what settles when). Scrolls `state` to its
 * cursor. */
void draw_view(struct canvas *canvas, const struct look *look, struct rectangle area,
               const struct scene *scene, struct view_state *state);
/* A size that shows the whole of the view well, for `show` when no terminal says how large. */
void draw_view_size(const struct scene *scene, int *columns, int *rows);

#endif
