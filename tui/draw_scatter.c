#include "tui/draw_scatter.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tui/abbreviation.h"
#include "tui/curve_view.h"
#include "tui/draw_legend.h"
#include "tui/number.h"
#include "tui/palette.h"
#include "tui/plot.h"
#include "tui/scatter.h"
#include "tui/style.h"
#include "tui/text.h"

/* Columns of the list: a mark, the name, the attribute, the distance and its deviation. */
#define MARK      3
#define ATTRIBUTE 9
#define DISTANCE  7
#define DEVIATION 6
#define NAME_MOST 20

/* The points, and as lists that a plot borrows: those of a group are one curve. */
struct points {
    const struct scene *scene;
    struct scatter_point *points;
    size_t count;
    struct curve *list; /* a curve a group, and the chance level */
    size_t list_count;
    double *x, *y, *low, *high, *chance_x, *chance; /* by group, and for the chance level by x */
    size_t *rows;                               /* of x and y */
};

static bool allocate(struct points *points, size_t rows)
{
    points->points = calloc(rows + 1, sizeof *points->points);
    points->list = calloc(points->scene->experiment->group_count + 1, sizeof *points->list);
    points->x = calloc(rows + 1, sizeof *points->x);
    points->y = calloc(rows + 1, sizeof *points->y);
    points->low = calloc(rows + 1, sizeof *points->low);
    points->high = calloc(rows + 1, sizeof *points->high);
    points->chance_x = calloc(rows + 1, sizeof *points->chance_x);
    points->chance = calloc(rows + 1, sizeof *points->chance);
    points->rows = calloc(rows + 1, sizeof *points->rows);
    return points->points && points->list && points->x && points->y && points->low && points->high && points->chance_x &&
           points->chance && points->rows;
}

static void release(struct points *points)
{
    free(points->points);
    free(points->list);
    free(points->x);
    free(points->y);
    free(points->low);
    free(points->high);
    free(points->chance_x);
    free(points->chance);
    free(points->rows);
}

/* Appends the points of a group to the lists, as a curve without line. */
static void fill_group(struct points *points, const struct look *look, size_t group, size_t *used)
{
    size_t first = *used;

    for (size_t i = 0; i < points->count; i++) {
        const struct scatter_point *point = &points->points[i];

        if (point->group != group)
            continue;
        points->x[*used] = point->x;
        points->rows[*used] = point->row;
        points->y[*used] = point->value->mean;
        points->low[*used] = point->value->mean - point->value->deviation;
        points->high[(*used)++] = point->value->mean + point->value->deviation;
    }
    points->list[points->list_count++] =
        (struct curve){.name = "",
                       .x = points->x + first,
                       .y = points->y + first,
                       .low = points->low + first,
                       .high = points->high + first,
                       .count = *used - first,
                       .points = true,
                       .style = palette_curve(look, group, points->scene->experiment->group_count)};
}

/* The point of a row; NULL when there is none. */
static const struct scatter_point *point_of(const struct points *points, size_t row)
{
    for (size_t i = 0; i < points->count; i++)
        if (points->points[i].row == row)
            return &points->points[i];
    return NULL;
}

/* Leaves only the points of the rows that are shown. */
static void keep_shown(struct points *points, const struct sequence *sequence, size_t rows)
{
    size_t all = points->count;

    points->count = 0;
    for (size_t i = 0; i < all; i++)
        if (sequence_shows(sequence, rows, points->points[i].row))
            points->points[points->count++] = points->points[i];
}

static void fill(struct points *points, const struct look *look, const struct curves *curves,
                 const struct sequence *sequence)
{
    size_t used = 0;

    points->count = scatter_points(curves, points->scene->attribute, points->points);
    keep_shown(points, sequence, curves->rows);
    for (size_t group = 0; group < points->scene->experiment->group_count; group++)
        fill_group(points, look, group, &used);
    for (size_t i = 0; i < points->count; i++) {
        points->chance_x[i] = points->points[i].x;
        points->chance[i] = points->points[i].value->chance;
    }
    points->list[points->list_count++] = (struct curve){.name = "chance",
                                                        .x = points->chance_x,
                                                        .y = points->chance,
                                                        .count = points->count,
                                                        .style = STYLE_DIM,
                                                        .faint = true};
}

