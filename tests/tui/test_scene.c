/* Which pair stands where in each view, and what a view says of it. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../engine/laboratory.h"
#include "tui/grid.h"

#define HEAD "ccascope: 1\nactivations: \"{network}-{checkpoint}-{layer}.npy\"\n"

/* Three networks with checkpoints of their own; no arrays: where pairs stand does not depend on them. */
static struct laboratory three_networks(void)
{
    struct laboratory laboratory = laboratory_create();

    laboratory_load(&laboratory, HEAD "networks:\n"
                                      "  - {name: a, checkpoints: [0, 10, 100]}\n"
                                      "  - {name: b, checkpoints: [0, 100, 400, 500]}\n"
                                      "  - {name: c, checkpoints: [5, 90]}\n"
                                      "layers: [l0, l1]\n");
    return laboratory;
}

static struct scene scene_of(const struct laboratory *laboratory)
{
    struct cca_study *study = laboratory_study(laboratory, 1, 0);

    cca_study_finish(study, NULL, NULL);
    return scene_default(laboratory->experiment, study);
}

static void finish(struct scene *scene, struct laboratory *laboratory)
{
    cca_study_close(scene->study);
    laboratory_destroy(laboratory);
}

static void expect_pair(const struct scene *scene, size_t row, size_t column, struct cca_pair expected)
{
    struct cca_pair pair;

    cr_assert(scene_pair(scene, row, column, &pair));
    cr_expect_arr_eq(&pair, &expected, sizeof pair, "%s %zu, %zu: %d %d %d × %d %d %d",
                     views[scene->view].name, row, column, pair.a.network, pair.a.checkpoint, pair.a.layer,
                     pair.b.network, pair.b.checkpoint, pair.b.layer);
}

static void expect_names(const struct scene *scene, size_t row, const char *row_name, size_t column,
                         const char *column_name)
{
    char text[32];

    cr_expect_str_eq(scene_row_name(scene, row, text, sizeof text), row_name);
    cr_expect_str_eq(scene_column_name(scene, column, text, sizeof text), column_name);
}

Test(scene, views_are_found_by_name)
{
    enum view_id view;

    for (int i = 0; i < VIEW_COUNT; i++) {
        cr_assert(view_parse(views[i].name, &view));
        cr_expect_eq((int)view == i, view_is_usual((enum view_id)i));
        cr_expect_str_eq(views[view].name, views[i].name);
    }
    cr_expect_not(view_parse("layer", &view));
    cr_expect_not(view_parse("", &view));
}

Test(scene, forms_are_found_within_their_view)
{
    enum view_id view = VIEW_CONVERGENCE;

    cr_assert(view_parse_form("networks", &view));
    cr_expect_eq(view, VIEW_CONVERGENCE_NETWORKS);
    cr_expect_not(view_parse_form("matrix", &view), "of timesteps");
    view = VIEW_MEASURES;
    cr_assert(view_parse_form("networks", &view));
    cr_expect_eq(view, VIEW_MEASURES_NETWORKS);
    view = VIEW_LAYERS;
    cr_expect_not(view_parse_form("", &view));
}

Test(scene, steps_through_views_and_their_forms)
{
    cr_expect_eq(view_step(VIEW_LAYERS, 1), VIEW_CONVERGENCE);
    cr_expect_eq(view_step(VIEW_CONVERGENCE_NETWORKS, 1), VIEW_CHECKPOINTS);
    cr_expect_eq(view_step(VIEW_CONVERGENCE_NETWORKS, -1), VIEW_LAYERS);
    cr_expect_eq(view_step(VIEW_LAYERS, -1), VIEW_TARGETS);
    cr_expect_eq(view_step(VIEW_MEASURES_NETWORKS, 1), VIEW_SPECTRUM);
    cr_expect_eq(view_step(VIEW_STABILITY, 1), VIEW_TARGETS);
    cr_expect_eq(view_step(VIEW_TARGETS_LEARNING, 1), VIEW_LAYERS);
    cr_expect_eq(view_step(VIEW_LAYERS, 7), VIEW_MEASURES);
    cr_expect_eq(view_next_form(VIEW_CONVERGENCE), VIEW_CONVERGENCE_GROUP);
    cr_expect_eq(view_next_form(VIEW_CONVERGENCE_NETWORKS), VIEW_CONVERGENCE);
    cr_expect_eq(view_next_form(VIEW_LAYERS), VIEW_LAYERS);
    cr_expect_eq(view_next_form(VIEW_MEASURES_NETWORKS), VIEW_MEASURES);
}

