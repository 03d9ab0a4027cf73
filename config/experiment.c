#include "config/experiment.h"

#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "config/template.h"

struct measure_options measure_options_default(void)
{
    return (struct measure_options){.svcca_variance = 0.99};
}

char *experiment_activations(const struct experiment *experiment, size_t network, size_t checkpoint,
                             size_t layer, char **member)
{
    const struct network *from = &experiment->networks[network];
    const char *template = experiment->layers[layer].activations;
    const struct template_values values = {
        .network = from->name,
        .checkpoint = from->checkpoints[checkpoint].name,
        .layer = experiment->layers[layer].name,
        .step = from->checkpoints[checkpoint].step,
    };
    char *path = template_expand(template, &values, member), *joined;

    /* The template decides, so that no name can make a path absolute. */
    if (template[0] == '/' || (path[0] != '/' && strcmp(experiment->directory, ".") == 0))
        return path;
    joined =
        memory_format("%s%s%s", experiment->directory, strcmp(experiment->directory, "/") ? "/" : "", path);
    free(path);
    return joined;
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

void experiment_free(struct experiment *experiment)
{
    if (!experiment)
        return;
    for (size_t i = 0; i < experiment->network_count; i++)
        network_free(&experiment->networks[i]);
    for (size_t i = 0; i < experiment->layer_count; i++) {
        free(experiment->layers[i].name);
        free(experiment->layers[i].activations);
        free(experiment->layers[i].treatment.timestep_list);
    }
    free(experiment->networks);
    free(experiment->layers);
    free(experiment->file);
    free(experiment->directory);
    free(experiment->title);
    free(experiment);
}
