#include "tui/draw_matrix.h"

#include <math.h>

#include "tui/style.h"

/* Columns beside the field that the colour bar takes with its numbers. */
#define COLOUR_BAR 10

/* Names of timesteps are made on the fly: a row's and a column's may be asked for in turn. */
struct matrix_context {
    const struct scene *scene;
    struct name_buffers {
        char row[SCENE_NAME], column[SCENE_NAME];
    } * buffers;
};

static const enum heat_state heat_states[] = {[CCA_PENDING] = HEAT_PENDING,
                                              [CCA_DONE] = HEAT_VALUE,
                                              [CCA_STATE_HOLE] = HEAT_MISSING,
                                              [CCA_STATE_FAILED] = HEAT_FAILED};

static struct heat_cell matrix_cell(const void *context, size_t row, size_t column)
{
    const struct matrix_context *matrix = context;
    double distance;
    enum cca_state state = scene_distance(matrix->scene, row, column, &distance);

    return (struct heat_cell){state == CCA_DONE && isnan(distance) ? HEAT_UNDEFINED : heat_states[state],
                              distance};
}

static const char *matrix_row_name(const void *context, size_t row)
{
    const struct matrix_context *matrix = context;

    return scene_row_name(matrix->scene, row, matrix->buffers->row, sizeof matrix->buffers->row);
}

static const char *matrix_column_name(const void *context, size_t column)
{
    const struct matrix_context *matrix = context;

    return scene_column_name(matrix->scene, column, matrix->buffers->column, sizeof matrix->buffers->column);
}

/* Distances of most measures end at 1; those of euclidean where the data end. */
static double scale_end(const struct scene *scene)
{
    size_t rows = scene_rows(scene), columns = scene_columns(scene);
    double high = 0, distance;

    if (scene->measure != MEASURE_EUCLIDEAN)
        return 1;
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            if (scene_distance(scene, row, column, &distance) == CCA_DONE && distance > high)
                high = distance;
    return high > 0 ? high : 1;
}

/* Places at which the chance level is looked up, along each axis: it follows from ranks, which differ little.
 */
#define CHANCE_PLACES 8

/* The distance that independent data would have, averaged over some places; NaN where unknown. */
static double mean_chance(const struct scene *scene)
{
    size_t rows = scene_rows(scene), columns = scene_columns(scene);
    size_t down = 1 + rows / CHANCE_PLACES, across = 1 + columns / CHANCE_PLACES;
    struct moments moments = {0};

    for (size_t row = 0; row < rows; row += down)
        for (size_t column = 0; column < columns; column += across) {
            double chance = scene_value(scene, row, column).chance;

            if (!isnan(chance))
                moments_add(&moments, chance);
        }
    return moments.count ? moments.mean : NAN;
}

void draw_matrix(struct canvas *canvas, const struct look *look, struct rectangle area,
                 const struct scene *scene, struct view_state *state)
{
    struct heatmap_extent extent;
    struct name_buffers buffers;
    struct matrix_context context = {scene, &buffers};
    struct heatmap heatmap = {.rows = scene_rows(scene),
                              .columns = scene_columns(scene),
                              .cell = matrix_cell,
                              .row_name = matrix_row_name,
                              .column_name = matrix_column_name,
                              .context = &context,
                              .high = scale_end(scene),
                              .level_name = "chance",
                              .level = mean_chance(scene),
                              .cursor_row = state->row,
                              .cursor_column = state->column,
                              .has_cursor = state->has_cursor,
                              .first_row = state->first_row,
                              .first_column = state->first_column};

    if (heatmap.rows == 0 || heatmap.columns == 0) {
        canvas_text(canvas, area.x + 1, area.y, area.width - 1, STYLE_DIM,
                    cca_study_surveyed(scene->study) ? "nothing to show: no array of this layer could be read"
                                                     : "reading the first headers…");
        return;
    }
    if (state->has_cursor)
        heatmap_scroll_to_cursor(&heatmap, look, area);
    state->first_row = heatmap.first_row;
    state->first_column = heatmap.first_column;
    extent = heatmap_draw(canvas, look, area, &heatmap);
    state->extent = extent;
    state->visible_rows = extent.visible_rows;
    state->visible_columns = extent.visible_columns;
    state->drawn_width = extent.field.x + extent.field.width - area.x + COLOUR_BAR;
}