Test(scene, begins_with_the_end_of_the_first_network)
{
    struct laboratory laboratory = three_networks();
    struct scene scene = scene_of(&laboratory);

    cr_expect_eq(scene.view, VIEW_LAYERS);
    cr_expect_eq(scene.a.network, 0);
    cr_expect_eq(scene.a.checkpoint, 2);
    cr_expect_eq(scene.b.network, 0);
    cr_expect_eq(scene.b.checkpoint, 2);
    cr_expect_eq(scene.layer, 1);
    cr_expect_eq(scene.timestep, SCENE_LAST);
    cr_expect_eq(scene.measure, laboratory.experiment->measure);
    finish(&scene, &laboratory);
}

Test(scene, another_network_keeps_the_place_in_training)
{
    static const struct {
        size_t from, checkpoint, to, expected;
    } cases[] = {{0, 2, 1, 3}, {0, 2, 2, 1}, {1, 3, 0, 2}, /* the last stays the last */
                 {0, 1, 2, 0}, {0, 0, 1, 0}, {0, 1, 1, 0}, /* else the nearest step */
                 {1, 1, 0, 2}, {1, 2, 0, 2}, {1, 1, 2, 1}, {2, 0, 0, 0}, {1, 2, 1, 2}};
    struct laboratory laboratory = three_networks();
    struct scene scene = scene_of(&laboratory);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene_side side = {cases[i].from, cases[i].checkpoint};

        scene_set_network(&scene, &side, cases[i].to);
        cr_expect_eq(side.network, cases[i].to);
        cr_expect_eq(side.checkpoint, cases[i].expected, "case %zu: %zu", i, side.checkpoint);
    }
    finish(&scene, &laboratory);
}

Test(scene, layers_run_down_and_across)
{
    struct laboratory laboratory = three_networks();
    struct scene scene = scene_of(&laboratory);

    scene.a = (struct scene_side){0, 1};
    scene.b = (struct scene_side){1, 3};
    cr_expect_eq(scene_rows(&scene), 2);
    cr_expect_eq(scene_columns(&scene), 2);
    expect_pair(&scene, 0, 1, laboratory_pair(0, 1, 0, 1, 3, 1));
    expect_pair(&scene, 1, 0, laboratory_pair(0, 1, 1, 1, 3, 0));
    expect_names(&scene, 0, "l0", 1, "l1");
    finish(&scene, &laboratory);
}

/* The row side is the earlier checkpoint, the column side the end of B. */
Test(scene, convergence_compares_with_the_end)
{
    struct laboratory laboratory = three_networks();
    struct scene scene = scene_of(&laboratory);

    scene.view = VIEW_CONVERGENCE;
    scene.a = scene.b = (struct scene_side){1, 0};
    cr_expect_eq(scene_rows(&scene), 2);
    cr_expect_eq(scene_columns(&scene), 4);
    expect_pair(&scene, 1, 0, laboratory_pair(1, 0, 1, 1, 3, 1));
    expect_pair(&scene, 0, 3, laboratory_pair(1, 3, 0, 1, 3, 0));
    expect_names(&scene, 1, "l1", 2, "400");
    scene.b.network = 2;
    expect_pair(&scene, 0, 2, laboratory_pair(1, 2, 0, 2, 1, 0));
    finish(&scene, &laboratory);
}

Test(scene, checkpoints_run_along_their_own_network)
{
    struct laboratory laboratory = three_networks();
    struct scene scene = scene_of(&laboratory);

    scene.view = VIEW_CHECKPOINTS;
    scene.layer = 0;
    scene.b.network = 2;
    cr_expect_eq(scene_rows(&scene), 3);
    cr_expect_eq(scene_columns(&scene), 2);
    expect_pair(&scene, 2, 1, laboratory_pair(0, 2, 0, 2, 1, 0));
    expect_names(&scene, 1, "10", 0, "5");
    finish(&scene, &laboratory);
}

