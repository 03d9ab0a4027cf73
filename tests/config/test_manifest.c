/* Manifests that are right, and what becomes of them. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "config/manifest.h"

static struct experiment *load(const char *text, const char *path)
{
    struct diagnostics diagnostics = {0};
    struct experiment *experiment = manifest_parse(text, strlen(text), path, &diagnostics);
    char *joined = diagnostics_joined(&diagnostics);

    cr_assert_not_null(experiment, "refused:\n%s\nfor\n%s", text, joined);
    cr_assert_eq(diagnostics.count, 0);
    free(joined);
    diagnostics_free(&diagnostics);
    return experiment;
}

/* As the manual has it. */
static const char example[] = "ccascope: 1                          # format version, required\n"
                              "title: Generalizing and memorizing CNNs on digits\n"
                              "activations: \"activations/{network}/{checkpoint}/{layer}.npy\"\n"
                              "                                     # template, relative to the manifest\n"
                              "networks:\n"
                              "  - name: gen-a\n"
                              "    group: generalizing\n"
                              "    attributes: {test_accuracy: 0.98}\n"
                              "  - name: mem-a\n"
                              "    group: memorizing\n"
                              "    checkpoints: [0, 50, 800]        # its own, instead of the list below\n"
                              "checkpoints: [0, 10, 100, 800]       # steps\n"
                              "layers:                              # input first\n"
                              "  - conv1                            # short for {name: conv1}\n"
                              "  - {name: conv2, axes: nchw, positions: average}\n"
                              "  - {name: lstm1, axes: ntc, timesteps: [0, 5, 10]}     # default: all\n"
                              "  - {name: head, activations: \"heads/{network}-{checkpoint}.npz#{layer}\"}\n"
                              "axes: nc                             # defaults for every layer\n"
                              "positions: average\n"
                              "samples: {limit: 2000, seed: 0}\n"
                              "rank_tolerance: auto\n"
                              "measure: pwcca                       # shown first\n"
                              "svcca: {variance: 0.99}\n"
                              "palette: viridis\n";

Test(manifest, example_networks)
{
    struct experiment *experiment = load(example, "runs/digits.yaml");
    const struct network *networks = experiment->networks;

    cr_expect_str_eq(experiment->file, "runs/digits.yaml");
    cr_expect_str_eq(experiment->directory, "runs");
    cr_expect_str_eq(experiment->title, "Generalizing and memorizing CNNs on digits");
    cr_assert_eq(experiment->network_count, 2);
    cr_expect_str_eq(networks[0].name, "gen-a");
    cr_expect_str_eq(networks[0].group, "generalizing");
    cr_assert_eq(networks[0].attribute_count, 1);
    cr_expect_str_eq(networks[0].attributes[0].name, "test_accuracy");
    cr_expect_eq(networks[0].attributes[0].value, 0.98);
    cr_assert_eq(networks[0].checkpoint_count, 4);
    cr_expect_str_eq(networks[0].checkpoints[3].name, "800");
    cr_expect_eq(networks[0].checkpoints[3].step, 800);
    cr_assert_eq(networks[1].checkpoint_count, 3);
    cr_expect_str_eq(networks[1].checkpoints[1].name, "50");
    cr_expect_not(experiment->checkpoints_follow);
    experiment_free(experiment);
}

Test(manifest, example_layers)
{
    struct experiment *experiment = load(example, "runs/digits.yaml");
    const struct layer *layers = experiment->layers;

    cr_assert_eq(experiment->layer_count, 4);
    cr_expect_str_eq(layers[0].name, "conv1");
    cr_expect_str_eq(layers[0].treatment.axes, "nc");
    cr_expect_str_eq(layers[0].activations, "activations/{network}/{checkpoint}/{layer}.npy");
    cr_expect_str_eq(layers[1].treatment.axes, "nchw");
    cr_expect_eq(layers[1].treatment.positions, POSITIONS_AVERAGE);
    cr_expect_eq(layers[2].treatment.timesteps, TIMESTEPS_LIST);
    cr_assert_eq(layers[2].treatment.timestep_count, 3);
    cr_expect_eq(layers[2].treatment.timestep_list[2], 10);
    cr_expect_eq(layers[3].treatment.timesteps, TIMESTEPS_ALL);
    cr_expect_str_eq(layers[3].activations, "heads/{network}-{checkpoint}.npz#{layer}");
    experiment_free(experiment);
}

