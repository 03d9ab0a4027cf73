/* init: a manifest for a tree of arrays, which the program then reads. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program.h"
#include "pty.h"

#define HIDDEN REFERENCE "/dynamics/step0000_hidden1.npy" /* 320 × 32 */
#define LOGITS REFERENCE "/dynamics/step0000_logits.npy"  /* 320 × 10 */
#define CONV   SAMPLES "/digits-cnn/activations/gen-1/0/conv1.npy"
#define FC     SAMPLES "/digits-cnn/activations/gen-1/0/fc.npy"

TestSuite(init, .fini = folder_remove);

static char *read_file(const char *folder, const char *name)
{
    char path[200], *text = calloc(1, 100000);
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    cr_assert((file = fopen(path, "r")), "%s", path);
    cr_assert_lt(fread(text, 1, 99999, file), 99999);
    fclose(file);
    return text;
}

/* Writes a manifest of the folder's tree "runs" into it, and expects this status and a part of it. */
static void expect_manifest(const char *folder, int status, const char *part)
{
    char *text;

    expect_run(status, NULL, "init %s/runs >%s/m.yaml", folder, folder);
    text = read_file(folder, "m.yaml");
    cr_expect(strstr(text, part), "no '%s' in\n%s", part, text);
    expect_harmless(text, strlen(text), false);
    free(text);
}

/* Both conv1 and fc of two networks at three steps. */
static void make_tree(const char *folder, const char *format)
{
    static const char *const layers[] = {"layer2.0.conv1", "layer10.0.conv1", "fc"};
    static const int steps[] = {0, 100, 8000};
    char name[300];

    for (int network = 1; network <= 2; network++)
        for (size_t step = 0; step < 3; step++)
            for (size_t layer = 0; layer < 3; layer++) {
                snprintf(name, sizeof name, format, network, steps[step], layers[layer]);
                folder_link(folder, name, layer < 2 ? CONV : FC);
            }
}

static void expect_tree(const char *folder, const char *template)
{
    struct run result;
    struct table table;

    expect_manifest(folder, 0, template);
    expect_manifest(folder, 0, "\n  - {name: layer2.0.conv1, axes: nchw}");
    expect_run(0, "18 of 18 arrays", "check %s/m.yaml", folder);
    result = run("compute %s/m.yaml convergence --measure cka", folder);
    cr_expect_eq(result.status, 0, "%s", result.error);
    table = table_parse(result.out);
    cr_assert_eq(table.rows, 9);
    cr_expect_str_eq(table_cell(&table, 0, "layer_a"), "layer2.0.conv1");
    cr_expect_str_eq(table_cell(&table, 3, "layer_a"), "layer10.0.conv1");
    cr_expect_str_eq(table_cell(&table, 8, "layer_a"), "fc");
    cr_expect_str_eq(table_cell(&table, 8, "checkpoint_a"), "8000");
    table_free(&table);
    run_free(&result);
}

Test(init, describes_folders)
{
    const char *folder = folder_make();

    make_tree(folder, "runs/gen-%d/step%06d/%s.npy");
    expect_tree(folder, "\nactivations: \"runs/{network}/step{step:06}/{layer}.npy\"\n");
    expect_manifest(folder, 0, "\ncheckpoints: auto\n");
    expect_manifest(folder, 0, "\nlayers:\n  - {name: layer2.0.conv1, axes: nchw}");
}

Test(init, describes_names_of_files)
{
    const char *folder = folder_make();

    make_tree(folder, "runs/run_seed%d_epoch%d_%s.npy");
    expect_tree(folder, "\nactivations: \"runs/run_{network}_epoch{step}_{layer}.npy\"\n");
}