Test(scene, networks_stand_at_the_same_checkpoint_or_nowhere)
{
    struct laboratory laboratory = three_networks();
    struct scene scene = scene_of(&laboratory);
    struct cca_pair pair;
    double distance;
    size_t count;

    scene.view = VIEW_NETWORKS;
    cr_expect_eq(scene_side(&scene), PWCCA_MEAN, "nothing orders the two sides");
    cr_expect_eq(scene_rows(&scene), 3);
    cr_expect_eq(scene_columns(&scene), 3);
    expect_pair(&scene, 1, 2, laboratory_pair(1, 3, 1, 2, 1, 1)); /* the last: each its own */
    scene.a.checkpoint = scene.b.checkpoint = 1;                  /* only a has step 10 */
    expect_pair(&scene, 0, 0, laboratory_pair(0, 1, 1, 0, 1, 1));
    cr_expect_not(scene_pair(&scene, 0, 1, &pair));
    cr_expect_not(scene_pair(&scene, 1, 0, &pair));
    cr_expect_eq(scene_distance(&scene, 1, 0, &distance), CCA_STATE_HOLE);
    cr_expect(isnan(distance));
    scene.a.checkpoint = scene.b.checkpoint = 0; /* b has step 0 too, c has not */
    expect_pair(&scene, 1, 0, laboratory_pair(1, 0, 1, 0, 0, 1));
    cr_expect_not(scene_pair(&scene, 2, 0, &pair));
    free(scene_pairs(&scene, &count));
    cr_expect_eq(count, 4, "holes are not asked for");
    expect_names(&scene, 1, "b", 2, "c");
    finish(&scene, &laboratory);
}

/* Five networks in two groups and none. */
static struct laboratory two_groups(void)
{
    struct laboratory laboratory = laboratory_create();

    laboratory_load(&laboratory, HEAD "networks:\n"
                                      "  - {name: a, group: g, checkpoints: [0, 7]}\n"
                                      "  - {name: b, group: h, checkpoints: [0, 7]}\n"
                                      "  - {name: c, group: g, checkpoints: [0, 9]}\n"
                                      "  - {name: d, checkpoints: [0]}\n"
                                      "  - {name: e, group: g, checkpoints: [0, 7]}\n"
                                      "layers: [l0, l1]\n");
    return laboratory;
}

static void expect_members(const struct scene *scene, size_t row, size_t column, const char *expected)
{
    char text[200] = "";
    size_t used = 0;
    struct cca_pair pair;

    for (size_t i = 0; i < scene_members(scene, row, column); i++)
        if (scene_member(scene, row, column, i, &pair))
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%c%d%c%d", used ? " " : "",
                                     'a' + pair.a.network, pair.a.checkpoint, 'a' + pair.b.network,
                                     pair.b.checkpoint);
        else
            used += (size_t)snprintf(text + used, sizeof text - used, "%s-", used ? " " : "");
    cr_expect_str_eq(text, expected, "%s %zu, %zu: %s", views[scene->view].title, row, column, text);
}

Test(scene, sets_hold_every_pair_of_their_groups)
{
    struct laboratory laboratory = two_groups();
    struct scene scene = scene_of(&laboratory);
    struct cca_pair pair;

    scene.view = VIEW_GROUPS;
    cr_expect_eq(scene_rows(&scene), 3, "g, h, and between them");
    cr_expect_eq(scene_columns(&scene), 2);
    cr_expect(scene_has_sets(&scene));
    cr_expect_not(scene_pair(&scene, 0, 0, &pair));
    cr_expect_eq(scene_side(&scene), PWCCA_MEAN);
    expect_members(&scene, 0, 1, "a1c1 a1e1 c1e1");
    expect_members(&scene, 1, 0, "");
    expect_members(&scene, 2, 0, "a1b1 c1b1 e1b1");
    scene.a.checkpoint = scene.b.checkpoint = 0;
    expect_members(&scene, 2, 0, "a0b0 c0b0 e0b0");
    expect_names(&scene, 0, "g", 1, "l1");
    expect_names(&scene, 2, "g x h", 0, "l0");
    scene.view = VIEW_SCATTER;
    expect_members(&scene, 2, 0, "c0a0 c0e0");
    expect_members(&scene, 3, 0, "");
    scene.view = VIEW_SCATTER_GROUPS;
    cr_expect_eq(scene_rows(&scene), 2);
    expect_members(&scene, 0, 0, "a0c0 a0e0 c0e0");
    scene.view = VIEW_CONVERGENCE_GROUP;
    cr_expect_eq(scene_columns(&scene), 3, "the steps 0, 7 and 9");
    expect_members(&scene, 0, 1, "a1a1 - e1e1");
    expect_members(&scene, 1, 2, "- c1c1 -");
    expect_names(&scene, 1, "l1", 2, "9");
    scene.group = 1;
    expect_members(&scene, 0, 0, "b0b1");
    scene.view = VIEW_CONVERGENCE_NETWORKS;
    expect_pair(&scene, 4, 0, laboratory_pair(4, 0, 1, 4, 1, 1));
    cr_expect_not(scene_pair(&scene, 4, 2, &pair));
    finish(&scene, &laboratory);
}

