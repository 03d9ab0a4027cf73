/* Views whose numbers come from looks: what they ask for, what they say, and their keys. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "explored.h"
#include "program.h"
#include "tests/engine/laboratory.h"

TestSuite(looks, .fini = folder_remove);

#define HEAD "ccascope: 1\nactivations: \"{network}-{step}-{layer}.npy\"\n"

static struct scene open_scene(struct laboratory *laboratory, const char *checkpoints)
{
    char text[300];

    snprintf(text, sizeof text, HEAD "networks: [{name: a}]\ncheckpoints: [%s]\nlayers: [l0]\n", checkpoints);
    laboratory_load(laboratory, text);
    return scene_default(laboratory->experiment, laboratory_study(laboratory, 2, 0));
}

static void close_scene(struct scene *scene, struct laboratory *laboratory)
{
    cca_study_close(scene->study);
    laboratory_destroy(laboratory);
}

static void finish(const struct scene *scene)
{
    size_t count;
    struct cca_look *looks = scene_looks(scene, &count);

    cr_assert(cca_study_want_looks(scene->study, looks, count));
    cca_study_finish(scene->study, NULL, NULL);
    free(looks);
}

static void expect_stages(const char *checkpoints, size_t early, size_t halfway)
{
    struct laboratory laboratory = laboratory_create();
    struct scene scene = open_scene(&laboratory, checkpoints);

    cr_expect_eq(scene_early(&scene), early, "%s: early %zu", checkpoints, scene_early(&scene));
    cr_expect_eq(scene_halfway(&scene), halfway, "%s: halfway %zu", checkpoints, scene_halfway(&scene));
    close_scene(&scene, &laboratory);
}

Test(looks, early_and_halfway_follow_from_the_length_of_training)
{
    expect_stages("0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000", 1, 5);
    expect_stages("0, 1, 10, 100, 1000, 10000", 3, 4); /* not the last */
    expect_stages("0, 900, 1000", 0, 1);               /* nor the first */
    expect_stages("1000, 1050, 1100, 1200", 0, 2);
    expect_stages("0, 10", 0, 0);
    expect_stages("0", 0, 0);
}

/* A checkpoint with fewer directions has a shorter curve, and a missing one none. */
Test(looks, the_axis_of_indices_is_as_long_as_the_rank)
{
    struct laboratory laboratory = laboratory_create();
    struct scene_value value;
    struct scene scene;
    double first;
    size_t count;

    for (int step = 0; step < 4; step++) {
        char path[40];

        snprintf(path, sizeof path, "a-%d-l0.npy", step);
        if (step != 2)
            laboratory_array(&laboratory, path, (uint64_t)step, 60, 0, step ? 6 : 4);
    }
    scene = open_scene(&laboratory, "0, 1, 2, 3");
    scene.view = VIEW_SPECTRUM;
    cr_expect_eq(scene_columns(&scene), 0, "unknown yet");
    free(scene_pairs(&scene, &count));
    cr_expect_eq(count, 0);
    finish(&scene);
    cr_expect_eq(scene_rows(&scene), 4);
    cr_expect_eq(scene_columns(&scene), 6);
    cr_expect_float_eq(scene_value(&scene, 3, 5).mean, 1, 1e-9);
    value = scene_value(&scene, 0, 4);
    cr_expect_eq(value.state, CCA_DONE);
    cr_expect(isnan(value.mean));
    cr_expect_gt(scene_value(&scene, 0, 3).mean, 0);
    cr_expect_eq(scene_value(&scene, 2, 0).state, CCA_STATE_HOLE);
    first = scene_value(&scene, 0, 3).mean;
    scene.view = VIEW_SPECTRUM_HEATMAP;
    cr_expect_eq(scene_rows(&scene), 6);
    cr_expect_eq(scene_value(&scene, 3, 0).mean, first);
    close_scene(&scene, &laboratory);
}