Test(init, describes_networks_without_steps)
{
    const char *folder = folder_make();
    static const char *const names[] = {"runs/model_0_lay01.npy", "runs/model_0_lay02.npy",
                                        "runs/model_1_lay01.npy", "runs/model_1_lay02.npy"};

    for (size_t i = 0; i < 4; i++)
        folder_link(folder, names[i], i % 2 ? LOGITS : HIDDEN);
    expect_manifest(folder, 0, "\"runs/{network}_{layer}.npy\"");
    expect_manifest(folder, 0, "\n  - {name: model_0}\n  - {name: model_1}\n");
    expect_manifest(folder, 0, "\ncheckpoints: [0]\n");
    expect_manifest(folder, 0, "\n  - lay01 ");
    expect_run(0, "4 of 4 arrays", "check %s/m.yaml", folder);
    expect_run(0, NULL, "compute %s/m.yaml layers", folder);
}

Test(init, describes_members_of_files)
{
    const char *folder = folder_make();

    folder_link(folder, "runs/checkpoint-500/hidden_states.npz", REFERENCE "/formats/npz_nested_names.npz");
    folder_link(folder, "runs/checkpoint-1500/hidden_states.npz", REFERENCE "/formats/npz_nested_names.npz");
    expect_manifest(folder, 0, "\"runs/checkpoint-{step}/hidden_states.npz#layer1/{layer}\"");
    expect_manifest(folder, 0, "\ncheckpoints: auto\n");
    expect_manifest(folder, 0, "\n  - conv ");
    expect_run(0, "4 of 4 arrays", "check %s/m.yaml", folder);
    expect_run(0, NULL, "compute %s/m.yaml convergence", folder);
}

/* What `auto` would number in another way is listed. */
Test(init, lists_checkpoints_that_are_not_numbered)
{
    const char *folder = folder_make();

    folder_link(folder, "runs/untrained/fc.npy", HIDDEN);
    folder_link(folder, "runs/best/fc.npy", HIDDEN);
    folder_link(folder, "runs/untrained/out.npy", LOGITS);
    folder_link(folder, "runs/best/out.npy", LOGITS);
    expect_manifest(folder, 0, "\ncheckpoints: [{name: untrained, step: 0}, {name: best, step: 1}]\n");
    expect_run(0, "4 of 4 arrays", "check %s/m.yaml", folder);
}

Test(init, lists_checkpoints_of_each_network)
{
    const char *folder = folder_make();
    static const char *const names[] = {"runs/a/epoch=1-loss=0.35/", "runs/a/epoch=2-loss=0.31/",
                                        "runs/b/epoch=5-loss=0.2/"};

    for (size_t i = 0; i < 3; i++) {
        char name[100];

        snprintf(name, sizeof name, "%sfc.npy", names[i]);
        folder_link(folder, name, HIDDEN);
        snprintf(name, sizeof name, "%sout.npy", names[i]);
        folder_link(folder, name, LOGITS);
    }
    expect_manifest(folder, 0,
                    "- {name: a, checkpoints: [{name: \"epoch=1-loss=0.35\", step: 1}, "
                    "{name: \"epoch=2-loss=0.31\", step: 2}]}");
    expect_run(0, "6 of 6 arrays", "check %s/m.yaml", folder);
}

