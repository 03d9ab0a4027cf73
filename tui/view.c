#include "tui/view.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tui/arrangement.h"

const struct view views[VIEW_COUNT] = {
#define VIEW_ROW(constant, ...) {__VA_ARGS__},
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

bool view_is_usual(enum view_id view)
{
    return view == 0 || strcmp(views[view].name, views[view - 1].name) != 0;
}

bool view_parse_form(const char *form, enum view_id *view)
{
    for (size_t i = 0; i < VIEW_COUNT; i++)
        if (strcmp(views[i].name, views[*view].name) == 0 && *form && strcmp(form, views[i].form) == 0) {
            *view = (enum view_id)i;
            return true;
        }
    return false;
}

enum view_id view_step(enum view_id view, int by)
{
    int step = by < 0 ? VIEW_COUNT - 1 : 1; /* round and round */

    while (!view_is_usual(view)) /* from the usual form of its name */
        view--;
    for (; by != 0; by += by < 0 ? 1 : -1)
        do
            view = (enum view_id)(((int)view + step) % VIEW_COUNT);
        while (!view_is_usual(view));
    return view;
}

enum view_id view_next_form(enum view_id view)
{
    enum view_id next = (enum view_id)((view + 1) % VIEW_COUNT);

    return view_is_usual(next) ? view_step(view, 0) : next;
}

/* The first attribute that tells networks apart. */
static size_t telling_attribute(const struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->attribute_count; i++) {
        double first = NAN;

        for (size_t j = 0; j < experiment->network_count; j++) {
            double value = network_attribute(&experiment->networks[j], experiment->attributes[i]);

            if (!isnan(first) && !isnan(value) && value != first)
                return i;
            first = isnan(first) ? value : first;
        }
    }
    return 0;
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
                          .side = experiment->pwcca_side,
                          .group = experiment->networks[0].in_group < experiment->group_count
                                       ? experiment->networks[0].in_group
                                       : 0,
                          .attribute = telling_attribute(experiment),
                          .curve = {0, 1},
                          .clusters = 2,
                          .early = SCENE_USUAL,
                          .halfway = SCENE_USUAL,
                          .tolerance = 0.1};
}

bool scene_same(const struct scene *a, const struct scene *b)
{
    return a->experiment == b->experiment && a->study == b->study && a->view == b->view &&
           a->a.network == b->a.network && a->a.checkpoint == b->a.checkpoint &&
           a->b.network == b->b.network && a->b.checkpoint == b->b.checkpoint && a->layer == b->layer &&
           a->timestep == b->timestep && a->measure == b->measure && a->side == b->side &&
           a->target == b->target && a->group == b->group && a->attribute == b->attribute &&
           a->pinned == b->pinned && a->early == b->early && a->halfway == b->halfway &&
           a->directions == b->directions;
}

enum pwcca_side scene_side(const struct scene *scene)
{
    const struct view *view = &views[scene->view];
    bool between_networks = view->down == AXIS_NETWORK && view->across == AXIS_NETWORK;

    return between_networks || view->set == SET_GROUPS || view->set == SET_OTHERS ? PWCCA_MEAN : scene->side;
}

