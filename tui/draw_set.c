#include "tui/draw_set.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tui/draw_cell.h"
#include "tui/number.h"
#include "tui/style.h"
#include "tui/text.h"

/* Columns of a mean and its deviation. */
#define MEAN_WIDTH 13

/* "0.609 +- 0.025"; only the mean where nothing varies. */
static void format_mean(const struct look *look, const struct scene_value *value, char *text, size_t size)
{
    char mean[NUMBER_SIZE], deviation[NUMBER_SIZE];

    number_fixed(mean, value->mean, 3);
    number_fixed(deviation, value->deviation, 3);
    if (isnan(value->deviation))
        snprintf(text, size, "%s", mean);
    else
        snprintf(text, size, "%s %s %s", mean, look->unicode ? "±" : "+-", deviation);
}

/* "16 of 18 pairs": some may be holes. */
static void format_pairs(const struct scene_value *value, size_t members, char *text, size_t size)
{
    if (value->pairs == members)
        snprintf(text, size, "%zu pair%s", members, members == 1 ? "" : "s");
    else
        snprintf(text, size, "%zu of %zu pairs", value->pairs, members);
}

/* Why there is no mean. */
static const char *absence(const struct scene_value *value, size_t members)
{
    return members == 0                       ? "no pairs: it takes two networks of a group"
           : value->state == CCA_PENDING      ? "not computed yet"
           : value->state == CCA_DONE         ? "undefined by this measure"
           : value->state == CCA_STATE_FAILED ? "failed (e tells why)"
                                              : "no network has this checkpoint, or its files are missing";
}

/* Draws what there is room for as a whole; returns the columns that it takes, and some between it and the
 * next. */
static int draw_whole(struct canvas *canvas, int x, int y, int end, const char *text)
{
    return x + text_columns(text) <= end ? canvas_text(canvas, x, y, end - x, STYLE_DIM, text) + 3 : 0;
}

void draw_set_line(struct canvas *canvas, const struct look *look, struct rectangle line,
                   const struct scene *scene, const struct curves *curves, size_t row, size_t column,
                   const char *besides)
{
    char place[2 * SCENE_NAME], text[80], chance[NUMBER_SIZE];
    int x = line.x, end = line.x + line.width, width = place_width(scene, look, line.width / 2);
    const struct scene_value *value;
    size_t members;

    if (row >= curves->rows || column >= curves->columns)
        return;
    value = curves_value(curves, row, column);
    members = scene_members(scene, row, column);
    describe_place(scene, look, row, column, place, sizeof place);
    canvas_text(canvas, x, line.y, width, STYLE_PLAIN, place);
    x += width + 2;
    if (isnan(value->mean)) {
        canvas_text(canvas, x, line.y, end - x, value->state == CCA_PENDING ? STYLE_DIM : STYLE_WARNING,
                    absence(value, members));
        return;
    }
    format_mean(look, value, text, sizeof text);
    canvas_text(canvas, x, line.y, end - x, STYLE_BOLD, text);
    x += MEAN_WIDTH + 3; /* with a deviation or without: what follows stays where it is */
    x += canvas_text(canvas, x, line.y, end - x, STYLE_PLAIN, besides);
    if (!isnan(value->chance)) {
        number_fixed(chance, value->chance, 3);
        snprintf(text, sizeof text, "chance %s", chance);
        x += draw_whole(canvas, x, line.y, end, text);
    }
    format_pairs(value, members, text, sizeof text);
    draw_whole(canvas, x, line.y, end, text);
}

