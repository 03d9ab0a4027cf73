#include "tui/draw_legend.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/number.h"
#include "tui/overlays.h"
#include "tui/style.h"
#include "tui/text.h"

#define MARK 3 /* columns in front of a name */
/* More curves than these have two digits of their values: all of them change with a key. */
#define FEW 8
/* Below so many rows a legend lists no more than these. */
#define SMALL        20
#define SMALL_LEGEND 9

enum { VALUE = 1, SPREAD = 2, PAIRS = 4, CHANCE = 8, SETTLES = 16, FROZEN = 32, RANK = 64, INTERVAL = 128 };

/* Which columns the legend of each view has. */
static const unsigned columns_of[VIEW_COUNT] = {
    [VIEW_CONVERGENCE] = VALUE | SETTLES | FROZEN,
    [VIEW_CONVERGENCE_GROUP] = VALUE | SPREAD | SETTLES | FROZEN,
    [VIEW_CONVERGENCE_NETWORKS] = VALUE | SETTLES,
    [VIEW_TIMESTEPS_LAYERS] = VALUE | CHANCE,
    [VIEW_TIMESTEPS_TRAINING] = VALUE | SETTLES,
    [VIEW_GROUPS] = VALUE | SPREAD | PAIRS,
    [VIEW_SCATTER] = VALUE | SPREAD | PAIRS,
    [VIEW_SCATTER_GROUPS] = VALUE | SPREAD | PAIRS,
    [VIEW_MEASURES] = VALUE | CHANCE,
    [VIEW_MEASURES_LAYERS] = VALUE | CHANCE,
    [VIEW_MEASURES_TIMESTEPS] = VALUE | CHANCE,
    [VIEW_MEASURES_NETWORKS] = VALUE | CHANCE,
    [VIEW_SPECTRUM] = VALUE | RANK,
    [VIEW_STABILITY] = VALUE | CHANCE,
    [VIEW_TARGETS] = VALUE,
    [VIEW_TARGETS_TRAINING] = VALUE,
    [VIEW_TARGETS_LEARNING] = VALUE,
};

static void format_value(const struct legend *legend, const struct scene_value *value, size_t row, char *text)
{
    (void)row;
    if (!isnan(value->mean))
        number_fixed(text, value->mean, value->mean >= 100 ? 1 : legend->curves->rows > FEW ? 2 : 3);
}

static void format_spread(const struct legend *legend, const struct scene_value *value, size_t row,
                          char *text)
{
    (void)legend, (void)row;
    if (!isnan(value->deviation))
        number_fraction(text, value->deviation, 3);
}

/* Of the place under the cursor; without the zeros in front, as there are two. */
static void format_interval(const struct legend *legend, const struct scene_value *value, size_t row, char *text)
{
    char low_text[NUMBER_SIZE], high_text[NUMBER_SIZE];
    double low, high;

    (void)value;
    if (scene_interval(legend->scene, row, legend->column, &low, &high) != CCA_DONE || isnan(low))
        return;
    number_fraction(low_text, low, 3);
    number_fraction(high_text, high, 3);
    snprintf(text, NUMBER_SIZE, "%.12s %.12s", low_text, high_text);
}

static void format_pairs(const struct legend *legend, const struct scene_value *value, size_t row, char *text)
{
    (void)legend, (void)row;
    if (value->state != CCA_PENDING)
        snprintf(text, NUMBER_SIZE, "%zu", value->pairs);
}

static void format_chance(const struct legend *legend, const struct scene_value *value, size_t row,
                          char *text)
{
    (void)legend, (void)row;
    if (!isnan(value->chance))
        number_fixed(text, value->chance, 3);
}

static void format_settles(const struct legend *legend, const struct scene_value *value, size_t row,
                           char *text)
{
    size_t column = curves_settle(legend->curves, row);

    (void)value;
    if (column != SIZE_MAX)
        number_compact(text, legend->curves->x[column]);
}

