/* What every screen looks like with the samples' numbers, at three sizes. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "config/manifest.h"
#include "explored.h"
#include "golden.h"

static struct explorer *open_sample(const char *manifest, struct experiment **experiment)
{
    struct diagnostics diagnostics = {0};

    cr_assert_not_null(*experiment = manifest_load(manifest, &diagnostics));
    return explored_open(*experiment);
}

static struct explorer *open_digits(struct experiment **experiment)
{
    return open_sample(SAMPLES "/digits-cnn/ccascope.yaml", experiment);
}

static void close_sample(struct explorer *explorer, struct experiment *experiment)
{
    explored_close(explorer);
    experiment_free(experiment);
}

/* The screen at a small, the usual and a large size. */
static void check(struct explorer *explorer, const char *name)
{
    static const int sizes[][2] = {{40, 10}, {80, 24}, {200, 50}};

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct canvas *canvas = canvas_create(sizes[i][0], sizes[i][1]);
        char file[80];

        snprintf(file, sizeof file, "screen_%s_%dx%d", name, sizes[i][0], sizes[i][1]);
        explorer_draw(explorer, canvas);
        explored_expect_clean(canvas, file);
        golden_check(canvas, file);
        canvas_free(canvas);
    }
}

Test(views, layers)
{
    struct experiment *experiment;
    struct explorer *explorer = open_digits(&experiment);

    scene_set_network(&explorer->scene, &explorer->scene.b, 4);
    explored_show(explorer, VIEW_LAYERS, SCREEN_VIEW, 1, 3);
    check(explorer, "layers");
    close_sample(explorer, experiment);
}

Test(views, convergence)
{
    struct experiment *experiment;
    struct explorer *explorer = open_digits(&experiment);

    explored_show(explorer, VIEW_CONVERGENCE, SCREEN_VIEW, 2, 4);
    check(explorer, "convergence");
    explorer->states[VIEW_CONVERGENCE].log_x = true;
    check(explorer, "convergence_log");
    close_sample(explorer, experiment);
}

Test(views, checkpoints)
{
    struct experiment *experiment;
    struct explorer *explorer = open_digits(&experiment);

    explorer->scene.layer = 1;
    explored_show(explorer, VIEW_CHECKPOINTS, SCREEN_VIEW, 9, 0);
    check(explorer, "checkpoints");
    close_sample(explorer, experiment);
}

Test(views, networks)
{
    struct experiment *experiment;
    struct explorer *explorer = open_digits(&experiment);

    explorer->scene.layer = 3;
    explored_show(explorer, VIEW_NETWORKS, SCREEN_VIEW, 0, 5);
    check(explorer, "networks");
    explorer->scene.a.checkpoint = explorer->scene.b.checkpoint = 5; /* step 150, which only some have */
    explored_show(explorer, VIEW_NETWORKS, SCREEN_VIEW, 0, 5);
    check(explorer, "networks_holes");
    close_sample(explorer, experiment);
}

Test(views, timesteps)
{
    struct experiment *experiment;
    struct explorer *explorer = open_sample(SAMPLES "/text-lstm/ccascope.yaml", &experiment);

    explorer->scene.layer = 0;
    explored_show(explorer, VIEW_TIMESTEPS, SCREEN_VIEW, 3, 5);
    check(explorer, "timesteps");
    close_sample(explorer, experiment);
}

Test(views, convergence_of_a_group_and_of_networks)
{
    struct experiment *experiment;
    struct explorer *explorer = open_digits(&experiment);

    explorer->scene.group = 1;
    explored_show(explorer, VIEW_CONVERGENCE_GROUP, SCREEN_VIEW, 2, 7);
    check(explorer, "convergence_group");
    explored_show(explorer, VIEW_CONVERGENCE_GROUP, SCREEN_PAIR, 2, 7);
    check(explorer, "set");
    explorer->scene.layer = 1;
    explored_show(explorer, VIEW_CONVERGENCE_NETWORKS, SCREEN_VIEW, 4, 12);
    check(explorer, "convergence_networks");
    close_sample(explorer, experiment);
}

Test(views, networks_by_cluster_and_by_group)
{
    struct experiment *experiment;
    struct explorer *explorer = open_digits(&experiment);

    explorer->scene.layer = 0;
    explorer->scene.order = ORDER_CLUSTER;
    explorer->scene.clusters = 3;
    explored_show(explorer, VIEW_NETWORKS, SCREEN_VIEW, 1, 6);
    check(explorer, "networks_cluster");
    explorer->scene.order = ORDER_GROUP;
    check(explorer, "networks_group");
    close_sample(explorer, experiment);
}

Test(views, groups)
{
    struct experiment *experiment;
    struct explorer *explorer = open_digits(&experiment);

    explored_show(explorer, VIEW_GROUPS, SCREEN_VIEW, 2, 3);
    check(explorer, "groups");
    close_sample(explorer, experiment);
}

