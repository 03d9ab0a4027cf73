#include "tui/draw_matrix.h"

#include <math.h>
#include <stdio.h>

#include "tui/draw_words.h"
#include "tui/overview.h"
#include "tui/scale.h"
#include "tui/style.h"

/* Columns beside the field that the colour bar takes with its numbers. */
#define COLOUR_BAR 10
/* The overview beside the field: its columns at most and at least, and its rows at most. */
#define OVERVIEW_WIDTH  20
#define OVERVIEW_LEAST  10
#define OVERVIEW_HEIGHT 12
/* So many rows and columns are not merged unless asked for: they have names worth reading. */
#define SMALL 32
/* Columns of "mean 25×25". */
#define CAPTION 10

/* What the callbacks of the heatmap need. Some names are made on the fly: a row's and a column's may be asked
 * for in turn. */
struct matrix {
    const struct scene *scene;
    struct tiling tiling;
    const struct heat_cell *cells; /* of the tiles; NULL: asked for one by one */
    size_t down, across; /* the positions of the cursor: its tile has its name, others their first */
    struct name_buffers {
        char row[SCENE_NAME], column[SCENE_NAME];
    } * buffers;
};

static struct heat_cell matrix_cell(const void *context, size_t row, size_t column)
{
    const struct matrix *matrix = context;

    return matrix->cells ? matrix->cells[row * tiling_columns(&matrix->tiling) + column]
                         : tiling_cell(&matrix->tiling, row, column);
}

static const char *name_at(const struct matrix *matrix, size_t down, size_t across, bool of_row, char *buffer)
{
    struct grid_place place = tiling_place(&matrix->tiling, down, across);

    return of_row != matrix->tiling.transposed
               ? scene_row_name(matrix->scene, place.row, buffer, SCENE_NAME)
               : scene_column_name(matrix->scene, place.column, buffer, SCENE_NAME);
}

static size_t position_of(size_t index, size_t tile, size_t cursor)
{
    return cursor / tile == index ? cursor : index * tile;
}

static const char *matrix_row_name(const void *context, size_t row)
{
    const struct matrix *matrix = context;

    return name_at(matrix, position_of(row, matrix->tiling.height, matrix->down), 0, true,
                   matrix->buffers->row);
}

static const char *matrix_column_name(const void *context, size_t column)
{
    const struct matrix *matrix = context;

    return name_at(matrix, 0, position_of(column, matrix->tiling.width, matrix->across), false,
                   matrix->buffers->column);
}

/* Places at which the chance level is looked up, along each axis: it follows from ranks, which differ little.
 */
#define CHANCE_PLACES 8

/* The distance that independent data would have, averaged over some places; NaN where unknown. */
static double mean_chance(struct grid *grid)
{
    size_t down = 1 + grid->rows / CHANCE_PLACES, across = 1 + grid->columns / CHANCE_PLACES;
    struct moments moments = {0};

    for (size_t row = 0; row < grid->rows; row += down)
        for (size_t column = 0; column < grid->columns; column += across) {
            double chance = grid_cell(grid, row, column)->chance;

            if (!isnan(chance))
                moments_add(&moments, chance);
        }
    return moments.count ? moments.mean : NAN;
}

static void set_tiles(struct heatmap *heatmap, struct matrix *matrix, size_t height, size_t width)
{
    matrix->tiling.height = height ? height : 1;
    matrix->tiling.width = width ? width : 1;
    heatmap->rows = tiling_rows(&matrix->tiling);
    heatmap->columns = tiling_columns(&matrix->tiling);
}

static size_t times(size_t all, size_t visible)
{
    return visible ? (all + visible - 1) / visible : 1;
}

/* Brings tiles near to squares that are not far from them: the eye expects as much. Beyond 1.4 : 1 resolution
 * would be lost for no more. A place on the canvas is `aspect` times as high as wide. */
static void square_up(size_t *height, size_t *width, double aspect)
{
    double down = (double)*height, across = (double)*width * aspect;

    if (down < 2.5 * across && down > 1.4 * across)
        *width = (size_t)ceil(down / aspect / 1.4);
    else if (across < 2.5 * down && across > 1.4 * down)
        *height = (size_t)ceil(across / 1.4);
}

/* The smallest tiles that let all of the matrix be seen in cells of the smallest size. */
static void fit_tiles(struct heatmap *heatmap, struct matrix *matrix, const struct look *look,
                      struct rectangle area)
{
    size_t height = 1, width = 1;

    heatmap->size = 1;
    heatmap->spare_width = CAPTION; /* how many cells a tile has is said there */
    heatmap->spare_height = 1;
    for (;;) {
        struct heatmap_extent extent;
        bool tall, wide;

        set_tiles(heatmap, matrix, height, width);
        extent = heatmap_extent(heatmap, look, area);
        tall = extent.visible_rows < heatmap->rows;
        wide = extent.visible_columns < heatmap->columns;
        if (!tall && !wide)
            return;
        height = tall && height == 1 ? times(heatmap->rows, extent.visible_rows) : height + tall;
        width = wide && width == 1 ? times(heatmap->columns, extent.visible_columns) : width + wide;
        if (height > 1 && width > 1)
            square_up(&height, &width, extent.cell_height ? 2 : 1);
    }
}

