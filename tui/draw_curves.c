#include "tui/draw_curves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/abbreviation.h"
#include "tui/curve_view.h"
#include "tui/number.h"
#include "tui/palette.h"
#include "tui/plot.h"
#include "tui/style.h"
#include "tui/text.h"

/* Columns of names in the legend, at most. */
#define NAMES 16
/* More curves than these have two digits of their values in the legend: all of them change with a key. */
#define FEW 8
/* Below so many rows a legend has no more than these. */
#define SMALL        20
#define SMALL_LEGEND 9

/* Values of all curves, gathered once a frame. */
struct curves {
    const struct scene *scene;
    const struct view_state *state;
    struct grid *grid;
    size_t rows, columns;
    size_t shown;              /* of the rows, those in `list` */
    int decimals;              /* of the values in the legend */
    struct abbreviation names; /* there */
    double *x;                 /* columns */
    double *y;                 /* rows × columns, row by row */
    double *chance;            /* columns: the faint curve */
    struct curve *list;
};

static double step_of(const struct scene *scene, size_t column)
{
    return (double)scene_network(scene, &scene->a)->checkpoints[column].step;
}

static bool allocate(struct curves *curves)
{
    curves->x = calloc(curves->columns + 1, sizeof *curves->x);
    curves->y = calloc(curves->rows * curves->columns + 1, sizeof *curves->y);
    curves->chance = calloc(curves->columns + 1, sizeof *curves->chance);
    curves->list = calloc(curves->rows + 1, sizeof *curves->list);
    return curves->x && curves->y && curves->chance && curves->list;
}

static void release(struct curves *curves)
{
    free(curves->x);
    free(curves->y);
    free(curves->chance);
    free(curves->list);
}

/* The row of the curve at a position of the list. */
static size_t row_at(const struct curves *curves, size_t position)
{
    return sequence_place(&curves->state->rows, curves->rows, position);
}

static double mean_chance(const struct curves *curves, size_t column)
{
    double sum = 0;
    size_t count = 0;

    for (size_t row = 0; row < curves->rows; row++) {
        double chance = grid_cell(curves->grid, row, column)->chance;

        if (!isnan(chance)) {
            sum += chance;
            count++;
        }
    }
    return count ? sum / (double)count : NAN;
}

static void gather(struct curves *curves, const struct look *look)
{
    const struct scene *scene = curves->scene;

    for (size_t column = 0; column < curves->columns; column++) {
        curves->x[column] = step_of(scene, column);
        curves->chance[column] = mean_chance(curves, column);
    }
    curves->list[curves->shown] = (struct curve){.name = "chance",
                                                 .x = curves->x,
                                                 .y = curves->chance,
                                                 .count = curves->columns,
                                                 .style = STYLE_DIM,
                                                 .faint = true};
    for (size_t position = 0; position < curves->shown; position++) {
        size_t row = row_at(curves, position);

        for (size_t column = 0; column < curves->columns; column++)
            curves->y[row * curves->columns + column] = grid_cell(curves->grid, row, column)->distance;
        curves->list[position] = (struct curve){.name = "",
                                                .x = curves->x,
                                                .y = curves->y + row * curves->columns,
                                                .count = curves->columns,
                                                .style = palette_curve(look, row, curves->rows)};
    }
}

/* The end of the vertical axis: a quarter at a time, so that it seldom moves while results arrive. */
static double y_end(const struct curves *curves)
{
    double high = 0;

    for (size_t position = 0; position < curves->shown; position++)
        for (size_t column = 0; column < curves->columns; column++)
            high = fmax(high, curves->list[position].y[column]); /* which knows NaN */
    if (high > 1)
        return high * 1.05;
    return high == 0 ? 1 : fmax(0.25, ceil(high * 4) / 4);
}

/* A curve that is hidden leaves the step of its mark. */
static void set_mark(struct plot *plot, const struct curves *curves, const struct view_state *state)
{
    if (!state->has_mark || state->mark.row >= curves->rows || state->mark.column >= curves->columns)
        return;
    plot->has_mark = true;
    plot->mark_x = curves->x[state->mark.column];
    plot->mark = sequence_shows(&state->rows, curves->rows, state->mark.row)
                     ? sequence_position(&state->rows, curves->rows, state->mark.row)
                     : plot->curve_count;
}