Test(scene, pairs_within_a_group_are_all_there_once)
{
    struct laboratory laboratory = laboratory_create();
    char manifest[3000] = HEAD "checkpoints: [0]\nlayers: [l]\nnetworks:\n";
    bool seen[40][40] = {{false}};
    struct cca_pair pair;
    struct scene scene;

    for (int i = 0; i < 40; i++)
        snprintf(manifest + strlen(manifest), sizeof manifest - strlen(manifest), "  - {name: n%d}\n", i);
    laboratory_load(&laboratory, manifest);
    scene = scene_of(&laboratory);
    scene.view = VIEW_GROUPS;
    cr_assert_eq(scene_rows(&scene), 1, "networks without groups are one");
    cr_assert_eq(scene_members(&scene, 0, 0), 40 * 39 / 2);
    for (size_t i = 0; i < 40 * 39 / 2; i++) {
        cr_assert(scene_member(&scene, 0, 0, i, &pair));
        cr_assert(pair.a.network < pair.b.network && !seen[pair.a.network][pair.b.network]);
        seen[pair.a.network][pair.b.network] = true;
    }
    finish(&scene, &laboratory);
}

Test(scene, a_network_without_checkpoints_is_all_holes)
{
    struct laboratory laboratory = laboratory_create();
    struct cca_pair pair;
    struct scene scene;
    size_t count;

    laboratory_array(&laboratory, "a-0-l.npy", 0, 20, 0, 2);
    laboratory_load(&laboratory, HEAD "networks: [{name: a}, {name: b}]\ncheckpoints: auto\nlayers: [l]\n");
    scene = scene_of(&laboratory);
    cr_assert_eq(laboratory.experiment->networks[1].checkpoint_count, 0);
    scene_set_network(&scene, &scene.b, 1);
    cr_expect_null(scene_checkpoint(&scene, &scene.b));
    for (int view = 0; view < VIEW_COUNT; view++) {
        bool of_a =
            view == VIEW_NETWORKS || view == VIEW_CONVERGENCE_GROUP || view == VIEW_CONVERGENCE_NETWORKS;

        scene.view = (enum view_id)view;
        if (view == VIEW_CHECKPOINTS)
            cr_expect_eq(scene_columns(&scene), 0);
        else if (!of_a)
            cr_expect_not(scene_pair(&scene, 0, 0, &pair));
        else
            cr_expect_not(scene_pair(&scene, 1, 0, &pair));
        free(scene_pairs(&scene, &count));
        cr_expect_eq(count, (size_t)of_a, "%s", views[view].title);
    }
    scene_set_network(&scene, &scene.b, 0);
    cr_expect_eq(scene.b.checkpoint, 0);
    finish(&scene, &laboratory);
}

Test(scene, timesteps_are_named_by_their_place)
{
    struct laboratory laboratory = laboratory_create();
    struct cca_pair pair;
    struct scene scene;

    laboratory_array(&laboratory, "a-0-all.npy", 0, 20, 4, 2);
    laboratory_array(&laboratory, "a-0-some.npy", 1, 20, 4, 2);
    laboratory_load(&laboratory, HEAD "networks: [{name: a}]\ncheckpoints: [0]\naxes: ntc\n"
                                      "layers: [all, {name: some, timesteps: [1, 2]}]\n");
    scene = scene_of(&laboratory);
    scene.view = VIEW_TIMESTEPS;
    cr_expect_eq(scene_rows(&scene), 2);
    expect_names(&scene, 0, "1", 1, "2");
    cr_assert(scene_pair(&scene, 0, 1, &pair));
    cr_expect_eq(pair.a.timestep, 1);
    cr_expect_eq(pair.b.timestep, 2);
    scene.layer = 0;
    cr_expect_eq(scene_columns(&scene), 4);
    expect_names(&scene, 0, "0", 3, "3");
    cr_assert(scene_pair(&scene, 0, 3, &pair));
    cr_expect_eq(pair.a.timestep, 0);
    cr_expect_eq(pair.b.timestep, CCA_LAST_TIMESTEP);
    scene.view = VIEW_CONVERGENCE; /* at the last of each layer's own */
    cr_assert(scene_pair(&scene, 1, 0, &pair));
    cr_expect_eq(pair.a.timestep, 2);
    scene.timestep = 0;
    cr_assert(scene_pair(&scene, 1, 0, &pair));
    cr_expect_eq(pair.a.timestep, 1);
    finish(&scene, &laboratory);
}
