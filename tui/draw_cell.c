#include "tui/draw_cell.h"

#include <math.h>
#include <stdio.h>

#include "tui/draw_legend.h"
#include "tui/number.h"
#include "tui/palette.h"
#include "tui/style.h"
#include "tui/text.h"

/* So many names are looked at to tell how wide they are. */
#define NAMES_MEASURED 64

void describe_cell(const struct scene *scene, struct cca_cell cell, char *text, size_t size)
{
    const char *layer = experiment_layer(scene->experiment, cell.network, cell.layer)->name;
    const struct network *network;
    size_t timesteps;
    int used;

    if (cca_cell_is_target(scene->experiment, cell)) {
        snprintf(text, size, "target %s", layer);
        return;
    }
    network = &scene->experiment->networks[cell.network];
    timesteps = cca_study_timesteps(scene->study, cell.layer);
    used =
        snprintf(text, size, "%s @%s %s", network->name, network->checkpoints[cell.checkpoint].name, layer);
    if (timesteps > 1 && used > 0 && (size_t)used < size)
        snprintf(text + used, size - (size_t)used, " t%zu",
                 cell.timestep == CCA_LAST_TIMESTEP ? timesteps - 1 : (size_t)cell.timestep);
}

void describe_place(const struct scene *scene, const struct look *look, size_t row, size_t column, char *text,
                    size_t size)
{
    const struct view *view = &views[scene->view];
    const char *between = view->drawing != DRAW_MATRIX ? "at" : look->unicode ? "×" : "x";
    const char *what = view->drawing != DRAW_MATRIX && view->down == AXIS_TIMESTEP ? "timestep " : "";
    char row_text[SCENE_NAME], column_text[SCENE_NAME];

    legend_name(scene, look, row, row_text, sizeof row_text);
    if (view->across == AXIS_NONE)
        snprintf(text, size, "%s", row_text);
    else
        snprintf(text, size, "%s%s %s %s", what, row_text, between,
                 scene_column_name(scene, column, column_text, sizeof column_text));
}

/* The state of a place of the grid, pairs that do not exist included. */
static void result_at(const struct scene *scene, size_t row, size_t column, struct cca_result *result)
{
    struct cca_pair pair;

    *result = (struct cca_result){.state = CCA_STATE_HOLE, .reason = "this network has no such checkpoint"};
    if (scene_pair(scene, row, column, &pair))
        cca_study_result(scene->study, pair, result);
}

/* Why there is no number. */
static const char *absence(const struct cca_result *result, enum measure measure)
{
    if (!cca_result_known(result, measure))
        return "not computed yet";
    if (result->state == CCA_DONE)
        return "undefined by this measure";
    return result->reason ? result->reason : "failed";
}

static struct style absence_style(const struct cca_result *result, enum measure measure)
{
    return cca_result_known(result, measure) ? STYLE_WARNING : STYLE_DIM;
}

void describe_interval(const struct scene *scene, size_t row, size_t column, char *text, size_t size)
{
    char low_text[NUMBER_SIZE], high_text[NUMBER_SIZE];
    double low, high;
    enum cca_state state = scene_interval(scene, row, column, &low, &high);

    *text = '\0';
    if (!scene_has_intervals(scene) || state == CCA_STATE_HOLE)
        return;
    number_fixed(low_text, low, 3);
    number_fixed(high_text, high, 3);
    if (isnan(low))
        snprintf(text, size, state == CCA_PENDING ? "95 %% ..." : "no interval");
    else
        snprintf(text, size, "95 %% %s to %s", low_text, high_text);
}

static void format_summary(const struct cca_summary *summary, enum measure measure, char *text, size_t size)
{
    char chance[NUMBER_SIZE] = "";
    size_t used = 0;

    if (!isnan(summary->chance[measure])) {
        number_fixed(chance, 1 - summary->chance[measure], 3);
        used = (size_t)snprintf(text, size, "chance %s   ", chance);
    }
    snprintf(text + used, size - used, "n %zu   rank %zu, %zu%s", summary->n, summary->rank_x,
             summary->rank_y, cca_notes_for(summary, measure) & CCA_NOTE_FEW_SAMPLES ? "   few samples!" : "");
}

