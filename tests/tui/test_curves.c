/* What curves say: where they settle, from when layers could be frozen, means over a group. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../engine/laboratory.h"
#include "tui/curves.h"

#define HEAD "ccascope: 1\nactivations: \"{network}-{checkpoint}-{layer}.npy\"\n"

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

/* A scene of a view, with all that it shows computed when `finish`. */
static struct scene scene_of(const struct laboratory *laboratory, enum view_id view, bool finish)
{
    struct cca_study *study = laboratory_study(laboratory, 1, 0);
    struct scene scene;
    struct cca_pair *pairs;
    size_t count;

    cca_study_finish(study, NULL, NULL);
    scene = scene_default(laboratory->experiment, study);
    scene.view = view;
    if (!finish)
        return scene;
    pairs = scene_pairs(&scene, &count);
    cr_assert(cca_study_want(study, pairs, count));
    cca_study_finish(study, NULL, NULL);
    free(pairs);
    return scene;
}

static void end(struct curves *curves, struct scene *scene, struct laboratory *laboratory)
{
    curves_free(curves);
    cca_study_close(scene->study);
    laboratory_destroy(laboratory);
}

Test(curves, settle_where_they_stay_near_the_end)
{
    static const char *const layers[] = {"xooo", "xxoo", "xxxo", "oooo", "oxoo",
                                         "x.oo", ".ooo", "xoo.", "..xo"};
    static const size_t expected[] = {1, 2, 3, 0, 2, 1, 0, SIZE_MAX, 3};
    size_t count = sizeof layers / sizeof *layers;
    struct laboratory laboratory = training(layers, count);
    struct scene scene = scene_of(&laboratory, VIEW_CONVERGENCE, true);
    struct curves curves = {0};

    cr_assert(curves_gather(&curves, &scene));
    cr_expect(curves.complete);
    for (size_t i = 0; i < count; i++)
        cr_expect_eq(curves_settle(&curves, i), expected[i], "%s: %zu", layers[i], curves_settle(&curves, i));
    end(&curves, &scene, &laboratory);
}

Test(curves, say_nothing_before_all_is_computed)
{
    static const char *const layers[] = {"xooo"};
    struct laboratory laboratory = training(layers, 1);
    struct scene scene = scene_of(&laboratory, VIEW_CONVERGENCE, false);
    struct curves curves = {0};
    size_t from[1], count;
    struct cca_pair *pairs = scene_pairs(&scene, &count);

    cr_assert(curves_gather(&curves, &scene));
    cr_expect_not(curves.complete);
    cr_expect_eq(curves_settle(&curves, 0), SIZE_MAX);
    cr_expect(isnan(curves_freeze(&curves, 0.1, from)));
    cca_study_want(scene.study, pairs, count);
    cca_study_finish(scene.study, NULL, NULL);
    cr_assert(curves_gather(&curves, &scene), "gathered anew as it was not complete");
    cr_expect_eq(curves_settle(&curves, 0), 1);
    scene.measure = MEASURE_CKA;
    cr_assert(curves_gather(&curves, &scene));
    cr_expect_eq(curves.scene.measure, MEASURE_CKA, "another measure is another scene");
    free(pairs);
    end(&curves, &scene, &laboratory);
}

/* A layer waits for those below it: l1 is there from the start, but above l0. */
Test(curves, freeze_from_the_bottom_up)
{
    static const char *const layers[] = {"xxoo", "oooo", "xxxo"};
    struct laboratory laboratory = training(layers, 3);
    struct scene scene = scene_of(&laboratory, VIEW_CONVERGENCE, true);
    struct curves curves = {0};
    size_t from[3];

    cr_assert(curves_gather(&curves, &scene));
    cr_expect_eq(curves_reach(&curves, 1, 0.1), 0);
    cr_expect_float_eq(curves_freeze(&curves, 0.1, from), (1.0 + 1.0 + 0.0) / 9, 1e-12);
    cr_expect(from[0] == 2 && from[1] == 2 && from[2] == 3);
    cr_expect_float_eq(curves_freeze(&curves, 1, from), 1, 1e-12,
                       "whatever is near enough is frozen at once");
    end(&curves, &scene, &laboratory);
}