Test(manifest, example_options)
{
    struct experiment *experiment = load(example, "runs/digits.yaml");

    cr_expect_eq(experiment->sampling.limit, 2000);
    cr_expect_eq(experiment->sampling.seed, 0);
    cr_expect_eq(experiment->options.rank_tolerance, 0.0);
    cr_expect_eq(experiment->options.svcca_variance, 0.99);
    cr_expect_eq(experiment->measure, MEASURE_PWCCA);
    cr_expect_eq(experiment->palette, PALETTE_VIRIDIS);
    cr_expect(experiment->has_palette);
    experiment_free(experiment);
}

Test(manifest, defaults)
{
    struct experiment *experiment = load(SOUND, "x.yaml");

    cr_expect_str_eq(experiment->title, "x.yaml");
    cr_expect_str_eq(experiment->directory, ".");
    cr_expect_null(experiment->networks[0].group);
    cr_expect_eq(experiment->networks[0].attribute_count, 0);
    cr_expect_eq(experiment->sampling.limit, 0);
    cr_expect_eq(experiment->options.svcca_variance, 0.99);
    cr_expect_eq(experiment->options.svcca_directions, 0);
    cr_expect_not(experiment->options.svcca_share_values);
    cr_expect_eq(experiment->options.pwcca_variance, 0.0);
    cr_expect_eq(experiment->pwcca_side, PWCCA_X);
    cr_expect_eq(experiment->measure, MEASURE_PWCCA);
    cr_expect_not(experiment->has_palette);
    experiment_free(experiment);
}

Test(manifest, every_option)
{
    struct experiment *experiment = load(SOUND "samples: {limit: 2, seed: 18446744073709551615}\n"
                                               "rank_tolerance: 1e-6\nmeasure: cka\npalette: grey\n"
                                               "svcca: {directions: 20, share: values}\n"
                                               "pwcca: {variance: 0.9, side: mean}\n",
                                         "/x.yaml");

    cr_expect_str_eq(experiment->directory, "/");
    cr_expect_eq(experiment->sampling.limit, 2);
    cr_expect_eq(experiment->sampling.seed, UINT64_MAX);
    cr_expect_eq(experiment->options.rank_tolerance, 1e-6);
    cr_expect_eq(experiment->measure, MEASURE_CKA);
    cr_expect_eq(experiment->palette, PALETTE_GREY);
    cr_expect_eq(experiment->options.svcca_directions, 20);
    cr_expect(experiment->options.svcca_share_values);
    cr_expect_eq(experiment->options.pwcca_variance, 0.9);
    cr_expect_eq(experiment->pwcca_side, PWCCA_MEAN);
    experiment_free(experiment);
}

/* YAML 1.1 reads n, y, on, 007 and 1_000 as booleans and numbers; names are text. */
Test(manifest, names_are_text)
{
    static const char *const names[] = {"on", "n",   "007",  "1_000",        "0x1F",
                                        "~",  "1e3", ".nan", "a\tb\x1b[31m", "a/../b"};
    struct experiment *experiment =
        load(VERSION ACTIVATIONS CHECKPOINTS LAYERS
             "networks:\n  - name: on\n  - name: n\n  - name: 007\n  - name: 1_000\n  - name: 0x1F\n"
             "  - name: '~'\n  - name: 1e3\n  - name: .nan\n  - name: \"a\\tb\\e[31m\"\n  - name: a/../b\n"
             "pwcca: y\ntitle: no\n",
             "x.yaml");

    cr_assert_eq(experiment->network_count, sizeof(names) / sizeof(*names));
    for (size_t i = 0; i < experiment->network_count; i++)
        cr_expect_str_eq(experiment->networks[i].name, names[i]);
    cr_expect_eq(experiment->pwcca_side, PWCCA_Y);
    cr_expect_str_eq(experiment->title, "no");
    experiment_free(experiment);
}

Test(manifest, null_tagged_as_text_is_a_name)
{
    struct experiment *experiment =
        load(VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: !!str null}]\n", "x.yaml");

    cr_expect_str_eq(experiment->networks[0].name, "null");
    experiment_free(experiment);
}

