#include "tui/draw_curves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/curve_view.h"
#include "tui/draw_legend.h"
#include "tui/draw_words.h"
#include "tui/picture.h"
#include "tui/plot.h"
#include "tui/style.h"

/* Names of groups and networks get so many columns in a legend; more where there is room for them. */
#define NAMES_NARROW 16
#define NAMES_WIDE   32
#define WIDE         120

void curves_focus(const struct scene *scene, const struct view_state *state, size_t *row, size_t *column)
{
    *row = state->has_cursor ? state->row : scene->curve[0];
    *column = state->has_cursor                         ? state->column
              : views[scene->view].set == SET_GROUPS    ? scene->layer
              : views[scene->view].set == SET_STABILITY ? scene_columns(scene) - 1 /* where all has come to */
                                                        : 0;
}

static const char *y_title(const struct scene *scene, char *text, size_t size)
{
    const char *what = views[scene->view].set == SET_CORRELATIONS ? "correlation with" : "distance to";
    const struct view *view = &views[scene->view];
    size_t last = scene_timestep(scene, scene->layer, SIZE_MAX);
    size_t timestep =
        scene->timestep == SCENE_LAST ? last : scene_timestep(scene, scene->layer, scene->timestep);

    if (view->set == SET_STABILITY)
        return "distance of directions to the layer";
    if (view->end == END_TARGET && view->down != AXIS_LAYER)
        return "distance to the target";
    if (view->end == END_TARGET) {
        snprintf(text, size, "distance to %s", scene->experiment->targets[scene->target].name);
        return text;
    }
    if (view->end == END_LAST && scene->pinned && scene_checkpoint(scene, &scene->b))
        snprintf(text, size, "%s checkpoint %s", what, scene_checkpoint(scene, &scene->b)->name);
    else
        snprintf(text, size, "%s the last checkpoint", what);
    if (view->end == END_LAST)
        return text;
    if (view->across == AXIS_TIMESTEP) {
        snprintf(text, size, "distance to timestep %zu", timestep);
        return text;
    }
    return view->set == SET_PAIR ? "distance" : "distance between networks";
}

/* A plot of all there is, without cursor and mark. */
static struct plot whole_plot(const struct picture *picture, const struct view_state *state, char *title,
                              size_t size)
{
    static const char *const x_titles[] = {
        [AXIS_CHECKPOINT] = "step", [AXIS_STEP] = "step",       [AXIS_TIMESTEP] = "timestep",
        [AXIS_LAYER] = "layer",     [AXIS_NETWORK] = "network", [AXIS_INDEX] = "index"};
    const struct scene *scene = picture->scene;
    const struct curves *curves = picture->curves;
    enum axis across = views[scene->view].across;
    bool named = across == AXIS_LAYER || across == AXIS_NETWORK, trained = !named && across != AXIS_TIMESTEP;
    double first = curves->x[0], last = curves->x[curves->columns - 1], margin = named ? 0.5 : 0;

    return (struct plot){.curves = picture->list,
                         .curve_count = picture->count,
                         .x_low = first - margin,
                         .x_high = (last > first || named ? last : first + 1) + margin,
                         .y_high = picture->high,
                         .right_low = picture->right_low,
                         .right_high = picture->right_high,
                         .right_title =
                             views[scene->view].down == AXIS_MEASURE ? "euclidean" : overlays_name(scene),
                         .log_x = state->log_x && trained,
                         .x_whole = !named,
                         .x_title = x_titles[across],
                         .y_title = y_title(scene, title, size),
                         .x_names = named ? picture->names : NULL,
                         .x_name_count = curves->columns,
                         .without_legend = true, /* ours has values */
                         .highlight = picture->count};
}

/* Moves the cursor to the point that was clicked at. Curves may lack points of some columns. */
static void pick(const struct look *look, struct rectangle area, const struct picture *picture,
                 const struct plot *whole, struct view_state *state)
{
    struct plot part = curve_view_part(whole, &state->window);
    size_t position, point, column = 0;

    part.curve_count = picture->shown; /* not what is drawn over them */
    if (state->picks && plot_nearest(look, area, &part, state->pick_x, state->pick_y, &position, &point)) {
        while (picture->curves->x[column] < picture->list[position].x[point])
            column++;
        state->row = picture_row(picture, position);
        state->column = column;
        state->picked = (struct grid_place){state->row, state->column};
    }
    state->picks = false;
}

