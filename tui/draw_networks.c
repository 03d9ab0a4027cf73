#include "tui/draw_networks.h"

#include <stdio.h>
#include <stdlib.h>

#include "tui/arrangement.h"
#include "tui/category.h"
#include "tui/dendrogram.h"
#include "tui/draw_matrix.h"
#include "tui/style.h"
#include "tui/text.h"

/* Beside the rows: a mark for the cluster, one for the group, and a blank. */
#define MARKS 3
/* The dendrogram gets a part of the width, and none where there is little. */
#define DENDROGRAM_MOST  24
#define DENDROGRAM_LEAST 6

/* The canvas line of a tile of the matrix, counted from the first in view: two of them share one where cells
 * are half as high. */
static int line_of_tile(const struct heatmap_extent *extent, long tile)
{
    if (extent->cell_height == 0)
        return extent->field.y + (int)(tile >= 0 ? tile / 2 : -1);
    return extent->field.y + (int)tile * extent->cell_height + (extent->cell_height - 1) / 2;
}

/* That of a place, where places are in their own order. */
static int line_of(const void *context, size_t place)
{
    const struct view_state *state = context;

    return line_of_tile(&state->extent,
                        (long)(place / state->tile_height) - (long)(state->first_row / state->tile_height));
}

/* What runs down. */
static const struct sequence *sequence_down(const struct view_state *state)
{
    return state->transposed ? &state->columns : &state->rows;
}

/* Whether all networks are shown in the order of the arrangement: a tree fits no other. */
static bool is_whole(const struct view_state *state, size_t count)
{
    const struct sequence *sequence = sequence_down(state);

    return sequence->length != count || (!sequence->sorted && !sequence->hidden);
}

static size_t group_of(const struct scene *scene, size_t place)
{
    return scene->experiment->networks[scene_network_at(scene, place)].in_group;
}

static size_t cluster_of(const struct scene *scene, size_t place)
{
    const struct arrangement *arrangement = scene->arrangement;

    return arrangement->leaf_count ? arrangement->clusters[scene_network_at(scene, place)] : 0;
}

/* Of the first network of every tile that has a line of its own. */
static void draw_marks(struct canvas *canvas, const struct look *look, int x, const struct scene *scene,
                       const struct view_state *state)
{
    const struct heatmap_extent *extent = &state->extent;
    size_t step = extent->cell_height ? 1 : 2, count = scene_rows(scene);

    for (size_t tile = 0; tile < extent->visible_rows; tile += step) {
        size_t position = state->first_row + tile * state->tile_height;
        size_t place = sequence_place(sequence_down(state), count, position);
        size_t cluster = cluster_of(scene, place), group = group_of(scene, place);
        int y = line_of_tile(extent, (long)tile);

        if (cluster > 0)
            canvas_put(canvas, x, y, category_mark(cluster - 1), category_field(look, cluster - 1));
        if (group < scene->experiment->group_count)
            canvas_put(canvas, x + 1, y, U'A' + (char32_t)(group % 26), category_style(look, group));
    }
}

static void draw_tree(struct canvas *canvas, const struct look *look, struct rectangle area,
                      const struct scene *scene, const struct view_state *state)
{
    const struct arrangement *arrangement = scene->arrangement;
    size_t *labels = malloc((arrangement->leaf_count + 1) * sizeof *labels);
    struct dendrogram dendrogram = {
        arrangement->merges, arrangement->leaf_count, arrangement->places, labels, line_of, state};

    for (size_t place = 0; place < arrangement->leaf_count && labels; place++)
        labels[place] = cluster_of(scene, place);
    if (labels)
        dendrogram_draw(canvas, look, area, &dendrogram);
    free(labels);
}

/* "A generalizing  B memorizing", each in its colour. */
static int draw_group_names(struct canvas *canvas, const struct look *look, struct rectangle line,
                            const struct experiment *experiment)
{
    int x = line.x, end = line.x + line.width;

    for (size_t group = 0; group < experiment->group_count && x + 4 < end; group++) {
        canvas_put(canvas, x, line.y, U'A' + (char32_t)(group % 26), category_style(look, group));
        x += 2 + canvas_text(canvas, x + 2, line.y, end - x - 2, STYLE_DIM, experiment->groups[group].name) +
             2;
    }
    return x;
}

static void draw_caption(struct canvas *canvas, const struct look *look, struct rectangle line,
                         const struct scene *scene)
{
    static const char *const orders[] = {"as listed", "by group", "by cluster"};
    const struct arrangement *arrangement = scene->arrangement;
    size_t clusters = scene->clusters < arrangement->leaf_count ? scene->clusters : arrangement->leaf_count;
    int x = draw_group_names(canvas, look, line, scene->experiment), end = line.x + line.width;

    if (arrangement->leaf_count == 0)
        canvas_textf(canvas, x, line.y, end - x, STYLE_DIM, "%s; clusters are known when all distances are",
                     orders[scene->order]);
    else
        canvas_textf(canvas, x, line.y, end - x, STYLE_DIM, "%s, %zu cluster%s (average linkage)%s",
                     orders[scene->order], clusters, clusters == 1 ? "" : "s",
                     arrangement->leaf_count < scene->experiment->network_count ? ", some left out" : "");
}

void draw_networks(struct canvas *canvas, const struct look *look, struct rectangle area,
                   const struct scene *scene, struct view_state *state)
{
    bool known = scene->arrangement && scene->arrangement->networks;
    bool room = area.width >= 34 && area.height >= 6;
    int tree = 0;

    if (!known || !room) {
        draw_matrix(canvas, look, area, scene, state);
        return;
    }
    if (arrangement_has_dendrogram(scene->arrangement) && is_whole(state, scene_rows(scene)) &&
        area.width / 6 >= DENDROGRAM_LEAST)
        tree = area.width / 6 < DENDROGRAM_MOST ? area.width / 6 : DENDROGRAM_MOST;
    draw_matrix(canvas, look,
                (struct rectangle){area.x + tree + MARKS, area.y, area.width - tree - MARKS, area.height - 1},
                scene, state);
    state->drawn_width += tree + MARKS;
    draw_marks(canvas, look, area.x + tree, scene, state);
    if (tree)
        draw_tree(canvas, look,
                  (struct rectangle){area.x, state->extent.field.y, tree, state->extent.field.height}, scene,
                  state);
    draw_caption(canvas, look, (struct rectangle){area.x, area.y + area.height - 1, area.width, 1}, scene);
}