Test(manifest, checkpoints_are_sorted_by_step)
{
    struct experiment *experiment =
        load(VERSION ACTIVATIONS NETWORKS LAYERS
             "checkpoints: [100, {name: final, step: 800}, 9, {step: 20}, {name: best, step: 100}]\n",
             "x.yaml");
    const struct checkpoint *checkpoints = experiment->networks[0].checkpoints;
    static const char *const names[] = {"9", "20", "100", "best", "final"};
    static const int64_t steps[] = {9, 20, 100, 100, 800};

    cr_assert_eq(experiment->networks[0].checkpoint_count, 5);
    for (size_t i = 0; i < 5; i++) {
        cr_expect_str_eq(checkpoints[i].name, names[i]);
        cr_expect_eq(checkpoints[i].step, steps[i]);
    }
    experiment_free(experiment);
}

Test(manifest, layers_inherit_defaults)
{
    struct experiment *experiment =
        load(VERSION ACTIVATIONS NETWORKS CHECKPOINTS
             "layers: [a, {name: b, axes: nhwc, positions: features}, {name: c, timesteps: average}]\n"
             "axes: ntc\npositions: samples\ntimesteps: [7, 3]\n",
             "x.yaml");
    const struct layer *layers = experiment->layers;

    cr_expect_str_eq(layers[0].treatment.axes, "ntc");
    cr_expect_eq(layers[0].treatment.positions, POSITIONS_SAMPLES);
    cr_expect_eq(layers[0].treatment.timesteps, TIMESTEPS_LIST);
    cr_expect_eq(layers[0].treatment.timestep_list[0], 3, "ascending");
    cr_expect_eq(layers[0].treatment.timestep_list[1], 7);
    cr_expect_str_eq(layers[1].treatment.axes, "nhwc");
    cr_expect_eq(layers[1].treatment.positions, POSITIONS_FEATURES);
    cr_expect_eq(layers[2].treatment.timesteps, TIMESTEPS_AVERAGE);
    cr_expect_eq(layers[2].treatment.timestep_count, 0);
    experiment_free(experiment);
}

Test(manifest, index_is_the_place_unless_given)
{
    struct experiment *experiment = load(VERSION NETWORKS CHECKPOINTS "activations: all.npy\naxes: nltc\n"
                                                                      "layers: [a, {name: b, index: 7}, c]\n",
                                         "x.yaml");

    cr_expect_eq(experiment->layers[0].treatment.index, 0);
    cr_expect_eq(experiment->layers[1].treatment.index, 7);
    cr_expect_eq(experiment->layers[2].treatment.index, 2);
    experiment_free(experiment);
}

/* One array may be looked at in two ways. */
Test(manifest, one_array_with_two_treatments)
{
    experiment_free(load(VERSION NETWORKS CHECKPOINTS
                         "activations: conv.npy\naxes: nchw\n"
                         "layers: [{name: pooled}, {name: flat, positions: features}]\n",
                         "x.yaml"));
}

/* Those that differ in nothing are the mistake, however many others share the template. */
Test(manifest, one_array_with_the_same_treatment_twice)
{
    const char *text = VERSION NETWORKS CHECKPOINTS "activations: x.npy\naxes: ntc\nlayers:\n"
                                                    "  - {name: a, timesteps: [0, 1]}\n"
                                                    "  - {name: b, timesteps: [0, 2]}\n"
                                                    "  - {name: c, timesteps: [2]}\n"
                                                    "  - {name: d, timesteps: last}\n"
                                                    "  - {name: e, timesteps: [2, 0], positions: average}\n";
    struct diagnostics diagnostics = {0};

    cr_expect_null(manifest_parse(text, strlen(text), "x.yaml", &diagnostics));
    cr_assert_eq(diagnostics.count, 1);
    cr_expect_str_eq(diagnostics.list[0].text,
                     "the template has no {layer}, so 2 layers ('b', 'e' ...) would read the same array; put "
                     "{layer} in it, or an l into axes when one array holds all layers");
    diagnostics_free(&diagnostics);
}

Test(manifest, aliases_stand_for_what_they_name)
{
    struct experiment *experiment =
        load(VERSION ACTIVATIONS LAYERS
             "networks:\n  - {name: a, checkpoints: &steps [1, 2], attributes: &x {lr: 1}}\n"
             "  - {name: b, checkpoints: *steps, attributes: *x}\n",
             "x.yaml");

    cr_assert_eq(experiment->networks[1].checkpoint_count, 2);
    cr_expect_eq(experiment->networks[1].checkpoints[1].step, 2);
    cr_expect_neq(experiment->networks[0].checkpoints[1].name, experiment->networks[1].checkpoints[1].name);
    cr_expect_str_eq(experiment->networks[1].attributes[0].name, "lr");
    experiment_free(experiment);
}

