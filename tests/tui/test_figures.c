/* compute: what follows from many comparisons, against the reference cases and against what they must add up
 * to. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "tests/engine/reference.h"
#include "tui/statistics.h"

#define TOLERANCE 1e-6
#define TEXT_LSTM SAMPLES "/text-lstm/ccascope.yaml"

TestSuite(figures, .fini = folder_remove);

/* What the reference callbacks look at. */
static struct table rows;
static const char *measure;

/* Every layer as every treatment of its positions. */
static const char *groups_manifest(void)
{
    static const char *const convolutions[] = {"conv1", "conv2", "conv3"};
    static const char *const treatments[][2] = {
        {"avgpool", "average"}, {"positions", "samples"}, {"flatten", "features"}};
    static char path[256];
    const char *folder = folder_make();
    char text[4000];
    size_t used =
        (size_t)snprintf(text, sizeof text, "ccascope: 1\nactivations: x\ncheckpoints: [0]\nnetworks:\n");

    for (int i = 0; i < 6; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "  - {name: %s%d, group: %s}\n",
                                 i < 3 ? "gen" : "mem", i % 3, i < 3 ? "gen" : "mem");
    used += (size_t)snprintf(text + used, sizeof text - used, "layers:\n");
    for (int i = 0; i < 9; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "  - {name: %s %s, activations: \"" REFERENCE
                                 "/digits_cnn/{network}_%s.npy\", axes: nchw, positions: %s}\n",
                                 convolutions[i / 3], treatments[i % 3][0], convolutions[i / 3],
                                 treatments[i % 3][1]);
    for (int i = 0; i < 2; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "  - {name: %s plain, activations: \"" REFERENCE
                                 "/digits_cnn/{network}_%s.npy\"}\n",
                                 i ? "logits" : "fc", i ? "logits" : "fc");
    folder_write(folder, "m.yaml", text);
    snprintf(path, sizeof path, "%s/m.yaml", folder);
    return path;
}

static void expect_groups(const char *folder, const json_t *reference)
{
    static const char *const names[][3] = {
        {"gen", "gen", "gen"}, {"mem", "mem", "mem"}, {"between", "gen", "mem"}};
    const char *key = strcmp(measure, "pwcca") == 0 ? "pwcca_mean" : measure;
    const char *treatment = json_string_value(json_object_get(reference, "treatment"));
    char layer[60];
    size_t found = 0;

    (void)folder;
    snprintf(layer, sizeof layer, "%s %s", json_string_value(json_object_get(reference, "layer")),
             treatment ? treatment : "plain");
    for (size_t row = 0; row < rows.rows; row++)
        for (int i = 0; i < 3; i++) {
            json_t *expected = json_object_get(json_object_get(reference, "expected"), names[i][0]);
            json_t *moments = json_object_get(expected, key);

            if (strcmp(table_cell(&rows, row, "layer"), layer) != 0 ||
                strcmp(table_cell(&rows, row, "group_a"), names[i][1]) != 0 ||
                strcmp(table_cell(&rows, row, "group_b"), names[i][2]) != 0)
                continue;
            found++;
            table_expect(&rows, row, "pairs", json_number_value(json_object_get(expected, "pairs")), 0);
            table_expect(&rows, row, "mean", json_number_value(json_object_get(moments, "mean")), TOLERANCE);
            table_expect(&rows, row, "std", json_number_value(json_object_get(moments, "std")), TOLERANCE);
        }
    cr_expect_eq(found, 3, "%s", layer);
}

Test(figures, groups_are_as_the_reference)
{
    static const char *const measures[] = {"cca", "svcca", "pwcca", "r2cca", "cka", "procrustes"};
    const char *manifest = groups_manifest();
    char arguments[60];

    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        measure = measures[i];
        snprintf(arguments, sizeof arguments, "groups --measure %s", measure);
        rows = table_compute(manifest, arguments);
        cr_expect_eq(rows.rows, 33);
        cr_expect_eq(reference_each(REFERENCE, "networks_groups", expect_groups), 11);
        table_free(&rows);
    }
}

