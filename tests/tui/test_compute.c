/* compute and show: the numbers of views, where they go, and what becomes of trouble. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program.h"
#include "tests/engine/reference.h"

#define HEADER                                                                                               \
    "view,measure,network_a,checkpoint_a,layer_a,timestep_a,network_b,checkpoint_b,layer_b,timestep_b,n,"    \
    "rank_a,"                                                                                                \
    "rank_b,distance,chance,note\n"
#define TOLERANCE 1e-6

TestSuite(compute, .fini = folder_remove);

static struct table compute(const char *manifest, const char *arguments)
{
    struct run result = run("compute %s %s", manifest, arguments);
    struct table table;

    cr_assert_eq(result.status, 0, "%s: %d, %s", arguments, result.status, result.error);
    cr_expect_str_empty(result.error);
    cr_assert(strncmp(result.out, HEADER, strlen(HEADER)) == 0, "%s", result.out);
    table = table_parse(result.out);
    run_free(&result);
    return table;
}

static void expect_near(const struct table *table, size_t row, const char *column, double expected)
{
    table_expect(table, row, column, expected, TOLERANCE);
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static double similarity_of(const json_t *reference, const char *measure)
{
    json_t *expected = json_object_get(reference, "expected");

    if (strcmp(measure, "svcca") == 0)
        return json_number_value(json_object_get(json_object_get(expected, "svcca"), "similarity"));
    return json_number_value(json_object_get(expected, strcmp(measure, "pwcca") == 0 ? "pwcca_x" : measure));
}

/* What the reference callbacks look at. */
static struct table rows;
static const char *measure, *last_step;

static void expect_row(size_t row, const json_t *reference)
{
    json_t *expected = json_object_get(reference, "expected");

    expect_near(&rows, row, "distance", 1 - similarity_of(reference, measure));
    expect_near(&rows, row, "rank_a", json_number_value(json_object_get(expected, "rank_x")));
    expect_near(&rows, row, "rank_b", json_number_value(json_object_get(expected, "rank_y")));
    expect_near(&rows, row, "n", json_number_value(json_object_get(reference, "n")));
    if (strcmp(measure, "r2cca") == 0)
        expect_near(&rows, row, "chance", json_number_value(json_object_get(expected, "chance_r2")));
    if (strcmp(measure, "cka") == 0)
        cr_expect_str_empty(table_cell(&rows, row, "chance"));
}

static const char *const measures[] = {"cca", "svcca", "pwcca", "r2cca", "cka", "procrustes"};

static void expect_step(const char *folder, const json_t *reference)
{
    char step[24];
    size_t found = 0;

    (void)folder;
    snprintf(step, sizeof step, "%lld", (long long)json_integer_value(json_object_get(reference, "step")));
    for (size_t row = 0; row < rows.rows; row++)
        if (strcmp(table_cell(&rows, row, "checkpoint_a"), step) == 0 &&
            strcmp(table_cell(&rows, row, "layer_a"), text_of(reference, "layer")) == 0) {
            cr_expect_str_eq(table_cell(&rows, row, "checkpoint_b"), last_step);
            cr_expect_str_eq(table_cell(&rows, row, "layer_b"), text_of(reference, "layer"));
            expect_row(row, reference);
            found++;
        }
    cr_expect_eq(found, 1);
}

static const char *dynamics_manifest(void)
{
    static char path[256];
    const char *folder = folder_make();

    folder_write(folder, "m.yaml",
                 "ccascope: 1\nactivations: \"" REFERENCE "/dynamics/step{step:04}_{layer}.npy\"\n"
                 "networks: [{name: net}]\n"
                 "checkpoints: [0, 1, 2, 5, 10, 20, 50, 100, 200, 400, 700, 1000]\n"
                 "layers: [hidden1, hidden2, hidden3, logits]\n");
    snprintf(path, sizeof path, "%s/m.yaml", folder);
    return path;
}

/* Every step of every layer by every measure. */
static void expect_convergence(const char *manifest, const char *kind, int cases)
{
    char arguments[80];

    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        measure = measures[i];
        snprintf(arguments, sizeof arguments, "convergence --measure %s", measure);
        rows = compute(manifest, arguments);
        cr_expect_eq(rows.rows, (size_t)cases);
        cr_expect_eq(reference_each(REFERENCE, kind, expect_step), cases);
        table_free(&rows);
    }
}