/* A curve that is hidden leaves the step of its mark. */
static void set_places(struct plot *plot, const struct picture *picture, const struct view_state *state)
{
    const struct curves *curves = picture->curves;

    plot->has_cursor = state->has_cursor;
    if (state->has_cursor) {
        plot->highlight = sequence_position(picture->sequence, curves->rows, state->row);
        plot->cursor_x = state->column < curves->columns ? curves->x[state->column] : 0;
    }
    if (!state->has_mark || state->mark.row >= curves->rows || state->mark.column >= curves->columns)
        return;
    plot->has_mark = true;
    plot->mark_x = curves->x[state->mark.column];
    plot->mark = sequence_shows(picture->sequence, curves->rows, state->mark.row)
                     ? sequence_position(picture->sequence, curves->rows, state->mark.row)
                     : plot->curve_count;
}

static void draw_plot(struct canvas *canvas, const struct look *look, struct rectangle area,
                      const struct picture *picture, struct view_state *state)
{
    char title[200];
    struct plot plot = whole_plot(picture, state, title, sizeof title), part;

    pick(look, area, picture, &plot, state);
    set_places(&plot, picture, state);
    curve_view_follow(&plot, state);
    part = curve_view_part(&plot, &state->window);
    state->plot = plot_draw(canvas, look, area, &part).field;
}

static void draw_picture(struct canvas *canvas, const struct look *look, struct rectangle area,
                         const struct picture *picture, struct view_state *state, const size_t *frozen,
                         double saved)
{
    const struct scene *scene = picture->scene;
    struct legend legend = {
        .scene = scene,
        .curves = picture->curves,
        .sequence = picture->sequence,
        .list = picture->list,
        .overlay = picture->count > picture->shown + 1 ? &picture->list[picture->shown + 1] : NULL,
        .frozen = isnan(saved) ? NULL : frozen,
        .has_cursor = state->has_cursor};
    int lines = words_lines(scene, area.height), width;
    bool side_by_side;

    legend.names = legend_name_width(scene, look, area.width >= WIDE ? NAMES_WIDE : NAMES_NARROW);
    legend.names_as = legend_abbreviation(scene, look, legend.names);
    legend.columns = legend_columns(scene, area.height - lines, state->has_cursor);
    width = legend_width(&legend);
    side_by_side = area.width >= width + 30;
    draw_plot(
        canvas, look,
        (struct rectangle){area.x, area.y, area.width - (side_by_side ? width + 1 : 0), area.height - lines},
        picture, state);
    curves_focus(scene, state, &legend.row, &legend.column); /* where a click may have moved it to */
    if (side_by_side)
        draw_legend(canvas, look,
                    (struct rectangle){area.x + area.width - width, area.y, width, area.height - lines},
                    &legend);
    draw_words(canvas, look, (struct rectangle){area.x, area.y + area.height - lines, area.width, lines},
               &legend, saved);
}

void draw_curves(struct canvas *canvas, const struct look *look, struct rectangle area,
                 const struct scene *scene, struct view_state *state)
{
    struct picture picture = {0};
    size_t *frozen;

    state->overview = state->plot = state->extent.field = (struct rectangle){0};
    if (scene_columns(scene) == 0 || scene_rows(scene) == 0) {
        canvas_text(canvas, area.x, area.y, area.width, STYLE_DIM, words_nothing(scene));
        return;
    }
    frozen = calloc(scene_rows(scene), sizeof *frozen);
    if (frozen && curves_gather(&state->curves, scene) &&
        picture_make(&picture, scene, &state->curves, &state->rows, look))
        draw_picture(canvas, look, area, &picture, state, frozen,
                     curves_freeze(&state->curves, scene->tolerance, frozen));
    picture_free(&picture);
    free(frozen);
}