/* What is asked for, or, where nothing is: all of the matrix in view, but a small one, or one of which half
 * is in view anyway, cell by cell. */
static void choose_tiles(struct heatmap *heatmap, struct matrix *matrix, const struct look *look,
                         struct rectangle area, const struct view_state *state)
{
    const struct zoom *zoom = &state->zoom;
    struct heatmap_extent extent;
    size_t parts;

    heatmap->size = zoom->size;
    set_tiles(heatmap, matrix, 1, 1);
    if (zoom->size == 0) {
        extent = heatmap_extent(heatmap, look, area);
        parts = !state->has_cursor ? 1 : heatmap->rows > SMALL || heatmap->columns > SMALL ? 2 : SMALL;
        if (parts * extent.visible_rows < heatmap->rows || parts * extent.visible_columns < heatmap->columns)
            fit_tiles(heatmap, matrix, look, area);
    } else if (zoom->merge > 1) {
        fit_tiles(heatmap, matrix, look, area);
        set_tiles(heatmap, matrix, zoom->merge < matrix->tiling.height ? zoom->merge : matrix->tiling.height,
                  zoom->merge < matrix->tiling.width ? zoom->merge : matrix->tiling.width);
    }
}

static bool is_merged(const struct matrix *matrix)
{
    return matrix->tiling.height > 1 || matrix->tiling.width > 1;
}

/* Asks for room beside the field for the overview, when not all is in view. */
static void reserve_overview(struct heatmap *heatmap, const struct matrix *matrix, const struct look *look,
                             struct rectangle area)
{
    struct heatmap_extent extent = heatmap_extent(heatmap, look, area);
    int width = area.width / 6 < OVERVIEW_WIDTH ? area.width / 6 : OVERVIEW_WIDTH, height;

    if (extent.visible_rows == heatmap->rows && extent.visible_columns == heatmap->columns)
        return;
    heatmap->spare_width = width > OVERVIEW_LEAST ? width : OVERVIEW_LEAST;
    height = (int)ceil(heatmap->spare_width * 0.5 * (double)tiling_positions_down(&matrix->tiling) /
                       (double)tiling_positions_across(&matrix->tiling));
    height = height < 2 ? 2 : height < OVERVIEW_HEIGHT ? height : OVERVIEW_HEIGHT;
    height = height < area.height / 3 ? height : area.height / 3;
    heatmap->spare_height = height + is_merged(matrix);
}

static size_t before(size_t position, size_t by)
{
    return position > by ? position - by : 0;
}

/* From the state's cursor and scroll, in positions, to the heatmap's, in tiles, and back. */
static void aim(struct heatmap *heatmap, const struct matrix *matrix, const struct look *look,
                struct rectangle area, struct view_state *state)
{
    const struct tiling *tiling = &matrix->tiling;
    struct heatmap_extent extent;

    heatmap->cursor_row = matrix->down / tiling->height;
    heatmap->cursor_column = matrix->across / tiling->width;
    heatmap->first_row = state->first_row / tiling->height;
    heatmap->first_column = state->first_column / tiling->width;
    if (state->centre) {
        extent = heatmap_extent(heatmap, look, area);
        heatmap->first_row = before(heatmap->cursor_row, extent.visible_rows / 2);
        heatmap->first_column = before(heatmap->cursor_column, extent.visible_columns / 2);
        state->centre = false;
    }
    if (state->has_cursor)
        heatmap_scroll_to_cursor(heatmap, look, area);
    heatmap->has_mark = state->has_mark && state->mark.row < tiling->grid->rows &&
                        state->mark.column < tiling->grid->columns &&
                        sequence_shows(tiling->rows, tiling->grid->rows, state->mark.row) &&
                        sequence_shows(tiling->columns, tiling->grid->columns, state->mark.column);
    if (heatmap->has_mark)
        tiling_positions(tiling, state->mark, &heatmap->mark_row, &heatmap->mark_column);
    heatmap->mark_row /= tiling->height;
    heatmap->mark_column /= tiling->width;
}

static void note(struct view_state *state, const struct heatmap *heatmap, const struct matrix *matrix,
                 const struct heatmap_extent *extent, struct rectangle area)
{
    state->tile_height = matrix->tiling.height;
    state->tile_width = matrix->tiling.width;
    state->first_row = heatmap->first_row * state->tile_height;
    state->first_column = heatmap->first_column * state->tile_width;
    state->visible_rows = extent->visible_rows * state->tile_height;
    state->visible_columns = extent->visible_columns * state->tile_width;
    state->extent = *extent;
    state->drawn_width = extent->field.x + extent->field.width - area.x +
                         (extent->spare.width > COLOUR_BAR - 2 ? extent->spare.width + 2 : COLOUR_BAR);
}

