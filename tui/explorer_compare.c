/* Comparing places of a view: sorted by value, and held against a mark. */
#include <math.h>
#include <stdlib.h>

#include "tui/explorer_private.h"

/* The values along the cursor's column (of rows), or its row; NULL when memory gives out. */
static double *values_along(struct explorer *explorer, bool of_rows)
{
    const struct scene *scene = &explorer->scene;
    const struct view_state *state = explorer_state(explorer);
    size_t count = of_rows ? scene_rows(scene) : scene_columns(scene);
    double *values = malloc((count + 1) * sizeof *values);

    for (size_t i = 0; values && i < count; i++)
        values[i] = scene_value(scene, of_rows ? i : state->row, of_rows ? state->column : i).mean;
    return values;
}

static const char *name_of(const struct scene *scene, bool row, size_t index, char *text)
{
    return row ? scene_row_name(scene, index, text, SCENE_NAME)
               : scene_column_name(scene, index, text, SCENE_NAME);
}

/* Nearest first, then farthest first, then as they are. */
static void sort(struct explorer *explorer, bool of_rows)
{
    struct view_state *state = explorer_state(explorer);
    const struct scene *scene = &explorer->scene;
    struct sequence *sequence = of_rows ? &state->rows : &state->columns;
    size_t count = of_rows ? scene_rows(scene) : scene_columns(scene);
    enum sorting *sorting = of_rows ? &state->sorted_rows : &state->sorted_columns;
    bool correlations = views[scene->view].set == SET_CORRELATIONS;
    char text[SCENE_NAME];
    const char *order;
    double *values;

    *sorting = (enum sorting)((*sorting + 1) % SORTING_COUNT);
    order = (*sorting == SORT_NEAREST) != correlations ? "nearest" : "farthest";
    values = *sorting == SORT_NOT ? NULL : values_along(explorer, of_rows);
    sequence_sort(sequence, values, count, *sorting == SORT_FARTHEST);
    free(values);
    state->centre = true;
    if (*sorting == SORT_NOT)
        explorer_say(explorer, "%s as listed", of_rows ? "rows" : "columns");
    else if (views[scene->view].across == AXIS_NONE)
        explorer_say(explorer, "by distance, %s first", order);
    else
        explorer_say(explorer, "%s by %s %s %s, %s first", of_rows ? "rows" : "columns",
                     correlations ? "correlation" : "distance", of_rows ? "in column" : "in row",
                     name_of(scene, !of_rows, of_rows ? state->column : state->row, text), order);
}

/* Marks the place under the cursor; a second time takes the mark away. */
static void mark(struct view_state *state)
{
    struct grid_place here = {state->row, state->column};

    state->has_mark = !(state->has_mark && state->mark.row == here.row && state->mark.column == here.column);
    state->mark = here;
}

static void swap(struct explorer *explorer)
{
    struct view_state *state = explorer_state(explorer);
    struct grid_place here = {state->row, state->column};

    if (!state->has_mark) {
        explorer_warn(explorer, "no place is marked yet");
        return;
    }
    state->row = state->mark.row;
    state->column = state->mark.column;
    state->mark = here;
    explorer_clamp_cursor(explorer);
}

bool explorer_compare(struct explorer *explorer, enum action action)
{
    switch (action) {
    case ACTION_SORT_ROWS:
    case ACTION_SORT_COLUMNS:
        /* What runs down is "rows" to whoever looks. */
        sort(explorer, (action == ACTION_SORT_ROWS) != explorer_state(explorer)->transposed);
        return true;
    case ACTION_MARK:
        mark(explorer_state(explorer));
        return true;
    case ACTION_SWAP_MARK:
        swap(explorer);
        return true;
    default:
        return false;
    }
}
