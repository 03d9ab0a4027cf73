/* check: what is there, what is missing, what looks wrong; and how wrong manifests are refused. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "program.h"

#define GOOD REFERENCE "/bad/good.npy"

TestSuite(check, .fini = folder_remove);

/* A manifest of one network and layer, with these checkpoints. */
static void write_manifest(const char *folder, const char *checkpoints, const char *rest)
{
    char text[2000];

    snprintf(text, sizeof text,
             "ccascope: 1\nactivations: \"{step}.npy\"\nnetworks: [{name: net}]\ncheckpoints: %s\nlayers: "
             "[fc]\n%s",
             checkpoints, rest);
    folder_write(folder, "m.yaml", text);
}

Test(check, finds_the_samples_complete)
{
    expect_run(0, "196 of 196 arrays", "check " DIGITS_MANIFEST);
    expect_run(0, "8 networks in 2 groups", "check " DIGITS_MANIFEST);
    expect_run(0, "float16", "check " DIGITS_MANIFEST);
    expect_run(0, "timesteps", "check " SAMPLES "/text-lstm/ccascope.yaml");
}

Test(check, counts_what_is_missing_once_there_is_much)
{
    const char *folder = folder_make();
    struct run result;
    int lines = 0;

    write_manifest(
        folder, "[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30]", "");
    folder_link(folder, "0.npy", GOOD);
    result = run("check %s/m.yaml", folder);
    cr_expect_eq(result.status, 1);
    cr_expect(strstr(result.out, "1 of 31 arrays"), "%s", result.out);
    cr_expect(strstr(result.out, "1.npy: no such file") && strstr(result.out, "and 10 more"), "%s",
              result.out);
    for (const char *at = result.out; (at = strchr(at, '\n')); at++)
        lines++;
    cr_expect_lt(lines, 40);
    run_free(&result);
}

Test(check, tells_what_is_wrong_with_headers)
{
    const char *folder = folder_make();

    write_manifest(folder, "[0, 1, 2, 3]", "");
    folder_link(folder, "0.npy", GOOD);
    folder_link(folder, "1.npy", REFERENCE "/bad/bad_magic.npy");
    folder_link(folder, "2.npy", REFERENCE "/bad/n_mismatch.npy");
    folder_link(folder, "3.npy", GOOD);
    expect_run(1, "broken: ", "check %s/m.yaml", folder);
    expect_run(1, "1.npy", "check %s/m.yaml", folder);
    expect_run(1, "every array must hold the same inputs", "check %s/m.yaml", folder);
    expect_run(1, "2 of 4 arrays", "check %s/m.yaml", folder);
}

Test(check, suspects_a_layer_that_changes_its_width)
{
    const char *folder = folder_make();

    write_manifest(folder, "[0, 1]", "");
    folder_link(folder, "0.npy", REFERENCE "/dynamics/step0000_hidden1.npy");
    folder_link(folder, "1.npy", REFERENCE "/dynamics/step0000_logits.npy");
    expect_run(0, "suspect: ", "check %s/m.yaml", folder);
    expect_run(0, "1.npy: 10 columns", "check %s/m.yaml", folder);
}

Test(check, lets_networks_differ_in_width)
{
    const char *folder = folder_make();
    struct run result;

    folder_write(folder, "m.yaml",
                 "ccascope: 1\nactivations: \"" REFERENCE "/dynamics/step0000_{network}.npy\"\n"
                 "networks: [{name: hidden1}, {name: logits}]\ncheckpoints: [0]\nlayers: [fc]\n");
    result = run("check %s/m.yaml", folder);
    cr_expect_eq(result.status, 0);
    cr_expect_null(strstr(result.out, "suspect"));
    cr_expect(strstr(result.out, "x 10 to 32"), "%s", result.out);
    run_free(&result);
}

Test(check, misses_listed_timesteps_that_are_not_there)
{
    const char *folder = folder_make();

    folder_write(folder, "m.yaml",
                 "ccascope: 1\nactivations: \"" REFERENCE
                 "/lstm/final_{layer}.npy\"\nnetworks: [{name: net}]\n"
                 "checkpoints: [0]\nlayers: [{name: layer1, axes: ntc, timesteps: [0, 16]}]\n");
    expect_run(1, "timestep 16 of an array with 16", "check %s/m.yaml", folder);
}

Test(check, finds_no_checkpoints_where_there_are_none)
{
    const char *folder = folder_make();

    write_manifest(folder, "auto", "");
    expect_run(1, NULL, "check %s/m.yaml", folder);
    expect_run(1, "empty", "compute %s/m.yaml convergence", folder);
}

Test(check, reads_logs)
{
    const char *folder = folder_make();

    write_manifest(folder, "[0]", "curves: \"logs/{network}.csv\"\n");
    folder_link(folder, "0.npy", GOOD);
    expect_run(1, "logs/net.csv: no such file", "check %s/m.yaml", folder);
    folder_write(folder, "logs/net.csv", "step,loss\n0,x\n");
    expect_run(1, "broken: ", "check %s/m.yaml", folder);
    expect_run(1, "logs/net.csv:1: no column but 'step' has numbers", "check %s/m.yaml", folder);
    folder_write(folder, "logs/net.csv", "step,loss\n0,1\n");
    expect_run(0, "1 of 1 arrays", "check %s/m.yaml", folder);
}

Test(check, lists_every_error_of_a_manifest_by_its_place)
{
    const char *folder = folder_make();
    static const char *const commands[] = {"check", "show", "compute", ""};
    char first[256], second[256];

    folder_write(folder, "m.yaml",
                 "ccascope: 1\nactivations: \"{step}.npy\"\nnetworks: [{nmae: net}]\ncheckpoints: [0]\n"
                 "layers: [fc]\nmeasure: \"\\e[31mcka\\x9b\"\n");
    snprintf(first, sizeof first, "%s/m.yaml:3:13: error: ", folder);
    snprintf(second, sizeof second, "%s/m.yaml:6:10: error: ", folder);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        expect_run(2, first, "%s %s/m.yaml", commands[i], folder);
        expect_run(2, second, "%s %s/m.yaml", commands[i], folder);
    }
}

Test(check, reports_a_full_disk)
{
    expect_run(1, "cannot be written", "check " DIGITS_MANIFEST " >/dev/full");
}
