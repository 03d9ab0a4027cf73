#include "config/experiment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config/groups.h"
#include "config/memory.h"
#include "config/template.h"

struct measure_options measure_options_default(void)
{
    return (struct measure_options){.svcca_variance = 0.99};
}

/* A path, which it takes over, from the manifest's directory. The template decides, so that no name can make
 * a path absolute. */
static char *from_directory(const struct experiment *experiment, const char *template, char *path)
{
    char *joined;

    if (template[0] == '/' || (path[0] != '/' && strcmp(experiment->directory, ".") == 0))
        return path;
    joined =
        memory_format("%s%s%s", experiment->directory, strcmp(experiment->directory, "/") ? "/" : "", path);
    free(path);
    return joined;
}

bool experiment_is_target(const struct experiment *experiment, size_t network)
{
    return network >= experiment->network_count;
}

const struct layer *experiment_layer(const struct experiment *experiment, size_t network, size_t layer)
{
    return experiment_is_target(experiment, network) ? &experiment->targets[layer]
                                                     : &experiment->layers[layer];
}

char *experiment_activations(const struct experiment *experiment, size_t network, size_t checkpoint,
                             size_t layer, char **member)
{
    const struct layer *at = experiment_layer(experiment, network, layer);
    const char *template = at->activations;
    struct template_values values = {.layer = at->name};

    if (!experiment_is_target(experiment, network)) {
        const struct network *from = &experiment->networks[network];

        values.network = from->name;
        values.checkpoint = from->checkpoints[checkpoint].name;
        values.step = from->checkpoints[checkpoint].step;
    }
    return from_directory(experiment, template, template_expand(template, &values, member));
}

char *experiment_curves(const struct experiment *experiment, size_t network)
{
    const struct template_values values = {.network = experiment->networks[network].name};
    char *member, *path;

    if (!experiment->curves)
        return NULL;
    path = template_expand(experiment->curves, &values, &member);
    free(member);
    return from_directory(experiment, experiment->curves, path);
}

double network_attribute(const struct network *network, const char *name)
{
    for (size_t i = 0; i < network->attribute_count; i++)
        if (strcmp(network->attributes[i].name, name) == 0)
            return network->attributes[i].value;
    return NAN;
}

/* The first checkpoint at a step or beyond it. */
static size_t first_from(const struct network *network, int64_t step)
{
    size_t below = 0, above = network->checkpoint_count;

    while (below < above) { /* those before `below` are below the step, those from `above` on are not */
        size_t middle = below + (above - below) / 2;

        if (network->checkpoints[middle].step < step)
            below = middle + 1;
        else
            above = middle;
    }
    return below;
}

size_t network_checkpoint_at(const struct network *network, int64_t step)
{
    size_t end = step < INT64_MAX ? first_from(network, step + 1) : network->checkpoint_count;

    return end > 0 && network->checkpoints[end - 1].step == step ? end - 1 : SIZE_MAX;
}

size_t network_nearest_checkpoint(const struct network *network, int64_t step)
{
    const struct checkpoint *all = network->checkpoints;
    size_t at = first_from(network, step);

    if (at > 0 && (at == network->checkpoint_count ||
                   (double)step - (double)all[at - 1].step <= (double)all[at].step - (double)step))
        return first_from(network, all[at - 1].step);
    return at;
}

size_t network_find_checkpoint(const struct network *network, const struct checkpoint *wanted, size_t hint)
{
    for (size_t i = 0; i < network->checkpoint_count; i++) {
        size_t at = (hint + i) % network->checkpoint_count;

        if (network->checkpoints[at].step == wanted->step &&
            strcmp(network->checkpoints[at].name, wanted->name) == 0)
            return at;
    }
    return SIZE_MAX;
}

void network_free(struct network *network)
{
    for (size_t i = 0; i < network->attribute_count; i++)
        free(network->attributes[i].name);
    for (size_t i = 0; i < network->checkpoint_count; i++)
        free(network->checkpoints[i].name);
    free(network->attributes);
    free(network->checkpoints);
    free(network->name);
    free(network->group);
}

static void free_layers(struct layer *layers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(layers[i].name);
        free(layers[i].activations);
        free(layers[i].treatment.timestep_list);
    }
    free(layers);
}

void experiment_free(struct experiment *experiment)
{
    if (!experiment)
        return;
    for (size_t i = 0; i < experiment->network_count; i++)
        network_free(&experiment->networks[i]);
    free_layers(experiment->layers, experiment->layer_count);
    free_layers(experiment->targets, experiment->target_count);
    free_groups(experiment);
    free(experiment->networks);
    free(experiment->file);
    free(experiment->directory);
    free(experiment->title);
    free(experiment->curves);
    free(experiment);
}