Test(curves, never_frozen_where_the_end_is_another_network)
{
    struct laboratory laboratory = laboratory_grid(2, 3, 2, 40, 3);
    struct scene scene = scene_of(&laboratory, VIEW_CONVERGENCE, false);
    struct curves curves = {0};
    size_t from[2], count;
    struct cca_pair *pairs;

    scene_set_network(&scene, &scene.b, 1);
    pairs = scene_pairs(&scene, &count);
    cca_study_want(scene.study, pairs, count);
    cca_study_finish(scene.study, NULL, NULL);
    cr_assert(curves_gather(&curves, &scene));
    cr_expect_eq(curves_reach(&curves, 0, 1e-9), 3, "beyond the last column");
    cr_expect_eq(curves_freeze(&curves, 1e-9, from), 0);
    cr_expect(from[0] == 2 && from[1] == 2);
    free(pairs);
    end(&curves, &scene, &laboratory);
}

/* Two networks of one group with steps of their own, a third in another. */
static struct laboratory two_of_a_group(void)
{
    struct laboratory laboratory = laboratory_create();

    laboratory_array(&laboratory, "a-0-l.npy", 3, 40, 0, 3);
    laboratory_array(&laboratory, "a-5-l.npy", 2, 40, 0, 3);
    laboratory_array(&laboratory, "a-9-l.npy", 1, 40, 0, 3);
    laboratory_array(&laboratory, "b-0-l.npy", 9, 40, 0, 3);
    laboratory_array(&laboratory, "b-9-l.npy", 7, 40, 0, 3);
    laboratory_load(&laboratory, HEAD "networks: [{name: a, group: g, checkpoints: [0, 5, 9]},\n"
                                      "           {name: b, group: g, checkpoints: [0, 9]},\n"
                                      "           {name: c, group: h, checkpoints: [1]}]\nlayers: [l]\n");
    return laboratory;
}

Test(curves, average_over_the_networks_that_have_a_step)
{
    struct laboratory laboratory = two_of_a_group();
    struct scene scene = scene_of(&laboratory, VIEW_CONVERGENCE_GROUP, true);
    struct curves curves = {0};
    double of[2];

    cr_assert(curves_gather(&curves, &scene));
    cr_assert_eq(curves.columns, 3);
    cca_study_distance(scene.study, laboratory_pair(0, 0, 0, 0, 2, 0), scene.measure, scene.side, &of[0]);
    cca_study_distance(scene.study, laboratory_pair(1, 0, 0, 1, 1, 0), scene.measure, scene.side, &of[1]);
    cr_expect_eq(curves_value(&curves, 0, 0)->pairs, 2);
    cr_expect_float_eq(curves_value(&curves, 0, 0)->mean, (of[0] + of[1]) / 2, 1e-12);
    cr_expect_float_eq(curves_value(&curves, 0, 0)->deviation, fabs(of[0] - of[1]) / sqrt(2), 1e-12);
    cr_expect_eq(curves_value(&curves, 0, 1)->pairs, 1, "b has no step 5");
    cr_expect(isnan(curves_value(&curves, 0, 1)->deviation), "of one value");
    cr_expect_eq(curves.x[1], 5);
    end(&curves, &scene, &laboratory);
}

Test(curves, a_set_without_files_is_a_hole)
{
    struct laboratory laboratory = two_of_a_group();
    struct scene scene = scene_of(&laboratory, VIEW_GROUPS, true);
    struct curves curves = {0};

    cr_assert(curves_gather(&curves, &scene));
    cr_assert_eq(curves.rows, 3);
    cr_expect_eq(curves_value(&curves, 0, 0)->pairs, 1);
    cr_expect_eq(curves_value(&curves, 1, 0)->state, CCA_STATE_HOLE, "one network has no pair");
    cr_expect_eq(curves_value(&curves, 2, 0)->state, CCA_STATE_HOLE, "its file is missing");
    cr_expect(isnan(curves_value(&curves, 2, 0)->mean));
    end(&curves, &scene, &laboratory);
}