/* Paths hold from where the manifest is. */
Test(init, writes_paths_from_the_manifest)
{
    static const struct {
        const char *command, *template;
    } cases[] = {
        {"init runs >m.yaml && cat m.yaml", "\"runs/{layer}.npy\""},
        {"init ./runs//", "\"runs/{layer}.npy\""},
        {"init runs >runs/m.yaml && cat runs/m.yaml", "\"{layer}.npy\""},
        {"init runs -o runs/m.yaml && cat runs/m.yaml", "\"{layer}.npy\""},
        {"init ./. -o m.yaml && cat m.yaml", "\"{network}/{layer}.npy\""},
        {"init \"$PWD\"/runs -o m.yaml && cat m.yaml", "\"runs/{layer}.npy\""},
        {"init \"$PWD\"/runs >other/m.yaml && cat other/m.yaml", "/runs/{layer}.npy\""},
        {"init runs -o -", "\"runs/{layer}.npy\""},
        {"init 'br{a}ces'", "\"br{{a}}ces/{layer}.npy\""},
    };
    const char *folder = folder_make();

    folder_link(folder, "runs/fc1.npy", HIDDEN);
    folder_link(folder, "runs/fc2.npy", LOGITS);
    folder_link(folder, "br{a}ces/fc1.npy", HIDDEN);
    folder_link(folder, "br{a}ces/fc2.npy", LOGITS);
    folder_write(folder, "other/x", "");
    cr_assert(chdir(folder) == 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_run(0, cases[i].template, cases[i].command, NULL);
    expect_run(0, "2 of 2 arrays", "check runs/m.yaml");
    expect_run(0, "2 of 2 arrays", "check other/m.yaml");
}

static const char *const hostile[] = {
    "a: b",
    "- a",
    "{a}",
    "[a]",
    "a #b",
    "#a",
    "\"a\"",
    "'a'",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "|",
    ">",
    "a\nb",
    "a\tb",
    "\033[31ma",
    "\302\233a",
    "\342\200\256a",
    "a\\b",
    "null",
    "~",
    "true",
    "1e3",
    "0x1f",
    "=",
    "a,b",
    "?",
    ": ",
    "\177",
    "\303\244\316\261\344\270\255",
    "a\r",
    "\357\273\277a",
    "\360\237\230\200",
    "{network}",
    "a b",
    "--help",
};

/* Nothing that a file may be called breaks the manifest or acts on the terminal. */
Test(init, survives_hostile_names)
{
    const char *folder = folder_make();
    struct run result;
    struct table table;
    char name[100];

    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        snprintf(name, sizeof name, "runs/%s/step5/fc.npy", hostile[i]);
        folder_link(folder, name, HIDDEN);
        snprintf(name, sizeof name, "runs/%s/step5/out.npy", hostile[i]);
        folder_link(folder, name, LOGITS);
    }
    expect_manifest(folder, 0, "\"runs/{network}/step{step}/{layer}.npy\"");
    expect_run(0, "78 of 78 arrays", "check %s/m.yaml", folder);
    result = run("compute %s/m.yaml networks --measure cka --layer fc", folder);
    table = table_parse(result.out);
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        bool found = false;

        for (size_t row = 0; row < table.rows && !found; row++)
            found = strcmp(table_cell(&table, row, "network_a"), hostile[i]) == 0;
        cr_expect(found, "%s", hostile[i]);
    }
    table_free(&table);
    run_free(&result);
}

Test(init, leaves_out_what_cannot_be_written)
{
    const char *folder = folder_make();

    folder_link(folder, "runs/a/fc.npy", HIDDEN);
    folder_link(folder, "runs/b/fc.npy", HIDDEN);
    folder_link(folder, "runs/\377/fc.npy", HIDDEN);
    folder_link(folder, "runs/ /fc.npy", HIDDEN);
    folder_link(folder, "runs/labels.npy", REFERENCE "/bad/one_d.npy");
    expect_manifest(folder, 0, "Left out: 2 arrays with names that cannot be written here");
    expect_manifest(folder, 0, "Left out: 1 array of fewer than two dimensions, such as labels.npy");
    expect_run(0, "2 of 2 arrays", "check %s/m.yaml", folder);
    expect_run(0, "3 of 5 arrays are left out", "init %s/runs", folder);
}

Test(init, refuses_a_number_sign_in_the_path)
{
    const char *folder = folder_make();

    folder_link(folder, "run#1/fc.npy", HIDDEN);
    expect_run(2, "a #", "init %s/run#1", folder);
    expect_run(0, "\"fc.npy\"", "init %s/run#1 -o %s/run#1/m.yaml && cat %s/run#1/m.yaml", folder, folder,
               folder);
    folder_link(folder, "runs/a#/fc.npy", HIDDEN);
    expect_run(1, "none of the 1 arrays", "init %s/runs", folder);
}