static void draw_plot(struct canvas *canvas, const struct look *look, struct rectangle area,
                      const struct curves *curves, struct view_state *state)
{
    const struct checkpoint *pinned =
        curves->scene->pinned ? scene_checkpoint(curves->scene, &curves->scene->b) : NULL;
    char title[200] = "distance to the last checkpoint";
    double first = curves->x[0], last = curves->x[curves->columns - 1];
    struct plot plot = {.curves = curves->list,
                        .curve_count = curves->shown + 1,
                        .x_low = first,
                        .x_high = last > first ? last : first + 1,
                        .y_high = y_end(curves),
                        .log_x = state->log_x,
                        .x_title = "step",
                        .y_title = title,
                        .without_legend = true, /* ours has values */
                        .has_cursor = state->has_cursor,
                        .highlight = curves->shown + 1};
    struct plot part = curve_view_part(&plot, &state->window);
    size_t position;

    if (state->picks &&
        plot_nearest(look, area, &part, state->pick_x, state->pick_y, &position, &state->column)) {
        state->row = row_at(curves, position);
        state->picked = (struct grid_place){state->row, state->column};
    }
    state->picks = false;
    if (state->has_cursor) {
        plot.highlight = sequence_position(&state->rows, curves->rows, state->row);
        plot.cursor_x = state->column < curves->columns ? curves->x[state->column] : 0;
    }
    if (pinned)
        snprintf(title, sizeof title, "distance to checkpoint %s", pinned->name);
    set_mark(&plot, curves, state);
    curve_view_follow(&plot, state);
    part = curve_view_part(&plot, &state->window);
    state->plot = plot_draw(canvas, look, area, &part).field;
}

static const char *layer_name(const void *context, size_t index)
{
    return ((const struct scene *)context)->experiment->layers[index].name;
}

static int name_width(const struct scene *scene, size_t rows)
{
    int width = 6; /* of "chance" */

    for (size_t row = 0; row < rows; row++)
        if (text_columns(scene->experiment->layers[row].name) > width)
            width = text_columns(scene->experiment->layers[row].name);
    return width < NAMES ? width : NAMES;
}

/* First position of the legend so that the cursor's is in view: a page at a time, as a scroll repaints it. */
static size_t legend_start(size_t cursor, size_t visible)
{
    return visible ? cursor / visible * visible : 0;
}

static void legend_values(char *value, char *settles, const struct curves *curves, size_t row, size_t column)
{
    double distance = curves->y[row * curves->columns + column];
    size_t settled = grid_settles(curves->grid, row);

    if (isnan(distance))
        strcpy(value, "");
    else
        number_fixed(value, distance, curves->decimals);
    if (settled == SIZE_MAX)
        strcpy(settles, "");
    else
        number_compact(settles, curves->x[settled]);
}

static void draw_legend_row(struct canvas *canvas, const struct look *look, int x, int y, int names,
                            const struct curves *curves, const struct view_state *state, size_t position)
{
    size_t row = row_at(curves, position);
    bool current = state->has_cursor && row == state->row;
    char value[NUMBER_SIZE], settles[NUMBER_SIZE], name[TEXT_BYTES(NAMES)];
    struct style style = current ? STYLE_CURSOR : STYLE_PLAIN;

    legend_values(value, settles, curves, row, state->has_cursor ? state->column : 0);
    canvas_put(canvas, x, y, plot_mark(look, position), curves->list[position].style);
    canvas_put(canvas, x + 1, y, look->unicode ? U'━' : U'=', curves->list[position].style);
    abbreviate(name, sizeof name, curves->scene->experiment->layers[row].name, &curves->names);
    canvas_text(canvas, x + 3, y, names, style, name);
    canvas_text_right(canvas, x + 4 + names, y, 6, STYLE_PLAIN, value);
    canvas_text_right(canvas, x + 11 + names, y, 7, STYLE_PLAIN, settles);
}

/* Every value in the legend changes when the cursor moves along the steps. On a small screen, where lines are
 * slow more often than not, so many of them that a key costs no more than 256 bytes. */
static size_t legend_rows(int height)
{
    int most = height < SMALL ? SMALL_LEGEND : height;

    return height > 0 ? (size_t)(height < most ? height : most) : 0;
}