int place_width(const struct scene *scene, const struct look *look, int most)
{
    size_t rows = scene_rows(scene), columns = scene_columns(scene);
    bool matrix = views[scene->view].drawing == DRAW_MATRIX,
         timesteps = views[scene->view].down == AXIS_TIMESTEP;
    int row_name = 0, column_name = 0, width;
    char text[SCENE_NAME];

    for (size_t i = 0; i < rows; i += rows / NAMES_MEASURED + 1) {
        legend_name(scene, look, i, text, sizeof text);
        if ((width = text_columns(text)) > row_name)
            row_name = width;
    }
    for (size_t i = 0; i < columns; i += columns / NAMES_MEASURED + 1)
        if ((width = text_columns(scene_column_name(scene, i, text, sizeof text))) > column_name)
            column_name = width;
    width = row_name +
            (matrix      ? 3
             : timesteps ? 13
                         : 4) +
            column_name; /* as describe_place puts them together */
    width = views[scene->view].across == AXIS_NONE ? row_name : width;
    return width < most ? width : most;
}

/* What stands at the end of a line has blanks of its own behind it: a rank of fewer digits takes one write.
 */
#define REST_WIDTH 36

void draw_cell_line(struct canvas *canvas, const struct look *look, struct rectangle line,
                    const struct scene *scene, size_t row, size_t column, const char *besides)
{
    char place[2 * SCENE_NAME], number[NUMBER_SIZE], rest[160];
    enum measure measure = scene_measure(scene, row);
    struct cca_result result;
    double distance;
    int x = line.x, width = place_width(scene, look, line.width / 2);

    if (row >= scene_rows(scene) || column >= scene_columns(scene))
        return;
    describe_place(scene, look, row, column, place, sizeof place);
    canvas_text(canvas, x, line.y, width, STYLE_PLAIN, place);
    x += width + 2;
    result_at(scene, row, column, &result);
    distance = result.state == CCA_DONE
                   ? cca_distance(&result.summary, measure, scene_side(scene))
                   : NAN;
    if (isnan(distance)) {
        canvas_text(canvas, x, line.y, line.x + line.width - x, absence_style(&result, measure),
                    absence(&result, measure));
        return;
    }
    number_fixed(number, distance, 3);
    x += canvas_text(canvas, x, line.y, line.x + line.width - x, STYLE_BOLD, number) + 3;
    describe_interval(scene, row, column, rest, sizeof rest);
    if (*rest)
        x += canvas_text(canvas, x, line.y, line.x + line.width - x, STYLE_PLAIN, rest) + 3;
    x += canvas_text(canvas, x, line.y, line.x + line.width - x, STYLE_PLAIN, besides);
    format_summary(&result.summary, measure, rest, sizeof rest);
    width = line.x + line.width - x;
    canvas_textf(canvas, x, line.y, width, STYLE_DIM, "%-*s", width < REST_WIDTH ? width : REST_WIDTH, rest);
}

/* A bar of eighths, `share` of `width` long. */
static void draw_bar(struct canvas *canvas, const struct look *look, int x, int y, int width, double share)
{
    static const char32_t eighths[] = U" ▏▎▍▌▋▊▉█";
    struct style style = palette_field(look, share);
    int length = (int)lround(fmin(1, fmax(0, share)) * width * 8);

    style = (struct style){style.background, COLOUR_DEFAULT, 0};
    for (int i = 0; i < width && length > 0; i++, length -= 8)
        canvas_put(canvas, x + i, y,
                   look_has_parts(look) ? eighths[length < 8 ? length : 8]
                   : look->unicode      ? U'█'
                                        : U'#',
                   style);
}