Test(views, timesteps_as_curves)
{
    struct experiment *experiment;
    struct explorer *explorer = open_sample(SAMPLES "/text-lstm/ccascope.yaml", &experiment);

    explored_show(explorer, VIEW_TIMESTEPS_LAYERS, SCREEN_VIEW, 1, 5);
    check(explorer, "timesteps_layers");
    explorer->scene.measure = MEASURE_CCA; /* equal correlations leave pwcca open at the first character */
    explored_show(explorer, VIEW_TIMESTEPS_TRAINING, SCREEN_VIEW, 3, 2);
    check(explorer, "timesteps_training");
    close_sample(explorer, experiment);
}

Test(views, measures)
{
    struct experiment *experiment;
    struct explorer *explorer = open_digits(&experiment);

    explored_show(explorer, VIEW_MEASURES, SCREEN_VIEW, 2, 4);
    check(explorer, "measures");
    scene_set_network(&explorer->scene, &explorer->scene.b, 4);
    explored_show(explorer, VIEW_MEASURES_LAYERS, SCREEN_VIEW, 7, 4);
    check(explorer, "measures_layers");
    explored_show(explorer, VIEW_MEASURES_NETWORKS, SCREEN_VIEW, 4, 6);
    check(explorer, "measures_networks");
    close_sample(explorer, experiment);
    explorer = open_sample(SAMPLES "/text-lstm/ccascope.yaml", &experiment);
    explorer->scene.layer = 1;
    explored_show(explorer, VIEW_MEASURES_TIMESTEPS, SCREEN_VIEW, 0, 5);
    check(explorer, "measures_timesteps");
    close_sample(explorer, experiment);
}

Test(views, targets)
{
    struct experiment *experiment;
    struct explorer *explorer = open_digits(&experiment);

    explored_show(explorer, VIEW_TARGETS, SCREEN_VIEW, 6, 1);
    check(explorer, "targets");
    explored_show(explorer, VIEW_TARGETS_MATRIX, SCREEN_VIEW, 3, 9);
    check(explorer, "targets_matrix");
    explorer->scene.target = 9;
    explored_show(explorer, VIEW_TARGETS_TRAINING, SCREEN_VIEW, 2, 4);
    check(explorer, "targets_training");
    explored_show(explorer, VIEW_TARGETS_LEARNING, SCREEN_VIEW, 8, 2);
    check(explorer, "targets_learning");
    close_sample(explorer, experiment);
}

Test(views, scatter)
{
    struct experiment *experiment;
    struct explorer *explorer = open_sample(SAMPLES "/digits-widths/ccascope.yaml", &experiment);

    explorer->states[VIEW_SCATTER].log_x = true;
    explored_show(explorer, VIEW_SCATTER, SCREEN_VIEW, 5, 0);
    check(explorer, "scatter");
    explored_show(explorer, VIEW_SCATTER, SCREEN_PAIR, 5, 0);
    check(explorer, "scatter_set");
    explored_show(explorer, VIEW_SCATTER_GROUPS, SCREEN_VIEW, 1, 0);
    check(explorer, "scatter_groups");
    close_sample(explorer, experiment);
}

Test(views, performance_over_convergence)
{
    struct experiment *experiment;
    struct explorer *explorer = open_digits(&experiment);

    scene_set_network(&explorer->scene, &explorer->scene.a, 4);
    scene_set_network(&explorer->scene, &explorer->scene.b, 4);
    explored_show(explorer, VIEW_CONVERGENCE, SCREEN_VIEW, 2, 4);
    explorer->scene.overlay = "train_loss";
    check(explorer, "convergence_loss");
    explorer->scene.overlay = "";
    check(explorer, "convergence_bare");
    close_sample(explorer, experiment);
}

Test(views, signal_in_noise_by_every_measure)
{
    struct experiment *experiment;
    struct explorer *explorer = open_sample(SAMPLES "/signal-noise/ccascope.yaml", &experiment);

    scene_set_network(&explorer->scene, &explorer->scene.b, 1);
    explored_show(explorer, VIEW_MEASURES_LAYERS, SCREEN_VIEW, 2, 5);
    check(explorer, "measures_noise");
    close_sample(explorer, experiment);
}

Test(views, euclidean_has_a_scale_of_its_own)
{
    struct experiment *experiment;
    struct explorer *explorer = open_digits(&experiment);

    explorer->scene.measure = MEASURE_EUCLIDEAN;
    explored_show(explorer, VIEW_LAYERS, SCREEN_VIEW, 0, 1);
    check(explorer, "layers_euclidean");
    close_sample(explorer, experiment);
}