static void format_frozen(const struct legend *legend, const struct scene_value *value, size_t row,
                          char *text)
{
    (void)value;
    if (legend->frozen)
        number_compact(text, legend->curves->x[legend->frozen[row]]);
}

/* Of the checkpoint: where it is less than that of the other, its curve ends there. */
static void format_rank(const struct legend *legend, const struct scene_value *value, size_t row, char *text)
{
    struct cca_look look;
    const struct cca_looked *looked =
        scene_look(legend->scene, row, 0, &look) ? cca_study_look(legend->scene->study, &look) : NULL;

    (void)value;
    if (looked && looked->state == CCA_DONE)
        snprintf(text, NUMBER_SIZE, "%zu", looked->rank[0]);
}

static const struct {
    unsigned column;
    int width;
    const char *title; /* NULL: where the cursor is */
    void (*format)(const struct legend *, const struct scene_value *, size_t row, char text[NUMBER_SIZE]);
} formats[] = {
    {VALUE, 7, NULL, format_value},          {SPREAD, 6, "+-", format_spread},
    {INTERVAL, 11, "95 %", format_interval},
    {PAIRS, 6, "pairs", format_pairs},       {CHANCE, 7, "chance", format_chance},
    {SETTLES, 8, "settles", format_settles}, {FROZEN, 7, "frozen", format_frozen},
    {RANK, 7, "rank", format_rank},
};
#define FORMATS (sizeof formats / sizeof *formats)

static bool has(const struct legend *legend, size_t format)
{
    return legend->columns & formats[format].column;
}

/* Deviations of many curves would change with every key, too: on a small screen the line of what is under the
 * cursor tells that one and its place, and names have more room. Intervals stand in the place of where layers settle and
 * freeze, which the words below have, too. */
unsigned legend_columns(const struct scene *scene, int height, bool has_cursor)
{
    bool crowded = height - 2 < SMALL && 2 * scene_rows(scene) > FEW;
    bool intervals = scene_has_intervals(scene) && scene_rows(scene) <= FEW && (!has_cursor || height >= SMALL);
    unsigned columns = columns_of[scene->view];

    if (intervals)
        columns = (columns | INTERVAL) & ~(unsigned)(SETTLES | FROZEN);
    return columns & (crowded ? ~(unsigned)SPREAD : ~0u);
}

static bool is_crowded(const struct legend *legend)
{
    return columns_of[legend->scene->view] & ~legend->columns & SPREAD;
}

void legend_name(const struct scene *scene, const struct look *look, size_t row, char *text, size_t size)
{
    const struct group *groups = scene->experiment->groups;
    size_t both[2];
    char name[SCENE_NAME];

    if (views[scene->view].down == AXIS_CURVE) {
        scene_row_groups(scene, row, both);
        if (both[0] != both[1]) {
            snprintf(text, size, "%.80s %s %.80s", groups[both[0]].name, look->unicode ? "×" : "x",
                     groups[both[1]].name);
            return;
        }
    }
    snprintf(text, size, "%s", scene_row_name(scene, row, name, sizeof name));
}

/* Names are made on the fly: one is asked for after the other. */
struct naming {
    const struct scene *scene;
    const struct look *look;
    char *text;
};

static const char *name_at(const void *context, size_t row)
{
    const struct naming *naming = context;

    legend_name(naming->scene, naming->look, row, naming->text, SCENE_NAME);
    return naming->text;
}

struct abbreviation legend_abbreviation(const struct scene *scene, const struct look *look, int names)
{
    char text[SCENE_NAME];
    struct naming naming = {scene, look, text};

    return abbreviation_for(name_at, &naming, scene_rows(scene), names, look->unicode);
}