Test(compute, gives_convergence_as_the_reference)
{
    last_step = "1000";
    expect_convergence(dynamics_manifest(), "dynamics", 48);
}

Test(compute, gives_convergence_of_a_recurrent_network_as_the_reference)
{
    const char *folder = folder_make();
    char manifest[256];

    folder_write(folder, "m.yaml",
                 "ccascope: 1\nactivations: \"" REFERENCE "/lstm/last_step{step:04}_{layer}.npy\"\n"
                 "networks: [{name: net}]\ncheckpoints: [0, 1, 3, 10, 30, 100, 200, 400, 800, 1500]\n"
                 "layers: [layer1, layer2]\n");
    snprintf(manifest, sizeof manifest, "%s/m.yaml", folder);
    last_step = "1500";
    expect_convergence(manifest, "lstm_dynamics", 20);
}

static void expect_layers(const char *folder, const json_t *reference)
{
    size_t found = 0;

    (void)folder;
    for (size_t row = 0; row < rows.rows; row++)
        if (strcmp(table_cell(&rows, row, "layer_a"), text_of(reference, "layer_x")) == 0 &&
            strcmp(table_cell(&rows, row, "layer_b"), text_of(reference, "layer_y")) == 0) {
            expect_row(row, reference);
            found++;
        }
    cr_expect_eq(found, 1);
}

Test(compute, gives_layers_of_two_networks_as_the_reference)
{
    const char *folder = folder_make();
    char manifest[256];

    folder_write(folder, "m.yaml",
                 "ccascope: 1\nactivations: \"" REFERENCE "/digits_cnn/{network}_{layer}.npy\"\n"
                 "networks: [{name: gen0}, {name: gen1}]\ncheckpoints: [{name: end, step: 9}]\n"
                 "layers: [{name: conv2, axes: nchw}, fc, logits]\n");
    snprintf(manifest, sizeof manifest, "%s/m.yaml", folder);
    measure = "pwcca";
    rows = compute(manifest, "layers --network gen0 --against gen1 --checkpoint end --against-checkpoint 9");
    cr_expect_eq(rows.rows, 9);
    cr_expect_str_eq(table_cell(&rows, 4, "network_b"), "gen1");
    cr_expect_str_eq(table_cell(&rows, 4, "checkpoint_b"), "end");
    cr_expect_str_empty(table_cell(&rows, 4, "timestep_a"));
    cr_expect_eq(reference_each(REFERENCE, "layers_matrix", expect_layers), 9);
    table_free(&rows);
}

static const char *timesteps_layer;

static void expect_timesteps(const char *folder, const json_t *reference)
{
    json_t *matrix = json_object_get(json_object_get(reference, "expected"), "pwcca_x");
    size_t columns = rows.rows / 16; /* all timesteps of B, or only its last */

    (void)folder;
    if (strcmp(text_of(reference, "layer"), timesteps_layer) != 0)
        return;
    cr_assert_eq(rows.rows, 16 * columns);
    for (size_t row = 0; row < rows.rows; row++) {
        size_t a = row / columns, b = columns == 1 ? 15 : row % columns;

        table_expect(&rows, row, "timestep_a", (double)a, 0);
        table_expect(&rows, row, "timestep_b", (double)b, 0);
        expect_near(&rows, row, "distance", json_number_value(json_array_get(json_array_get(matrix, a), b)));
    }
}

static const char *timesteps_manifest(const char *layer)
{
    static char path[256];
    const char *folder = folder_make();
    char text[400];

    snprintf(text, sizeof text,
             "ccascope: 1\nactivations: \"" REFERENCE "/lstm/final_{layer}.npy\"\n"
             "networks: [{name: net}]\ncheckpoints: [1500]\nlayers: [{name: %s, axes: ntc}]\n",
             layer);
    folder_write(folder, "m.yaml", text);
    snprintf(path, sizeof path, "%s/m.yaml", folder);
    timesteps_layer = layer;
    return path;
}

