/* What each action does. */
#include <string.h>

#include "tui/explorer_private.h"

static void enter(struct explorer *explorer, enum screen screen)
{
    for (int i = 0; i <= explorer->depth; i++)
        if (explorer->screens[i] == screen) { /* already there, or on the way: go back to it */
            explorer->depth = i;
            return;
        }
    explorer->screens[++explorer->depth] = screen;
    explorer->scroll = 0;
}

static void leave(struct explorer *explorer)
{
    if (explorer->depth > 0)
        explorer->depth--;
    explorer->scroll = 0;
}

/* Help and errors go away with the key that brought them. */
static void toggle(struct explorer *explorer, enum screen screen)
{
    if (explorer_screen(explorer) == screen)
        leave(explorer);
    else
        enter(explorer, screen);
}

void explorer_choose_view(struct explorer *explorer, int view)
{
    explorer->depth = 0;
    explorer->scene.view = view;
}

static void step_measure(struct explorer *explorer, int by)
{
    explorer->scene.measure =
        (enum measure)(((int)explorer->scene.measure + by + MEASURE_COUNT) % MEASURE_COUNT);
}

void explorer_choose_network(struct explorer *explorer, unsigned side, size_t network)
{
    struct scene *scene = &explorer->scene;
    bool together =
        side == SIDE_A && views[scene->view].end == END_LAST && scene->a.network == scene->b.network;

    scene_set_network(scene, side == SIDE_A ? &scene->a : &scene->b, network);
    if (together)
        scene_set_network(scene, &scene->b, network);
}

static void step_network(struct explorer *explorer, unsigned side, long by)
{
    const struct scene *scene = &explorer->scene;
    size_t count = scene->experiment->network_count;
    size_t now = side == SIDE_A ? scene->a.network : scene->b.network;

    explorer_choose_network(explorer, side, (now + (size_t)((long)count + by)) % count);
}

static bool along(const struct scene *scene, enum axis axis, unsigned side)
{
    const struct view *view = &views[scene->view];

    return (view->down == axis && view->down_moves & side) ||
           (view->across == axis && view->across_moves & side);
}

void explorer_choose_checkpoint(struct explorer *explorer, unsigned side, size_t checkpoint)
{
    struct scene *scene = &explorer->scene;
    struct scene_side same;

    (side == SIDE_A ? &scene->a : &scene->b)->checkpoint = checkpoint;
    if (!along(scene, AXIS_NETWORK, SIDE_A))
        return;
    same = scene->a; /* between networks there is one checkpoint */
    scene_set_network(scene, &same, scene->b.network);
    scene->b = same;
}

/* One step within 0 .. count - 1. */
static size_t stepped(size_t position, long by, size_t count)
{
    if (by < 0)
        return position > 0 ? position - 1 : 0;
    return position + 1 < count ? position + 1 : position;
}

/* The early checkpoint of stability (as A), or the one halfway. */
static void step_stage(struct scene *scene, unsigned side, long by)
{
    const struct network *network = scene_network(scene, &scene->a);
    size_t at = side == SIDE_A ? scene_early(scene) : scene_halfway(scene);

    if (network->checkpoint_count > 0)
        *(side == SIDE_A ? &scene->early : &scene->halfway) =
            network->checkpoints[stepped(at, by, network->checkpoint_count)].step;
}

static void step_checkpoint(struct explorer *explorer, unsigned side, long by)
{
    struct scene *scene = &explorer->scene;
    const struct scene_side *at = side == SIDE_A ? &scene->a : &scene->b;

    if (views[scene->view].set == SET_STABILITY) {
        step_stage(scene, side, by);
        return;
    }
    scene->pinned = scene->pinned || views[scene->view].set == SET_CORRELATIONS;
    explorer_choose_checkpoint(explorer, side,
                               stepped(at->checkpoint, by, scene_network(scene, at)->checkpoint_count));
}

static void step_timestep(struct explorer *explorer, long by)
{
    struct scene *scene = &explorer->scene;
    size_t count = cca_study_timesteps(scene->study, scene->layer);
    size_t now = scene->timestep < count ? scene->timestep : count ? count - 1 : 0;

    now = stepped(now, by, count);
    scene->timestep = now + 1 >= count ? SCENE_LAST : now;
}

/* Whether an axis runs over something for both sides. */
static bool along_both(const struct scene *scene, enum axis axis)
{
    return along(scene, axis, SIDE_A) && along(scene, axis, SIDE_B);
}