Test(figures, groups_have_the_columns_of_the_contract)
{
    expect_run(0, "view,measure,layer,group_a,group_b,pairs,mean,std\n",
               "compute " DIGITS_MANIFEST " groups");
    expect_run(0, "\"group_b\":\"memorizing\",\"pairs\":16,\"mean\":0.",
               "compute " DIGITS_MANIFEST " groups --format json");
}

/* The distances of the pairs of a layer, of which `first` and `second` begin the names of the networks and
 * `step` (NULL: any) is the checkpoint of the first. */
static struct moments moments_of(const struct table *pairs, const char *layer, char first, char second,
                                 const char *step)
{
    struct moments moments = {0};

    for (size_t row = 0; row < pairs->rows; row++)
        if (strcmp(table_cell(pairs, row, "layer_a"), layer) == 0 &&
            *table_cell(pairs, row, "network_a") == first && *table_cell(pairs, row, "network_b") == second &&
            (!step || strcmp(table_cell(pairs, row, "checkpoint_a"), step) == 0))
            moments_add(&moments, strtod(table_cell(pairs, row, "distance"), NULL));
    return moments;
}

Test(figures, means_are_those_of_their_pairs)
{
    struct table pairs = table_compute(DIGITS_MANIFEST, "convergence --group memorizing --table pairs");

    rows = table_compute(DIGITS_MANIFEST, "convergence --group memorizing");
    cr_assert_eq(rows.rows, 5 * 11);
    for (size_t row = 0; row < rows.rows; row++) {
        struct moments moments =
            moments_of(&pairs, table_cell(&rows, row, "layer"), 'm', 'm', table_cell(&rows, row, "step"));

        cr_expect_geq(moments.count, 1);
        table_expect(&rows, row, "networks", (double)moments.count, 0);
        table_expect(&rows, row, "mean", moments.mean, 1e-12);
        table_expect(&rows, row, "std", moments_deviation(&moments), 1e-12);
    }
    table_free(&pairs);
    table_free(&rows);
}

Test(figures, tests_compare_every_two_curves)
{
    struct table pairs = table_compute(DIGITS_MANIFEST, "groups --table pairs");
    struct moments a = moments_of(&pairs, "fc", 'g', 'g', NULL), b = moments_of(&pairs, "fc", 'm', 'm', NULL);
    struct test expected = welch_test(&a, &b);

    cr_expect_eq(pairs.rows, 140);
    cr_expect(a.count == 6 && b.count == 6);
    rows = table_compute(DIGITS_MANIFEST, "groups --table tests");
    cr_assert_eq(rows.rows, 15);
    cr_expect_str_eq(table_cell(&rows, 9, "layer"), "fc");
    cr_expect_str_eq(table_cell(&rows, 9, "group_b"), "generalizing");
    cr_expect_str_eq(table_cell(&rows, 9, "other_group_a"), "memorizing");
    table_expect(&rows, 9, "mean", a.mean, 1e-12);
    table_expect(&rows, 9, "other_mean", b.mean, 1e-12);
    table_expect(&rows, 9, "t", expected.statistic, 1e-9);
    table_expect(&rows, 9, "df", expected.freedom, 1e-9);
    table_expect(&rows, 9, "p", expected.p, 1e-15);
    table_free(&rows);
    table_free(&pairs);
}

Test(figures, freezing_goes_from_the_bottom_up)
{
    double saved = 0, before = -1;

    rows = table_compute(DIGITS_MANIFEST, "convergence --network mem-1 --table freezing --tolerance 0.2");
    cr_assert_eq(rows.rows, 5);
    for (size_t row = 0; row < 5; row++) {
        double frozen = strtod(table_cell(&rows, row, "frozen"), NULL);
        double reaches = strtod(table_cell(&rows, row, "reaches"), NULL);

        cr_expect_geq(frozen, before, "no layer is frozen before one below it");
        cr_expect_eq(frozen, fmax(before, reaches));
        table_expect(&rows, row, "saved", (6000 - frozen) / 6000, 1e-12);
        before = frozen;
        saved += (6000 - frozen) / 6000 / 5;
    }
    cr_expect(saved > 0 && saved < 1);
    table_free(&rows);
}