static void draw_legend(struct canvas *canvas, const struct look *look, struct rectangle area,
                        const struct curves *curves, const struct view_state *state)
{
    int names = name_width(curves->scene, curves->rows), height = area.height - 2;
    size_t visible = legend_rows(height), end;
    size_t start = legend_start(sequence_position(&state->rows, curves->rows, state->row), visible);
    size_t column = state->has_cursor ? state->column : 0;
    char step[NUMBER_SIZE], at[NUMBER_SIZE + 2], value[NUMBER_SIZE];

    number_compact(step, curves->x[column]);
    snprintf(at, sizeof at, "@%s", step);
    canvas_text(canvas, area.x + 3, area.y, names, STYLE_DIM, "layer");
    canvas_text_right(canvas, area.x + 4 + names, area.y, 6, STYLE_DIM, at);
    canvas_text_right(canvas, area.x + 11 + names, area.y, 7, STYLE_DIM, "settles");
    end = start + visible < curves->shown ? start + visible : curves->shown;
    for (size_t position = start; position < end; position++)
        draw_legend_row(canvas, look, area.x, area.y + 1 + (int)(position - start), names, curves, state,
                        position);
    if (curves->shown >= visible || isnan(curves->chance[column]))
        return;
    number_fixed(value, curves->chance[column], 3);
    canvas_text(canvas, area.x, area.y + 1 + (int)curves->shown, names + 3, STYLE_DIM,
                look->unicode ? "┄┄ chance" : ".. chance");
    canvas_text_right(canvas, area.x + 4 + names, area.y + 1 + (int)curves->shown, 6, STYLE_DIM, value);
}

/* "bottom-up: conv1 settles at 100, conv2 200, ...", or why nothing can be said yet. */
static void describe_settling(const struct curves *curves, char *text, size_t size)
{
    double before = -INFINITY, first = 0;
    char list[900] = "", step[NUMBER_SIZE];
    bool ordered = true;
    size_t used = 0;

    for (size_t row = 0; row < curves->rows && used < sizeof list; row++) {
        size_t settled = grid_settles(curves->grid, row);

        if (settled == SIZE_MAX) {
            snprintf(text, size, "which layer settles first is known when all distances are");
            return;
        }
        ordered = ordered && curves->x[settled] >= before;
        before = curves->x[settled];
        first = row ? first : before;
        number_compact(step, before);
        used += (size_t)snprintf(list + used, sizeof list - used, row ? ", %s %s" : "%s settles at %s",
                                 curves->scene->experiment->layers[row].name, step);
    }
    snprintf(text, size, "%s%s (within 10 %% of its range)",
             curves->rows < 2  ? ""
             : !ordered        ? "not bottom-up: "
             : first == before ? "together: "
                               : "bottom-up: ",
             list);
}

void draw_curves(struct canvas *canvas, const struct look *look, struct rectangle area,
                 const struct scene *scene, struct view_state *state)
{
    struct grid local = {0};
    struct curves curves = {.scene = scene,
                            .state = state,
                            .grid = state->cache ? &state->cache->grid : &local,
                            .rows = scene_rows(scene),
                            .columns = scene_columns(scene)};
    int legend = name_width(scene, curves.rows) + 19;
    bool side_by_side = area.width >= legend + 30;
    struct rectangle plot = {area.x, area.y, area.width - (side_by_side ? legend + 1 : 0), area.height - 1};
    struct rectangle beside = {plot.x + plot.width + 1, area.y, legend, area.height - 1};
    char sentence[1000];

    curves.names =
        abbreviation_for(layer_name, scene, curves.rows, name_width(scene, curves.rows), look->unicode);
    curves.decimals = curves.rows > FEW ? 2 : 3;
    curves.shown = sequence_count(&state->rows, curves.rows);
    state->overview = state->plot = state->extent.field = (struct rectangle){0};
    if (curves.columns == 0) {
        canvas_text(canvas, area.x, area.y, area.width, STYLE_DIM, "this network has no checkpoints");
        return;
    }
    grid_open(curves.grid, scene);
    if (allocate(&curves) && curves.grid->rows > 0) {
        gather(&curves, look);
        draw_plot(canvas, look, plot, &curves, state);
        if (side_by_side)
            draw_legend(canvas, look, beside, &curves, state);
        describe_settling(&curves, sentence, sizeof sentence);
        canvas_text(canvas, area.x, area.y + area.height - 1, area.width, STYLE_PLAIN, sentence);
    }
    release(&curves);
    grid_release(&local);
}
