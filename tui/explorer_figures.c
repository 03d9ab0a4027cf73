/* Keys of the views of groups, sets and clusters. */
#include "tui/explorer_private.h"

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

/* More or fewer of what the view counts or allows. */
static void change_amount(struct explorer *explorer, bool more)
{
    struct scene *scene = &explorer->scene;
    size_t most = scene->experiment->network_count;

    if (scene->view == VIEW_NETWORKS)
        scene->clusters =
            more ? scene->clusters + (scene->clusters < most) : scene->clusters - (scene->clusters > 1);
    else
        scene->tolerance = stepped_tolerance(scene->tolerance, more);
}

bool explorer_act_on_figure(struct explorer *explorer, enum action action)
{
    switch (action) {
    case ACTION_NEXT_A:
    case ACTION_PREVIOUS_A:
        return step_group(explorer, false, action == ACTION_NEXT_A ? 1 : -1);
    case ACTION_NEXT_B:
    case ACTION_PREVIOUS_B:
        return step_group(explorer, true, action == ACTION_NEXT_B ? 1 : -1);
    case ACTION_ORDER:
        explorer->scene.order = (enum order)((explorer->scene.order + 1) % ORDER_COUNT);
        return true;
    case ACTION_MORE:
    case ACTION_FEWER:
        change_amount(explorer, action == ACTION_MORE);
        return true;
    default:
        return false;
    }
}