/* Whether a timestep is held fixed, and there are several to choose from. */
static bool fixes_timestep(const struct scene *scene)
{
    bool several = false;

    if (along_both(scene, AXIS_TIMESTEP))
        return false;
    if (!along(scene, AXIS_LAYER, SIDE_A | SIDE_B))
        return cca_study_timesteps(scene->study, scene->layer) > 1;
    for (size_t layer = 0; layer < scene->experiment->layer_count; layer++)
        several = several || cca_study_timesteps(scene->study, layer) > 1;
    return several;
}

/* Between networks both sides stand at one checkpoint, and convergence is to the last. */
static bool fixes_checkpoint_b(const struct scene *scene)
{
    if (scene_has_looks(scene))
        return true;
    return scene_fixes_checkpoint(scene) && !along(scene, AXIS_NETWORK, SIDE_A | SIDE_B) &&
           (views[scene->view].end == END_CHOSEN || (views[scene->view].end == END_LAST && scene->pinned)) &&
           views[scene->view].set == SET_PAIR;
}

static unsigned fixed(const struct scene *scene)
{
    unsigned bits = 0;

    if (!along_both(scene, AXIS_NETWORK) && views[scene->view].drawing != DRAW_POINTS)
        bits |= FIXED_NETWORKS;
    if (scene_fixes_checkpoint(scene))
        bits |= FIXED_CHECKPOINT_A | HAS_TRAINING;
    if (views[scene->view].set == SET_STABILITY)
        bits |= FIXED_CHECKPOINT_A;
    if (!scene_has_looks(scene))
        bits |= HAS_MEASURES;
    if (fixes_checkpoint_b(scene))
        bits |= FIXED_CHECKPOINT_B;
    if (!along(scene, AXIS_LAYER, SIDE_A | SIDE_B))
        bits |= FIXED_LAYER;
    if (fixes_timestep(scene))
        bits |= FIXED_TIMESTEP;
    return bits | explorer_has(scene);
}

unsigned explorer_here(const struct explorer *explorer)
{
    switch (explorer_screen(explorer)) {
    case SCREEN_VIEW:
        return fixed(&explorer->scene) | 1u << views[explorer->scene.view].drawing;
    case SCREEN_PAIR:
        return fixed(&explorer->scene) | HAS_MEASURES | ON_PAIR;
    default:
        return ON_LISTS;
    }
}

/* A sequence sorted for another length of its axis is none any more. */
static void keep_sorted(const struct sequence *sequence, size_t length, enum sorting *sorting)
{
    if (sequence->length != length)
        *sorting = SORT_NOT;
}

void explorer_follow_scene(struct explorer *explorer)
{
    struct view_state *state = explorer_state(explorer);
    const char *filter = explorer->filters[explorer->scene.view];

    keep_sorted(&state->rows, scene_rows(&explorer->scene), &state->sorted_rows);
    keep_sorted(&state->columns, scene_columns(&explorer->scene), &state->sorted_columns);
    if (*filter && !explorer_filter(explorer, filter))
        explorer_filter(explorer, "");
    if (views[explorer->scene.view].set == SET_STABILITY && state->column <= scene_early(&explorer->scene))
        state->column = scene_columns(&explorer->scene); /* there is nothing so early: to where all has come to */
    explorer_clamp_cursor(explorer);
    explorer->want_due = true;
}

