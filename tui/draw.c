#include "tui/draw.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tui/draw_curves.h"
#include "tui/draw_matrix.h"
#include "tui/draw_networks.h"
#include "tui/draw_scatter.h"
#include "tui/style.h"
#include "tui/text.h"

void draw_view(struct canvas *canvas, const struct look *look, struct rectangle area,
               const struct scene *scene, struct view_state *state)
{
    if (views[scene->view].drawing == DRAW_CURVES)
        draw_curves(canvas, look, area, scene, state);
    else if (views[scene->view].drawing == DRAW_POINTS)
        draw_scatter(canvas, look, area, scene, state);
    else if (scene->view == VIEW_NETWORKS)
        draw_networks(canvas, look, area, scene, state);
    else
        draw_matrix(canvas, look, area, scene, state);
}

static void append(char *text, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void append(char *text, size_t size, const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
}

static bool on_axis(const struct scene *scene, enum axis axis, unsigned side)
{
    const struct view *view = &views[scene->view];

    return (view->down == axis && view->down_moves & side) ||
           (view->across == axis && view->across_moves & side);
}

static void append_side(const struct scene *scene, unsigned side_bit, const char *letter, char *text,
                        size_t size)
{
    const struct scene_side *side = side_bit == SIDE_A ? &scene->a : &scene->b;
    const struct checkpoint *at = scene_checkpoint(scene, side);
    bool trained = on_axis(scene, AXIS_CHECKPOINT, side_bit) ||
                   (side_bit == SIDE_B && views[scene->view].end == END_LAST && !scene->pinned);

    append(text, size, "%s%s%s", letter, *letter ? " " : "", scene_network(scene, side)->name);
    if (!trained && at)
        append(text, size, " @%s", at->name);
}

/* Networks stand at their own last checkpoint, or at those of one name. */
static void append_checkpoint(const struct scene *scene, char *text, size_t size)
{
    const struct checkpoint *at = scene_checkpoint(scene, &scene->a);

    if (scene->a.checkpoint + 1 >= scene_network(scene, &scene->a)->checkpoint_count)
        append(text, size, "last checkpoint");
    else
        append(text, size, "checkpoint %s", at ? at->name : "none");
}

/* The three choices of stability. */
static void append_stages(const struct scene *scene, char *text, size_t size)
{
    const struct network *network = scene_network(scene, &scene->a);

    if (network->checkpoint_count == 0)
        return;
    append(text, size, "   early @%s   halfway @%s", network->checkpoints[scene_early(scene)].name,
           network->checkpoints[scene_halfway(scene)].name);
    if (scene_directions(scene) > 0)
        append(text, size, "   k %zu", scene_directions(scene));
}

static void append_networks(const struct scene *scene, char *text, size_t size)
{
    const struct view *view = &views[scene->view];
    const struct group *group = &scene->experiment->groups[scene->group];

    if (view->set == SET_STABILITY) {
        append_side(scene, SIDE_A, "", text, size);
        append_stages(scene, text, size);
    } else if (view->set == SET_EACH)
        append(text, size, "%s, %zu network%s", group->name, group->network_count,
               group->network_count == 1 ? "" : "s");
    else if (scene_has_sets(scene) || on_axis(scene, AXIS_NETWORK, SIDE_A)) {
        if (view->across != AXIS_STEP)
            append_checkpoint(scene, text, size);
        if (view->down == AXIS_MEASURE)
            append_side(scene, SIDE_B, "   against", text, size);
    } else if (view->end == END_LAST && !scene->pinned && scene->a.network == scene->b.network)
        append_side(scene, SIDE_A, "", text, size);
    else if (view->end == END_TARGET) {
        append_side(scene, SIDE_A, "", text, size);
        if (view->down != AXIS_TARGET && view->across != AXIS_TARGET &&
            scene->target < scene->experiment->target_count)
            append(text, size, "   target %s", scene->experiment->targets[scene->target].name);
    } else {
        append_side(scene, SIDE_A, "A", text, size);
        append_side(scene, SIDE_B, "   B", text, size);
    }
}

/* What the view fixes, in words: "A gen-1 @1000   B mem-1 @6000   layer fc". */
static void describe_fixed(const struct scene *scene, char *text, size_t size)
{
    *text = '\0';
    append_networks(scene, text, size);
    if (views[scene->view].down != AXIS_LAYER && views[scene->view].across != AXIS_LAYER)
        append(text, size, "%slayer %s", *text ? "   " : "", scene->experiment->layers[scene->layer].name);
}

static const char *measure_shown(const struct scene *scene)
{
    if (views[scene->view].set == SET_CORRELATIONS)
        return "correlations";
    return views[scene->view].down == AXIS_MEASURE ? "all measures" : measure_name(scene_measure(scene, 0));
}

void draw_heading(struct canvas *canvas, const struct look *look, struct rectangle line,
                  const struct scene *scene)
{
    const char *separator = look->unicode ? " › " : " > ";
    char fixed[700];
    const char *measure = measure_shown(scene);
    int x = line.x, end = line.x + line.width, used, reserved;

    describe_fixed(scene, fixed, sizeof fixed);
    reserved = text_columns(fixed) + (int)text_columns(measure) + 6;
    used = line.width - reserved - text_columns(views[scene->view].title) - 3;
    if (used > 8) { /* the title only where it leaves room for the place */
        x += canvas_text(canvas, x, line.y, used, STYLE_BOLD, scene->experiment->title);
        x += canvas_text(canvas, x, line.y, 3, STYLE_DIM, separator);
    }
    x += canvas_text(canvas, x, line.y, end - x, STYLE_HEADING, views[scene->view].title);
    x += 2;
    used = canvas_text_right(canvas, x, line.y, end - x, STYLE_HEADING, measure);
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

    if (views[scene->view].drawing != DRAW_MATRIX) {
        *columns = 100;
        *rows = 28 + (int)fmin(20, (double)scene_rows(scene));
        return;
    }
    width = (double)scene_columns(scene) * (scene_columns(scene) > 12 ? 6 : 9) + 28;
    height = (double)scene_rows(scene) * (scene_rows(scene) > 24 ? 1 : scene_rows(scene) > 8 ? 2 : 3) + 6;
    *columns = (int)fmin(160, fmax(72, width));
    *rows = (int)fmin(100, fmax(16, height));
}