Test(compute, numbers_timesteps_as_the_reference)
{
    static const char *const layers[] = {"layer1", "layer2"};

    for (int i = 0; i < 2; i++) {
        const char *manifest = timesteps_manifest(layers[i]);

        rows = compute(manifest, "timesteps");
        cr_expect_eq(rows.rows, 256);
        cr_expect_eq(reference_each(REFERENCE, "timestep_matrix", expect_timesteps), 2);
        table_free(&rows);
        rows = compute(manifest, "timesteps --form layers");
        cr_expect_eq(rows.rows, 16);
        cr_expect_eq(reference_each(REFERENCE, "timestep_matrix", expect_timesteps), 2);
        table_free(&rows);
        rows = compute(manifest, "layers --timestep 3");
        cr_expect_str_eq(table_cell(&rows, 0, "timestep_a"), "3");
        table_free(&rows);
        rows = compute(manifest, "layers");
        cr_expect_str_eq(table_cell(&rows, 0, "timestep_a"), "15");
        table_free(&rows);
    }
}

Test(compute, takes_the_mean_of_both_sides_where_nothing_orders_them)
{
    rows = compute(DIGITS_MANIFEST, "networks --layer fc --checkpoint 0");
    cr_expect_eq(rows.rows, 64);
    for (size_t i = 0; i < 8; i++)
        for (size_t j = 0; j < 8; j++) {
            cr_expect_str_eq(table_cell(&rows, i * 8 + j, "distance"),
                             table_cell(&rows, j * 8 + i, "distance"));
            cr_expect_str_eq(table_cell(&rows, i * 8 + j, "checkpoint_b"), "0");
        }
    table_free(&rows);
}

/* The same value in a cell and in JSON: text, number to the last bit, or nothing. */
static bool same_value(const char *cell, const json_t *value)
{
    if (json_is_null(value))
        return *cell == '\0';
    if (json_is_string(value))
        return strcmp(cell, json_string_value(value)) == 0;
    return *cell && strtod(cell, NULL) == json_number_value(value);
}

Test(compute, writes_the_same_rows_as_json)
{
    struct run result =
        run("compute " DIGITS_MANIFEST " checkpoints --layer conv3 --network mem-1 --format json");
    json_t *array = json_loads(result.out, JSON_REJECT_DUPLICATES, NULL), *object, *value;
    size_t row;
    const char *key;

    rows = compute(DIGITS_MANIFEST, "checkpoints --layer conv3 --network mem-1");
    cr_expect_eq(result.status, 0);
    cr_assert_eq(json_array_size(array), 121);
    cr_assert_eq(rows.rows, 121);
    json_array_foreach(array, row, object)
    {
        cr_expect_eq(json_object_size(object), 16);
        json_object_foreach(object, key, value)
            cr_expect(same_value(table_cell(&rows, row, key), value), "row %zu: %s", row, key);
    }
    json_decref(array);
    table_free(&rows);
    run_free(&result);
}

Test(compute, does_not_depend_on_locale_threads_or_memory)
{
    struct run plain = run("compute " DIGITS_MANIFEST " convergence --measure euclidean");
    struct run other =
        run("compute " DIGITS_MANIFEST " convergence --measure euclidean --threads 3 --memory 1M "
            "--no-cache --cache /nonexistent/x");

    cr_expect_str_eq(plain.out, other.out);
    run_free(&other);
    setenv("LC_NUMERIC", "de_DE.UTF-8", 1);
    other = run("compute " DIGITS_MANIFEST " convergence --measure euclidean");
    cr_expect_str_eq(plain.out, other.out);
    run_free(&plain);
    run_free(&other);
}

/* Two columns more, where they are asked for; of pairs in sets too. */
Test(compute, appends_intervals)
{
    static const char *const arguments[] = {"convergence --measure cca", "groups --table pairs --measure cka"};

    for (size_t i = 0; i < 2; i++) {
        struct run result = run("compute %s/digits-cnn/ccascope.yaml %s --bootstrap 60 --no-cache", SAMPLES, arguments[i]);
        struct table table;

        cr_assert_eq(result.status, 0, "%s", result.error);
        cr_assert_eq(strncmp(result.out, HEADER, strlen(HEADER) - 1), 0);
        cr_assert_eq(strncmp(result.out + strlen(HEADER) - 1, ",lo,hi\n", 7), 0, "%s", result.out);
        table = table_parse(result.out);
        for (size_t row = 0; row < table.rows; row++) {
            double low = strtod(table_cell(&table, row, "lo"), NULL), high = strtod(table_cell(&table, row, "hi"), NULL);
            double distance = strtod(table_cell(&table, row, "distance"), NULL);

            cr_expect(low <= high && fabs((low + high) / 2 - distance) < 0.15, "%zu: %g, %g to %g", row, distance, low,
                      high);
            cr_expect(distance > 0 || (low == 0 && high == 0), "a layer and itself");
        }
        table_free(&table);
        run_free(&result);
    }
}