/* An error in what is aliased is one error. */
Test(manifest, errors_are_not_repeated_by_aliases)
{
    const char *text =
        VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks:\n  - {name: a, attributes: &x {lr: fast}}\n"
                                               "  - {name: b, attributes: *x}\n";
    struct diagnostics diagnostics = {0};

    cr_expect_null(manifest_parse(text, strlen(text), "x.yaml", &diagnostics));
    cr_expect_eq(diagnostics.count, 1);
    diagnostics_free(&diagnostics);
}

static char *expand(const struct experiment *experiment, size_t layer, char **member)
{
    return experiment_activations(experiment, 0, 0, layer, member);
}

Test(manifest, activations_are_relative_to_the_manifest)
{
    static const struct {
        const char *path, *template, *expected, *member;
    } cases[] = {
        {"x.yaml", "{network}/{step:06}.npy", "a/000010.npy", NULL},
        {"runs/x.yaml", "{network}/{checkpoint}.npy", "runs/a/10.npy", NULL},
        {"/x.yaml", "a.npy", "/a.npy", NULL},
        {"runs/x.yaml", "/data/{network}.npy", "/data/a.npy", NULL},
        {"runs/x.yaml", "run.h5#{layer}/{step}", "runs/run.h5", "fc#1/10"},
        {"runs/x.yaml", "{layer}.npz#x", "runs/fc#1.npz", "x"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char text[500], *path, *member;
        struct experiment *experiment;

        snprintf(text, sizeof(text),
                 VERSION NETWORKS "layers: [fc#1]\ncheckpoints: [10]\nactivations: \"%s\"\n",
                 cases[i].template);
        experiment = load(text, cases[i].path);
        path = expand(experiment, 0, &member);
        cr_expect_str_eq(path, cases[i].expected);
        if (cases[i].member)
            cr_expect_str_eq(member, cases[i].member);
        else
            cr_expect_null(member);
        free(path);
        free(member);
        experiment_free(experiment);
    }
}

/* A name may lead into subfolders, but the template says where they begin. */
Test(manifest, no_name_makes_a_path_absolute)
{
    struct experiment *experiment = load(
        VERSION CHECKPOINTS LAYERS "networks: [{name: /etc}]\nactivations: \"{network}/passwd\"\n", "x.yaml");
    char *member, *path = expand(experiment, 0, &member);

    cr_expect_str_eq(path, ".//etc/passwd");
    free(path);
    experiment_free(experiment);
}

Test(manifest, errors_are_sorted_and_bounded)
{
    struct diagnostics diagnostics = {0};
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);

    for (int i = 0; i < 1000; i++)
        fprintf(stream, "key%d: 1\n", i);
    fclose(stream);
    cr_expect_null(manifest_parse(text, length, "x.yaml", &diagnostics));
    cr_expect_eq(diagnostics.count, DIAGNOSTICS_MAX);
    cr_expect_geq(diagnostics.dropped, 800);
    for (size_t i = 1; i < diagnostics.count; i++)
        cr_expect_leq(diagnostics.list[i - 1].place.line, diagnostics.list[i].place.line);
    free(text);
    diagnostics_free(&diagnostics);
}

/* Errors that the caller has already are kept, and do not make a sound manifest wrong. */
Test(manifest, earlier_errors_are_the_callers)
{
    struct diagnostics diagnostics = {0};
    struct experiment *experiment;

    diagnostics_add(&diagnostics, (struct place){1, 1}, "of another file");
    experiment = manifest_parse(SOUND, strlen(SOUND), "x.yaml", &diagnostics);
    cr_expect_not_null(experiment);
    cr_expect_eq(diagnostics.count, 1);
    experiment_free(experiment);
    diagnostics_free(&diagnostics);
}

static void check_unreadable(const char *path, const char *expected)
{
    struct diagnostics diagnostics = {0};
    char *joined;

    cr_expect_null(manifest_load(path, &diagnostics));
    joined = diagnostics_joined(&diagnostics);
    cr_expect_str_eq(joined, expected);
    free(joined);
    diagnostics_free(&diagnostics);
}

