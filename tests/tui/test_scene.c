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
        cr_expect_eq((int)view, i);
    }
    cr_expect_not(view_parse("layer", &view));
    cr_expect_not(view_parse("", &view));
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
        scene.view = (enum view_id)view;
        if (view == VIEW_CHECKPOINTS)
            cr_expect_eq(scene_columns(&scene), 0);
        else if (view != VIEW_NETWORKS)
            cr_expect_not(scene_pair(&scene, 0, 0, &pair));
        else
            cr_expect_not(scene_pair(&scene, 1, 0, &pair) || scene_pair(&scene, 0, 1, &pair));
        free(scene_pairs(&scene, &count));
        cr_expect_eq(count, (size_t)(view == VIEW_NETWORKS), "%s", views[view].name);
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

/* Layers over four checkpoints: o is the end, x is something else, . is missing. */
static struct laboratory training(const char *const *layers, size_t count)
{
    struct laboratory laboratory = laboratory_create();
    char path[40], manifest[400];
    size_t used = (size_t)snprintf(manifest, sizeof manifest,
                                   HEAD "networks: [{name: a}]\ncheckpoints: [0, 1, 2, 3]\nlayers: [");

    for (size_t i = 0; i < count; i++) {
        for (int step = 0; step < 4; step++) {
            snprintf(path, sizeof path, "a-%d-l%zu.npy", step, i);
            if (layers[i][step] != '.')
                laboratory_array(&laboratory, path, layers[i][step] == 'o' ? 0 : 50, 60, 0, 3);
        }
        used += (size_t)snprintf(manifest + used, sizeof manifest - used, "%sl%zu", i ? ", " : "", i);
    }
    snprintf(manifest + used, sizeof manifest - used, "]\n");
    laboratory_load(&laboratory, manifest);
    return laboratory;
}

Test(scene, settles_where_it_stays_near_the_end)
{
    static const char *const layers[] = {"xooo", "xxoo", "xxxo", "oooo", "oxoo",
                                         "x.oo", ".ooo", "xoo.", "..xo"};
    static const size_t expected[] = {1, 2, 3, 0, 2, 1, 0, SIZE_MAX, 3};
    size_t count = sizeof layers / sizeof *layers, pair_count;
    struct laboratory laboratory = training(layers, count);
    struct scene scene = scene_of(&laboratory);
    struct grid grid = {0};
    struct cca_pair *pairs;

    scene.view = VIEW_CONVERGENCE;
    grid_open(&grid, &scene);
    cr_expect_eq(grid_settles(&grid, 0), SIZE_MAX, "nothing is computed yet");
    pairs = scene_pairs(&scene, &pair_count);
    cr_assert(cca_study_want(scene.study, pairs, pair_count));
    cca_study_finish(scene.study, NULL, NULL);
    grid_open(&grid, &scene);
    for (size_t i = 0; i < count; i++)
        cr_expect_eq(grid_settles(&grid, i), expected[i], "%s: %zu", layers[i], grid_settles(&grid, i));
    grid_release(&grid);
    free(pairs);
    finish(&scene, &laboratory);
}
