#include "tui/view.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct view views[VIEW_COUNT] = {
#define VIEW_ROW(constant, name, title, drawing, down, down_moves, across, across_moves, about)              \
    {name, title, drawing, down, down_moves, across, across_moves, about},
    VIEWS(VIEW_ROW)
#undef VIEW_ROW
};

bool view_parse(const char *name, enum view_id *view)
{
    for (size_t i = 0; i < VIEW_COUNT; i++)
        if (strcmp(name, views[i].name) == 0) {
            *view = (enum view_id)i;
            return true;
        }
    return false;
}

struct scene scene_default(const struct experiment *experiment, struct cca_study *study)
{
    size_t checkpoints = experiment->networks[0].checkpoint_count;
    struct scene_side first = {0, checkpoints ? checkpoints - 1 : 0};

    return (struct scene){.experiment = experiment,
                          .study = study,
                          .a = first,
                          .b = first,
                          .layer = experiment->layer_count - 1,
                          .timestep = SCENE_LAST,
                          .measure = experiment->measure,
                          .side = experiment->pwcca_side};
}

enum pwcca_side scene_side(const struct scene *scene)
{
    return scene->view == VIEW_NETWORKS ? PWCCA_MEAN : scene->side;
}

const struct network *scene_network(const struct scene *scene, const struct scene_side *side)
{
    return &scene->experiment->networks[side->network];
}

const struct checkpoint *scene_checkpoint(const struct scene *scene, const struct scene_side *side)
{
    const struct network *network = scene_network(scene, side);

    return side->checkpoint < network->checkpoint_count ? &network->checkpoints[side->checkpoint] : NULL;
}

static size_t nearest_checkpoint(const struct network *network, int64_t step)
{
    size_t nearest = 0;

    for (size_t i = 1; i < network->checkpoint_count; i++)
        if (fabs((double)network->checkpoints[i].step - (double)step) <
            fabs((double)network->checkpoints[nearest].step - (double)step))
            nearest = i;
    return nearest;
}

void scene_set_network(const struct scene *scene, struct scene_side *side, size_t network)
{
    const struct network *from = scene_network(scene, side), *to = &scene->experiment->networks[network];
    bool last = side->checkpoint + 1 >= from->checkpoint_count;

    side->checkpoint = to->checkpoint_count == 0 ? 0
                       : last                    ? to->checkpoint_count - 1
                              : nearest_checkpoint(to, from->checkpoints[side->checkpoint].step);
    side->network = network;
}

static size_t last_checkpoint(const struct network *network)
{
    return network->checkpoint_count ? network->checkpoint_count - 1 : 0;
}

void scene_pin(struct scene *scene, bool pinned)
{
    scene->pinned = pinned;
    scene->b.checkpoint = last_checkpoint(scene_network(scene, &scene->b));
}

static void renew_side(const struct scene *scene, struct scene_side *side, bool stays,
                       const struct experiment *experiment)
{
    const struct network *from = scene_network(scene, side), *to = &experiment->networks[side->network];
    const struct checkpoint *at = scene_checkpoint(scene, side);
    size_t place = at ? network_find_checkpoint(to, at, side->checkpoint) : SIZE_MAX;

    if (!at || (!stays && side->checkpoint + 1 >= from->checkpoint_count))
        side->checkpoint = last_checkpoint(to);
    else
        side->checkpoint = place != SIZE_MAX ? place : nearest_checkpoint(to, at->step);
}

void scene_renew(struct scene *scene, const struct experiment *experiment)
{
    renew_side(scene, &scene->a, false, experiment);
    renew_side(scene, &scene->b, scene->pinned, experiment);
    scene->experiment = experiment;
}

/* The checkpoint of another network that stands for `side`'s: its own last for the last, else the one of the
 * same name. False when it has none. */
static bool matching_checkpoint(const struct scene *scene, const struct scene_side *side, size_t network,
                                size_t *found)
{
    const struct network *from = scene_network(scene, side), *to = &scene->experiment->networks[network];

    *found = side->checkpoint;
    if (network == side->network)
        return side->checkpoint < to->checkpoint_count;
    if (side->checkpoint + 1 >= from->checkpoint_count) {
        *found = to->checkpoint_count - 1;
        return to->checkpoint_count > 0;
    }
    for (*found = 0; *found < to->checkpoint_count; ++*found)
        if (strcmp(to->checkpoints[*found].name, from->checkpoints[side->checkpoint].name) == 0)
            return true;
    return false;
}