static double part(size_t position, size_t all)
{
    return fmin(1, (double)position / (double)all);
}

/* The whole of the matrix in the rectangle, with what is in view marked. */
static void draw_overview(struct canvas *canvas, const struct look *look, struct rectangle area,
                          const struct heatmap *heatmap, const struct matrix *matrix,
                          struct view_state *state)
{
    struct tiling tiling = matrix->tiling;
    size_t down = tiling_positions_down(&tiling), across = tiling_positions_across(&tiling);
    struct mosaic local = {0}, *mosaic = state->cache ? &state->cache->overview : &local;
    struct overview overview = {.low = heatmap->low,
                                .high = heatmap->high,
                                .diverging = heatmap->diverging,
                                .top = part(state->first_row, down),
                                .bottom = part(state->first_row + state->visible_rows, down),
                                .left = part(state->first_column, across),
                                .right = part(state->first_column + state->visible_columns, across)};

    tiling.height = times(down, (size_t)(area.height * overview_dots(look)));
    tiling.width = times(across, (size_t)area.width);
    overview.rows = tiling_rows(&tiling);
    overview.columns = tiling_columns(&tiling);
    overview.cells = mosaic_cells(mosaic, &tiling);
    if (overview.cells)
        overview_draw(canvas, look, area, &overview);
    mosaic_release(&local);
    state->overview = area;
}

/* Below the colour bar: what a tile shows, and where in the whole one is. */
static void draw_spare(struct canvas *canvas, const struct look *look, const struct heatmap *heatmap,
                       const struct matrix *matrix, struct view_state *state)
{
    struct rectangle area = state->extent.spare;

    if (is_merged(matrix) && area.height > 0) {
        canvas_textf(canvas, area.x, area.y, area.width, STYLE_DIM, "%s %zu%s%zu",
                     pooling_name(matrix->tiling.pooling), matrix->tiling.height, look->unicode ? "×" : "x",
                     matrix->tiling.width);
        area.y++;
        area.height--;
    }
    if (area.height > 0)
        draw_overview(canvas, look, area, heatmap, matrix, state);
}

static void draw_grid(struct canvas *canvas, const struct look *look, struct rectangle area,
                      const struct scene *scene, struct view_state *state, struct grid *grid)
{
    struct scale scale = views[scene->view].set == SET_CORRELATIONS ? (struct scale){1, 0, false}
                                                                    /* alike is the stronger colour */
                                                                    : scale_of(scene->measure, grid->high);
    struct name_buffers buffers;
    struct matrix matrix = {.scene = scene, .tiling = view_tiling(state, grid), .buffers = &buffers};
    struct heatmap heatmap = {.cell = matrix_cell,
                              .row_name = matrix_row_name,
                              .column_name = matrix_column_name,
                              .context = &matrix,
                              .low = scale.low,
                              .high = scale.high,
                              .diverging = scale.diverging,
                              .level_name = "chance",
                              .level = mean_chance(grid),
                              .has_cursor = state->has_cursor};
    struct heatmap_extent extent;

    tiling_positions(&matrix.tiling, (struct grid_place){state->row, state->column}, &matrix.down,
                     &matrix.across);
    choose_tiles(&heatmap, &matrix, look, area, state);
    if (heatmap.rows == 0 || heatmap.columns == 0) {
        canvas_text(canvas, area.x + 1, area.y, area.width - 1, STYLE_DIM, "no name matches the filter");
        return;
    }
    reserve_overview(&heatmap, &matrix, look, area);
    aim(&heatmap, &matrix, look, area, state);
    if (is_merged(&matrix) && state->cache)
        matrix.cells = mosaic_cells(&state->cache->field, &matrix.tiling);
    extent = heatmap_draw(canvas, look, area, &heatmap);
    note(state, &heatmap, &matrix, &extent, area);
    draw_spare(canvas, look, &heatmap, &matrix, state);
}

void draw_matrix(struct canvas *canvas, const struct look *look, struct rectangle area,
                 const struct scene *scene, struct view_state *state)
{
    struct grid local = {0}, *grid = state->cache ? &state->cache->grid : &local;

    state->overview = state->plot = (struct rectangle){0};
    if (area.width < 1 || area.height < 1)
        return;
    if (scene_rows(scene) == 0 || scene_columns(scene) == 0) {
        canvas_text(canvas, area.x + 1, area.y, area.width - 1, STYLE_DIM, words_nothing(scene));
        return;
    }
    if (!state->cache) {
        grid_open(grid, scene);
        grid_sweep(grid, -1);
    }
    if (grid->rows == 0)
        canvas_text(canvas, area.x + 1, area.y, area.width - 1, STYLE_WARNING,
                    "no memory for so large a matrix");
    else
        draw_grid(canvas, look, area, scene, state, grid);
    grid_release(&local);
}
