#include "tui/draw_curves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/draw_legend.h"
#include "tui/draw_words.h"
#include "tui/palette.h"
#include "tui/plot.h"
#include "tui/style.h"

/* Names of groups and networks get so many columns in a legend; more where there is room for them. */
#define NAMES_NARROW 16
#define NAMES_WIDE   32
#define WIDE         120

/* The lists that a plot borrows, made anew for every frame. */
struct picture {
    const struct curves *curves;
    struct curve *list;        /* a curve a row, and the chance level */
    double *x, *y, *spread;    /* rows × columns */
    double *chance;            /* columns */
    const char **names;        /* columns */
    char (*texts)[SCENE_NAME]; /* of the names */
    size_t *frozen;            /* rows */
    double saved;              /* share of backward work; NaN: unknown */
};

static bool allocate(struct picture *picture)
{
    size_t rows = picture->curves->rows, columns = picture->curves->columns;

    picture->list = calloc(rows + 1, sizeof *picture->list);
    picture->x = calloc(rows * columns + 1, sizeof *picture->x);
    picture->y = calloc(rows * columns + 1, sizeof *picture->y);
    picture->spread = calloc(rows * columns + 1, sizeof *picture->spread);
    picture->chance = calloc(columns + 1, sizeof *picture->chance);
    picture->names = calloc(columns + 1, sizeof *picture->names);
    picture->texts = calloc(columns + 1, sizeof *picture->texts);
    picture->frozen = calloc(rows + 1, sizeof *picture->frozen);
    return picture->list && picture->x && picture->y && picture->spread && picture->chance &&
           picture->names && picture->texts && picture->frozen;
}

static void release(struct picture *picture)
{
    free(picture->list);
    free(picture->x);
    free(picture->y);
    free(picture->spread);
    free(picture->chance);
    free(picture->names);
    free(picture->texts);
    free(picture->frozen);
}

void curves_focus(const struct scene *scene, const struct view_state *state, size_t *row, size_t *column)
{
    *row = state->has_cursor ? state->row : scene->curve[0];
    *column = state->has_cursor ? state->column : views[scene->view].set == SET_GROUPS ? scene->layer : 0;
}

/* Euclidean distances have no scale of their own among those that end at 1. */
static bool on_the_right(const struct scene *scene, size_t row)
{
    return views[scene->view].down == AXIS_MEASURE && row == MEASURE_EUCLIDEAN;
}

/* A curve of the values of a row. A step at which only other networks have a checkpoint leaves no gap in it.
 */
static void fill_row(struct picture *picture, const struct scene *scene, const struct look *look, size_t row)
{
    const struct curves *curves = picture->curves;
    bool shared_steps = views[scene->view].across == AXIS_STEP;
    size_t first = row * curves->columns, count = 0;

    for (size_t column = 0; column < curves->columns; column++) {
        const struct scene_value *value = curves_value(curves, row, column);

        if (shared_steps && value->state == CCA_STATE_HOLE)
            continue;
        picture->x[first + count] = curves->x[column];
        picture->y[first + count] = value->mean;
        picture->spread[first + count++] = value->deviation;
    }
    picture->list[row] = (struct curve){.name = "",
                                        .x = picture->x + first,
                                        .y = picture->y + first,
                                        .spread = scene_has_sets(scene) ? picture->spread + first : NULL,
                                        .count = count,
                                        .right = on_the_right(scene, row),
                                        .style = palette_curve(look, row, curves->rows)};
}

static void fill(struct picture *picture, const struct scene *scene, const struct look *look)
{
    const struct curves *curves = picture->curves;

    for (size_t row = 0; row < curves->rows; row++)
        fill_row(picture, scene, look, row);
    for (size_t column = 0; column < curves->columns; column++) {
        picture->chance[column] = curves_chance(curves, column);
        picture->names[column] =
            scene_column_name(scene, column, picture->texts[column], sizeof picture->texts[column]);
    }
    picture->list[curves->rows] = (struct curve){.name = "chance",
                                                 .x = curves->x,
                                                 .y = picture->chance,
                                                 .count = curves->columns,
                                                 .style = STYLE_DIM,
                                                 .faint = true};
    picture->saved = curves_freeze(curves, scene->tolerance, picture->frozen);
}

/* The end of the vertical axis: a quarter at a time, so that it seldom moves while results arrive. */
static double y_end(const struct picture *picture, const struct scene *scene, bool right)
{
    const struct curves *curves = picture->curves;
    double high = 0;

    for (size_t row = 0; row < curves->rows; row++)
        for (size_t column = 0; column < curves->columns && on_the_right(scene, row) == right; column++) {
            const struct scene_value *value = curves_value(curves, row, column);
            double top = value->mean + (isnan(value->deviation) ? 0 : value->deviation);

            high = top > high ? top : high; /* NaN is not */
        }
    if (high > 1)
        return high * 1.05;
    return high == 0 ? 1 : fmax(0.25, ceil(high * 4) / 4);
}