/* Actions that change what is fixed, and so what the study has to compute. */
static bool act_on_scene(struct explorer *explorer, enum action action)
{
    struct scene *scene = &explorer->scene;

    if (explorer_act_on_figure(explorer, action))
        return true;
    switch (action) {
    case ACTION_NEXT_VIEW:
    case ACTION_PREVIOUS_VIEW:
        explorer_choose_view(explorer, (int)view_step(scene->view, action == ACTION_NEXT_VIEW ? 1 : -1));
        return true;
    case ACTION_NEXT_FORM:
        explorer_choose_view(explorer, (int)view_next_form(scene->view));
        return true;
    case ACTION_NEXT_A:
    case ACTION_PREVIOUS_A:
        step_network(explorer, SIDE_A, action == ACTION_NEXT_A ? 1 : -1);
        return true;
    case ACTION_NEXT_B:
    case ACTION_PREVIOUS_B:
        step_network(explorer, SIDE_B, action == ACTION_NEXT_B ? 1 : -1);
        return true;
    case ACTION_CHECKPOINT_A_BACK:
    case ACTION_CHECKPOINT_A_ON:
        step_checkpoint(explorer, SIDE_A, action == ACTION_CHECKPOINT_A_ON ? 1 : -1);
        return true;
    case ACTION_CHECKPOINT_B_BACK:
    case ACTION_CHECKPOINT_B_ON:
        step_checkpoint(explorer, SIDE_B, action == ACTION_CHECKPOINT_B_ON ? 1 : -1);
        return true;
    case ACTION_PIN:
        scene_pin(scene, !scene->pinned);
        return true;
    case ACTION_LAYER_BACK:
    case ACTION_LAYER_ON:
        scene->layer =
            stepped(scene->layer, action == ACTION_LAYER_ON ? 1 : -1, scene->experiment->layer_count);
        return true;
    case ACTION_TIMESTEP_BACK:
    case ACTION_TIMESTEP_ON:
        step_timestep(explorer, action == ACTION_TIMESTEP_ON ? 1 : -1);
        return true;
    default:
        if (action < ACTION_VIEW_1 || action > ACTION_VIEW_11)
            return false;
        explorer_choose_view(explorer, (int)view_step((enum view_id)0, (int)action - ACTION_VIEW_1));
        return true;
    }
}

static void act_on_screen(struct explorer *explorer, enum action action)
{
    struct view_state *state = explorer_state(explorer);

    switch (action) {
    case ACTION_OPEN:
        if (explorer_screen(explorer) == SCREEN_VIEW)
            enter(explorer, SCREEN_PAIR);
        break;
    case ACTION_BACK:
        leave(explorer);
        break;
    case ACTION_NEXT_MEASURE:
    case ACTION_PREVIOUS_MEASURE:
        step_measure(explorer, action == ACTION_NEXT_MEASURE ? 1 : -1);
        break;
    case ACTION_TRANSPOSE:
        state->transposed = !state->transposed;
        state->centre = true;
        break;
    case ACTION_POOL:
        state->pooling = (enum pooling)((state->pooling + 1) % POOLING_COUNT);
        explorer_say(explorer, "cells that share a place show their %s", pooling_name(state->pooling));
        break;
    case ACTION_LOGARITHMIC:
        state->log_x = !state->log_x;
        break;
    case ACTION_PALETTE:
        explorer->look.palette = (enum palette)((explorer->look.palette + 1) % PALETTE_COUNT);
        break;
    case ACTION_MOUSE:
        explorer_use_mouse(explorer, !explorer->mouse);
        break;
    case ACTION_ERRORS:
        toggle(explorer, SCREEN_ERRORS);
        break;
    case ACTION_HELP:
        toggle(explorer, SCREEN_HELP);
        break;
    case ACTION_REDRAW:
        explorer->redraw = true;
        break;
    case ACTION_QUIT:
        explorer->quit = true;
        break;
    default:
        break;
    }
}

/* Why an action does nothing here. */
static void refuse(struct explorer *explorer, enum action action)
{
    unsigned missing = actions[action].where & NEEDS_ANY & ~explorer_here(explorer);

    if (action == ACTION_BACK || action == ACTION_OPEN)
        return; /* there is no further to go: that says itself */
    if (explorer_screen(explorer) == SCREEN_VIEW && missing)
        explorer_say(explorer, "%s: the view %s has nothing to step there", actions[action].name,
                     views[explorer->scene.view].name);
    else
        explorer_say(explorer, "%s: not here", actions[action].name);
}

void explorer_act(struct explorer *explorer, enum action action)
{
    if (action == ACTION_NONE)
        return;
    if (!action_applies(action, explorer_here(explorer))) {
        refuse(explorer, action);
        return;
    }
    if (act_on_scene(explorer, action))
        explorer_follow_scene(explorer);
    else if (!explorer_move(explorer, action) && !explorer_zoom(explorer, action) &&
             !explorer_find(explorer, action) && !explorer_compare(explorer, action) &&
             !explorer_share(explorer, action) && !explorer_ask(explorer, action))
        act_on_screen(explorer, action);
    explorer_want_pair(explorer);
}

void explorer_key(struct explorer *explorer, int key)
{
    *explorer->message = '\0';
    if (explorer->asking.question != ASK_NOTHING)
        explorer_answer(explorer, key);
    else
        explorer_act(explorer, keymap_find(&explorer->keymap, key));
}
