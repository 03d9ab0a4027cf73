#include "tui/draw.h"

#include <math.h>
#include <stdio.h>

#include "tui/draw_curves.h"
#include "tui/draw_matrix.h"
#include "tui/style.h"
#include "tui/text.h"

void draw_view(struct canvas *canvas, const struct look *look, struct rectangle area,
               const struct scene *scene, struct view_state *state)
{
    if (views[scene->view].drawing == DRAW_CURVES)
        draw_curves(canvas, look, area, scene, state);
    else
        draw_matrix(canvas, look, area, scene, state);
}

static void describe_side(const struct scene *scene, const struct scene_side *side, bool checkpoint,
                          char *text, size_t size)
{
    const struct checkpoint *at = scene_checkpoint(scene, side);

    if (checkpoint && at)
        snprintf(text, size, "%s @%s", scene_network(scene, side)->name, at->name);
    else
        snprintf(text, size, "%s", scene_network(scene, side)->name);
}

static bool on_axis(const struct scene *scene, enum axis axis, unsigned side)
{
    const struct view *view = &views[scene->view];

    return (view->down == axis && view->down_moves & side) ||
           (view->across == axis && view->across_moves & side);
}

/* What the view fixes, in words: "A gen-1 @1000 · B mem-1 @6000 · fc". */
static void describe_fixed(const struct scene *scene, char *text, size_t size)
{
    char a[200] = "", b[200] = "", rest[200] = "";
    bool networks = on_axis(scene, AXIS_NETWORK, SIDE_A);

    describe_side(scene, &scene->a, !on_axis(scene, AXIS_CHECKPOINT, SIDE_A), a, sizeof a);
    describe_side(scene, &scene->b,
                  !on_axis(scene, AXIS_CHECKPOINT, SIDE_B) &&
                      (scene->view != VIEW_CONVERGENCE || scene->pinned),
                  b, sizeof b);
    if (!on_axis(scene, AXIS_LAYER, SIDE_A))
        snprintf(rest, sizeof rest, "   layer %s", scene->experiment->layers[scene->layer].name);
    if (networks)
        snprintf(text, size, "checkpoint %s%s",
                 scene_checkpoint(scene, &scene->a) ? scene_checkpoint(scene, &scene->a)->name : "none",
                 rest);
    else if (scene->view == VIEW_CONVERGENCE && scene->a.network == scene->b.network && !scene->pinned)
        snprintf(text, size, "%s%s", a, rest);
    else
        snprintf(text, size, "A %s   B %s%s", a, b, rest);
}

void draw_heading(struct canvas *canvas, const struct look *look, struct rectangle line,
                  const struct scene *scene)
{
    const char *separator = look->unicode ? " › " : " > ";
    char fixed[700];
    int x = line.x, end = line.x + line.width, used, reserved;

    describe_fixed(scene, fixed, sizeof fixed);
    reserved = text_columns(fixed) + (int)text_columns(measure_name(scene->measure)) + 6;
    used = line.width - reserved - text_columns(views[scene->view].title) - 3;
    if (used > 8) { /* the title only where it leaves room for the place */
        x += canvas_text(canvas, x, line.y, used, STYLE_BOLD, scene->experiment->title);
        x += canvas_text(canvas, x, line.y, 3, STYLE_DIM, separator);
    }
    x += canvas_text(canvas, x, line.y, end - x, STYLE_HEADING, views[scene->view].title);
    x += 2;
    used = canvas_text_right(canvas, x, line.y, end - x, STYLE_HEADING, measure_name(scene->measure));
    canvas_text(canvas, x, line.y, end - x - used - 2, STYLE_PLAIN, fixed);
}

void draw_trail(struct canvas *canvas, const struct look *look, struct rectangle line,
                const struct scene *scene, const char *place)
{
    const char *separator = look->unicode ? " › " : " > ";
    int x = line.x, end = line.x + line.width, reserved = text_columns(place) + 3;

    if (reserved < line.width / 2) {
        x += canvas_text(canvas, x, line.y, line.width / 2 - 8, STYLE_BOLD, scene->experiment->title);
        x += canvas_text(canvas, x, line.y, 3, STYLE_DIM, separator);
    }
    x += canvas_text(canvas, x, line.y, end - x, STYLE_HEADING, views[scene->view].title);
    x += canvas_text(canvas, x, line.y, end - x, STYLE_DIM, separator);
    canvas_text(canvas, x, line.y, end - x, STYLE_HEADING, place);
}

void draw_view_size(const struct scene *scene, int *columns, int *rows)
{
    double width, height;

    if (views[scene->view].drawing == DRAW_CURVES) {
        *columns = 100;
        *rows = 28 + (int)fmin(20, (double)scene_rows(scene));
        return;
    }
    width = (double)scene_columns(scene) * (scene_columns(scene) > 12 ? 6 : 9) + 28;
    height = (double)scene_rows(scene) * (scene_rows(scene) > 24 ? 1 : scene_rows(scene) > 8 ? 2 : 3) + 6;
    *columns = (int)fmin(160, fmax(72, width));
    *rows = (int)fmin(100, fmax(16, height));
}