static const char *y_title(const struct scene *scene, char *text, size_t size)
{
    const struct view *view = &views[scene->view];
    size_t last = scene_timestep(scene, scene->layer, SIZE_MAX);
    size_t timestep =
        scene->timestep == SCENE_LAST ? last : scene_timestep(scene, scene->layer, scene->timestep);

    if (view->end == END_LAST)
        return "distance to the last checkpoint";
    if (view->across == AXIS_TIMESTEP) {
        snprintf(text, size, "distance to timestep %zu", timestep);
        return text;
    }
    return view->set == SET_PAIR ? "distance" : "distance between networks";
}

static void draw_plot(struct canvas *canvas, const struct look *look, struct rectangle area,
                      const struct picture *picture, const struct scene *scene,
                      const struct view_state *state)
{
    static const char *const x_titles[] = {[AXIS_CHECKPOINT] = "step",
                                           [AXIS_STEP] = "step",
                                           [AXIS_TIMESTEP] = "timestep",
                                           [AXIS_LAYER] = "layer",
                                           [AXIS_NETWORK] = "network"};
    const struct curves *curves = picture->curves;
    enum axis across = views[scene->view].across;
    bool named = across == AXIS_LAYER || across == AXIS_NETWORK, trained = !named && across != AXIS_TIMESTEP;
    double first = curves->x[0], last = curves->x[curves->columns - 1], margin = named ? 0.5 : 0;
    char title[60];
    struct plot plot = {.curves = picture->list,
                        .curve_count = curves->rows + 1,
                        .x_low = first - margin,
                        .x_high = (last > first || named ? last : first + 1) + margin,
                        .y_high = y_end(picture, scene, false),
                        .log_x = state->log_x && trained,
                        .x_title = x_titles[across],
                        .y_title = y_title(scene, title, sizeof title),
                        .x_names = named ? picture->names : NULL,
                        .x_name_count = curves->columns,
                        .without_legend = true, /* ours has values */
                        .has_cursor = state->has_cursor,
                        .cursor_x = state->column < curves->columns ? curves->x[state->column] : 0,
                        .highlight = state->has_cursor ? state->row : curves->rows + 1};

    if (views[scene->view].down == AXIS_MEASURE) {
        plot.right_high = y_end(picture, scene, true);
        plot.right_title = "euclidean";
    }
    plot_draw(canvas, look, area, &plot);
}

static void draw_picture(struct canvas *canvas, const struct look *look, struct rectangle area,
                         const struct picture *picture, const struct scene *scene,
                         const struct view_state *state)
{
    struct legend legend = {.scene = scene,
                            .curves = picture->curves,
                            .list = picture->list,
                            .frozen = isnan(picture->saved) ? NULL : picture->frozen,
                            .has_cursor = state->has_cursor};
    int lines = words_lines(scene, area.height), width;
    bool side_by_side;

    legend.names = legend_name_width(scene, look, area.width >= WIDE ? NAMES_WIDE : NAMES_NARROW);
    width = legend_width(scene, legend.names);
    side_by_side = area.width >= width + 30;
    curves_focus(scene, state, &legend.row, &legend.column);
    draw_plot(
        canvas, look,
        (struct rectangle){area.x, area.y, area.width - (side_by_side ? width + 1 : 0), area.height - lines},
        picture, scene, state);
    if (side_by_side)
        draw_legend(canvas, look,
                    (struct rectangle){area.x + area.width - width, area.y, width, area.height - lines},
                    &legend);
    draw_words(canvas, look, (struct rectangle){area.x, area.y + area.height - lines, area.width, lines},
               scene, picture->curves, legend.row, legend.column, picture->saved);
}

/* Why there is nothing to draw. */
static const char *nothing(const struct scene *scene)
{
    if (views[scene->view].across == AXIS_TIMESTEP || views[scene->view].down == AXIS_TIMESTEP)
        return cca_study_surveyed(scene->study) ? "nothing to show: no array of this layer could be read"
                                                : "reading the first headers…";
    return "this network has no checkpoints";
}

void draw_curves(struct canvas *canvas, const struct look *look, struct rectangle area,
                 const struct scene *scene, struct view_state *state)
{
    struct picture picture = {.curves = &state->curves};

    if (scene_columns(scene) == 0 || scene_rows(scene) == 0) {
        canvas_text(canvas, area.x, area.y, area.width, STYLE_DIM, nothing(scene));
        return;
    }
    if (curves_gather(&state->curves, scene) && allocate(&picture)) {
        fill(&picture, scene, look);
        draw_picture(canvas, look, area, &picture, scene, state);
    }
    release(&picture);
}