/* What the rows are. */
static const char *row_title(const struct scene *scene)
{
    static const char *const titles[] = {
        [AXIS_LAYER] = "layer",     [AXIS_NETWORK] = "network",       [AXIS_CURVE] = "group",
        [AXIS_GROUP] = "group",     [AXIS_MEASURE] = "measure",       [AXIS_TIMESTEP] = "timestep",
        [AXIS_CHECKPOINT] = "step", [AXIS_DIRECTIONS] = "directions", [AXIS_TARGET] = "target"};

    return titles[views[scene->view].down];
}

/* The column of values is headed by the place that they are at, and as wide as that needs. */
static int value_width(const struct scene *scene)
{
    int width = 7;
    char name[SCENE_NAME];

    for (size_t column = 0; column < scene_columns(scene) && views[scene->view].across == AXIS_LAYER;
         column++) {
        int needed = text_columns(scene_column_name(scene, column, name, sizeof name)) + 2;

        width = needed > width ? needed : width;
    }
    return width < 12 ? width : 12;
}

int legend_name_width(const struct scene *scene, const struct look *look, int most)
{
    int width = text_columns(row_title(scene));
    char name[SCENE_NAME];

    width = width > 6 ? width : 6; /* of "chance" */
    if (scene->overlays &&
        *overlays_name(scene)) /* more room for it than for "chance", not all it might want */
        width = width > most * 5 / 8 ? width : most * 5 / 8;

    for (size_t row = 0; row < scene_rows(scene) && width < most; row++) {
        legend_name(scene, look, row, name, sizeof name);
        if (text_columns(name) > width)
            width = text_columns(name);
    }
    return width < most ? width : most;
}

int legend_width(const struct legend *legend)
{
    int width = MARK + legend->names + value_width(legend->scene);

    for (size_t i = 1; i < FORMATS; i++)
        width += has(legend, i) ? formats[i].width : 0;
    return width;
}

static void draw_titles(struct canvas *canvas, struct rectangle line, const struct legend *legend)
{
    const struct view *view = &views[legend->scene->view];
    char place[SCENE_NAME], at[SCENE_NAME + 2];
    int x = line.x + MARK + legend->names;

    canvas_text(canvas, line.x + MARK, line.y, legend->names, STYLE_DIM, row_title(legend->scene));
    snprintf(at, sizeof at, is_crowded(legend) ? "mean" : "@%s",
             scene_column_name(legend->scene, legend->column, place, sizeof place));
    if (view->across == AXIS_CHECKPOINT || view->across == AXIS_STEP) {
        char step[NUMBER_SIZE];

        number_compact(step, legend->curves->x[legend->column]);
        snprintf(at, sizeof at, "@%s", step);
    }
    for (size_t i = 0; i < FORMATS; i++) {
        int width = i ? formats[i].width : value_width(legend->scene);
        const char *title = formats[i].title ? formats[i].title : view->across == AXIS_NONE ? "distance" : at;

        if (!has(legend, i))
            continue;
        for (int blank = 1; blank < width && !i; blank++) /* in one go with the title, when that changes */
            canvas_put(canvas, x + blank, line.y, ' ', STYLE_DIM);
        canvas_text_right(canvas, x + 1, line.y, width - 1, STYLE_DIM,
                          canvas->ascii || formats[i].column != SPREAD ? title : "±");
        x += width;
    }
}

static void draw_row(struct canvas *canvas, const struct look *look, struct rectangle line,
                     const struct legend *legend, size_t position)
{
    size_t row = sequence_place(legend->sequence, legend->curves->rows, position);
    const struct scene_value *value = curves_value(legend->curves, row, legend->column);
    bool current = legend->has_cursor && row == legend->row;
    char name[SCENE_NAME], shown[SCENE_NAME];
    int x = line.x + MARK + legend->names;

    legend_name(legend->scene, look, row, name, sizeof name);
    abbreviate(shown, sizeof shown, name, &legend->names_as);
    canvas_put(canvas, line.x, line.y, plot_mark(look, position), legend->list[position].style);
    canvas_put(canvas, line.x + 1, line.y, look->unicode ? U'━' : U'=', legend->list[position].style);
    canvas_text(canvas, line.x + MARK, line.y, legend->names, current ? STYLE_CURSOR : STYLE_PLAIN, shown);
    for (size_t i = 0; i < FORMATS; i++) {
        int width = i ? formats[i].width : value_width(legend->scene);
        char text[NUMBER_SIZE] = "";

        if (!has(legend, i))
            continue;
        formats[i].format(legend, value, row, text);
        canvas_text_right(canvas, x, line.y, width, STYLE_PLAIN, text);
        x += width;
    }
}

