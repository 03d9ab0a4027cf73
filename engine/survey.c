/* The first look at an experiment's files: how many samples, how many timesteps. Headers only. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/array.h"
#include "engine/study_private.h"

struct cca_source source_of(const struct experiment *experiment, struct cca_cell cell, char **path,
                            char **member)
{
    *path = experiment_activations(experiment, cell.network, cell.checkpoint, cell.layer, member);
    return (struct cca_source){*path, *member,
                               &experiment_layer(experiment, cell.network, cell.layer)->treatment,
                               experiment->sampling, cell.timestep};
}

/* Takes the number of samples from the first array that can be read. */
static void note_samples(struct survey *survey, const struct cca_outline *outline, const char *path)
{
    if (survey->samples)
        return;
    survey->samples = outline->samples;
    survey->samples_of = strdup(path);
}

struct cca_cell cca_target_cell(const struct experiment *experiment, size_t target)
{
    return (struct cca_cell){(uint16_t)experiment->network_count, 0, (uint16_t)target, CCA_LAST_TIMESTEP};
}

bool cca_cell_is_target(const struct experiment *experiment, struct cca_cell cell)
{
    return experiment_is_target(experiment, cell.network);
}

const struct layer_size *survey_size(const struct experiment *experiment, const struct survey *survey,
                                     struct cca_cell cell)
{
    size_t targets = cca_cell_is_target(experiment, cell) ? experiment->layer_count : 0;

    return &survey->sizes[targets + cell.layer];
}

/* False when its array cannot be read. */
static bool outline_cell(const struct experiment *experiment, struct cca_cell cell, struct survey *survey,
                         struct cca_outline *outline)
{
    struct cca_error error;
    char *path, *member;
    struct cca_source source = source_of(experiment, cell, &path, &member);
    bool good = cca_representation_outline(&source, outline, &error);

    if (good)
        note_samples(survey, outline, path);
    free(path);
    free(member);
    return good;
}

/* Looks for a readable array of the layer, in the order of the manifest. */
static bool outline_layer(const struct experiment *experiment, size_t layer, struct survey *survey,
                          struct cca_outline *outline)
{
    for (size_t i = 0; i < experiment->network_count; i++)
        for (size_t j = 0; j < experiment->networks[i].checkpoint_count; j++) {
            struct cca_cell cell = {(uint16_t)i, (uint16_t)j, (uint16_t)layer, CCA_LAST_TIMESTEP};

            if (outline_cell(experiment, cell, survey, outline))
                return true;
        }
    return false;
}

/* How many representations a layer of this outline is along its timesteps. */
static size_t timesteps_of(const struct treatment *treatment, size_t length)
{
    if (!strchr(treatment->axes, 't'))
        return 1;
    return treatment->timesteps == TIMESTEPS_ALL    ? length
           : treatment->timesteps == TIMESTEPS_LIST ? treatment->timestep_count
                                                    : 1;
}

static struct layer_size size_of(const struct cca_outline *outline, struct cca_keeping keeping)
{
    /* By frequency there are as many small bases as positions. */
    double columns = (double)outline->d / sqrt((double)(outline->height * outline->width));

    return (struct layer_size){outline->n, (size_t)columns,
                               cca_basis_bytes(outline->n, outline->d, outline->type, keeping)};
}

void survey_run(const struct experiment *experiment, struct cca_keeping keeping, struct survey *survey)
{
    struct cca_outline outline;

    for (size_t layer = 0; layer < experiment->layer_count; layer++) {
        const struct treatment *treatment = &experiment->layers[layer].treatment;

        if (!strchr(treatment->axes, 't') || treatment->timesteps != TIMESTEPS_ALL)
            survey->timesteps[layer] = timesteps_of(treatment, 1);
        if (!outline_layer(experiment, layer, survey, &outline))
            continue;
        survey->timesteps[layer] = timesteps_of(treatment, outline.timesteps);
        survey->sizes[layer] = size_of(&outline, keeping);
    }
    for (size_t target = 0; target < experiment->target_count; target++)
        if (outline_cell(experiment, cca_target_cell(experiment, target), survey, &outline))
            survey->sizes[experiment->layer_count + target] = size_of(&outline, keeping);
}