Test(figures, measures_stand_side_by_side)
{
    struct table single;

    rows = table_compute(DIGITS_MANIFEST, "measures --network mem-1 --layer fc");
    cr_expect_eq(rows.rows, 8 * 11);
    single = table_compute(DIGITS_MANIFEST, "convergence --network mem-1 --measure svcca");
    for (size_t i = 0; i < 11; i++) {
        cr_expect_str_eq(table_cell(&rows, 11 + i, "measure"), "svcca");
        cr_expect_str_eq(table_cell(&rows, 11 + i, "distance"), table_cell(&single, 33 + i, "distance"));
        cr_expect_str_eq(table_cell(&single, 33 + i, "layer_a"), "fc");
    }
    table_free(&single);
    table_free(&rows);
    rows = table_compute(DIGITS_MANIFEST, "measures --form layers --against mem-2");
    cr_expect_eq(rows.rows, 8 * 5);
    cr_expect_str_eq(table_cell(&rows, 0, "network_b"), "mem-2");
    table_free(&rows);
    rows = table_compute(DIGITS_MANIFEST, "measures --form networks --against mem-2 --layer conv3");
    cr_expect_eq(rows.rows, 8 * 8);
    cr_expect_str_eq(table_cell(&rows, 0, "network_a"), "gen-1");
    cr_expect_str_eq(table_cell(&rows, 0, "network_b"), "mem-2");
    table_free(&rows);
}

Test(figures, timesteps_run_along_the_sequence_and_along_training)
{
    struct table matrix = table_compute(TEXT_LSTM, "timesteps --layer lstm2");
    struct table convergence = table_compute(TEXT_LSTM, "convergence --timestep 3");

    rows = table_compute(TEXT_LSTM, "timesteps --form layers --timestep 3");
    cr_assert_eq(rows.rows, 3 * 8);
    for (size_t i = 0; i < 8; i++)
        cr_expect_str_eq(table_cell(&rows, 8 + i, "distance"), table_cell(&matrix, i * 8 + 3, "distance"));
    table_free(&rows);
    rows = table_compute(TEXT_LSTM, "timesteps --form training --layer lstm2");
    cr_assert_eq(rows.rows, 8 * 9);
    for (size_t i = 0; i < 9; i++)
        cr_expect_str_eq(table_cell(&rows, 3 * 9 + i, "distance"),
                         table_cell(&convergence, 9 + i, "distance"));
    table_free(&rows);
    table_free(&matrix);
    table_free(&convergence);
}

Test(figures, scatter_is_of_the_pairs_of_a_network_in_its_group)
{
    struct table pairs = table_compute(DIGITS_MANIFEST, "networks --layer conv2");

    rows = table_compute(DIGITS_MANIFEST, "scatter --layer conv2 --attribute test_accuracy");
    cr_assert_eq(rows.rows, 8);
    for (size_t row = 0; row < 8; row++) {
        struct moments moments = {0};

        for (size_t other = row / 4 * 4; other < row / 4 * 4 + 4; other++)
            if (other != row)
                moments_add(&moments, strtod(table_cell(&pairs, row * 8 + other, "distance"), NULL));
        table_expect(&rows, row, "pairs", 3, 0);
        table_expect(&rows, row, "mean", moments.mean, 1e-12);
        table_expect(&rows, row, "std", moments_deviation(&moments), 1e-12);
    }
    cr_expect_str_eq(table_cell(&rows, 4, "network"), "mem-1");
    table_expect(&rows, 4, "value", 0.1062, 1e-15);
    table_free(&rows);
    table_free(&pairs);
    expect_run(2, "no attribute 'with'; did you mean 'width'?",
               "compute " SAMPLES "/digits-widths/ccascope.yaml scatter --attribute with");
    expect_run(0, "no attributes; give networks some", "show " SAMPLES "/signal-noise/ccascope.yaml scatter");
}

