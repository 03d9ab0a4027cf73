/* Coming back to where one was. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "config/number.h"
#include "tui/explorer_private.h"
#include "tui/remembered.h"

/* Whether the command line says what to look at: then it is looked at, and nothing else. */
static bool says_what(const struct options *options)
{
    return options->has_view || options->form || options->network || options->against || options->checkpoint ||
           options->against_checkpoint || options->layer || options->timestep || options->target ||
           options->group || options->curve ||
           options->against_curve || options->attribute || options->overlay ||
           options->order != ORDER_LISTED || options->clusters || options->early || options->halfway ||
           options->directions;
}

static bool is(const char *text, const char *name)
{
    return text && strcmp(text, name) == 0;
}

static void recall_side(const struct experiment *experiment, const char *network, const char *checkpoint,
                        struct scene_side *side)
{
    const struct network *found = NULL;

    for (size_t i = 0; i < experiment->network_count && !found; i++)
        if (is(network, experiment->networks[i].name)) {
            found = &experiment->networks[i];
            *side = (struct scene_side){i, found->checkpoint_count ? found->checkpoint_count - 1 : 0};
        }
    for (size_t i = 0; found && i < found->checkpoint_count; i++)
        if (is(checkpoint, found->checkpoints[i].name))
            side->checkpoint = i;
}

/* A number that was written down, below `end`; `usual` where there is none. */
static size_t number(const char *text, size_t end, size_t usual)
{
    uint64_t value;

    return text && number_parse_unsigned(text, &value) && value < end ? (size_t)value : usual;
}

static int64_t step(const char *text)
{
    int64_t value;

    return text && number_parse_integer(text, &value) ? value : SCENE_USUAL;
}

static void recall_place(struct explorer *explorer, const struct remembered *remembered)
{
    struct scene *scene = &explorer->scene;
    struct view_state *state;

    if (remembered->view && view_parse(remembered->view, &scene->view) && remembered->form)
        view_parse_form(remembered->form, &scene->view);
    recall_side(scene->experiment, remembered->network, remembered->checkpoint, &scene->a);
    recall_side(scene->experiment, remembered->against, remembered->against_checkpoint, &scene->b);
    scene->pinned = is(remembered->pinned, "true");
    for (size_t i = 0; i < scene->experiment->layer_count; i++)
        if (is(remembered->layer, scene->experiment->layers[i].name))
            scene->layer = i;
    for (size_t i = 0; i < scene->experiment->target_count; i++)
        if (is(remembered->target, scene->experiment->targets[i].name))
            scene->target = i;
    scene->timestep = number(remembered->timestep, INT16_MAX, SCENE_LAST);
    scene->early = step(remembered->early);
    scene->halfway = step(remembered->halfway);
    scene->directions = number(remembered->directions, SIZE_MAX, 0);
    state = explorer_state(explorer);
    state->row = number(remembered->row, SIZE_MAX, 0);
    state->column = number(remembered->column, SIZE_MAX, 0);
    state->log_x = state->log_x || is(remembered->steps, "log");
    if (scene_rows(scene) > 0) /* timesteps may be counted later */
        explorer_clamp_cursor(explorer);
}

void explorer_recall(struct explorer *explorer, const struct options *options)
{
    char *path = remembered_path(explorer->scene.experiment->file);
    struct remembered remembered = {0};

    explorer->usual_palette = explorer->look.palette;
    if (path && !options->fresh)
        remembered = remembered_load(path, explorer->scene.experiment->file);
    if (remembered.view && !says_what(options))
        recall_place(explorer, &remembered);
    if (remembered.measure && !options->has_measure)
        measure_parse(remembered.measure, &explorer->scene.measure);
    if (remembered.palette && !options->has_palette)
        palette_parse(remembered.palette, &explorer->look.palette);
    remembered_free(&remembered);
    free(path);
}

static char *text_of_number(size_t value)
{
    return memory_format("%zu", value);
}

static void note_side(const struct scene *scene, const struct scene_side *side, char **network,
                      char **checkpoint)
{
    const struct network *at = scene_network(scene, side);

    *network = memory_duplicate(at->name);
    if (side->checkpoint + 1 < at->checkpoint_count)
        *checkpoint = memory_duplicate(at->checkpoints[side->checkpoint].name);
}

void explorer_remember(struct explorer *explorer)
{
    const struct scene *scene = &explorer->scene;
    const struct view *view = &views[scene->view];
    const struct view_state *state = explorer_state(explorer);
    char *path = remembered_path(scene->experiment->file);
    struct remembered remembered = {.view = memory_duplicate(view->name),
                                    .form = *view->form ? memory_duplicate(view->form) : NULL,
                                    .row = text_of_number(state->row),
                                    .column = text_of_number(state->column),
                                    .layer = memory_duplicate(scene->experiment->layers[scene->layer].name),
                                    .measure = memory_duplicate(measure_name(scene->measure))};

    note_side(scene, &scene->a, &remembered.network, &remembered.checkpoint);
    note_side(scene, &scene->b, &remembered.against, &remembered.against_checkpoint);
    if (scene->pinned)
        remembered.pinned = memory_duplicate("true");
    if (scene->early != SCENE_USUAL)
        remembered.early = memory_format("%" PRId64, scene->early);
    if (scene->halfway != SCENE_USUAL)
        remembered.halfway = memory_format("%" PRId64, scene->halfway);
    if (scene->directions)
        remembered.directions = text_of_number(scene->directions);
    if (scene->target > 0)
        remembered.target = memory_duplicate(scene->experiment->targets[scene->target].name);
    if (scene->timestep != SCENE_LAST)
        remembered.timestep = text_of_number(scene->timestep);
    if (explorer->look.palette != explorer->usual_palette)
        remembered.palette = memory_duplicate(palette_name(explorer->look.palette));
    if (state->log_x)
        remembered.steps = memory_duplicate("log");
    if (path)
        remembered_save(path, scene->experiment->file, &remembered);
    remembered_free(&remembered);
    free(path);
}