static size_t axis_length(const struct scene *scene, enum axis axis, unsigned moves)
{
    const struct scene_side *side = moves & SIDE_A ? &scene->a : &scene->b;

    switch (axis) {
    case AXIS_NETWORK:
        return scene->experiment->network_count;
    case AXIS_CHECKPOINT:
        return scene_network(scene, side)->checkpoint_count;
    case AXIS_LAYER:
        return scene->experiment->layer_count;
    default:
        return cca_study_timesteps(scene->study, scene->layer);
    }
}

size_t scene_rows(const struct scene *scene)
{
    return axis_length(scene, views[scene->view].down, views[scene->view].down_moves);
}

size_t scene_columns(const struct scene *scene)
{
    return axis_length(scene, views[scene->view].across, views[scene->view].across_moves);
}

/* A place of one side while the axes move it. */
struct spot {
    size_t network, checkpoint, layer, timestep;
};

static bool move(const struct scene *scene, const struct scene_side *side, struct spot *spot, enum axis axis,
                 size_t index)
{
    switch (axis) {
    case AXIS_NETWORK:
        spot->network = index;
        return matching_checkpoint(scene, side, index, &spot->checkpoint);
    case AXIS_CHECKPOINT:
        spot->checkpoint = index;
        return true;
    case AXIS_LAYER:
        spot->layer = index;
        return true;
    default:
        spot->timestep = index;
        return true;
    }
}

static bool cell_at(const struct scene *scene, unsigned side_bit, size_t row, size_t column,
                    struct cca_cell *cell)
{
    const struct view *view = &views[scene->view];
    const struct scene_side *side = side_bit == SIDE_A ? &scene->a : &scene->b;
    struct spot spot = {side->network, side->checkpoint, scene->layer, scene->timestep};

    if (scene->view == VIEW_CONVERGENCE && side_bit == SIDE_B && !scene->pinned) /* the reference: the end of training */
        spot.checkpoint = scene_network(scene, side)->checkpoint_count - 1;
    if (view->down_moves & side_bit && !move(scene, side, &spot, view->down, row))
        return false;
    if (view->across_moves & side_bit && !move(scene, side, &spot, view->across, column))
        return false;
    if (spot.checkpoint >= scene->experiment->networks[spot.network].checkpoint_count)
        return false;
    *cell = (struct cca_cell){(uint16_t)spot.network, (uint16_t)spot.checkpoint, (uint16_t)spot.layer,
                              cca_study_timestep(scene->study, spot.layer, spot.timestep)};
    return true;
}

bool scene_pair(const struct scene *scene, size_t row, size_t column, struct cca_pair *pair)
{
    return cell_at(scene, SIDE_A, row, column, &pair->a) && cell_at(scene, SIDE_B, row, column, &pair->b);
}

static const char *axis_name(const struct scene *scene, enum axis axis, unsigned moves, size_t index,
                             char *text, size_t size)
{
    const struct scene_side *side = moves & SIDE_A ? &scene->a : &scene->b;
    int16_t timestep;

    switch (axis) {
    case AXIS_NETWORK:
        return scene->experiment->networks[index].name;
    case AXIS_CHECKPOINT:
        return scene_network(scene, side)->checkpoints[index].name;
    case AXIS_LAYER:
        return scene->experiment->layers[index].name;
    default:
        timestep = cca_study_timestep(scene->study, scene->layer, index);
        snprintf(text, size, "%zu", timestep == CCA_LAST_TIMESTEP ? index : (size_t)timestep);
        return text;
    }
}

const char *scene_row_name(const struct scene *scene, size_t row, char *text, size_t size)
{
    return axis_name(scene, views[scene->view].down, views[scene->view].down_moves, row, text, size);
}

const char *scene_column_name(const struct scene *scene, size_t column, char *text, size_t size)
{
    return axis_name(scene, views[scene->view].across, views[scene->view].across_moves, column, text, size);
}

enum cca_state scene_distance(const struct scene *scene, size_t row, size_t column, double *distance)
{
    struct cca_pair pair;

    *distance = NAN;
    if (!scene_pair(scene, row, column, &pair))
        return CCA_STATE_HOLE;
    return cca_study_distance(scene->study, pair, scene->measure, scene_side(scene), distance);
}

struct cca_pair *scene_pairs(const struct scene *scene, size_t *count)
{
    size_t rows = scene_rows(scene), columns = scene_columns(scene);
    struct cca_pair *pairs = malloc((rows * columns + 1) * sizeof *pairs);

    *count = 0;
    for (size_t row = 0; pairs && row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            *count += scene_pair(scene, row, column, &pairs[*count]);
    return pairs;
}