/* Room around the points: a twentieth of their range, or as much as there is of it on a logarithmic axis. */
static void find_range(const struct points *points, bool logarithmic, double *low, double *high)
{
    double first = points->points[0].x, last = points->points[points->count - 1].x;
    double margin = last > first ? (last - first) / 20 : fabs(first) > 0 ? fabs(first) / 2 : 1;

    *low = logarithmic && first > 0 ? first / 1.2 : first - margin;
    *high = logarithmic && first > 0 ? last * 1.2 : last + margin;
}

/* A plot of all points, without cursor and mark. */
static struct plot whole_plot(const struct points *points, const struct curves *curves,
                              const struct view_state *state)
{
    const struct scene *scene = points->scene;
    double high = curves_highest(curves);
    struct plot plot = {.log_x = state->log_x,
                        .y_high = high > 1    ? high * 1.05
                                  : high == 0 ? 1
                                              : fmax(0.25, ceil(high * 4) / 4),
                        .x_title = scene->experiment->attributes[scene->attribute],
                        .y_title = scene->view == VIEW_SCATTER ? "mean distance to the others of its group"
                                                               : "mean distance within the group",
                        .without_legend = true,
                        .curves = points->list,
                        .curve_count = points->list_count,
                        .highlight = points->list_count};

    find_range(points, state->log_x, &plot.x_low, &plot.x_high);
    return plot;
}

/* Moves the cursor to the point that was clicked at. */
static void pick(const struct look *look, struct rectangle area, const struct points *points,
                 const struct plot *whole, struct view_state *state)
{
    struct plot part = curve_view_part(whole, &state->window);
    size_t curve, point;

    if (state->picks && plot_nearest(look, area, &part, state->pick_x, state->pick_y, &curve, &point)) {
        state->row = points->rows[points->list[curve].x + point - points->x];
        state->picked = (struct grid_place){state->row, state->column};
    }
    state->picks = false;
}

static void set_places(struct plot *plot, const struct points *points, const struct view_state *state)
{
    const struct scatter_point *current = state->has_cursor ? point_of(points, state->row) : NULL;
    const struct scatter_point *marked = state->has_mark ? point_of(points, state->mark.row) : NULL;

    if (current) {
        plot->has_cursor = true;
        plot->cursor_x = current->x;
        plot->cursor_y = &current->value->mean;
        plot->highlight = current->group;
    }
    if (marked) {
        plot->has_mark = true;
        plot->mark_x = marked->x;
        plot->mark_y = &marked->value->mean;
        plot->mark = marked->group;
    }
}

static void draw_plot(struct canvas *canvas, const struct look *look, struct rectangle area,
                      const struct points *points, const struct curves *curves, struct view_state *state)
{
    struct plot plot = whole_plot(points, curves, state), part;

    pick(look, area, points, &plot, state);
    set_places(&plot, points, state);
    curve_view_follow(&plot, state);
    part = curve_view_part(&plot, &state->window);
    state->plot = plot_draw(canvas, look, area, &part).field;
}

static void draw_row(struct canvas *canvas, const struct look *look, struct rectangle line,
                     const struct abbreviation *names_as, const struct points *points,
                     const struct curves *curves, size_t row, bool current)
{
    const struct scene *scene = points->scene;
    const struct scene_value *value = curves_value(curves, row, 0);
    double x = scatter_x(scene, row, scene->attribute);
    size_t group = scatter_group(scene, row);
    char text[SCENE_NAME], name[SCENE_NAME];
    int names = names_as->width, at = line.x + MARK + names;

    if (group < scene->experiment->group_count)
        canvas_put(canvas, line.x, line.y, plot_mark(look, group), points->list[group].style);
    legend_name(scene, look, row, text, sizeof text);
    abbreviate(name, sizeof name, text, names_as);
    canvas_text(canvas, line.x + MARK - 1, line.y, names, current ? STYLE_CURSOR : STYLE_PLAIN, name);
    if (!isnan(x)) {
        number_compact(text, x);
        canvas_text_right(canvas, at, line.y, ATTRIBUTE, STYLE_PLAIN, text);
    }
    if (!isnan(value->mean)) {
        number_fixed(text, value->mean, 3);
        canvas_text_right(canvas, at + ATTRIBUTE, line.y, DISTANCE, STYLE_PLAIN, text);
    }
    if (!isnan(value->deviation)) {
        number_fraction(text, value->deviation, 3);
        canvas_text_right(canvas, at + ATTRIBUTE + DISTANCE, line.y, DEVIATION, STYLE_PLAIN, text);
    }
}