Test(figures, scatter_correlates_with_every_attribute)
{
    struct table points = table_compute(SAMPLES "/digits-widths/ccascope.yaml", "scatter --layer fc");
    double x[16], y[16];

    cr_assert_eq(points.rows, 16);
    for (size_t i = 0; i < 16; i++) {
        x[i] = strtod(table_cell(&points, i, "value"), NULL);
        y[i] = strtod(table_cell(&points, i, "mean"), NULL);
    }
    cr_expect_str_eq(table_cell(&points, 0, "attribute"), "width");
    rows = table_compute(SAMPLES "/digits-widths/ccascope.yaml", "scatter --layer fc --table correlations");
    cr_assert_eq(rows.rows, 4);
    cr_expect_str_eq(table_cell(&rows, 0, "attribute"), "width");
    table_expect(&rows, 0, "points", 16, 0);
    table_expect(&rows, 0, "pearson", pearson_test(x, y, 16).statistic, 1e-12);
    table_expect(&rows, 0, "spearman", spearman_test(x, y, 16).statistic, 1e-12);
    table_expect(&rows, 0, "spearman_p", spearman_test(x, y, 16).p, 1e-12);
    table_expect(&rows, 1, "pearson", NAN, 0); /* one learning rate */
    table_free(&rows);
    table_free(&points);
}

/* The row of a network in a table of clusters. */
static size_t row_of(const struct table *table, const char *network)
{
    for (size_t row = 0; row < table->rows; row++)
        if (strcmp(table_cell(table, row, "network"), network) == 0)
            return row;
    cr_assert_fail("no %s", network);
    return 0;
}

Test(figures, networks_are_ordered_by_cluster)
{
    struct table clusters =
        table_compute(DIGITS_MANIFEST, "networks --layer fc --order cluster --table clusters");

    cr_assert_eq(clusters.rows, 8);
    for (size_t row = 0; row < 8; row++) /* those that generalize are alike */
        cr_expect_eq(strcmp(table_cell(&clusters, row, "cluster"),
                            table_cell(&clusters, row_of(&clusters, "gen-1"), "cluster")) == 0,
                     strcmp(table_cell(&clusters, row, "group"), "generalizing") == 0 ||
                         strcmp(table_cell(&clusters, row, "cluster"), "2") == 0);
    rows = table_compute(DIGITS_MANIFEST, "networks --layer fc --order cluster");
    for (size_t row = 0; row < 8; row++) {
        cr_expect_str_eq(table_cell(&rows, 8 * row, "network_a"), table_cell(&clusters, row, "network"));
        cr_expect_str_eq(table_cell(&rows, row, "network_b"), table_cell(&clusters, row, "network"));
    }
    table_free(&rows);
    table_free(&clusters);
}

/* The first merge is of the nearest two; the last is of mem-1 and all others, at its mean distance from them.
 */
Test(figures, merges_are_at_the_means_between_clusters)
{
    struct table merges = table_compute(DIGITS_MANIFEST, "networks --layer logits --table merges");
    double least = 1, sum = 0;

    rows = table_compute(DIGITS_MANIFEST, "networks --layer logits");
    cr_assert_eq(merges.rows, 7);
    for (size_t row = 0; row < 64; row++) {
        double distance = strtod(table_cell(&rows, row, "distance"), NULL);

        if (row / 8 == row % 8)
            continue;
        least = fmin(least, distance);
        if (row / 8 == 4)
            sum += distance;
    }
    cr_expect_str_eq(table_cell(&rows, 4 * 8, "network_a"), "mem-1");
    table_expect(&merges, 0, "distance", least, 1e-15);
    table_expect(&merges, 6, "a", 4, 0);
    table_expect(&merges, 6, "networks", 8, 0);
    table_expect(&merges, 6, "distance", sum / 7, 1e-12);
    table_free(&merges);
    table_free(&rows);
}

/* A network of the reference with a log beside it. */
static const char *logged_manifest(const char *log)
{
    static char path[256];
    const char *folder = folder_make();

    folder_write(folder, "m.yaml",
                 "ccascope: 1\nactivations: \"" REFERENCE "/dynamics/step{step:04}_hidden1.npy\"\n"
                 "networks: [{name: net}]\ncheckpoints: [0, 50, 400, 1000]\nlayers: [hidden1]\n"
                 "curves: \"{network}.csv\"\n");
    if (log)
        folder_write(folder, "net.csv", log);
    snprintf(path, sizeof path, "%s/m.yaml", folder);
    return path;
}

