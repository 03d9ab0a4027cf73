/* What each action does. */
#include "tui/explorer_private.h"

static bool scrolls(const struct explorer *explorer)
{
    return explorer_screen(explorer) == SCREEN_ERRORS || explorer_screen(explorer) == SCREEN_HELP ||
           (explorer_screen(explorer) == SCREEN_PAIR && scene_has_sets(&explorer->scene));
}

/* Moves a position by `by`, staying in 0 .. count - 1. */
static size_t moved(size_t position, long by, size_t count)
{
    if (count == 0)
        return 0;
    if (by < 0)
        return (size_t)-by > position ? 0 : position - (size_t)-by;
    return position + (size_t)by < count ? position + (size_t)by : count - 1;
}

static void move_rows(struct explorer *explorer, long by)
{
    struct view_state *state = explorer_state(explorer);

    if (scrolls(explorer))
        explorer->scroll = moved(explorer->scroll, by, explorer->scroll_end + 1);
    else
        state->row = moved(state->row, by, scene_rows(&explorer->scene));
}

static void move_columns(struct explorer *explorer, long by)
{
    struct view_state *state = explorer_state(explorer);

    if (!scrolls(explorer))
        state->column = moved(state->column, by, scene_columns(&explorer->scene));
}

static long page(struct explorer *explorer)
{
    size_t visible = explorer_state(explorer)->visible_rows;

    return scrolls(explorer) ? 10 : visible > 1 ? (long)visible - 1 : 1;
}

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

static void choose_view(struct explorer *explorer, enum view_id view)
{
    explorer->depth = 0;
    explorer->scene.view = view;
}

static void step_measure(struct explorer *explorer, int by)
{
    explorer->scene.measure =
        (enum measure)(((int)explorer->scene.measure + by + MEASURE_COUNT) % MEASURE_COUNT);
}

/* B follows A while both are the same network: one then looks at one network, not at a pair. */
static void step_network(struct explorer *explorer, unsigned side, long by)
{
    struct scene *scene = &explorer->scene;
    size_t count = scene->experiment->network_count;
    struct scene_side *moving = side == SIDE_A ? &scene->a : &scene->b;
    bool together = side == SIDE_A && scene->view == VIEW_CONVERGENCE && scene->a.network == scene->b.network;

    scene_set_network(scene, moving, (moving->network + (size_t)((long)count + by)) % count);
    if (together)
        scene_set_network(scene, &scene->b, scene->a.network);
}

static void step_checkpoint(struct explorer *explorer, struct scene_side *side, long by)
{
    side->checkpoint = moved(side->checkpoint, by, scene_network(&explorer->scene, side)->checkpoint_count);
}

static void step_timestep(struct explorer *explorer, long by)
{
    struct scene *scene = &explorer->scene;
    size_t count = cca_study_timesteps(scene->study, scene->layer);
    size_t now = scene->timestep < count ? scene->timestep : count ? count - 1 : 0;

    now = moved(now, by, count);
    scene->timestep = now + 1 >= count ? SCENE_LAST : now;
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
        choose_view(explorer, view_step(scene->view, action == ACTION_NEXT_VIEW ? 1 : -1));
        return true;
    case ACTION_NEXT_FORM:
        choose_view(explorer, view_next_form(scene->view));
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
        step_checkpoint(explorer, &scene->a, action == ACTION_CHECKPOINT_A_ON ? 1 : -1);
        return true;
    case ACTION_CHECKPOINT_B_BACK:
    case ACTION_CHECKPOINT_B_ON:
        step_checkpoint(explorer, &scene->b, action == ACTION_CHECKPOINT_B_ON ? 1 : -1);
        return true;
    case ACTION_LAYER_BACK:
    case ACTION_LAYER_ON:
        scene->layer =
            moved(scene->layer, action == ACTION_LAYER_ON ? 1 : -1, scene->experiment->layer_count);
        return true;
    case ACTION_TIMESTEP_BACK:
    case ACTION_TIMESTEP_ON:
        step_timestep(explorer, action == ACTION_TIMESTEP_ON ? 1 : -1);
        return true;
    default:
        if (action < ACTION_VIEW_1 || action > ACTION_VIEW_8)
            return false;
        choose_view(explorer, view_step((enum view_id)0, (int)action - ACTION_VIEW_1));
        return true;
    }
}

/* Actions that only move within what is shown. */
static bool act_on_cursor(struct explorer *explorer, enum action action)
{
    static const struct {
        enum action action;
        long rows, columns;
    } moves[] = {
        {ACTION_UP, -1, 0},        {ACTION_DOWN, 1, 0},        {ACTION_LEFT, 0, -1},
        {ACTION_RIGHT, 0, 1},      {ACTION_FIRST, -999999, 0}, {ACTION_LAST, 999999, 0},
        {ACTION_HOME, 0, -999999}, {ACTION_END, 0, 999999},
    };

    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (moves[i].action == action) {
            move_rows(explorer, moves[i].rows);
            move_columns(explorer, moves[i].columns);
            return true;
        }
    if (action != ACTION_PAGE_UP && action != ACTION_PAGE_DOWN)
        return false;
    move_rows(explorer, action == ACTION_PAGE_UP ? -page(explorer) : page(explorer));
    return true;
}

static void act_on_screen(struct explorer *explorer, enum action action, bool *redraw)
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
    case ACTION_LOGARITHMIC:
        state->log_x = !state->log_x;
        break;
    case ACTION_PALETTE:
        explorer->look.palette = (enum palette)((explorer->look.palette + 1) % PALETTE_COUNT);
        break;
    case ACTION_ERRORS:
        toggle(explorer, SCREEN_ERRORS);
        break;
    case ACTION_HELP:
        toggle(explorer, SCREEN_HELP);
        break;
    case ACTION_REDRAW:
        *redraw = true;
        break;
    case ACTION_QUIT:
        explorer->quit = true;
        break;
    default:
        break;
    }
}

void explorer_act(struct explorer *explorer, enum action action, bool *redraw)
{
    if (action == ACTION_NONE)
        return;
    if (act_on_scene(explorer, action)) {
        explorer_clamp_cursor(explorer);
        explorer_want(explorer);
    } else if (!act_on_cursor(explorer, action)) {
        act_on_screen(explorer, action, redraw);
    }
    explorer_want_pair(explorer);
}
