/* What is known of one comparison, in a line, a panel or a whole screen. */
#ifndef CCASCOPE_TUI_DRAW_CELL_H
#define CCASCOPE_TUI_DRAW_CELL_H

#include "tui/draw.h"

/* Which two representations the place (row, column) of the scene compares: "conv1 × fc", into `text`. */
void describe_place(const struct scene *scene, const struct look *look, size_t row, size_t column, char *text,
                    size_t size);
/* Columns of the widest place of the view but at most these, as far as a look at some names tells: what stands behind a
 * place keeps its own, and a key that moves the cursor costs less. */
int place_width(const struct scene *scene, const struct look *look, int most);
/* One side in words: "gen-1 @1000 conv2", with its timestep where there are several. */
void describe_cell(const struct scene *scene, struct cca_cell cell, char *text, size_t size);
/* The 95 % interval of a place's distance; nothing where none is asked for. */
void describe_interval(const struct scene *scene, size_t row, size_t column, char *text, size_t size);
/* One line: the place, its distance by the scene's measure, what else there is to say of it, chance level, n
 * and ranks; or why there is none. */
void draw_cell_line(struct canvas *canvas, const struct look *look, struct rectangle line,
                    const struct scene *scene, size_t row, size_t column, const char *besides);
/* The same with all measures, a line each. Returns the lines used. */
int draw_cell_panel(struct canvas *canvas, const struct look *look, struct rectangle area,
                    const struct scene *scene, size_t row, size_t column);
/* Columns of the line `y` of an area: none above and below it, so that text ends with the area. */
int columns_at(struct rectangle area, int y);
/* Every measure of a comparison as a table with bars from (x, y) in `width` columns; returns the lines used.
 */
int draw_measures(struct canvas *canvas, const struct look *look, struct rectangle area,
                  const struct cca_summary *summary, enum measure current, enum pwcca_side side);
/* The screen of one pair: measures, correlations, weights, spectra and warnings in words. */
void draw_pair(struct canvas *canvas, const struct look *look, struct rectangle area,
               const struct scene *scene, size_t row, size_t column);

#endif