static void draw_list(struct canvas *canvas, const struct look *look, struct rectangle area, int names,
                      const struct points *points, const struct curves *curves,
                      const struct view_state *state)
{
    /* As many as there is room for: a move of the cursor changes no values, as there is nothing across. */
    size_t visible = area.height > 1 ? (size_t)area.height - 1 : 0;
    size_t shown = sequence_count(&state->rows, curves->rows);
    size_t cursor = sequence_position(&state->rows, curves->rows, state->has_cursor ? state->row : 0);
    size_t first = legend_start(state->has_cursor ? cursor : 0, visible);
    struct abbreviation names_as = legend_abbreviation(points->scene, look, names);
    int x = area.x + MARK + names;

    canvas_text(canvas, area.x + MARK - 1, area.y, names, STYLE_DIM,
                points->scene->view == VIEW_SCATTER ? "network" : "group");
    canvas_text_right(canvas, x + 1, area.y, ATTRIBUTE - 1, STYLE_DIM,
                      points->scene->experiment->attributes[points->scene->attribute]);
    canvas_text_right(canvas, x + ATTRIBUTE, area.y, DISTANCE, STYLE_DIM, "dist");
    canvas_text_right(canvas, x + ATTRIBUTE + DISTANCE, area.y, DEVIATION, STYLE_DIM,
                      look->unicode ? "±" : "+-");
    if (shown < visible)
        legend_chance(canvas, look, (struct rectangle){area.x, area.y + 1 + (int)shown, MARK + names, 1},
                      curves, 0, x + ATTRIBUTE + DISTANCE);
    for (size_t i = first; i < shown && i - first < visible; i++) {
        size_t row = sequence_place(&state->rows, curves->rows, i);

        draw_row(canvas, look, (struct rectangle){area.x, area.y + 1 + (int)(i - first), area.width, 1},
                 &names_as, points, curves, row, state->has_cursor && row == state->row);
    }
}

static void describe(const struct points *points, const struct look *look, size_t rows, char *text,
                     size_t size)
{
    struct scatter_fit fit = scatter_fit(points->points, points->count);
    const char *what = points->scene->view == VIEW_SCATTER ? "networks" : "groups";
    char r[NUMBER_SIZE], rho[NUMBER_SIZE];

    if (isnan(fit.pearson.statistic)) {
        snprintf(text, size, "correlation needs three points that differ; here: %zu of %zu %s", fit.points,
                 rows, what);
        return;
    }
    number_fixed(r, fit.pearson.statistic, 3);
    number_fixed(rho, fit.spearman.statistic, 3);
    snprintf(text, size, "Pearson r %s (p %.2g), Spearman %s %s (p %.2g), %zu of %zu %s", r, fit.pearson.p,
             look->unicode ? "ρ" : "rho", rho, fit.spearman.p, fit.points, rows, what);
}

static void draw_points(struct canvas *canvas, const struct look *look, struct rectangle area,
                        struct points *points, const struct curves *curves, struct view_state *state)
{
    int names = legend_name_width(points->scene, look, NAME_MOST);
    int width = MARK + names + ATTRIBUTE + DISTANCE + DEVIATION;
    bool side_by_side = area.width >= width + 30;
    struct rectangle plot = {area.x, area.y, area.width - (side_by_side ? width + 1 : 0), area.height - 1};
    char text[300];

    describe(points, look, curves->rows, text, sizeof text);
    canvas_text(canvas, area.x, area.y + area.height - 1, area.width, STYLE_PLAIN, text);
    if (points->count > 0)
        draw_plot(canvas, look, plot, points, curves, state);
    else
        canvas_text(canvas, area.x, area.y, plot.width, STYLE_DIM,
                    curves->complete ? "no point has both a distance and this attribute" : "computing…");
    if (side_by_side)
        draw_list(canvas, look,
                  (struct rectangle){area.x + area.width - width, area.y, width, area.height - 1}, names,
                  points, curves, state);
}

void draw_scatter(struct canvas *canvas, const struct look *look, struct rectangle area,
                  const struct scene *scene, struct view_state *state)
{
    struct points points = {.scene = scene};

    state->overview = state->plot = state->extent.field = (struct rectangle){0};
    if (area.height < 1 || area.width < 1)
        return;
    if (scene->experiment->attribute_count == 0) {
        canvas_text(canvas, area.x, area.y, area.width, STYLE_DIM,
                    "no attributes; give networks some in the manifest: attributes: {width: 64}");
        return;
    }
    if (curves_gather(&state->curves, scene) && allocate(&points, scene_rows(scene))) {
        fill(&points, look, &state->curves, &state->rows);
        draw_points(canvas, look, area, &points, &state->curves, state);
    }
    release(&points);
}