/* What a spectrum averages to is what the comparison says. */
Test(looks, the_mean_of_a_spectrum_is_cca)
{
    struct table rows = table_compute(DIGITS_MANIFEST, "spectrum --network mem-1 --layer conv2");
    struct table pairs = table_compute(DIGITS_MANIFEST, "convergence --network mem-1 --measure cca");

    for (size_t pair = 0; pair < pairs.rows; pair++) {
        double sum = 0, before = 1;
        size_t count = 0;

        if (strcmp(table_cell(&pairs, pair, "layer_a"), "conv2") != 0)
            continue;
        for (size_t row = 0; row < rows.rows; row++) {
            if (strcmp(table_cell(&rows, row, "checkpoint_a"), table_cell(&pairs, pair, "checkpoint_a")) != 0)
                continue;
            table_expect(&rows, row, "index", (double)++count, 0);
            cr_expect_leq(strtod(table_cell(&rows, row, "correlation"), NULL), before);
            before = strtod(table_cell(&rows, row, "correlation"), NULL);
            sum += before;
            cr_expect_str_eq(table_cell(&rows, row, "rank_a"), table_cell(&pairs, pair, "rank_a"));
        }
        cr_assert_gt(count, 0);
        table_expect(&pairs, pair, "distance", 1 - sum / (double)count, 1e-6);
    }
    table_free(&rows);
    table_free(&pairs);
}

/* Where the directions are defined, their distance is that of the first and the last correlations. */
Test(looks, stability_halfway_is_the_ends_of_the_spectrum)
{
    struct table rows = table_compute(
        DIGITS_MANIFEST, "stability --network mem-1 --layer conv2 --early 400 --halfway 3000 --directions 5");
    struct table rho =
        table_compute(DIGITS_MANIFEST, "spectrum --network mem-1 --layer conv2 --against-checkpoint 3000");
    double values[64], first = 0, last = 0;
    size_t count = 0;

    for (size_t row = 0; row < rho.rows; row++)
        if (strcmp(table_cell(&rho, row, "checkpoint_a"), "400") == 0)
            values[count++] = strtod(table_cell(&rho, row, "correlation"), NULL);
    cr_assert_eq(count, 13);
    for (size_t i = 0; i < 5; i++) {
        first += values[i] / 5;
        last += values[count - 1 - i] / 5;
    }
    cr_assert_eq(rows.rows, 8, "those after the early checkpoint");
    for (size_t row = 0; row < rows.rows; row++) {
        table_expect(&rows, row, "directions", 5, 0);
        if (strcmp(table_cell(&rows, row, "checkpoint"), "3000") != 0)
            continue;
        table_expect(&rows, row, "stable", 1 - first, 1e-6);
        table_expect(&rows, row, "unstable", 1 - last, 1e-6);
    }
    table_free(&rows);
    table_free(&rho);
}

Test(looks, what_is_missing_is_told)
{
    const char *folder = folder_make();

    folder_link(folder, "a/0/l.npy", DIGITS "/activations/gen-1/0/conv1.npy");
    folder_link(folder, "a/20/l.npy", DIGITS "/activations/gen-1/25/conv1.npy");
    folder_write(folder, "m.yaml",
                 "ccascope: 1\nactivations: \"{network}/{step}/{layer}.npy\"\nnetworks: [{name: a}]\n"
                 "checkpoints: [0, 10, 20]\nlayers: [{name: l, axes: nchw}]\n");
    expect_run(1, "a/10/l.npy", "compute %s/m.yaml spectrum", folder);
    expect_run(1, "stability,a,l,,0,10,20,,,,,,,,,,", "compute %s/m.yaml stability", folder);
    expect_run(1, "stability,a,l,,0,20,20,400,",
               "compute %s/m.yaml stability --early 0 --halfway 20 --network a", folder);
}

Test(looks, other_tables_and_watching_are_refused)
{
    expect_run(2, "has no table 'pairs'", "compute " DIGITS_MANIFEST " spectrum --table pairs");
    expect_run(2, "has no table 'stability'", "compute " DIGITS_MANIFEST " layers --table stability");
    expect_run(2, "no checkpoint '7'", "compute " DIGITS_MANIFEST " stability --early 7");
    expect_run(2, "number of directions", "compute " DIGITS_MANIFEST " stability --directions 0");
    expect_run(2, "leave out --watch", "compute " DIGITS_MANIFEST " spectrum --watch");
}

