/* Names: looking for one, and showing only some. */
#include <stdlib.h>
#include <string.h>

#include "tui/explorer_private.h"
#include "tui/pattern.h"

/* What a name is of, in the sequence in which they are looked through. */
enum subject { OF_ROW, OF_COLUMN, OF_LAYER, OF_NETWORK, OF_CHECKPOINT, SUBJECT_COUNT };

/* A name among all that can be found. */
struct name_place {
    enum subject subject;
    size_t index; /* of rows and columns: the position */
};

/* How many names of a kind there are to find here; none of what an axis has already. */
static size_t count_of(struct explorer *explorer, enum subject subject)
{
    const struct scene *scene = &explorer->scene;
    const struct view_state *state = explorer_state(explorer);
    unsigned here = explorer_here(explorer);

    switch (subject) {
    case OF_ROW:
        return sequence_count(&state->rows, scene_rows(scene));
    case OF_COLUMN:
        return sequence_count(&state->columns, scene_columns(scene));
    case OF_LAYER:
        return here & FIXED_LAYER ? scene->experiment->layer_count : 0;
    case OF_NETWORK:
        return here & FIXED_NETWORKS ? scene->experiment->network_count : 0;
    default:
        return here & FIXED_CHECKPOINT_A ? scene_network(scene, &scene->a)->checkpoint_count : 0;
    }
}

static const char *name_of(struct explorer *explorer, struct name_place at, char *text)
{
    const struct scene *scene = &explorer->scene;
    const struct view_state *state = explorer_state(explorer);

    switch (at.subject) {
    case OF_ROW:
        return scene_row_name(scene, sequence_place(&state->rows, scene_rows(scene), at.index), text,
                              SCENE_NAME);
    case OF_COLUMN:
        return scene_column_name(scene, sequence_place(&state->columns, scene_columns(scene), at.index), text,
                                 SCENE_NAME);
    case OF_LAYER:
        return scene->experiment->layers[at.index].name;
    case OF_NETWORK:
        return scene->experiment->networks[at.index].name;
    default:
        return scene_network(scene, &scene->a)->checkpoints[at.index].name;
    }
}

/* Where the scene stands among the names of a kind. */
static size_t present(struct explorer *explorer, enum subject subject)
{
    const struct scene *scene = &explorer->scene;
    const struct view_state *state = explorer_state(explorer);

    switch (subject) {
    case OF_ROW:
        return sequence_position(&state->rows, scene_rows(scene), state->row);
    case OF_COLUMN:
        return sequence_position(&state->columns, scene_columns(scene), state->column);
    case OF_LAYER:
        return scene->layer;
    case OF_NETWORK:
        return scene->a.network;
    default:
        return scene->a.checkpoint;
    }
}

static void go_to_name(struct explorer *explorer, struct name_place at)
{
    struct scene *scene = &explorer->scene;
    struct view_state *state = explorer_state(explorer);

    switch (at.subject) {
    case OF_ROW:
        state->row = sequence_place(&state->rows, scene_rows(scene), at.index);
        return;
    case OF_COLUMN:
        state->column = sequence_place(&state->columns, scene_columns(scene), at.index);
        return;
    case OF_LAYER:
        scene->layer = at.index;
        break;
    case OF_NETWORK:
        explorer_choose_network(explorer, SIDE_A, at.index);
        break;
    default:
        explorer_choose_checkpoint(explorer, SIDE_A, at.index);
    }
    explorer_follow_scene(explorer);
}

static void tell(struct explorer *explorer, struct name_place at)
{
    static const char *const subjects[] = {"row", "column", "layer", "network A", "checkpoint of A"};
    char text[SCENE_NAME];

    explorer_mention(explorer, "%s %s, %zu of %zu", subjects[at.subject], name_of(explorer, at, text),
                     at.index + 1, count_of(explorer, at.subject));
}

/* The `offset`-th of all names, counted from the first row. */
static struct name_place nth(struct explorer *explorer, size_t offset)
{
    struct name_place at = {OF_ROW, offset};

    while (at.index >= count_of(explorer, at.subject))
        at.index -= count_of(explorer, at.subject++);
    return at;
}

bool explorer_find_name(struct explorer *explorer, const char *pattern, int by, bool typing)
{
    size_t total = 0, start = 0, subjects = typing ? OF_LAYER : SUBJECT_COUNT;
    char text[SCENE_NAME];

    for (size_t i = 0; i < subjects; i++) {
        if (explorer->found == i)
            start = total + (count_of(explorer, i) ? present(explorer, i) : 0);
        total += count_of(explorer, i);
    }
    for (size_t step = by != 0; total > 0 && step < total + (by != 0); step++) {
        struct name_place at = nth(explorer, (start + (by < 0 ? total - step % total : step)) % total);

        if (!pattern_matches(pattern, name_of(explorer, at, text)))
            continue;
        explorer->found = at.subject;
        go_to_name(explorer, at);
        tell(explorer, at);
        return true;
    }
    return false;
}

/* Which of the names of an axis match; NULL when none does, or memory gives out. */
static bool *matching(struct explorer *explorer, const char *pattern, bool rows)
{
    const struct scene *scene = &explorer->scene;
    size_t count = rows ? scene_rows(scene) : scene_columns(scene), found = 0;
    bool *keep = malloc(count + 1);
    char text[SCENE_NAME];

    for (size_t i = 0; keep && i < count; i++) {
        keep[i] = pattern_matches(pattern, rows ? scene_row_name(scene, i, text, sizeof text)
                                                : scene_column_name(scene, i, text, sizeof text));
        found += keep[i];
    }
    if (found > 0)
        return keep;
    free(keep);
    return NULL;
}

bool explorer_filter(struct explorer *explorer, const char *pattern)
{
    struct view_state *state = explorer_state(explorer);
    bool *rows = *pattern ? matching(explorer, pattern, true) : NULL;
    bool *columns = *pattern ? matching(explorer, pattern, false) : NULL;
    bool some = !*pattern || rows || columns;

    /* An axis on which nothing matches has other names: it stays whole. */
    if (some) {
        sequence_filter(&state->rows, rows, scene_rows(&explorer->scene));
        sequence_filter(&state->columns, columns, scene_columns(&explorer->scene));
        explorer_clamp_cursor(explorer);
    }
    free(rows);
    free(columns);
    return some;
}

bool explorer_find(struct explorer *explorer, enum action action)
{
    if (action != ACTION_FIND_NEXT && action != ACTION_FIND_PREVIOUS)
        return false;
    if (!*explorer->pattern)
        explorer_warn(explorer, "nothing to look for yet: / asks");
    else if (!explorer_find_name(explorer, explorer->pattern, action == ACTION_FIND_NEXT ? 1 : -1, false))
        explorer_warn(explorer, "no name here matches %s", explorer->pattern);
    return true;
}
