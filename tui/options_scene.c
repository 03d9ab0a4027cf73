/* From what was typed to what is looked at, and how. */
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/nearest.h"
#include "config/number.h"
#include "config/settings.h"
#include "tui/options.h"

/* Reports a name that is not among those offered. */
static bool no_such(const char *what, const struct nearest *nearest, const char *hint)
{
    if (nearest->found)
        complain(2, "no %s '%s'; did you mean '%s'?", what, nearest->typed, nearest->found);
    else
        complain(2, "no %s '%s'; %s", what, nearest->typed, hint);
    return false;
}

/* What the manifest has names for. */
struct named_list {
    const char *what, *hint; /* in messages */
    size_t (*count)(const struct experiment *experiment);
    const char *(*name)(const struct experiment *experiment, size_t index);
};

#define NAMED_LIST(list, counted, named, what_it_is, where_they_are)                                         \
    static size_t count_##list(const struct experiment *experiment)                                          \
    {                                                                                                        \
        return experiment->counted;                                                                          \
    }                                                                                                        \
    static const char *name_##list(const struct experiment *experiment, size_t index)                        \
    {                                                                                                        \
        return experiment->named;                                                                            \
    }                                                                                                        \
    static const struct named_list list = {what_it_is, where_they_are, count_##list, name_##list};

NAMED_LIST(networks, network_count, networks[index].name, "network",
           "the manifest lists them under networks:")
NAMED_LIST(layers, layer_count, layers[index].name, "layer", "the manifest lists them under layers:")
NAMED_LIST(groups, group_count, groups[index].name, "group", "the manifest gives networks their group")
NAMED_LIST(targets, target_count, targets[index].name, "target", "the manifest lists them under targets:")
NAMED_LIST(attributes, attribute_count, attributes[index], "attribute",
           "the manifest gives networks their attributes")

/* Finds a name that was typed; leaves *index alone when none was. */
static bool select_named(const struct experiment *experiment, const struct named_list *list,
                         const char *typed, size_t *index)
{
    struct nearest nearest = nearest_to(typed ? typed : "");

    for (size_t i = 0; typed && i < list->count(experiment); i++) {
        const char *name = list->name(experiment, i);

        if (strcmp(name, typed) == 0) {
            *index = i;
            return true;
        }
        nearest_offer(&nearest, name);
    }
    return !typed || no_such(list->what, &nearest, list->hint);
}

/* By name, or by step where no name is the like. */
static bool select_checkpoint(const struct network *network, const char *name, size_t *checkpoint)
{
    struct nearest nearest = nearest_to(name);
    int64_t step;
    bool is_step = number_parse_integer(name, &step);

    for (size_t i = 0; i < network->checkpoint_count; i++) {
        if (strcmp(network->checkpoints[i].name, name) == 0) {
            *checkpoint = i;
            return true;
        }
        nearest_offer(&nearest, network->checkpoints[i].name);
    }
    for (size_t i = 0; is_step && i < network->checkpoint_count; i++)
        if (network->checkpoints[i].step == step) {
            *checkpoint = i;
            return true;
        }
    if (nearest.found && !is_step)
        complain(2, "network '%s' has no checkpoint '%s'; did you mean '%s'?", network->name, name,
                 nearest.found);
    else if (network->checkpoint_count > 0)
        complain(2, "network '%s' has no checkpoint '%s'; its checkpoints go from '%s' to '%s'",
                 network->name, name, network->checkpoints[0].name,
                 network->checkpoints[network->checkpoint_count - 1].name);
    else
        complain(2,
                 "network '%s' has no checkpoint '%s', nor any other; ccascope check tells what is missing",
                 network->name, name);
    return false;
}

static void to_last(const struct experiment *experiment, struct scene_side *side)
{
    size_t count = experiment->networks[side->network].checkpoint_count;

    side->checkpoint = count ? count - 1 : 0;
}

static bool select_side(const struct experiment *experiment, const char *network, const char *checkpoint,
                        struct scene_side *side)
{
    if (!select_named(experiment, &networks, network, &side->network))
        return false;
    to_last(experiment, side);
    return !checkpoint ||
           select_checkpoint(&experiment->networks[side->network], checkpoint, &side->checkpoint);
}

static bool has_timesteps(const struct treatment *treatment)
{
    return strchr(treatment->axes, 't') &&
           (treatment->timesteps == TIMESTEPS_ALL || treatment->timesteps == TIMESTEPS_LIST);
}

/* Which of the layer's own timesteps is the one at `wanted` along t; false when it has no such. */
static bool find_timestep(const struct scene *scene, size_t layer, size_t wanted, size_t *index)
{
    const struct treatment *treatment = &scene->experiment->layers[layer].treatment;
    size_t count = cca_study_timesteps(scene->study, layer); /* 0 while unknown */

    *index = wanted;
    if (treatment->timesteps == TIMESTEPS_ALL)
        return count == 0 || wanted < count;
    for (*index = 0; *index < treatment->timestep_count; ++*index)
        if (treatment->timestep_list[*index] == (int64_t)wanted)
            return true;
    return false;
}

/* Where an axis of the view runs over layers, all of those that have timesteps must have this one, at the
 * same place. */
static bool select_timestep(const struct scene *scene, const char *text, size_t *timestep)
{
    bool all = views[scene->view].down == AXIS_LAYER || views[scene->view].across == AXIS_LAYER,
         found = false;
    uint64_t wanted;
    size_t index;

    *timestep = SCENE_LAST;
    if (strcmp(text, "last") == 0 || !number_parse_unsigned(text, &wanted))
        return true;
    for (size_t layer = 0; layer < scene->experiment->layer_count; layer++) {
        const struct layer *at = &scene->experiment->layers[layer];

        if ((!all && layer != scene->layer) || !has_timesteps(&at->treatment))
            continue;
        if (!find_timestep(scene, layer, (size_t)wanted, &index) || (found && index != *timestep))
            return complain(
                       2,
                       "layer '%s' has no timestep %s; compute MANIFEST timesteps --layer '%s' lists its own",
                       at->name, text, at->name) == 0;
        *timestep = index;
        found = true;
    }
    return found || complain(2, "--timestep is %s, but there are no timesteps here; leave it out", text) == 0;
}

static bool no_form(const struct scene *scene, const char *form)
{
    const char *name = views[scene->view].name;
    char forms[100] = "";
    size_t used = 0;

    for (int i = 0; i < VIEW_COUNT; i++)
        if (*views[i].form && strcmp(views[i].name, name) == 0)
            used +=
                (size_t)snprintf(forms + used, sizeof forms - used, "%s%s", used ? ", " : "", views[i].form);
    if (used)
        return complain(2, "the view %s has no form '%s'; it has %s", name, form, forms) == 0;
    return complain(2, "the view %s has one form only; leave --form out", name) == 0;
}

/* --form; a group named is a wish for its mean, too. */
static bool select_form(const struct options *options, struct scene *scene)
{
    if (options->form)
        return view_parse_form(options->form, &scene->view) || no_form(scene, options->form);
    if (options->group && scene->view == VIEW_CONVERGENCE)
        scene->view = VIEW_CONVERGENCE_GROUP;
    return true;
}

/* "G" or "G/H", either way round. */
static bool is_curve(const struct scene *scene, size_t row, const char *name)
{
    const struct group *all = scene->experiment->groups;
    size_t both[2];

    scene_row_groups(scene, row, both);
    if (both[0] == both[1])
        return strcmp(all[both[0]].name, name) == 0;
    for (int i = 0; i < 2; i++) {
        const char *first = all[both[i]].name;
        size_t length = strlen(first);

        if (strncmp(first, name, length) == 0 && name[length] == '/' &&
            strcmp(name + length + 1, all[both[!i]].name) == 0)
            return true;
    }
    return false;
}

static bool select_curve(const struct scene *scene, const char *name, size_t *curve)
{
    size_t count = scene->experiment->group_count;

    for (size_t row = 0; name && row < count * (count + 1) / 2; row++)
        if (is_curve(scene, row, name)) {
            *curve = row;
            return true;
        }
    return !name ||
           complain(2, "no curve '%s'; it is the name of a group, or of two with a / between", name) == 0;
}

static bool select_groups(const struct options *options, struct scene *scene)
{
    size_t own = scene_network(scene, &scene->a)->in_group;

    if (own < scene->experiment->group_count)
        scene->group = own;
    return select_named(scene->experiment, &groups, options->group, &scene->group) &&
           select_named(scene->experiment, &attributes, options->attribute, &scene->attribute) &&
           select_curve(scene, options->curve, &scene->curve[0]) &&
           select_curve(scene, options->against_curve, &scene->curve[1]);
}

/* A checkpoint of A's network as its step; leaves *step alone when none was named. */
static bool select_stage(const struct scene *scene, const char *name, int64_t *step)
{
    const struct network *network = scene_network(scene, &scene->a);
    size_t checkpoint;

    if (!name)
        return true;
    if (!select_checkpoint(network, name, &checkpoint))
        return false;
    *step = network->checkpoints[checkpoint].step;
    return true;
}

static bool select_stability(const struct options *options, struct scene *scene)
{
    scene->directions = options->directions;
    return select_stage(scene, options->early, &scene->early) &&
           select_stage(scene, options->halfway, &scene->halfway);
}

bool options_apply_scene(const struct options *options, struct scene *scene)
{
    const struct experiment *experiment = scene->experiment;

    if (options->has_view)
        scene->view = options->view;
    if (!select_form(options, scene))
        return false;
    if (views[scene->view].end == END_TARGET && experiment->target_count == 0)
        return complain(2,
                        "the view %s needs targets, and the manifest has none; it lists them under targets:",
                        views[scene->view].name) == 0;
    if (!select_side(experiment, options->network, options->checkpoint, &scene->a))
        return false;
    scene->b.network = scene->a.network;
    if (!select_side(experiment, options->against, options->against_checkpoint, &scene->b))
        return false;
    scene->pinned = options->against_checkpoint != NULL;
    if (scene->view == VIEW_NETWORKS &&
        !options->against_checkpoint) /* nothing orders the sides: one checkpoint */
        scene->b = scene->a;
    if (!select_named(experiment, &layers, options->layer, &scene->layer))
        return false;
    if (options->timestep && !select_timestep(scene, options->timestep, &scene->timestep))
        return false;
    if (!select_groups(options, scene) || !select_stability(options, scene) ||
        !select_named(experiment, &targets, options->target, &scene->target))
        return false;
    if (options->has_tolerance)
        scene->tolerance = options->tolerance;
    scene->order = options->order;
    scene->overlay = options->overlay && strcmp(options->overlay, "none") == 0 ? "" : options->overlay;
    scene->resamples = options->resamples;
    if (options->clusters)
        scene->clusters = options->clusters;
    if (options->has_measure)
        scene->measure = options->measure;
    if (options->has_pwcca)
        scene->side = options->pwcca;
    return true;
}

static bool contains(const char *text, const char *part)
{
    return text && strstr(text, part);
}

/* By what terminals say of themselves in the environment: `show` opens no terminal. */
static enum colour_depth environment_depth(void)
{
    const char *colorterm = getenv("COLORTERM"), *term = getenv("TERM");

    if (contains(colorterm, "truecolor") || contains(colorterm, "24bit") || contains(term, "-direct"))
        return DEPTH_DIRECT;
    return contains(term, "256color") ? DEPTH_256 : DEPTH_16;
}

bool options_colour(const struct options *options)
{
    const char *no_color = getenv("NO_COLOR"); /* https://no-color.org */

    return options->color == COLOUR_ALWAYS || (options->color == COLOUR_AUTO && !(no_color && *no_color));
}

static enum colour_depth choose_depth(const struct options *options, bool to_terminal)
{
    const char *term = getenv("TERM");
    bool can = to_terminal && term && *term && strcmp(term, "dumb") != 0;

    if (options_colour(options) && (can || options->color == COLOUR_ALWAYS))
        return environment_depth();
    return DEPTH_NONE;
}

/* Whether the background is light, as far as is known without asking a terminal. */
static bool light_background(const struct options *options, bool to_terminal)
{
    enum background background = options->background;

    if (background == BACKGROUND_AUTO && to_terminal)
        background = background_of_numbers(getenv("COLORFGBG"));
    return background == BACKGROUND_LIGHT;
}

bool options_unicode(const struct options *options)
{
    return !options->ascii && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

struct look options_look(const struct options *options, const struct experiment *experiment, bool to_terminal)
{
    struct look look = {.depth = choose_depth(options, to_terminal),
                        .unicode = options_unicode(options),
                        .light_background = light_background(options, to_terminal)};

    look.palette = options->has_palette ? options->palette
                   : experiment         ? experiment->palette
                                        : PALETTE_VIRIDIS;
    look.glyphs = !look.unicode ? GLYPHS_ASCII : options->has_glyphs ? options->glyphs : GLYPHS_BRAILLE;
    return look;
}

struct view_state options_view_state(const struct options *options, bool has_cursor)
{
    return (struct view_state){.has_cursor = has_cursor, .log_x = options->step_axis == STEP_AXIS_LOG};
}

char *options_cache_path(const struct options *options)
{
    if (options->no_cache)
        return NULL;
    return options->cache ? strdup(options->cache) : settings_cache_path();
}

struct cca_study_options options_study(const struct options *options, const struct experiment *experiment)
{
    enum measure measure = options->has_measure ? options->measure : experiment->measure;
    bool every = options->has_view && views[options->view].down == AXIS_MEASURE;

    return (struct cca_study_options){
        .threads = options->threads, .memory = options->memory, .measures = every ? USUAL_MEASURES | MEASURE_BIT(measure) : MEASURE_BIT(measure)};
}