Test(compute, quotes_what_csv_must_quote)
{
    const char *folder = folder_make();
    char manifest[256];

    folder_write(folder, "m.yaml",
                 "ccascope: 1\nactivations: \"{network}.npy\"\n"
                 "networks: [{name: \"a,b\"}, {name: 'say \"c\"'}]\ncheckpoints: [0]\nlayers: [\"=1+1\"]\n");
    folder_link(folder, "a,b.npy", REFERENCE "/bad/good.npy");
    folder_link(folder, "say \"c\".npy", REFERENCE "/bad/good.npy");
    snprintf(manifest, sizeof manifest, "%s/m.yaml", folder);
    rows = compute(manifest, "networks");
    cr_expect_eq(rows.rows, 4);
    cr_expect_str_eq(table_cell(&rows, 1, "network_a"), "a,b");
    cr_expect_str_eq(table_cell(&rows, 1, "network_b"), "say \"c\"");
    cr_expect_str_eq(table_cell(&rows, 1, "layer_a"), "=1+1");
    table_free(&rows);
    expect_run(0, ",\"say \"\"c\"\"\",", "compute %s networks", manifest);
}

Test(compute, delivers_the_rest_when_files_fail)
{
    const char *folder = folder_make();
    char manifest[256];
    struct run result;

    folder_link(folder, "a/0.npy", REFERENCE "/bad/good.npy");
    folder_link(folder, "a/2.npy", REFERENCE "/bad/value_nan.npy");
    folder_link(folder, "a/3.npy", REFERENCE "/bad/n_mismatch.npy");
    folder_link(folder, "a/4.npy", REFERENCE "/bad/good.npy");
    folder_write(folder, "m.yaml",
                 "ccascope: 1\nactivations: \"{layer}/{step}.npy\"\nnetworks: [{name: net}]\n"
                 "checkpoints: [0, 1, 2, 3, 4]\nlayers: [a]\n");
    snprintf(manifest, sizeof manifest, "%s/m.yaml", folder);
    result = run("compute %s convergence", manifest);
    rows = table_parse(result.out);
    cr_expect_eq(result.status, 1);
    cr_assert_eq(rows.rows, 5);
    expect_near(&rows, 0, "distance", 0);
    for (size_t row = 1; row < 4; row++) {
        cr_expect_str_empty(table_cell(&rows, row, "distance"));
        cr_expect_str_empty(table_cell(&rows, row, "n"));
        cr_expect(strlen(table_cell(&rows, row, "note")) > 0);
    }
    cr_expect(strstr(table_cell(&rows, 1, "note"), "a/1.npy"));
    cr_expect(strstr(result.error, "a/1.npy") && strstr(result.error, "a/2.npy") &&
              strstr(result.error, "a/3.npy"));
    table_free(&rows);
    run_free(&result);
    expect_run(1, "a/1.npy", "show %s convergence", manifest);
    expect_run(1, "a/1.npy", "%s", manifest); /* no terminal: as show */
}

Test(compute, says_when_there_is_nothing_at_all)
{
    const char *folder = folder_make();

    folder_write(folder, "m.yaml",
                 "ccascope: 1\nactivations: \"{layer}.npy\"\nnetworks: [{name: net}]\n"
                 "checkpoints: [0]\nlayers: [{name: a, axes: ntc}]\n");
    expect_run(1, "the view timesteps is empty", "compute %s/m.yaml timesteps", folder);
    expect_run(1, "a.npy: no such file", "compute %s/m.yaml layers", folder);
}

