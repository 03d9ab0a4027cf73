#include "tui/draw_reading.h"

#include <math.h>
#include <stdio.h>

#include "tui/draw_cell.h"
#include "tui/number.h"
#include "tui/style.h"

/* Whether there is a mark elsewhere than at the cursor. */
static bool compares(const struct scene *scene, const struct view_state *state)
{
    return state->has_mark && state->mark.row < scene_rows(scene) &&
           state->mark.column < scene_columns(scene) &&
           (state->mark.row != state->row || state->mark.column != state->column);
}

/* The tile under the cursor; false when it is a cell of its own, or has no values. */
static bool find_tile(const struct view_state *state, struct tile *tile)
{
    struct tiling tiling;
    size_t down, across;

    if (!state->cache || !state->cache->grid.rows || (state->tile_height < 2 && state->tile_width < 2))
        return false;
    tiling = view_tiling(state, &state->cache->grid);
    tiling_positions(&tiling, (struct grid_place){state->row, state->column}, &down, &across);
    *tile = tiling_pool(&tiling, down / tiling.height, across / tiling.width);
    return tile->state == HEAT_VALUE;
}

static void signed_number(char out[NUMBER_SIZE + 1], double value)
{
    number_fixed(out + 1, fabs(value), 3);
    out[0] = value < 0 ? '-' : '+';
}

void describe_reading(const struct scene *scene, const struct look *look, const struct view_state *state,
                      char *text, size_t size)
{
    char place[2 * SCENE_NAME], difference[NUMBER_SIZE + 1], low[NUMBER_SIZE], mean[NUMBER_SIZE],
        high[NUMBER_SIZE];
    double here, there;
    struct tile tile;
    size_t used = 0;

    *text = '\0';
    if (compares(scene, state)) {
        here = scene_value(scene, state->row, state->column).mean;
        there = scene_value(scene, state->mark.row, state->mark.column).mean;
        describe_place(scene, look, state->mark.row, state->mark.column, place, sizeof place);
        signed_number(difference, here - there);
        used = (size_t)(isnan(here - there) ? snprintf(text, size, "mark %s   ", place)
                                            : snprintf(text, size, "%s to mark %s   ", difference, place));
    }
    if (used < size && find_tile(state, &tile)) {
        number_fixed(low, tile.low, 3);
        number_fixed(mean, tile.mean, 3);
        number_fixed(high, tile.high, 3);
        snprintf(text + used, size - used, "min %s mean %s max %s   ", low, mean, high);
    }
}

static void draw_numbers(struct canvas *canvas, struct rectangle line, const char *name, double here,
                         double there, struct style style)
{
    char text[NUMBER_SIZE + 1];

    canvas_text(canvas, line.x, line.y, 12, style, name);
    if (!isnan(here))
        number_fixed(text, here, 3);
    canvas_text_right(canvas, line.x + 11, line.y, 7, style, isnan(here) ? "" : text);
    if (!isnan(there))
        number_fixed(text, there, 3);
    canvas_text_right(canvas, line.x + 19, line.y, 7, style, isnan(there) ? "" : text);
    if (isnan(here - there))
        return;
    signed_number(text, here - there);
    canvas_text_right(canvas, line.x + 27, line.y, 10, style, text);
}

static double distance_at(const struct scene *scene, size_t row, size_t column, enum measure measure)
{
    struct scene by_measure = *scene;
    struct cca_pair pair;
    double distance = NAN;

    by_measure.measure = measure;
    if (scene_has_sets(scene) || scene_has_looks(scene))
        return scene_value(&by_measure, row, column).mean;
    if (scene_pair(scene, row, column, &pair))
        cca_study_distance(scene->study, pair, measure, scene_side(scene), &distance);
    return distance;
}

/* Returns the lines used. */
static int draw_mark(struct canvas *canvas, const struct look *look, struct rectangle area,
                     const struct scene *scene, const struct view_state *state)
{
    char place[2 * SCENE_NAME];
    int y = area.y;

    describe_place(scene, look, state->mark.row, state->mark.column, place, sizeof place);
    canvas_text(canvas, area.x, y, columns_at(area, y), STYLE_DIM, "marked");
    y++;
    canvas_text(canvas, area.x, y, columns_at(area, y), STYLE_BOLD, place);
    y++;
    canvas_textf(canvas, area.x, y, columns_at(area, y), STYLE_DIM, "%-11s%7s%8s%11s", "measure", "here",
                 "marked", "difference");
    y++;
    for (int measure = 0; measure < (scene_has_looks(scene) ? 1 : MEASURE_COUNT) && y < area.y + area.height;
         measure++)
        if (cca_study_measures(scene->study) & MEASURE_BIT(measure))
            draw_numbers(canvas, (struct rectangle){area.x, y++, area.width, 1},
                         scene_has_looks(scene) ? "" : measure_name(measure),
                         distance_at(scene, state->row, state->column, measure),
                         distance_at(scene, state->mark.row, state->mark.column, measure),
                         measure == (int)scene_measure(scene, state->row) ? STYLE_BOLD : STYLE_PLAIN);
    return y - area.y + 1;
}

void draw_reading(struct canvas *canvas, const struct look *look, struct rectangle area,
                  const struct scene *scene, const struct view_state *state)
{
    char low[NUMBER_SIZE], mean[NUMBER_SIZE], high[NUMBER_SIZE];
    struct tile tile;
    int y = area.y;

    if (area.height < 1)
        return;
    if (compares(scene, state))
        y += draw_mark(canvas, look, area, scene, state);
    if (!find_tile(state, &tile))
        return;
    number_fixed(low, tile.low, 3);
    number_fixed(mean, tile.mean, 3);
    number_fixed(high, tile.high, 3);
    canvas_textf(canvas, area.x, y, columns_at(area, y), STYLE_DIM, "%zu cells share this place", tile.cells);
    y++;
    canvas_textf(canvas, area.x, y, columns_at(area, y), STYLE_PLAIN, "min %s   mean %s   max %s", low, mean,
                 high);
}