Test(figures, logs_are_drawn_over_convergence)
{
    const char *manifest = logged_manifest("step,loss,test_accuracy\n0,2,.1\n500,1,\n1000,.5,.9\n");

    rows = table_compute(manifest, "convergence --table curves");
    cr_assert_eq(rows.rows, 3);
    cr_expect_str_eq(table_cell(&rows, 0, "curve"), "test_accuracy", "what is most looked at");
    table_expect(&rows, 0, "value", 0.1, 1e-15);
    table_expect(&rows, 1, "value", NAN, 0);
    table_expect(&rows, 2, "step", 1000, 0);
    table_free(&rows);
    rows = table_compute(manifest, "convergence --table curves --overlay loss");
    table_expect(&rows, 1, "value", 1, 0);
    table_free(&rows);
    rows = table_compute(manifest, "convergence --table curves --overlay none");
    cr_expect_eq(rows.rows, 0);
    table_free(&rows);
    expect_run(0, "test_accuracy", "show %s convergence", manifest);
    expect_run(0, "loss", "show %s convergence --form group --overlay loss", manifest);
    expect_run(1, "no curve 'x' in the logs; the first is 'loss'", "show %s convergence --overlay x",
               manifest);
    expect_run(1, "no log of this view was found",
               "show " SAMPLES "/signal-noise/ccascope.yaml convergence --overlay x");
    expect_run(2, "has no table 'curves'", "compute %s layers --table curves", manifest);
}

Test(figures, a_broken_log_costs_its_curve_only)
{
    expect_run(1, "net.csv:1:1: the first line is numbers", "show %s convergence",
               logged_manifest("0,1\n2,3\n"));
    expect_run(1, "settles", "show %s convergence", logged_manifest("0,1\n2,3\n"));
    expect_run(0, "settles", "show %s convergence", logged_manifest(NULL));
}

Test(figures, wrong_wishes_are_told_what_there_is)
{
    expect_run(2, "it has network, group, networks", "compute " DIGITS_MANIFEST " convergence --form x");
    expect_run(2, "has one form only", "show " DIGITS_MANIFEST " layers --form matrix");
    expect_run(2, "no group 'generalising'; did you mean 'generalizing'?",
               "compute " DIGITS_MANIFEST " convergence --group generalising");
    expect_run(2, "it is the name of a group, or of two with a / between",
               "show " DIGITS_MANIFEST " groups --curve x");
    expect_run(0, "generalizing × memorizing against memorizing",
               "show " DIGITS_MANIFEST " groups --curve memorizing/generalizing --against-curve memorizing");
    expect_run(2, "has no table 'freezing'", "compute " DIGITS_MANIFEST " groups --table freezing");
    expect_run(2, "it is means, pairs", "compute " DIGITS_MANIFEST " groups --table x");
    expect_run(2, "a distance above 0", "compute " DIGITS_MANIFEST " convergence --tolerance 0");
}

/* Targets have a name, and no network. */
Test(figures, targets_are_columns_of_every_layer)
{
    rows = table_compute(DIGITS_MANIFEST, "targets --measure cca");
    cr_assert_eq(rows.rows, 11 * 5);
    for (size_t row = 0; row < rows.rows; row++) {
        cr_expect_str_eq(table_cell(&rows, row, "network_a"), "gen-1");
        cr_expect_str_empty(table_cell(&rows, row, "network_b"));
        cr_expect_str_empty(table_cell(&rows, row, "checkpoint_b"));
        table_expect(&rows, row, "rank_b", row < 5 ? 9 : 1, 0);
    }
    cr_expect_str_eq(table_cell(&rows, 13, "layer_a"), "fc");
    cr_expect_str_eq(table_cell(&rows, 13, "layer_b"), "digit=1");
    table_free(&rows);
    rows = table_compute(DIGITS_MANIFEST, "targets --form training --target digit=1 --network mem-1");
    cr_expect_eq(rows.rows, 5 * 11);
    cr_expect_str_eq(table_cell(&rows, 12, "checkpoint_a"), "100");
    cr_expect_str_eq(table_cell(&rows, 12, "layer_b"), "digit=1");
    table_free(&rows);
}

