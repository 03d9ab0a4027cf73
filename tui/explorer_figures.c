/* Keys of the views of groups, sets and clusters; playing through training. */
#include "engine/rate.h"
#include "tui/explorer_private.h"

/* Seconds that a checkpoint stays while they are played. */
#define PLAY_INTERVAL 0.5
/* Of intervals, unless the command line says otherwise. */
#define RESAMPLES 200

/* One on or back among `count`, round and round. */
static size_t stepped(size_t at, long by, size_t count)
{
    return count ? (size_t)((long)(at + count) + by) % count : 0;
}

/* The next of 0.01, 0.02, 0.05, 0.1, ... in either direction, within reason. */
static double stepped_tolerance(double tolerance, bool more)
{
    static const double steps[] = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10};
    size_t count = sizeof steps / sizeof *steps;

    for (size_t i = 0; i < count; i++)
        if (more ? steps[i] > tolerance : steps[count - 1 - i] < tolerance)
            return more ? steps[i] : steps[count - 1 - i];
    return tolerance;
}

/* Where a view is about groups, A and B are the two that are looked at. */
static bool step_group(struct explorer *explorer, bool second, long by)
{
    struct scene *scene = &explorer->scene;
    struct view_state *state = explorer_state(explorer);

    switch (scene->view) {
    case VIEW_GROUPS:
        if (second)
            scene->curve[1] = stepped(scene->curve[1], by, scene_rows(scene));
        else
            state->row = stepped(state->row, by, scene_rows(scene));
        return true;
    case VIEW_CONVERGENCE_GROUP:
        scene->group = stepped(scene->group, by, scene->experiment->group_count);
        return true;
    default:
        return false;
    }
}

/* A tenth more or fewer, one at the least; as many as there are is the end. */
static size_t stepped_directions(size_t now, bool more)
{
    size_t by = now / 10 + 1;

    if (now == 0) /* unknown yet */
        return 0;
    return more ? now + by : now > by ? now - by : 1;
}

void explorer_choose_target(struct explorer *explorer, size_t target)
{
    struct scene *scene = &explorer->scene;
    struct view_state *state = explorer_state(explorer);

    scene->target = target;
    if (views[scene->view].down == AXIS_TARGET)
        state->row = target;
    if (views[scene->view].across == AXIS_TARGET)
        state->column = target;
}

/* Where B is a target, the next one; its key for a list brings that. */
static bool step_target(struct explorer *explorer, enum action action)
{
    const struct scene *scene = &explorer->scene;
    const struct view_state *state = explorer_state(explorer);
    size_t now = views[scene->view].down == AXIS_TARGET     ? state->row
                 : views[scene->view].across == AXIS_TARGET ? state->column
                                                            : scene->target;

    if (action != ACTION_CHOOSE_B && scene->experiment->target_count > 0)
        explorer_choose_target(
            explorer, stepped(now, action == ACTION_PREVIOUS_B ? -1 : 1, scene->experiment->target_count));
    return action != ACTION_CHOOSE_B;
}

/* More or fewer of what the view counts or allows. */
static void change_amount(struct explorer *explorer, bool more)
{
    struct scene *scene = &explorer->scene;
    size_t most = scene->experiment->network_count;

    if (views[scene->view].set == SET_STABILITY)
        scene->directions = stepped_directions(scene_directions(scene), more);
    else if (scene->view == VIEW_NETWORKS)
        scene->clusters =
            more ? scene->clusters + (scene->clusters < most) : scene->clusters - (scene->clusters > 1);
    else
        scene->tolerance = stepped_tolerance(scene->tolerance, more);
}

/* Starts at the first checkpoint when it is at the last. Nothing to play where an axis runs over them. */
static void toggle_playing(struct explorer *explorer)
{
    struct scene *scene = &explorer->scene;
    size_t count = scene_network(scene, &scene->a)->checkpoint_count;

    explorer->playing = !explorer->playing && scene_fixes_checkpoint(scene) && count > 1;
    explorer->played = rate_clock();
    if (explorer->playing && scene->a.checkpoint + 1 >= count)
        scene->a.checkpoint = 0;
}