Test(manifest, files_that_cannot_be_read)
{
    check_unreadable("/nonexistent/x.yaml",
                     "0:0: cannot be read: No such file or directory; check the path and its permissions");
    check_unreadable("/tmp", "0:0: cannot be read: Is a directory; check the path and its permissions");
    check_unreadable(
        "/dev/zero",
        "0:0: the file is larger than 16 MiB; is it the right one? Arrays belong in files of their own");
}

/* auto, and what it found on disk: the paths are as experiment_activations has them. */
Test(manifest, automatic_checkpoints)
{
    char *directory = scratch_make(), *path = NULL;
    struct diagnostics diagnostics = {0};
    const char *text = VERSION ACTIVATIONS NETWORKS "layers: [x, y]\ncheckpoints: auto\n";
    struct experiment *experiment;
    FILE *file;

    scratch_touch(directory, "a/step-20/x.npy");
    scratch_touch(directory, "a/step-3/y.npy");
    scratch_touch(directory, "a/step-4/z.npy");
    cr_assert_geq(asprintf(&path, "%s/x.yaml", directory), 0);
    file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
    experiment = manifest_load(path, &diagnostics);
    cr_assert_not_null(experiment);
    cr_expect(experiment->checkpoints_follow);
    cr_assert_eq(experiment->networks[0].checkpoint_count, 2);
    cr_expect_str_eq(experiment->networks[0].checkpoints[0].name, "step-3");
    cr_expect_eq(experiment->networks[0].checkpoints[1].step, 20);
    experiment_free(experiment);
    free(path);
    scratch_remove(directory);
}

Test(manifest, automatic_checkpoints_may_find_none)
{
    struct experiment *experiment =
        load(VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: auto\n", "/nonexistent/x.yaml");

    cr_expect_eq(experiment->networks[0].checkpoint_count, 0);
    cr_expect(experiment->checkpoints_follow);
    experiment_free(experiment);
}

static void expect_target(const struct experiment *experiment, size_t index, const char *name,
                          const char *axes, enum coding coding, size_t class)
{
    const struct layer *target = &experiment->targets[index];

    cr_expect_str_eq(target->name, name);
    cr_expect_str_eq(target->treatment.axes, axes);
    cr_expect_eq(target->treatment.coding, coding);
    cr_expect_eq(target->treatment.class, class);
}

Test(manifest, targets_are_layers_of_no_network)
{
    struct experiment *experiment =
        load("targets:\n"
             "  - {name: labels, activations: \"labels.npz#train\", one_hot: true}\n"
             "  - {name: digit, activations: y.npy, classes: 2}\n"
             "  - {name: pet, activations: /pets.npy, axes: cn, classes: [cat, \"1\"]}\n"
             "  - {name: pose, activations: pose.npy}\n"
             "  - {name: plain, activations: pose.npy, one_hot: false, axes: n}\n" SOUND,
             "runs/digits.yaml");
    char *member, *path;

    cr_assert_eq(experiment->target_count, 9);
    expect_target(experiment, 0, "labels", "n", CODING_ONE_HOT, 0);
    expect_target(experiment, 1, "digit", "n", CODING_ONE_HOT, 0);
    expect_target(experiment, 2, "digit=0", "n", CODING_CLASS, 0);
    expect_target(experiment, 3, "digit=1", "n", CODING_CLASS, 1);
    expect_target(experiment, 4, "pet", "cn", CODING_ONE_HOT, 0);
    expect_target(experiment, 6, "pet=1", "cn", CODING_CLASS, 1);
    expect_target(experiment, 7, "pose", "nc", CODING_NONE, 0);
    expect_target(experiment, 8, "plain", "n", CODING_NONE, 0);
    cr_expect(experiment_is_target(experiment, 1));
    cr_expect_not(experiment_is_target(experiment, 0));
    path = experiment_activations(experiment, 1, 0, 0, &member);
    cr_expect_str_eq(path, "runs/labels.npz");
    cr_expect_str_eq(member, "train");
    free(path);
    free(member);
    path = experiment_activations(experiment, 1, 0, 5, &member);
    cr_expect_str_eq(path, "/pets.npy");
    cr_expect_null(member);
    free(path);
    experiment_free(experiment);
}