/* Maps of several sizes by frequency; with others only where those are so, too. */
Test(figures, maps_are_compared_by_frequency)
{
    const char *folder = folder_make();
    char manifest[200];
    double distance;

    rows = table_compute(DIGITS "/maps.yaml", "layers --against gen-2 --measure cca");
    cr_assert_eq(rows.rows, 9);
    table_expect(&rows, 0, "rank_a", 8, 0);
    table_expect(&rows, 8, "rank_b", 29, 0);
    distance = strtod(table_cell(&rows, 6, "distance"), NULL);
    table_free(&rows);
    folder_write(folder, "m.yaml",
                 "ccascope: 1\nactivations: \"" DIGITS "/maps/{network}/1000/{layer}.npy\"\n"
                 "networks: [{name: gen-1}, {name: gen-2}]\ncheckpoints: [1000]\naxes: nchw\n"
                 "layers: [{name: conv1.1, positions: dft}, {name: conv3.1, positions: dft}, "
                 "{name: other, activations: \"" DIGITS "/maps/{network}/1000/conv3.1.npy\"}]\n");
    expect_run(1, "conv1.1.npy is taken by frequency (positions: dft), and ", "compute %s/m.yaml layers",
               folder);
    expect_run(1, "give both layers positions: dft", "compute %s/m.yaml layers", folder);
    expect_run(0, "conv1.1: 400 x 8 float16, at 8 x 8 frequencies", "check %s/m.yaml", folder);
    /* conv3.1 has 2 x 2 positions and conv1.1 has 8 x 8: only the mean over them is common. */
    folder_write(folder, "average.yaml",
                 "ccascope: 1\nactivations: \"" DIGITS "/maps/{network}/1000/{layer}.npy\"\n"
                 "networks: [{name: gen-1}, {name: gen-2}]\ncheckpoints: [1000]\naxes: nchw\n"
                 "layers: [conv1.1, conv2.1, conv3.1]\n");
    snprintf(manifest, sizeof manifest, "%s/average.yaml", folder);
    rows = table_compute(manifest, "layers --against gen-2 --measure cca");
    table_expect(&rows, 6, "distance", distance, TOLERANCE);
    table_free(&rows);
}

Test(figures, targets_are_chosen_by_name_and_missed_by_name)
{
    const char *folder = folder_make();

    expect_run(2, "no target 'digit=10'; did you mean 'digit=0'?",
               "show " DIGITS_MANIFEST " targets --form training --target digit=10");
    expect_run(2, "the view targets needs targets, and the manifest has none; it lists them under targets:",
               "show " TEXT_LSTM " targets");
    expect_run(0, "distance to digit=4", "show " DIGITS_MANIFEST " targets --form training --target digit=4");
    expect_run(0, "digit: 400 x 10 bool", "check " DIGITS_MANIFEST);
    folder_write(folder, "m.yaml",
                 "ccascope: 1\nactivations: \"" DIGITS "/activations/gen-1/{checkpoint}/{layer}.npy\"\n"
                 "networks: [{name: a}]\ncheckpoints: [1000]\nlayers: [fc]\n"
                 "targets: [{name: none, activations: none.npy, classes: 3},\n"
                 "  {name: digit, activations: " DIGITS "/activations/digits.npy, classes: 11}]\n");
    expect_run(1, "missing: ", "check %s/m.yaml", folder);
    expect_run(1, "none.npy: no such file", "check %s/m.yaml", folder);
    expect_run(1, "no sample is of class 10", "check %s/m.yaml", folder);
    expect_run(1, "2 of 3 arrays", "check %s/m.yaml", folder);
    expect_run(1, "targets,pwcca,a,1000,fc,,,,digit=9,,400,23,1,0.1", "compute %s/m.yaml targets", folder);
    expect_run(1, "targets,pwcca,a,1000,fc,,,,none=2,,,,,,,", "compute %s/m.yaml targets", folder);
}
