/* Keys of the views of groups, sets and clusters. */
#include "tui/explorer_private.h"

/* One on or back among `count`, round and round. */
static size_t stepped(size_t at, long by, size_t count)
{
    return count ? (size_t)((long)(at + count) + by) % count : 0;
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

bool explorer_act_on_figure(struct explorer *explorer, enum action action)
{
    switch (action) {
    case ACTION_NEXT_A:
    case ACTION_PREVIOUS_A:
        return step_group(explorer, false, action == ACTION_NEXT_A ? 1 : -1);
    case ACTION_NEXT_B:
    case ACTION_PREVIOUS_B:
        return step_group(explorer, true, action == ACTION_NEXT_B ? 1 : -1);
    default:
        return false;
    }
}