void legend_chance(struct canvas *canvas, const struct look *look, struct rectangle line,
                   const struct curves *curves, size_t column, int value_end)
{
    double chance = curves_chance(curves, column);
    char value[NUMBER_SIZE];

    if (isnan(chance))
        return;
    number_fixed(value, chance, 3);
    canvas_text(canvas, line.x, line.y, line.width, STYLE_DIM, look->unicode ? "┄┄ chance" : ".. chance");
    canvas_text_right(canvas, value_end - 7, line.y, 7, STYLE_DIM, value);
}

/* The name of what is drawn on the scale at the right, and its value at the last step up to the cursor's. */
static void draw_overlay(struct canvas *canvas, const struct look *look, struct rectangle line,
                         const struct legend *legend)
{
    const struct curve *overlay = legend->overlay;
    double step = legend->curves->x[legend->column], value = NAN;
    char number[NUMBER_SIZE], *name;

    if (!overlay)
        return;
    name = text_abbreviated(overlay->name, legend->names, look->unicode ? "…" : "~");
    for (size_t i = 0; i < overlay->count && overlay->x[i] <= step; i++)
        value = isnan(overlay->y[i]) ? value : overlay->y[i];
    canvas_text(canvas, line.x, line.y, 2, STYLE_DIM, look->unicode ? "──" : "--");
    canvas_text(canvas, line.x + MARK, line.y, legend->names, STYLE_DIM, name ? name : "");
    free(name);
    if (isnan(value))
        return;
    number_compact(number, value);
    canvas_text_right(canvas, line.x + MARK + legend->names, line.y, value_width(legend->scene), STYLE_DIM,
                      number);
}

/* Every value in the legend changes when the cursor moves along the columns. On a small screen, where lines
 * are slow more often than not, so many of them that a key costs no more than 256 bytes; one less where a
 * sentence changes as well. */
static size_t legend_rows(int height, bool crowded)
{
    int most = height < SMALL ? SMALL_LEGEND - crowded : height;

    return height > 0 ? (size_t)(height < most ? height : most) : 0;
}

size_t legend_start(size_t cursor, size_t visible)
{
    return visible ? cursor / visible * visible : 0;
}

void draw_legend(struct canvas *canvas, const struct look *look, struct rectangle area,
                 const struct legend *legend)
{
    size_t visible = legend_rows(area.height - 2, is_crowded(legend)), rows = legend->curves->rows;
    size_t shown = sequence_count(legend->sequence, rows);
    size_t start = legend_start(sequence_position(legend->sequence, rows, legend->row), visible);
    size_t end = start + visible < shown ? start + visible : shown;
    struct rectangle line = {area.x, area.y, area.width, 1};

    draw_titles(canvas, line, legend);
    for (size_t position = start; position < end; position++) {
        line.y++;
        draw_row(canvas, look, line, legend, position);
    }
    line.y++;
    if (shown < visible && !(columns_of[legend->scene->view] & CHANCE)) /* unless every row tells its own */
        legend_chance(canvas, look, line, legend->curves, legend->column,
                      line.x + MARK + legend->names + value_width(legend->scene));
    line.y++;
    if (shown < visible && (int)shown + 1 < area.height - 2)
        draw_overlay(canvas, look, line, legend);
}
