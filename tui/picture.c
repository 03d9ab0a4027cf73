#include "tui/picture.h"

#include <math.h>
#include <stdlib.h>

#include "tui/palette.h"
#include "tui/style.h"
#include "tui/thin.h"

/* Parts that a log of many steps is thinned to: more than there are dots across. */
#define PARTS 800

size_t picture_row(const struct picture *picture, size_t position)
{
    return sequence_place(picture->sequence, picture->curves->rows, position);
}

/* How many networks have a curve to be drawn over the others. */
static size_t count_overlays(const struct scene *scene)
{
    const struct performance *performance;
    size_t count = 0;

    for (size_t i = 0; scene->overlays && i < scene->experiment->network_count; i++)
        count += overlays_values(scene, i, &performance) != NULL;
    return count;
}

static bool allocate(struct picture *picture)
{
    size_t rows = picture->curves->rows, columns = picture->curves->columns;
    size_t overlays = count_overlays(picture->scene), points = overlays * 2 * PARTS;

    picture->list = calloc(rows + 1 + overlays, sizeof *picture->list);
    picture->x = calloc(rows * columns + 1, sizeof *picture->x);
    picture->y = calloc(rows * columns + 1, sizeof *picture->y);
    picture->band_low = calloc(rows * columns + 1, sizeof *picture->band_low);
    picture->band_high = calloc(rows * columns + 1, sizeof *picture->band_high);
    picture->chance = calloc(columns + 1, sizeof *picture->chance);
    picture->names = calloc(columns + 1, sizeof *picture->names);
    picture->texts = calloc(columns + 1, sizeof *picture->texts);
    picture->overlay_x = calloc(points + 1, sizeof *picture->overlay_x);
    picture->overlay_y = calloc(points + 1, sizeof *picture->overlay_y);
    return picture->list && picture->x && picture->y && picture->band_low && picture->band_high &&
           picture->chance && picture->names && picture->texts && picture->overlay_x && picture->overlay_y;
}

void picture_free(struct picture *picture)
{
    free(picture->list);
    free(picture->x);
    free(picture->y);
    free(picture->band_low);
    free(picture->band_high);
    free(picture->chance);
    free(picture->names);
    free(picture->texts);
    free(picture->overlay_x);
    free(picture->overlay_y);
}

/* Euclidean distances have no scale of their own among those that end at 1. */
static bool on_the_right(const struct scene *scene, size_t row)
{
    return views[scene->view].down == AXIS_MEASURE && row == MEASURE_EUCLIDEAN;
}

/* Of a set its standard deviation about the mean, of a pair its interval. */
static void find_band(const struct scene *scene, const struct scene_value *value, size_t row, size_t column,
                      double *low, double *high)
{
    scene_interval(scene, row, column, low, high);
    if (!scene_has_sets(scene))
        return;
    *low = value->mean - value->deviation;
    *high = value->mean + value->deviation;
}

/* A curve of the values of a row. A step at which only other networks have a checkpoint leaves no gap in it.
 */
static void fill_row(struct picture *picture, const struct look *look, size_t position)
{
    size_t row = picture_row(picture, position);
    const struct scene *scene = picture->scene;
    const struct curves *curves = picture->curves;
    bool shared_steps = views[scene->view].across == AXIS_STEP;
    bool bands = scene_has_sets(scene) || scene_has_intervals(scene);
    size_t first = row * curves->columns, count = 0;

    for (size_t column = 0; column < curves->columns; column++) {
        const struct scene_value *value = curves_value(curves, row, column);

        if (shared_steps && value->state == CCA_STATE_HOLE)
            continue;
        picture->x[first + count] = curves->x[column];
        picture->y[first + count] = value->mean;
        find_band(scene, value, row, column, &picture->band_low[first + count], &picture->band_high[first + count]);
        count++;
    }
    picture->list[position] = (struct curve){.name = "",
                                             .x = picture->x + first,
                                             .y = picture->y + first,
                                             .low = bands ? picture->band_low + first : NULL,
                                             .high = bands ? picture->band_high + first : NULL,
                                             .count = count,
                                             .right = on_the_right(scene, row),
                                             .style = palette_curve(look, row, curves->rows)};
}

static void fill_columns(struct picture *picture)
{
    const struct curves *curves = picture->curves;

    for (size_t column = 0; column < curves->columns; column++) {
        picture->chance[column] = curves_chance(curves, column);
        picture->names[column] =
            scene_column_name(picture->scene, column, picture->texts[column], sizeof picture->texts[column]);
    }
    picture->list[picture->shown] = (struct curve){.name = "chance",
                                                   .x = curves->x,
                                                   .y = picture->chance,
                                                   .count = curves->columns,
                                                   .style = STYLE_DIM,
                                                   .faint = true};
}

/* The performance of each network on a scale of its own. */
static void fill_overlays(struct picture *picture)
{
    const struct scene *scene = picture->scene;
    const struct performance *performance;

    for (size_t i = 0; scene->overlays && i < scene->experiment->network_count; i++) {
        const double *values = overlays_values(scene, i, &performance);
        struct curve *curve = &picture->list[picture->count];
        size_t at = (picture->count - picture->shown - 1) * 2 * PARTS;

        if (!values)
            continue;
        *curve = (struct curve){.name = overlays_name(scene),
                                .x = picture->overlay_x + at,
                                .y = picture->overlay_y + at,
                                .count = thin(performance->steps, values, performance->step_count, PARTS,
                                              picture->overlay_x + at, picture->overlay_y + at),
                                .style = STYLE_DIM,
                                .right = true};
        picture->count++;
    }
}

/* The end of a scale of distances: a quarter at a time, so that it seldom moves while results arrive. */
static double distance_end(double high)
{
    if (high > 1)
        return high * 1.05;
    return high == 0 ? 1 : fmax(0.25, ceil(high * 4) / 4);
}

/* The highest of the distances on one of the scales, with their bands. */
static double highest(const struct picture *picture, bool right)
{
    double high = 0;

    for (size_t i = 0; i < picture->shown; i++)
        for (size_t j = 0; j < picture->list[i].count && picture->list[i].right == right; j++)
            high = fmax(high, fmax(picture->list[i].y[j], picture->list[i].high ? picture->list[i].high[j] : NAN));
    return high;
}

static void find_overlay_range(struct picture *picture)
{
    double low = INFINITY, high = -INFINITY;

    for (size_t i = picture->shown + 1; i < picture->count; i++)
        for (size_t j = 0; j < picture->list[i].count; j++) {
            low = fmin(low, picture->list[i].y[j]);
            high = fmax(high, picture->list[i].y[j]);
        }
    if (low > high)
        return;
    picture->right_low = low >= 0 && low < high / 2 ? 0 : low;
    picture->right_high = high > picture->right_low ? high : picture->right_low + 1;
}

bool picture_make(struct picture *picture, const struct scene *scene, const struct curves *curves,
                  const struct sequence *sequence, const struct look *look)
{
    *picture = (struct picture){.scene = scene,
                                .curves = curves,
                                .sequence = sequence,
                                .shown = sequence_count(sequence, curves->rows)};
    picture->count = picture->shown + 1;
    if (!allocate(picture))
        return false;
    for (size_t position = 0; position < picture->shown; position++)
        fill_row(picture, look, position);
    fill_columns(picture);
    fill_overlays(picture);
    picture->high = distance_end(highest(picture, false));
    if (views[scene->view].down == AXIS_MEASURE)
        picture->right_high = distance_end(highest(picture, true));
    find_overlay_range(picture);
    return true;
}