int draw_set_panel(struct canvas *canvas, const struct look *look, struct rectangle area,
                   const struct scene *scene, const struct curves *curves, size_t row, size_t column)
{
    char text[2 * SCENE_NAME], chance[NUMBER_SIZE];
    const struct scene_value *value;
    size_t members;

    if (row >= curves->rows || column >= curves->columns || area.height < 7)
        return 0;
    value = curves_value(curves, row, column);
    members = scene_members(scene, row, column);
    canvas_text(canvas, area.x, area.y, area.width, STYLE_DIM, "under the cursor");
    describe_place(scene, look, row, column, text, sizeof text);
    canvas_text(canvas, area.x, area.y + 1, area.width, STYLE_BOLD, text);
    if (isnan(value->mean)) {
        canvas_text(canvas, area.x, area.y + 3, area.width, STYLE_WARNING, absence(value, members));
        return 4;
    }
    format_mean(look, value, text, sizeof text);
    canvas_textf(canvas, area.x, area.y + 3, area.width, STYLE_PLAIN, "%-10s %s",
                 measure_name(scene->measure), text);
    number_fixed(chance, value->chance, 3);
    if (!isnan(value->chance))
        canvas_textf(canvas, area.x, area.y + 4, area.width, STYLE_DIM, "%-10s %s", "chance", chance);
    format_pairs(value, members, text, sizeof text);
    canvas_text(canvas, area.x, area.y + 6, area.width, STYLE_PLAIN, text);
    return 7;
}

struct member {
    struct cca_pair pair;
    struct cca_result result;
    bool known; /* by the scene's measure */
    double distance;
};

/* The farthest first, then those without a number. */
static int compare_members(const void *left, const void *right)
{
    double a = ((const struct member *)left)->distance, b = ((const struct member *)right)->distance;

    if (isnan(a) || isnan(b))
        return isnan(a) - isnan(b);
    return (a < b) - (a > b);
}

/* The members that exist, in order; malloc'ed, NULL when memory gives out. */
static struct member *collect(const struct scene *scene, size_t row, size_t column, size_t *count)
{
    size_t members = scene_members(scene, row, column);
    struct member *list = malloc((members + 1) * sizeof *list);

    *count = 0;
    for (size_t i = 0; list && i < members; i++) {
        struct member *member = &list[*count];

        if (!scene_member(scene, row, column, i, &member->pair))
            continue;
        cca_study_result(scene->study, member->pair, &member->result);
        member->known = cca_result_known(&member->result, scene_measure(scene, row));
        member->distance =
            member->result.state == CCA_DONE
                ? cca_distance(&member->result.summary, scene_measure(scene, row), scene_side(scene))
                : NAN;
        ++*count;
    }
    if (list)
        qsort(list, *count, sizeof *list, compare_members);
    return list;
}

static void draw_member(struct canvas *canvas, const struct look *look, struct rectangle line,
                        const struct scene *scene, const struct member *member)
{
    char number[NUMBER_SIZE] = "", sides[2][SCENE_NAME], names[2 * SCENE_NAME + 8];
    int x = line.x + 9;

    describe_cell(scene, member->pair.a, sides[0], sizeof sides[0]);
    describe_cell(scene, member->pair.b, sides[1], sizeof sides[1]);
    snprintf(names, sizeof names, "%s %s %s", sides[0], look->unicode ? "×" : "x", sides[1]);
    if (!isnan(member->distance)) {
        number_fixed(number, member->distance, 3);
        canvas_text_right(canvas, line.x, line.y, 7 < line.width ? 7 : line.width, STYLE_BOLD, number);
        canvas_text(canvas, x, line.y, line.width - 9, STYLE_PLAIN, names);
        return;
    }
    x += canvas_text(canvas, x, line.y, (line.width - 9) / 2, STYLE_PLAIN, names) + 2;
    canvas_text(canvas, x, line.y, line.x + line.width - x,
                member->known ? STYLE_WARNING : STYLE_DIM,
                !member->known          ? "not computed yet"
                : member->result.reason ? member->result.reason
                                        : "undefined by this measure");
}

size_t draw_set(struct canvas *canvas, const struct look *look, struct rectangle area,
                const struct scene *scene, size_t row, size_t column, size_t first)
{
    size_t count = 0;
    struct member *list;

    if (row >= scene_rows(scene) || column >= scene_columns(scene))
        return 0;
    list = collect(scene, row, column, &count);
    if (count == 0)
        canvas_text(canvas, area.x, area.y, area.width, STYLE_DIM, "no pairs here");
    for (size_t i = first; i < count && i - first < (size_t)area.height; i++)
        draw_member(canvas, look, (struct rectangle){area.x, area.y + (int)(i - first), area.width, 1}, scene,
                    &list[i]);
    free(list);
    return count;
}