/* Between which distances endless samples would be found; of single pairs only. */
static void toggle_intervals(struct explorer *explorer)
{
    struct scene *scene = &explorer->scene;

    scene->resamples = scene->resamples ? 0 : explorer->resamples ? explorer->resamples : RESAMPLES;
    if (scene->resamples && views[scene->view].set != SET_PAIR)
        explorer_say(explorer, "intervals are of single pairs: there are none in the view %s", views[scene->view].title);
    else
        explorer_say(explorer, scene->resamples ? "95 %% intervals, from %zu resamples" : "no intervals",
                     scene->resamples);
}

double explorer_play_wait(const struct explorer *explorer, double now)
{
    struct cca_progress progress = cca_study_progress(explorer->study);
    double left = explorer->played + PLAY_INTERVAL - now;

    if (!explorer->playing || explorer->want_due || progress.done < progress.total)
        return -1;
    return left > 0 ? left : 0;
}

void explorer_play(struct explorer *explorer, double now)
{
    struct scene *scene = &explorer->scene;
    size_t last = scene_network(scene, &scene->a)->checkpoint_count - 1;

    explorer->playing = explorer->playing && scene_fixes_checkpoint(scene) && scene->a.checkpoint < last;
    if (explorer_play_wait(explorer, now) != 0)
        return;
    scene->a.checkpoint++;
    explorer->played = now;
    explorer_follow_scene(explorer);
}

/* Whether logs are drawn over a view. */
static bool has_logs(const struct scene *scene)
{
    size_t network = 0, count = scene->experiment->network_count;

    while (network < count && !overlays_wants(scene, network))
        network++;
    return network < count;
}

unsigned explorer_has(const struct scene *scene)
{
    bool networks = scene->view == VIEW_NETWORKS;
    bool freezes = scene->view == VIEW_CONVERGENCE || scene->view == VIEW_CONVERGENCE_GROUP;
    unsigned bits = 0;

    if (view_next_form(scene->view) != scene->view)
        bits |= HAS_FORMS;
    if (scene->view == VIEW_GROUPS || scene->view == VIEW_CONVERGENCE_GROUP)
        bits |= OF_GROUPS;
    if (networks)
        bits |= HAS_ORDER;
    if (views[scene->view].drawing == DRAW_POINTS ? scene->experiment->attribute_count > 0 : has_logs(scene))
        bits |= HAS_AGAINST;
    if (networks || freezes || views[scene->view].set == SET_STABILITY)
        bits |= HAS_AMOUNT;
    return bits;
}

bool explorer_act_on_figure(struct explorer *explorer, enum action action)
{
    switch (action) {
    case ACTION_CHOOSE_A:
    case ACTION_NEXT_A:
    case ACTION_PREVIOUS_A:
        return step_group(explorer, false, action == ACTION_PREVIOUS_A ? -1 : 1);
    case ACTION_CHOOSE_B:
    case ACTION_NEXT_B:
    case ACTION_PREVIOUS_B:
        if (views[explorer->scene.view].end == END_TARGET)
            return step_target(explorer, action);
        return step_group(explorer, true, action == ACTION_PREVIOUS_B ? -1 : 1);
    case ACTION_INTERVALS:
        toggle_intervals(explorer);
        return true;
    case ACTION_PLAY:
        toggle_playing(explorer);
        return true;
    case ACTION_ORDER:
        explorer->scene.order = (enum order)((explorer->scene.order + 1) % ORDER_COUNT);
        return true;
    case ACTION_AGAINST:
        if (views[explorer->scene.view].drawing == DRAW_POINTS)
            explorer->scene.attribute =
                stepped(explorer->scene.attribute, 1, explorer->scene.experiment->attribute_count);
        else
            explorer->scene.overlay = overlays_next(&explorer->scene);
        return true;
    case ACTION_MORE:
    case ACTION_FEWER:
        change_amount(explorer, action == ACTION_MORE);
        return true;
    default:
        return false;
    }
}