Test(compute, replaces_a_file_whole_or_not_at_all)
{
    const char *folder = folder_make();
    char path[256], link[256];
    struct stat status;
    struct run result = run("compute " DIGITS_MANIFEST " layers");

    snprintf(path, sizeof path, "%s/out.csv", folder);
    snprintf(link, sizeof link, "%s/link.csv", folder);
    folder_write(folder, "out.csv", "old\n");
    chmod(path, 0640);
    cr_assert_eq(symlink("out.csv", link), 0);
    expect_run(2, "no network", "compute " DIGITS_MANIFEST " layers --network x -o %s", path);
    expect_run(1, "cannot be written", "compute " DIGITS_MANIFEST " layers -o %s", folder);
    expect_run(1, "cannot be written", "compute " DIGITS_MANIFEST " layers -o %s/no/file", folder);
    expect_run(0, NULL, "compute " DIGITS_MANIFEST " layers -o %s", link);
    cr_expect_eq(folder_count(folder), 2, "no temporary file is left");
    cr_expect(lstat(link, &status) == 0 && S_ISLNK(status.st_mode), "the link is still one");
    cr_expect(stat(path, &status) == 0 && (status.st_mode & 0777) == 0640);
    cr_expect_eq((size_t)status.st_size, result.out_size);
    run_free(&result);
}

Test(compute, writes_to_devices_and_reports_full_disks)
{
    expect_run(1, "cannot be written", "compute " DIGITS_MANIFEST " layers -o /dev/full");
    expect_run(1, "cannot be written", "compute " DIGITS_MANIFEST " layers --format json >/dev/full");
    expect_run(1, "cannot be written", "show " DIGITS_MANIFEST " layers >/dev/full");
    expect_run(0, "view,measure", "compute " DIGITS_MANIFEST " layers -o -");
    expect_run(0, "view,measure", "compute " DIGITS_MANIFEST " layers -o /dev/stdout");
}

/* Names that would recolour, retitle and redirect a terminal. */
#define HOSTILE "\\e]0;x\\a\\e[31m\\x9b2J\\x7f\\u202e\\u200b,\\n"

static const char *hostile_manifest(void)
{
    static char path[256];
    const char *folder = folder_make();

    folder_write(folder, "m.yaml",
                 "ccascope: 1\ntitle: \"" HOSTILE "\"\nactivations: \"" REFERENCE
                 "/dynamics/step{step:04}_hidden1.npy\"\n"
                 "networks: [{name: \"n" HOSTILE "\", group: \"" HOSTILE
                 "\"}]\ncheckpoints: [{name: \"c" HOSTILE
                 "\", step: 0}, {name: last, step: 1000}]\nlayers: [\"l" HOSTILE
                 "\", {name: gone, activations: \"{step}gone" HOSTILE ".npy\"}]\n");
    snprintf(path, sizeof path, "%s/m.yaml", folder);
    return path;
}

Test(compute, keeps_hostile_names_from_the_terminal)
{
    static const char *const arguments[] = {"compute %s layers",      "compute %s layers --format json",
                                            "compute %s checkpoints", "show %s",
                                            "show %s checkpoints",    "check %s",
                                            "show %s --network x",    "show %s --layer 'l]0'"};
    const char *manifest = hostile_manifest();

    for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++) {
        char command[400];
        struct run result;

        snprintf(command, sizeof command, arguments[i], manifest);
        result = run_on_terminal("%s", command);
        cr_expect(result.status == 1 || result.status == 2, "%s: %d", command, result.status);
        cr_expect_gt(result.out_size, 0);
        expect_harmless(result.out, result.out_size, true);
        cr_expect_null(strstr(result.out, "\033[31m\302\2332J"));
        run_free(&result);
    }
    expect_run(1, NULL, "show %s", manifest);
    expect_run(1, NULL, "show %s --svg", manifest);
    expect_run(1, NULL, "check %s", manifest);
}

Test(compute, passes_names_unchanged_to_a_pipe)
{
    const char *manifest = hostile_manifest();
    struct run result = run("compute %s convergence", manifest);

    cr_expect(strstr(result.out, "\"l\033]0;x\a\033[31m\302\2332J\177"), "%s", result.out);
    rows = table_parse(result.out);
    cr_expect_eq(rows.rows, 4);
    table_free(&rows);
    run_free(&result);
}