static void draw_measure(struct canvas *canvas, const struct look *look, struct rectangle line,
                         const char *name, double distance, double chance, bool bar, struct style style)
{
    char number[NUMBER_SIZE], level[NUMBER_SIZE];

    canvas_text(canvas, line.x, line.y, 12, style, name);
    if (isnan(distance)) {
        canvas_text(canvas, line.x + 12, line.y, line.width - 12, STYLE_DIM, "undefined");
        return;
    }
    number_fixed(number, distance, 3);
    canvas_text_right(canvas, line.x + 11, line.y, 7, style, number);
    if (bar && line.width > 28)
        draw_bar(canvas, look, line.x + 20, line.y, line.width - 28, distance);
    if (isnan(chance))
        return;
    number_fixed(level, 1 - chance, 3);
    canvas_text_right(canvas, line.x, line.y, line.width, STYLE_DIM, level);
}

int columns_at(struct rectangle area, int y)
{
    return y >= area.y && y < area.y + area.height ? area.width : 0;
}

int draw_measures(struct canvas *canvas, const struct look *look, struct rectangle area,
                  const struct cca_summary *summary, enum measure current, enum pwcca_side side)
{
    int y = area.y, used;

    if (area.height < 1)
        return 0;
    used = canvas_text(canvas, area.x, y, area.width, STYLE_DIM, "measure");
    canvas_text_right(canvas, area.x + used, y, 18 - used, STYLE_DIM, "distance");
    canvas_text_right(canvas, area.x + 19, y++, area.width - 19, STYLE_DIM, "chance");
    for (int measure = 0; measure < MEASURE_COUNT && y < area.y + area.height; measure++) {
        struct style style = measure == (int)current ? STYLE_BOLD : STYLE_PLAIN;
        struct rectangle line = {area.x, y, area.width, 1};

        if (!(summary->measured & MEASURE_BIT(measure))) /* nobody has asked for it */
            continue;
        y++;
        draw_measure(canvas, look, line, measure_name(measure), cca_distance(summary, measure, side),
                     summary->chance[measure], measure != MEASURE_EUCLIDEAN, style);
    }
    return y - area.y;
}

static void draw_facts(struct canvas *canvas, struct rectangle area, const struct cca_summary *summary)
{
    canvas_textf(canvas, area.x, area.y, columns_at(area, area.y), STYLE_PLAIN,
                 "n %zu   rank %zu, %zu   of %zu, %zu columns", summary->n, summary->rank_x, summary->rank_y,
                 summary->d_x, summary->d_y);
}

int draw_cell_panel(struct canvas *canvas, const struct look *look, struct rectangle area,
                    const struct scene *scene, size_t row, size_t column)
{
    struct cca_result result;
    struct cca_pair pair;
    char text[300];
    int y = area.y + 4;

    if (row >= scene_rows(scene) || column >= scene_columns(scene))
        return 0;
    canvas_text(canvas, area.x, area.y, area.width, STYLE_DIM, "under the cursor");
    if (scene_pair(scene, row, column, &pair)) {
        describe_cell(scene, pair.a, text, sizeof text);
        canvas_text(canvas, area.x, area.y + 1, columns_at(area, area.y + 1), STYLE_BOLD, text);
        describe_cell(scene, pair.b, text, sizeof text);
        canvas_text(canvas, area.x, area.y + 2, columns_at(area, area.y + 2), STYLE_BOLD, text);
    }
    result_at(scene, row, column, &result);
    if (result.state != CCA_DONE) {
        canvas_text(canvas, area.x, y, columns_at(area, y), STYLE_WARNING,
                    absence(&result, scene_measure(scene, row)));
        return y + 1 - area.y;
    }
    y += draw_measures(canvas, look, (struct rectangle){area.x, y, area.width, area.height - 6},
                       &result.summary, scene_measure(scene, row), scene_side(scene));
    y += y > area.y + 4; /* a blank line below the measures */
    draw_facts(canvas, (struct rectangle){area.x, y, area.width, area.y + area.height - y}, &result.summary);
    describe_interval(scene, row, column, text, sizeof text);
    if (*text) {
        y++;
        canvas_textf(canvas, area.x, y, columns_at(area, y), STYLE_PLAIN, "%s by %s", text,
                     measure_name(scene_measure(scene, row)));
    }
    return y + 1 - area.y;
}