/* Nobody has asked for it before: the others stay as they are meanwhile. */
Test(views, held_out_is_computed_when_it_is_chosen)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 1, 2);
    size_t measures;

    explored_expect(explorer, "conv2 × conv3");
    explorer->scene.view = VIEW_MEASURES_LAYERS;
    measures = scene_rows(&explorer->scene);
    explorer->scene.view = VIEW_LAYERS;
    explored_type(explorer, ":measure cca-held-out\r");
    explored_expect(explorer, "not computed yet");
    explored_show(explorer, VIEW_LAYERS, SCREEN_VIEW, 1, 2);
    check(explorer, "layers_held_out");
    explorer->scene.view = VIEW_MEASURES_LAYERS;
    cr_expect_eq(scene_rows(&explorer->scene), measures + 1);
    explored_end(explorer);
}

/* A key shows between which distances endless samples would be found, and takes it away. */
Test(views, intervals)
{
    struct explorer *explorer = explored_digits(VIEW_CONVERGENCE, 2, 0);

    explored_type(explorer, "U");
    explored_expect(explorer, "95 % intervals, from 200 resamples");
    explored_expect(explorer, "95 % ...");
    explored_show(explorer, VIEW_CONVERGENCE, SCREEN_VIEW, 2, 0);
    check(explorer, "convergence_intervals");
    explored_go(explorer, VIEW_LAYERS, SCREEN_VIEW, 1, 2);
    explored_type(explorer, ""); /* what is in view is known only then */
    explored_show(explorer, VIEW_LAYERS, SCREEN_VIEW, 1, 2);
    check(explorer, "layers_intervals");
    explored_show(explorer, VIEW_LAYERS, SCREEN_PAIR, 1, 2);
    explored_expect(explorer, "95 % 0.166 to 0.185 by pwcca");
    explorer->scene.measure = MEASURE_COSINE;
    explored_show(explorer, VIEW_LAYERS, SCREEN_VIEW, 1, 1);
    explored_expect(explorer, "no interval");
    explored_type(explorer, "UU6");
    explored_expect(explorer, "groups");
    explored_type(explorer, "UU");
    explored_expect(explorer, "intervals are of single pairs");
    explored_type(explorer, "U1");
    cr_expect_eq(explorer->scene.resamples, 0u);
    explored_end(explorer);
}

Test(views, pair)
{
    struct experiment *experiment;
    struct explorer *explorer = open_digits(&experiment);

    scene_set_network(&explorer->scene, &explorer->scene.b, 4);
    explored_show(explorer, VIEW_LAYERS, SCREEN_PAIR, 1, 2);
    check(explorer, "pair");
    close_sample(explorer, experiment);
}

Test(views, help)
{
    struct experiment *experiment;
    struct explorer *explorer = open_digits(&experiment);

    explored_show(explorer, VIEW_LAYERS, SCREEN_HELP, 0, 0);
    check(explorer, "help");
    close_sample(explorer, experiment);
}

/* The first frame: no file has been looked at. */
Test(views, before_anything_is_known)
{
    struct experiment *experiment;
    struct explorer *explorer = open_sample(SAMPLES "/text-lstm/ccascope.yaml", &experiment);

    check(explorer, "unknown_layers");
    explored_go(explorer, VIEW_TIMESTEPS, SCREEN_VIEW, 0, 0);
    check(explorer, "unknown_timesteps");
    explored_go(explorer, VIEW_CONVERGENCE, SCREEN_VIEW, 0, 0);
    check(explorer, "unknown_convergence");
    explored_go(explorer, VIEW_LAYERS, SCREEN_PAIR, 0, 0);
    check(explorer, "unknown_pair");
    close_sample(explorer, experiment);
}

/* Of a network that memorizes, at conv2. */
static struct explorer *open_memorizing(struct experiment **experiment)
{
    struct explorer *explorer = open_digits(experiment);

    explorer->scene.layer = 1;
    scene_set_network(&explorer->scene, &explorer->scene.a, 4);
    scene_set_network(&explorer->scene, &explorer->scene.b, 4);
    return explorer;
}

Test(views, spectrum_and_stability)
{
    struct experiment *experiment;
    struct explorer *explorer = open_memorizing(&experiment);

    explored_show(explorer, VIEW_SPECTRUM, SCREEN_VIEW, 6, 0);
    explored_go(explorer, VIEW_SPECTRUM, SCREEN_VIEW, 6, 4); /* how many indices there are is known now */
    check(explorer, "spectrum");
    explored_go(explorer, VIEW_SPECTRUM_HEATMAP, SCREEN_VIEW, 4, 6);
    check(explorer, "spectrum_heatmap");
    explored_show(explorer, VIEW_STABILITY, SCREEN_VIEW, 1, 9);
    check(explorer, "stability");
    close_sample(explorer, experiment);
}