Test(show, draws_with_colours_on_a_terminal_only)
{
    struct run result = run_on_terminal("show " DIGITS_MANIFEST " layers");

    cr_expect_eq(result.status, 0);
    cr_expect(strstr(result.out, "\033[") && strstr(result.out, "48;5;"), "256 colours as TERM says");
    expect_harmless(result.out, result.out_size, true);
    run_free(&result);
    result = run_on_terminal("show " DIGITS_MANIFEST " layers -q --color never");
    cr_expect_null(strstr(result.out, ";5;"));
    run_free(&result);
    result = run("show " DIGITS_MANIFEST " layers --color always");
    cr_expect(strstr(result.out, "48;5;"));
    run_free(&result);
    expect_run(0, "conv1", "show " DIGITS_MANIFEST " layers");
}

Test(show, keeps_to_ascii_and_to_the_size)
{
    struct run result = run("show " DIGITS_MANIFEST " --ascii --size 60x20");
    size_t longest = 0;

    cr_expect_eq(result.status, 0);
    for (const char *line = result.out; *line;) {
        size_t length = strcspn(line, "\n");

        longest = length > longest ? length : longest;
        line += length + (line[length] == '\n');
    }
    for (size_t i = 0; i < result.out_size; i++)
        cr_expect_lt((unsigned char)result.out[i], 0x7f);
    cr_expect_leq(longest, 60);
    run_free(&result);
}

Test(show, prints_layers_and_convergence_without_a_view)
{
    struct run named = run("show " DIGITS_MANIFEST), explored = run(DIGITS_MANIFEST);

    cr_expect(strstr(named.out, "layers") && strstr(named.out, "convergence"));
    cr_expect_str_eq(named.out, explored.out);
    run_free(&named);
    run_free(&explored);
}

Test(show, draws_pictures)
{
    struct run result = run("show " DIGITS_MANIFEST " convergence --svg --log --light");

    cr_expect_eq(result.status, 0);
    cr_expect(strncmp(result.out, "<svg", 4) == 0 || strncmp(result.out, "<?xml", 5) == 0);
    cr_expect(strstr(result.out, "</svg>"));
    run_free(&result);
}

/* The same distances as the long form has, under their names. */
Test(compute, wide_is_a_matrix_with_names)
{
    struct run wide = run("compute " DIGITS_MANIFEST " layers --against mem-1 --wide --no-cache");
    struct run narrow = run("compute " DIGITS_MANIFEST " layers --against mem-1 --long --no-cache");
    struct table matrix = table_parse(wide.out), list = table_parse(narrow.out);

    cr_expect_eq(wide.status, 0);
    cr_expect_eq(matrix.columns, 6);
    cr_expect_eq(matrix.rows, 5);
    for (size_t i = 0; i < list.rows; i++) {
        size_t row = 0;

        while (row < matrix.rows &&
               strcmp(table_cell(&matrix, row, "layer"), table_cell(&list, i, "layer_a")) != 0)
            row++;
        cr_assert_lt(row, matrix.rows);
        cr_expect_str_eq(table_cell(&matrix, row, table_cell(&list, i, "layer_b")),
                         table_cell(&list, i, "distance"));
    }
    table_free(&matrix);
    table_free(&list);
    run_free(&wide);
    run_free(&narrow);
}

Test(compute, wide_json_is_what_pandas_calls_split)
{
    struct run wide = run("compute " DIGITS_MANIFEST " convergence --wide --format json --no-cache");
    json_t *object = json_loads(wide.out, 0, NULL), *data = json_object_get(object, "data");

    cr_expect_str_eq(json_string_value(json_array_get(json_object_get(object, "index"), 0)), "conv1");
    cr_expect_str_eq(json_string_value(json_array_get(json_object_get(object, "columns"), 1)), "25");
    cr_expect_eq(json_array_size(data), 5);
    cr_expect_eq(json_array_size(json_array_get(data, 4)), 10);
    cr_expect_eq(json_real_value(json_array_get(json_array_get(data, 0), 9)), 0);
    json_decref(object);
    run_free(&wide);
    expect_run(2, "leave out --wide", "compute " DIGITS_MANIFEST " --watch --wide");
}
