#include "tui/draw_look.h"

#include <math.h>
#include <stdio.h>

#include "tui/draw_cell.h"
#include "tui/number.h"
#include "tui/style.h"

/* What is known of the look of a place; NULL where there is none. */
static const struct cca_looked *looked_at(const struct scene *scene, size_t row, size_t column)
{
    struct cca_look look;

    return scene_look(scene, row, column, &look) ? cca_study_look(scene->study, &look) : NULL;
}

/* Why there is no number. */
static const char *absence(const struct scene *scene, const struct cca_looked *looked)
{
    if (!looked)
        return views[scene->view].set == SET_STABILITY
                   ? "directions are followed from the early checkpoint on"
                   : "this network has no such checkpoint";
    if (looked->state == CCA_PENDING)
        return "not computed yet";
    if (looked->state != CCA_DONE)
        return looked->reason ? looked->reason : "failed";
    return looked->number_count > 0 && views[scene->view].set == SET_CORRELATIONS
               ? "beyond the numerical rank"
               : "undefined: a checkpoint has rank 0 (every neuron is constant)";
}

/* "n 400   rank 32, 64" */
static void describe_ranks(const struct cca_looked *looked, char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, "n %zu   rank", looked->n);

    for (size_t i = 0; i < cca_look_cells(looked->look.kind) && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s %zu", i ? "," : "", looked->rank[i]);
}

static const char *chance_name(const struct scene *scene)
{
    return views[scene->view].set == SET_CORRELATIONS ? "largest by chance" : "chance";
}

void draw_look_line(struct canvas *canvas, const struct look *look, struct rectangle line,
                    const struct scene *scene, size_t row, size_t column, const char *besides)
{
    char place[2 * SCENE_NAME], number[NUMBER_SIZE], chance[NUMBER_SIZE], ranks[100];
    struct scene_value value;
    const struct cca_looked *looked;
    int x = line.x, end = line.x + line.width, width = place_width(scene, look, line.width / 2);

    if (row >= scene_rows(scene) || column >= scene_columns(scene))
        return;
    looked = looked_at(scene, row, column);
    value = scene_value(scene, row, column);
    describe_place(scene, look, row, column, place, sizeof place);
    canvas_text(canvas, x, line.y, width, STYLE_PLAIN, place);
    x += width + 2;
    if (isnan(value.mean)) {
        canvas_text(canvas, x, line.y, end - x, value.state == CCA_PENDING ? STYLE_DIM : STYLE_WARNING,
                    absence(scene, looked));
        return;
    }
    number_fixed(number, value.mean, 3);
    x += canvas_text(canvas, x, line.y, end - x, STYLE_BOLD, number) + 3;
    x += canvas_text(canvas, x, line.y, end - x, STYLE_PLAIN, besides);
    number_fixed(chance, value.chance, 3);
    describe_ranks(looked, ranks, sizeof ranks);
    canvas_textf(canvas, x, line.y, end - x, STYLE_DIM, "%s %s   %s", chance_name(scene), chance, ranks);
}

/* A name and its number. */
static void draw_number(struct canvas *canvas, struct rectangle area, int y, const char *name, double number,
                        struct style style)
{
    char text[NUMBER_SIZE] = "";

    if (!isnan(number))
        number_fixed(text, number, 3);
    canvas_text(canvas, area.x, y, columns_at(area, y), style, name);
    canvas_text_right(canvas, area.x, y, columns_at(area, y) < 28 ? columns_at(area, y) : 28, style, text);
}

/* The checkpoints that a look is about; returns the line below them. */
static int draw_sides(struct canvas *canvas, struct rectangle area, const struct scene *scene, int y,
                      const struct cca_look *look)
{
    static const char *const stages[CCA_LOOK_CELLS] = {"early ", "halfway ", "at "};
    bool staged = look->kind == CCA_LOOK_STABILITY;
    char text[300];

    for (size_t i = 0; i < cca_look_cells(look->kind); i++, y++) {
        describe_cell(scene, look->cells[i], text, sizeof text);
        canvas_textf(canvas, area.x, y, columns_at(area, y), STYLE_BOLD, "%s%s", staged ? stages[i] : "",
                     text);
    }
    return y + 1;
}

int draw_look_panel(struct canvas *canvas, const struct look *look, struct rectangle area,
                    const struct scene *scene, size_t row, size_t column)
{
    const struct cca_looked *looked = looked_at(scene, row, column);
    char name[2 * SCENE_NAME];
    struct scene_value value;
    struct cca_look wanted;
    int y = area.y;

    if (row >= scene_rows(scene) || column >= scene_columns(scene))
        return 0;
    canvas_text(canvas, area.x, y++, area.width, STYLE_DIM, "under the cursor");
    if (scene_look(scene, row, column, &wanted))
        y = draw_sides(canvas, area, scene, y, &wanted);
    value = scene_value(scene, row, column);
    if (isnan(value.mean)) {
        canvas_text(canvas, area.x, y, columns_at(area, y), STYLE_WARNING, absence(scene, looked));
        return y + 1 - area.y;
    }
    describe_place(scene, look, row, column, name, sizeof name);
    draw_number(canvas, area, y++, name, value.mean, STYLE_BOLD);
    draw_number(canvas, area, y++, chance_name(scene), value.chance, STYLE_DIM);
    y++;
    describe_ranks(looked, name, sizeof name);
    canvas_text(canvas, area.x, y, columns_at(area, y), STYLE_PLAIN, name);
    return y + 1 - area.y;
}