Test(init, tells_of_broken_files_and_goes_on)
{
    const char *folder = folder_make();

    make_tree(folder, "runs/gen-%d/step%06d/%s.npy");
    folder_link(folder, "runs/gen-1/step000100/bad.npy", REFERENCE "/bad/bad_magic.npy");
    folder_write(folder, "runs/gen-1/log.txt", "no array");
    expect_manifest(folder, 1, "\"runs/{network}/step{step:06}/{layer}.npy\"");
    expect_run(1, "bad.npy: not an array file", "init %s/runs", folder);
    expect_run(0, "18 of 18 arrays", "check %s/m.yaml", folder);
}

Test(init, refuses_what_is_no_directory)
{
    const char *folder = folder_make();

    folder_write(folder, "empty/notes.txt", "nothing here");
    expect_run(2, "no such directory", "init %s/none", folder);
    expect_run(2, "name the directory", "init %s/empty/notes.txt", folder);
    expect_run(1, "no arrays among 1 files", "init %s/empty", folder);
    expect_run(2, "what to init is missing", "init");
    expect_run(2, "there is no such directory", "init %s/empty -o %s/none/m.yaml", folder, folder);
}

static void make_ambiguous(const char *folder)
{
    for (int i = 0; i < 12; i++) {
        char name[40];

        snprintf(name, sizeof name, "run%d/%d.npy", i / 4 + 1, i % 4 + 1);
        folder_link(folder, name, HIDDEN);
    }
}

Test(init, says_so_where_it_has_to_choose)
{
    const char *folder = folder_make();

    make_ambiguous(folder);
    expect_run(0, "# That is not certain; instead it may be\n#   \"", "init %s", folder);
    expect_run(0, "1 guess is uncertain", "init %s", folder);
}

/* Starts init on a terminal, and expects what it writes after an answer. */
static void expect_answer(const char *folder, const char *answer, const char *template)
{
    struct pty pty;

    pty_start(&pty, &(const struct pty_options){.columns = 200, .rows = 60},
              (const char *const[]){"init", folder, NULL});
    pty_await(&pty, "What do the names stand for?");
    pty_await(&pty, "Enter for 1:");
    pty_send(&pty, answer);
    cr_assert(pty_await_end(&pty, 10));
    cr_expect(WIFEXITED(pty.status) && WEXITSTATUS(pty.status) == 0);
    cr_expect(strstr(pty.output, template), "%s: no %s in\n%s", answer, template, pty.output);
    cr_expect_null(strstr(pty.output, "not certain"));
    pty_free(&pty);
}

Test(init, asks_on_a_terminal)
{
    const char *folder = folder_make();

    make_ambiguous(folder);
    expect_answer(folder, "\r", "/{network}/{step}.npy\"");
    expect_answer(folder, "2\r", "/{network}/{layer}.npy\"");
    expect_answer(folder, "9\rx\r 2 \r", "/{network}/{layer}.npy\"");
    expect_answer(folder, "\004", "/{network}/{step}.npy\"");
}

Test(init, asks_nothing_that_it_knows_nor_when_told_to_be_quiet)
{
    const char *folder = folder_make();
    struct run result;

    make_ambiguous(folder);
    result = run_on_terminal("init -q %s", folder);
    cr_expect(strstr(result.out, "activations: ") && !strstr(result.out, "Enter for 1"), "%s", result.out);
    run_free(&result);
    folder = folder_make();
    make_tree(folder, "gen-%d/step%06d/%s.npy");
    result = run_on_terminal("init %s", folder);
    cr_expect(strstr(result.out, "activations: ") && !strstr(result.out, "Enter for 1"), "%s", result.out);
    run_free(&result);
}

Test(init, follows_links_but_not_in_circles)
{
    const char *folder = folder_make();
    char path[100];

    make_tree(folder, "real/gen-%d/step%06d/%s.npy");
    snprintf(path, sizeof path, "%s/runs", folder);
    cr_assert(symlink("real", path) == 0);
    snprintf(path, sizeof path, "%s/real/gen-1/again", folder);
    cr_assert(symlink("..", path) == 0);
    expect_manifest(folder, 0, "step{step:06}/{layer}.npy\"");
    expect_run(0, "18 of 18 arrays", "check %s/m.yaml", folder);
}