enum measure scene_measure(const struct scene *scene, size_t row)
{
    if (scene_has_looks(scene))
        return MEASURE_CCA;
    return views[scene->view].down == AXIS_MEASURE ? (enum measure)row : scene->measure;
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

void scene_set_network(const struct scene *scene, struct scene_side *side, size_t network)
{
    const struct network *from = scene_network(scene, side), *to = &scene->experiment->networks[network];
    bool last = side->checkpoint + 1 >= from->checkpoint_count;

    side->checkpoint = to->checkpoint_count == 0 ? 0
                       : last                    ? to->checkpoint_count - 1
                              : network_nearest_checkpoint(to, from->checkpoints[side->checkpoint].step);
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
        side->checkpoint = place != SIZE_MAX ? place : network_nearest_checkpoint(to, at->step);
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

size_t scene_network_at(const struct scene *scene, size_t index)
{
    const size_t *networks = scene->arrangement ? scene->arrangement->networks : NULL;

    return scene->view == VIEW_NETWORKS && networks ? networks[index] : index;
}

size_t scene_timestep(const struct scene *scene, size_t layer, size_t index)
{
    int16_t timestep = cca_study_timestep(scene->study, layer, index);
    size_t count = cca_study_timesteps(scene->study, layer);

    return timestep != CCA_LAST_TIMESTEP ? (size_t)timestep : count > 0 ? count - 1 : 0;
}

/* The layer whose timesteps an axis of timesteps has: where layers run along the other, the one with most. */
static size_t timestep_layer(const struct scene *scene)
{
    size_t widest = 0;

    if (views[scene->view].down != AXIS_LAYER)
        return scene->layer;
    for (size_t i = 1; i < scene->experiment->layer_count; i++)
        if (cca_study_timesteps(scene->study, i) > cca_study_timesteps(scene->study, widest))
            widest = i;
    return widest;
}

/* The networks whose steps an axis of steps has. */
static const struct group *step_group(const struct scene *scene)
{
    return views[scene->view].set == SET_EACH ? &scene->experiment->groups[scene->group]
                                              : &scene->experiment->everyone;
}

static size_t axis_length(const struct scene *scene, enum axis axis, unsigned moves)
{
    const struct experiment *experiment = scene->experiment;
    const struct scene_side *side = moves & SIDE_A ? &scene->a : &scene->b;

    switch (axis) {
    case AXIS_NETWORK:
        return experiment->network_count;
    case AXIS_CHECKPOINT:
        return scene_network(scene, side)->checkpoint_count;
    case AXIS_LAYER:
        return experiment->layer_count;
    case AXIS_TIMESTEP:
        return cca_study_timesteps(scene->study, timestep_layer(scene));
    case AXIS_STEP:
        return step_group(scene)->step_count;
    case AXIS_GROUP:
        return experiment->group_count;
    case AXIS_CURVE:
        return experiment->group_count * (experiment->group_count + 1) / 2;
    case AXIS_MEASURE:
        return cca_study_measures(scene->study) & MEASURE_BIT(MEASURE_HELD_OUT) ? MEASURE_COUNT : MEASURE_HELD_OUT;
    case AXIS_INDEX:
        return scene_indices(scene);
    case AXIS_DIRECTIONS:
        return CCA_STABILITY_COUNT;
    case AXIS_TARGET:
        return experiment->target_count;
    default:
        return 1;
    }
}

/* Whether the view is about targets, and there are none. */
static bool lacks_targets(const struct scene *scene)
{
    return views[scene->view].end == END_TARGET && scene->experiment->target_count == 0;
}

size_t scene_rows(const struct scene *scene)
{
    return lacks_targets(scene) ? 0
                                : axis_length(scene, views[scene->view].down, views[scene->view].down_moves);
}

size_t scene_columns(const struct scene *scene)
{
    return axis_length(scene, views[scene->view].across, views[scene->view].across_moves);
}

/* A place of one side while the axes move it. */
struct spot {
    size_t network, checkpoint, layer, timestep;
    bool hole;
};

/* The `index`-th timestep of the axis among the spot's own; beyond them all where its layer has no such. */
static size_t own_timestep(const struct scene *scene, size_t layer, size_t index)
{
    size_t axis = timestep_layer(scene), count = cca_study_timesteps(scene->study, layer);
    size_t wanted = scene_timestep(scene, axis, index), own = 0;

    if (layer == axis)
        return index;
    while (own < count && scene_timestep(scene, layer, own) != wanted)
        own++;
    return strchr(scene->experiment->layers[layer].treatment.axes, 't') ? own : count;
}

/* Moves everything but the place in training. */
static void move(const struct scene *scene, struct spot *spot, enum axis axis, size_t index)
{
    if (axis == AXIS_NETWORK)
        spot->network = scene_network_at(scene, index);
    if (axis == AXIS_LAYER)
        spot->layer = index;
    if (axis == AXIS_TIMESTEP) {
        spot->timestep = own_timestep(scene, spot->layer, index);
        spot->hole = spot->timestep >= cca_study_timesteps(scene->study, spot->layer);
    }
}

/* The place in training of a side whose network is known: where an axis moves it, at the end, or as chosen.
 */
static bool find_checkpoint(const struct scene *scene, unsigned side_bit, struct spot *spot, size_t column)
{
    const struct view *view = &views[scene->view];
    const struct scene_side *side = side_bit == SIDE_A ? &scene->a : &scene->b;
    const struct network *network = &scene->experiment->networks[spot->network];

    if (view->across == AXIS_STEP && view->across_moves & side_bit)
        spot->checkpoint = network_checkpoint_at(network, step_group(scene)->steps[column]);
    else if (view->across == AXIS_CHECKPOINT && view->across_moves & side_bit)
        spot->checkpoint = column;
    else if (view->end == END_LAST && side_bit == SIDE_B && !scene->pinned)
        spot->checkpoint = network->checkpoint_count - 1;
    else if (!matching_checkpoint(scene, side, spot->network, &spot->checkpoint))
        return false;
    return spot->checkpoint < network->checkpoint_count;
}

/* The target of a place; false when there is none. */
static bool target_at(const struct scene *scene, size_t row, size_t column, struct cca_cell *cell)
{
    const struct view *view = &views[scene->view];
    size_t target = view->down == AXIS_TARGET ? row : view->across == AXIS_TARGET ? column : scene->target;

    if (target >= scene->experiment->target_count)
        return false;
    *cell = cca_target_cell(scene->experiment, target);
    return true;
}

/* One side of a place; of `network` where that is not SIZE_MAX. */
static bool cell_at(const struct scene *scene, unsigned side_bit, size_t row, size_t column, size_t network,
                    struct cca_cell *cell)
{
    const struct view *view = &views[scene->view];
    const struct scene_side *side = side_bit == SIDE_A ? &scene->a : &scene->b;
    struct spot spot = {side->network, 0, scene->layer, scene->timestep, false};

    if (view->end == END_TARGET && side_bit == SIDE_B)
        return target_at(scene, row, column, cell);
    if (view->down_moves & side_bit)
        move(scene, &spot, view->down, row);
    if (view->across_moves & side_bit)
        move(scene, &spot, view->across, column);
    if (network != SIZE_MAX)
        spot.network = network;
    if (view->down == AXIS_CHECKPOINT && view->down_moves & side_bit)
        spot.checkpoint = row;
    else if (spot.hole || !find_checkpoint(scene, side_bit, &spot, column))
        return false;
    *cell = (struct cca_cell){(uint16_t)spot.network, (uint16_t)spot.checkpoint, (uint16_t)spot.layer,
                              cca_study_timestep(scene->study, spot.layer, spot.timestep)};
    return true;
}

bool scene_has_sets(const struct scene *scene)
{
    return views[scene->view].set != SET_PAIR && !scene_has_looks(scene);
}

bool scene_pair(const struct scene *scene, size_t row, size_t column, struct cca_pair *pair)
{
    return !scene_has_sets(scene) && scene_member(scene, row, column, 0, pair);
}

void scene_row_groups(const struct scene *scene, size_t row, size_t groups[2])
{
    size_t count = scene->experiment->group_count, second = 1;

    groups[0] = groups[1] = row;
    if (row < count)
        return;
    for (row -= count; row >= second; row -= second++) /* 0 1, 0 2, 1 2, 0 3, ... */
        ;
    groups[0] = row;
    groups[1] = second;
}

/* The group of the network of a row; NULL when it is in none. */
static const struct group *group_of_row(const struct scene *scene, size_t row)
{
    size_t group = scene->experiment->networks[scene_network_at(scene, row)].in_group;

    return group < scene->experiment->group_count ? &scene->experiment->groups[group] : NULL;
}

size_t scene_members(const struct scene *scene, size_t row, size_t column)
{
    const struct group *group;
    size_t groups[2], first, second;

    (void)column; /* no axis across changes the networks of a set */
    switch (views[scene->view].set) {
    case SET_EACH:
        return scene->experiment->groups[scene->group].network_count;
    case SET_GROUPS:
        scene_row_groups(scene, row, groups);
        first = scene->experiment->groups[groups[0]].network_count;
        second = scene->experiment->groups[groups[1]].network_count;
        return groups[0] == groups[1] ? first * (first - 1) / 2 : first * second;
    case SET_OTHERS:
        group = group_of_row(scene, row);
        return group ? group->network_count - 1 : 0;
    default:
        return 1;
    }
}

/* The `index`-th pair of the networks of one group: 0 1, 0 2, 1 2, 0 3, ... */
static void pair_within(const struct group *group, size_t index, size_t networks[2])
{
    size_t second = (size_t)((1 + sqrt(1 + 8 * (double)index)) / 2);

    while (second * (second - 1) / 2 > index) /* the root is rounded */
        second--;
    while (second * (second + 1) / 2 <= index)
        second++;
    networks[0] = group->networks[index - second * (second - 1) / 2];
    networks[1] = group->networks[second];
}

/* The two networks of a member of a set. */
static void member_networks(const struct scene *scene, size_t row, size_t index, size_t networks[2])
{
    const struct group *all = scene->experiment->groups, *group;
    size_t groups[2], self;

    switch (views[scene->view].set) {
    case SET_EACH:
        networks[0] = networks[1] = all[scene->group].networks[index];
        break;
    case SET_GROUPS:
        scene_row_groups(scene, row, groups);
        if (groups[0] == groups[1]) {
            pair_within(&all[groups[0]], index, networks);
            break;
        }
        networks[0] = all[groups[0]].networks[index / all[groups[1]].network_count];
        networks[1] = all[groups[1]].networks[index % all[groups[1]].network_count];
        break;
    default:
        self = scene_network_at(scene, row);
        group = &all[scene->experiment->networks[self].in_group];
        networks[0] = self;
        networks[1] = group->networks[index + (group->networks[index] >= self)]; /* they ascend */
    }
}

/* The early checkpoint, and the one that its directions are held against: a later one. */
static bool stability_pair(const struct scene *scene, size_t row, size_t column, struct cca_pair *pair)
{
    if (!cell_at(scene, SIDE_A, row, column, SIZE_MAX, &pair->b) || pair->b.checkpoint <= scene_early(scene))
        return false;
    pair->a = pair->b;
    pair->a.checkpoint = (uint16_t)scene_early(scene);
    return true;
}

bool scene_member(const struct scene *scene, size_t row, size_t column, size_t index, struct cca_pair *pair)
{
    size_t networks[2] = {SIZE_MAX, SIZE_MAX};
    /* Between networks nothing orders the sides: both stand where A does. */
    unsigned second =
        views[scene->view].set == SET_GROUPS || views[scene->view].set == SET_OTHERS ? SIDE_A : SIDE_B;

    if (scene_has_sets(scene))
        member_networks(scene, row, index, networks);
    if (views[scene->view].set == SET_STABILITY)
        return stability_pair(scene, row, column, pair);
    return cell_at(scene, SIDE_A, row, column, networks[0], &pair->a) &&
           cell_at(scene, second, row, column, networks[1], &pair->b);
}

static const char *axis_name(const struct scene *scene, enum axis axis, unsigned moves, size_t index,
                             char *text, size_t size)
{
    const struct experiment *experiment = scene->experiment;
    const struct scene_side *side = moves & SIDE_A ? &scene->a : &scene->b;
    static const char *const directions[] = {
        [CCA_STABLE] = "stable", [CCA_UNSTABLE] = "unstable", [CCA_ALL_DIRECTIONS] = "all"};
    size_t groups[2];

    *text = '\0';
    switch (axis) {
    case AXIS_NETWORK:
        return experiment->networks[scene_network_at(scene, index)].name;
    case AXIS_CHECKPOINT:
        return scene_network(scene, side)->checkpoints[index].name;
    case AXIS_LAYER:
        return experiment->layers[index].name;
    case AXIS_MEASURE:
        return measure_name((enum measure)index);
    case AXIS_DIRECTIONS:
        return directions[index];
    case AXIS_INDEX:
        snprintf(text, size, "%zu", index + 1);
        return text;
    case AXIS_TARGET:
        return experiment->targets[index].name;
    case AXIS_GROUP:
    case AXIS_CURVE:
        scene_row_groups(scene, index, groups);
        if (groups[0] == groups[1])
            return experiment->groups[groups[0]].name;
        snprintf(text, size, "%.80s x %.80s", experiment->groups[groups[0]].name,
                 experiment->groups[groups[1]].name);
        return text;
    case AXIS_STEP:
        snprintf(text, size, "%" PRId64, step_group(scene)->steps[index]);
        return text;
    case AXIS_TIMESTEP:
        snprintf(text, size, "%zu", scene_timestep(scene, timestep_layer(scene), index));
        return text;
    default:
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

bool scene_fixes_checkpoint(const struct scene *scene)
{
    const struct view *view = &views[scene->view];

    return view->down != AXIS_CHECKPOINT && view->across != AXIS_CHECKPOINT && view->across != AXIS_STEP;
}

double scene_column_x(const struct scene *scene, size_t column)
{
    switch (views[scene->view].across) {
    case AXIS_CHECKPOINT:
        return (double)scene_network(scene, &scene->a)->checkpoints[column].step;
    case AXIS_STEP:
        return (double)step_group(scene)->steps[column];
    case AXIS_TIMESTEP:
        return (double)scene_timestep(scene, timestep_layer(scene), column);
    case AXIS_INDEX:
        return (double)(column + 1);
    default:
        return (double)column;
    }
}

enum cca_state scene_distance(const struct scene *scene, size_t row, size_t column, double *distance)
{
    struct cca_pair pair;

    if (scene_has_looks(scene)) {
        struct scene_value value = scene_value(scene, row, column);

        *distance = value.mean;
        return value.state;
    }
    *distance = NAN;
    if (!scene_pair(scene, row, column, &pair))
        return CCA_STATE_HOLE;
    return cca_study_distance(scene->study, pair, scene_measure(scene, row), scene_side(scene), distance);
}
