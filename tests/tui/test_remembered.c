/* Coming back to where one was. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program.h"
#include "pty.h"
#include "tui/remembered.h"

TestSuite(remembered, .fini = folder_remove);

/* A state folder, a manifest, and the file that belongs to both; its path. */
static char *prepare(char manifest[200])
{
    const char *folder = folder_make();
    char *path;

    setenv("XDG_STATE_HOME", folder, 1);
    snprintf(manifest, 200, "%s/m.yaml", folder);
    folder_write(folder, "m.yaml", "ccascope: 1\n");
    cr_assert((path = remembered_path(manifest)));
    cr_expect_eq(strncmp(path, folder, strlen(folder)), 0);
    return path;
}

Test(remembered, reads_back_what_it_writes)
{
    char manifest[200], *path = prepare(manifest);
    struct remembered saved = {.view = strdup("layers"),
                               .network = strdup("a: \"b\"\n\033[31m # \\ \xE2\x80\xAE"),
                               .layer = strdup("null"),
                               .row = strdup("12"),
                               .measure = strdup("-")},
                      loaded;

    cr_assert(remembered_save(path, manifest, &saved));
    loaded = remembered_load(path, manifest);
    cr_expect_str_eq(loaded.manifest, saved.manifest);
    cr_expect_str_eq(loaded.view, saved.view);
    cr_expect_str_eq(loaded.network, saved.network);
    cr_expect_str_eq(loaded.layer, saved.layer);
    cr_expect_str_eq(loaded.row, saved.row);
    cr_expect_str_eq(loaded.measure, saved.measure);
    cr_expect_null(loaded.palette);
    cr_expect_null(loaded.checkpoint);
    remembered_free(&loaded);
    remembered_free(&saved);
    free(path);
}

Test(remembered, takes_no_file_that_is_not_its_own)
{
    static const char *const texts[] = {"",
                                        "- a\n",
                                        "view: [",
                                        "view: layers\n",
                                        "manifest: /elsewhere\nview: layers\n",
                                        "\xFF\xFE",
                                        "manifest: {a: b}\nview: layers\n"};
    char manifest[200], *path = prepare(manifest);

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct remembered loaded;
        FILE *out;

        folder_write(getenv("XDG_STATE_HOME"), "ccascope/x", "");
        cr_assert((out = fopen(path, "w")));
        fputs(texts[i], out);
        fclose(out);
        loaded = remembered_load(path, manifest);
        cr_expect_null(loaded.view, "%s", texts[i]);
        remembered_free(&loaded);
    }
    free(path);
}

Test(remembered, needs_a_place)
{
    char manifest[200], *path = prepare(manifest);
    struct remembered nothing = {0};

    cr_expect_null(remembered_path("/nonexistent/m.yaml"));
    cr_expect_not(remembered_save("/proc/nowhere/x.yaml", manifest, &nothing));
    remembered_free(&nothing);
    unsetenv("XDG_STATE_HOME");
    unsetenv("HOME");
    cr_expect_null(remembered_path(manifest));
    free(path);
}

static char variable[200];
static struct pty_options options = {.variable = variable};

static void start(struct pty *pty, const char *const *arguments, const char *expected)
{
    pty_start(pty, &options, arguments);
    pty_await(pty, "comparisons");
    pty_await(pty, expected);
}

/* Colour of conv1 with itself, once it is compared. */
static int colour_of_nearest(struct pty *pty)
{
    pty_await(pty, "0.00");
    for (int i = 0; i < 500 && pty_background(pty, 10, 4) < 0; i++)
        pty_settle(pty, 20);
    return pty_background(pty, 10, 4);
}

static void leave(struct pty *pty)
{
    pty_send(pty, "q");
    cr_assert(pty_await_end(pty, 10));
    pty_free(pty);
}

Test(remembered, brings_the_explorer_back)
{
    static const char *const usual[] = {DIGITS_MANIFEST, NULL};
    struct pty pty;
    int bright;

    snprintf(variable, sizeof variable, "XDG_STATE_HOME=%s", folder_make());
    start(&pty, usual, "conv1 × conv1");
    bright = colour_of_nearest(&pty);
    pty_send(&pty, "BBBB[jlmc"); /* mem-1 as B, an earlier checkpoint of A, a cursor, a measure, a palette */
    pty_await(&pty, "A gen-1 @400   B mem-1 @6000");
    pty_await(&pty, "conv2 × conv2");
    pty_await(&pty, "r2cca");
    leave(&pty);

    start(&pty, usual, "A gen-1 @400   B mem-1 @6000");
    pty_await(&pty, "conv2 × conv2");
    cr_expect(pty_shows(&pty, "r2cca"));
    cr_expect_neq(colour_of_nearest(&pty), bright, "the palette");
    pty_send(&pty, "2jL");
    pty_await(&pty, "settles");
    leave(&pty);

    start(&pty, usual, "settles");
    pty_await(&pty, "conv2 at 0");
    leave(&pty);

    start(&pty, (const char *const[]){DIGITS_MANIFEST, "--fresh", NULL}, "A gen-1 @1000   B gen-1 @1000");
    cr_expect(pty_shows(&pty, "pwcca"));
    cr_expect(pty_shows(&pty, "conv1 × conv1"));
    leave(&pty); /* which is where one was next time */

    start(&pty, usual, "A gen-1 @1000   B gen-1 @1000");
    pty_send(&pty, "3j");
    pty_await(&pty, "checkpoints");
    leave(&pty);

    start(&pty, (const char *const[]){DIGITS_MANIFEST, "--network=mem-2", NULL}, "layers  A mem-2 @6000");
    leave(&pty);
    start(&pty, (const char *const[]){DIGITS_MANIFEST, "convergence", "--form=group", NULL},
          "convergence of a group");
    leave(&pty);
}

/* Names that are gone, and numbers beyond the end. */
Test(remembered, does_not_mind_that_things_change)
{
    static const char *const manifest[] = {DIGITS_MANIFEST, NULL};
    struct pty pty;
    char *path;
    FILE *out;

    snprintf(variable, sizeof variable, "XDG_STATE_HOME=%s", folder_make());
    putenv(variable);
    cr_assert((path = remembered_path(DIGITS_MANIFEST)));
    folder_write(getenv("XDG_STATE_HOME"), "ccascope/x", "");
    cr_assert((out = fopen(path, "w")));
    fprintf(
        out,
        "manifest: %s\nview: layers\nform: gone\nrow: 999\ncolumn: 18446744073709551615\nnetwork: gone\n"
        "against: mem-1\nagainst-checkpoint: gone\nlayer: gone\ntimestep: 7\nmeasure: gone\npalette: gone\n",
        DIGITS_MANIFEST);
    fclose(out);
    start(&pty, manifest, "A gen-1 @1000   B mem-1 @6000");
    pty_await(&pty, "logits × ");
    leave(&pty);
    free(path);
}

Test(remembered, brings_back_what_was_called_early)
{
    static const char *const usual[] = {DIGITS_MANIFEST, NULL};
    struct pty pty;

    snprintf(variable, sizeof variable, "XDG_STATE_HOME=%s", folder_make());
    start(&pty, usual, "conv1 × conv1");
    pty_send(&pty, ":view stability\r");
    pty_await(&pty, "early @100   halfway @400   k 2");
    pty_send(&pty, "])i");
    pty_await(&pty, "early @150   halfway @1000");
    leave(&pty);

    start(&pty, usual, "early @150   halfway @1000");
    leave(&pty);
    start(&pty, (const char *const[]){DIGITS_MANIFEST, "stability", "--early", "50", NULL},
          "early @50   halfway @400");
    leave(&pty);
}
