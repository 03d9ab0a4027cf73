#include "tui/draw_curves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/number.h"
#include "tui/palette.h"
#include "tui/plot.h"
#include "tui/style.h"
#include "tui/text.h"

/* Values of all curves, gathered once a frame. */
struct curves {
    const struct scene *scene;
    size_t rows, columns;
    double *x;      /* columns */
    double *y;      /* rows × columns, row by row */
    double *chance; /* columns: the faint curve */
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

/* The distance that independent data would have at a place; NaN where unknown. */
static double chance_at(const struct scene *scene, size_t row, size_t column)
{
    struct cca_result result;
    struct cca_pair pair;

    if (!scene_pair(scene, row, column, &pair))
        return NAN;
    cca_study_result(scene->study, pair, &result);
    return result.state == CCA_DONE ? 1 - result.summary.chance[scene->measure] : NAN;
}

static double mean_chance(const struct scene *scene, size_t rows, size_t column)
{
    double sum = 0, value;
    size_t count = 0;

    for (size_t row = 0; row < rows; row++)
        if (!isnan(value = chance_at(scene, row, column))) {
            sum += value;
            count++;
        }
    return count ? sum / (double)count : NAN;
}

static void gather(struct curves *curves, const struct look *look)
{
    const struct scene *scene = curves->scene;

    for (size_t column = 0; column < curves->columns; column++) {
        curves->x[column] = step_of(scene, column);
        curves->chance[column] = mean_chance(scene, curves->rows, column);
    }
    curves->list[curves->rows] = (struct curve){.name = "chance",
                                                .x = curves->x,
                                                .y = curves->chance,
                                                .count = curves->columns,
                                                .style = STYLE_DIM,
                                                .faint = true};
    for (size_t row = 0; row < curves->rows; row++) {
        for (size_t column = 0; column < curves->columns; column++)
            scene_distance(scene, row, column, &curves->y[row * curves->columns + column]);
        curves->list[row] = (struct curve){.name = "",
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

    for (size_t i = 0; i < curves->rows * curves->columns; i++)
        if (!isnan(curves->y[i]) && curves->y[i] > high)
            high = curves->y[i];
    if (high > 1)
        return high * 1.05;
    return high == 0 ? 1 : fmax(0.25, ceil(high * 4) / 4);
}

static void draw_plot(struct canvas *canvas, const struct look *look, struct rectangle area,
                      const struct curves *curves, const struct view_state *state)
{
    double first = curves->x[0], last = curves->x[curves->columns - 1];
    struct plot plot = {.curves = curves->list,
                        .curve_count = curves->rows + 1,
                        .x_low = first,
                        .x_high = last > first ? last : first + 1,
                        .y_high = y_end(curves),
                        .log_x = state->log_x,
                        .x_title = "step",
                        .y_title = "distance to the last checkpoint",
                        .without_legend = true, /* ours has values */
                        .has_cursor = state->has_cursor,
                        .cursor_x = state->column < curves->columns ? curves->x[state->column] : 0,
                        .highlight = state->has_cursor ? state->row : curves->rows + 1};

    plot_draw(canvas, look, area, &plot);
}

static int name_width(const struct scene *scene, size_t rows)
{
    int width = 6; /* of "chance" */

    for (size_t row = 0; row < rows; row++)
        if (text_columns(scene->experiment->layers[row].name) > width)
            width = text_columns(scene->experiment->layers[row].name);
    return width < 16 ? width : 16;
}

/* First row of the legend so that the cursor's is in view. */
static size_t legend_start(const struct curves *curves, const struct view_state *state, size_t visible)
{
    if (curves->rows <= visible || state->row < visible / 2)
        return 0;
    return state->row + visible / 2 < curves->rows ? state->row - visible / 2 : curves->rows - visible;
}

static void legend_values(char *value, char *settles, const struct curves *curves, size_t row, size_t column)
{
    double distance = curves->y[row * curves->columns + column];
    size_t settled = scene_settles(curves->scene, row);

    if (isnan(distance))
        strcpy(value, "");
    else
        number_fixed(value, distance, 3);
    if (settled == SIZE_MAX)
        strcpy(settles, "");
    else
        number_compact(settles, curves->x[settled]);
}

static void draw_legend_row(struct canvas *canvas, const struct look *look, int x, int y, int names,
                            const struct curves *curves, const struct view_state *state, size_t row)
{
    bool current = state->has_cursor && row == state->row;
    char value[NUMBER_SIZE], settles[NUMBER_SIZE], *name;
    struct style style = current ? STYLE_CURSOR : STYLE_PLAIN;

    legend_values(value, settles, curves, row, state->has_cursor ? state->column : 0);
    canvas_put(canvas, x, y, plot_mark(look, row), curves->list[row].style);
    canvas_put(canvas, x + 1, y, look->unicode ? U'━' : U'=', curves->list[row].style);
    name = text_abbreviated(curves->scene->experiment->layers[row].name, names, look->unicode ? "…" : "~");
    canvas_text(canvas, x + 3, y, names, style, name ? name : "");
    free(name);
    canvas_text_right(canvas, x + 4 + names, y, 6, STYLE_PLAIN, value);
    canvas_text_right(canvas, x + 11 + names, y, 7, STYLE_PLAIN, settles);
}

static void draw_legend(struct canvas *canvas, const struct look *look, struct rectangle area,
                        const struct curves *curves, const struct view_state *state)
{
    int names = name_width(curves->scene, curves->rows), height = area.height - 2;
    size_t visible = height > 0 ? (size_t)height : 0, start = legend_start(curves, state, visible);
    size_t column = state->has_cursor ? state->column : 0;
    char step[NUMBER_SIZE], at[NUMBER_SIZE + 2], value[NUMBER_SIZE];

    number_compact(step, curves->x[column]);
    snprintf(at, sizeof at, "@%s", step);
    canvas_text(canvas, area.x + 3, area.y, names, STYLE_DIM, "layer");
    canvas_text_right(canvas, area.x + 4 + names, area.y, 6, STYLE_DIM, at);
    canvas_text_right(canvas, area.x + 11 + names, area.y, 7, STYLE_DIM, "settles");
    for (size_t row = start; row < curves->rows && row - start < visible; row++)
        draw_legend_row(canvas, look, area.x, area.y + 1 + (int)(row - start), names, curves, state, row);
    if (curves->rows >= visible || isnan(curves->chance[column]))
        return;
    number_fixed(value, curves->chance[column], 3);
    canvas_text(canvas, area.x, area.y + 1 + (int)curves->rows, names + 3, STYLE_DIM,
                look->unicode ? "┄┄ chance" : ".. chance");
    canvas_text_right(canvas, area.x + 4 + names, area.y + 1 + (int)curves->rows, 6, STYLE_DIM, value);
}

/* "bottom-up: conv1 settles at 100, conv2 200, ...", or why nothing can be said yet. */
static void describe_settling(const struct curves *curves, char *text, size_t size)
{
    double before = -INFINITY, first = 0;
    char list[900] = "", step[NUMBER_SIZE];
    bool ordered = true;
    size_t used = 0;

    for (size_t row = 0; row < curves->rows && used < sizeof list; row++) {
        size_t settled = scene_settles(curves->scene, row);

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
    struct curves curves = {.scene = scene, .rows = scene_rows(scene), .columns = scene_columns(scene)};
    int legend = name_width(scene, curves.rows) + 19;
    bool side_by_side = area.width >= legend + 30;
    struct rectangle plot = {area.x, area.y, area.width - (side_by_side ? legend + 1 : 0), area.height - 1};
    struct rectangle beside = {plot.x + plot.width + 1, area.y, legend, area.height - 1};
    char sentence[1000];

    if (curves.columns == 0) {
        canvas_text(canvas, area.x, area.y, area.width, STYLE_DIM, "this network has no checkpoints");
        return;
    }
    if (allocate(&curves)) {
        gather(&curves, look);
        draw_plot(canvas, look, plot, &curves, state);
        if (side_by_side)
            draw_legend(canvas, look, beside, &curves, state);
        describe_settling(&curves, sentence, sizeof sentence);
        canvas_text(canvas, area.x, area.y + area.height - 1, area.width, STYLE_PLAIN, sentence);
    }
    release(&curves);
}
