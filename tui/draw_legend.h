/* The legend beside curves: their names, and what each says where the cursor is. */
#ifndef CCASCOPE_TUI_DRAW_LEGEND_H
#define CCASCOPE_TUI_DRAW_LEGEND_H

#include "tui/abbreviation.h"
#include "tui/curves.h"
#include "tui/draw.h"
#include "tui/plot.h"

struct legend {
    const struct scene *scene;
    const struct curves *curves;
    const struct sequence *sequence; /* which rows are listed, and in which order */
    const struct curve *list;        /* of those: their styles */
    const struct curve *overlay; /* performance over training, the first if there are several; NULL: none */
    const size_t *frozen;        /* by row, a column; NULL: unknown */
    size_t row, column;          /* where the cursor is */
    bool has_cursor;
    unsigned columns;             /* of legend_columns */
    int names;                    /* columns of the names */
    struct abbreviation names_as; /* what becomes of those that are wider */
};

/* The name of a row, as it may be drawn, into `text`. */
void legend_name(const struct scene *scene, const struct look *look, size_t row, char *text, size_t size);
/* What a legend of so many lines says of each curve; less where a cursor moves on a small screen, as all of
 * it would change with a key. */
unsigned legend_columns(const struct scene *scene, int height, bool has_cursor);
/* The columns that names get, of at most `most`; those of the whole legend with them. */
int legend_name_width(const struct scene *scene, const struct look *look, int most);
int legend_width(const struct legend *legend);
/* A line of the mean chance level of a column, its value ending before column `value_end`. */
void legend_chance(struct canvas *canvas, const struct look *look, struct rectangle line,
                   const struct curves *curves, size_t column, int value_end);
/* How the names of rows are shortened to so many columns. */
struct abbreviation legend_abbreviation(const struct scene *scene, const struct look *look, int names);
/* The first position to list so that the cursor's is among those visible: a page at a time, as a scroll
 * repaints all. */
size_t legend_start(size_t cursor, size_t visible);
void draw_legend(struct canvas *canvas, const struct look *look, struct rectangle area,
                 const struct legend *legend);

#endif