Test(looks, a_wide_table_has_indices_and_steps)
{
    expect_run(0, "index,0,25,", "compute " DIGITS_MANIFEST " spectrum --form heatmap --wide");
    expect_run(0, "directions,0,25,", "compute " DIGITS_MANIFEST " stability --wide");
    expect_run(0, "\"index\":1,\"correlation\":0.", "compute " DIGITS_MANIFEST " spectrum --format json");
}

/* Waits for what a key has asked for. */
static void type(struct explorer *explorer, const char *keys)
{
    explored_type(explorer, keys);
    explorer_want(explorer);
    cca_study_finish(explorer->study, NULL, NULL);
    explored_type(explorer, "");
}

Test(looks, keys_choose_what_a_spectrum_is_with)
{
    struct explorer *explorer = explored_digits(VIEW_SPECTRUM, 2, 3);
    const struct scene *scene = &explorer->scene;
    size_t last = scene->b.checkpoint;

    type(explorer, "(");
    cr_expect(scene->pinned);
    cr_expect_eq(scene->b.checkpoint, last - 1);
    explored_expect(explorer, "correlation with checkpoint");
    cr_expect_float_eq(scene_value(scene, last - 1, 0).mean, 1, 1e-6);
    type(explorer, "R");
    cr_expect_not(scene->pinned);
    explored_expect(explorer, "correlation with the last checkpoint");
    type(explorer, "m");
    explored_expect(explorer, "nothing to step there");
    explored_end(explorer);
}

/* The cursor keeps its index from layer to layer while that has as many. */
Test(looks, the_cursor_outlives_what_is_not_known_yet)
{
    struct explorer *explorer = explored_digits(VIEW_SPECTRUM, 0, 0);

    type(explorer, "lllll");
    explored_expect_cursor(explorer, 0, 5);
    explored_type(explorer, ",");
    type(explorer, "");
    explored_expect_cursor(explorer, 0, 5);
    explored_show(explorer, VIEW_SPECTRUM, SCREEN_PAIR, 0, 5);
    explored_expect(explorer, "canonical correlations");
    explored_end(explorer);
}

Test(looks, keys_choose_what_is_stable)
{
    struct explorer *explorer = explored_digits(VIEW_STABILITY, 0, 9);
    const struct scene *scene = &explorer->scene;
    size_t early = scene_early(scene), halfway = scene_halfway(scene), directions = scene_directions(scene);

    cr_assert_gt(directions, 0);
    type(explorer, "]");
    type(explorer, ")");
    type(explorer, "i");
    cr_expect_eq(scene_early(scene), early + 1);
    cr_expect_eq(scene_halfway(scene), halfway + 1);
    cr_expect_eq(scene_directions(scene), directions + 1);
    type(explorer, "I");
    type(explorer, "[(");
    cr_expect_eq(scene_early(scene), early);
    cr_expect_eq(scene_halfway(scene), halfway);
    cr_expect_eq(scene_directions(scene), directions);
    explored_end(explorer);
}

/* Steps stay where they are while training goes on. */
Test(looks, stages_stay_at_their_steps)
{
    struct laboratory laboratory = laboratory_create(), longer = laboratory_create();
    struct scene scene = open_scene(&laboratory, "0, 10, 20, 30"),
                 other = open_scene(&longer, "0, 5, 10, 20, 30, 40");

    scene.early = 10;
    scene.halfway = 20;
    cr_expect_eq(scene_halfway(&scene), 2);
    scene_renew(&scene, longer.experiment);
    cr_expect_eq(scene_early(&scene), 2);
    cr_expect_eq(scene_halfway(&scene), 3);
    scene.experiment = laboratory.experiment;
    close_scene(&scene, &laboratory);
    close_scene(&other, &longer);
}
