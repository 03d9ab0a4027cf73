/* The explorer by a script. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "golden.h"
#include "program.h"

TestSuite(script, .fini = folder_remove);

/* Runs a script, with these options before it; %s in it is a folder. */
static struct run run_script(const char *options, const char *text)
{
    const char *folder = folder_make();
    char script[2000];

    snprintf(script, sizeof script, text, folder, folder, folder);
    folder_write(folder, "s.txt", script);
    return run("%s --script %s/s.txt " DIGITS_MANIFEST, options, folder);
}

static void check(const char *golden, const char *text)
{
    struct run got = run_script("", text);

    cr_expect_eq(got.status, 0, "%s", got.error);
    cr_expect_str_empty(got.error);
    golden_check_text(got.out, golden);
    run_free(&got);
}

Test(script, does_what_it_says)
{
    check("script_layers.txt", "# nothing yet\n\nagainst mem-1\ndown 2\nright\nmeasure cka\ndump\n");
    check("script_views.txt", "size 60x16\nview convergence\nnetwork mem-1\npress j l L\ndump\n"
                              "view groups\ndump\nview scatter\ndump\n");
    check("script_screens.txt",
          "size 100x20\npress j l Enter\ndump\nback\nhelp\ndown 3\ndump\nhelp\nerrors\ndump");
}

static char *read_file(const char *folder, const char *name)
{
    char path[300], *text = NULL;
    size_t room = 0;
    FILE *in;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    cr_assert((in = fopen(path, "r")), "%s", path);
    cr_assert(getdelim(&text, &room, '\0', in) > 0);
    fclose(in);
    return text;
}

/* However many threads there are, and however often. */
Test(script, draws_the_same_every_time)
{
    static const char text[] =
        "view convergence\nnetwork mem-2\ndump %s/a.svg\nview networks\norder cluster\n"
        "dump %s/b.txt\nopen\ndump %s/c.svg\n";
    static const char *const options[] = {"--no-cache --threads 1", "--no-cache --threads 4", "--no-cache"};
    static const char *const files[] = {"a.svg", "b.txt", "c.svg"};
    char *first[3] = {0};

    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct run got = run_script(options[i], text);

        cr_expect_eq(got.status, 0, "%s", got.error);
        for (size_t j = 0; j < 3; j++) {
            char *now = read_file(folder_path(), files[j]);

            if (first[j])
                cr_expect_str_eq(now, first[j], "%s with %s", files[j], options[i]);
            else
                first[j] = strdup(now);
            free(now);
        }
        run_free(&got);
    }
    cr_expect(strstr(first[0], "<svg") && strstr(first[2], "canonical correlations"));
    for (size_t j = 0; j < 3; j++)
        free(first[j]);
}

Test(script, replaces_what_it_saved)
{
    for (int i = 0; i < 2; i++) {
        struct run got = run_script("-q", "save %s/x.csv\nsave %s/x.csv\n");
        char *text = read_file(folder_path(), "x.csv");

        cr_expect_eq(got.status, 0, "%s", got.error);
        cr_expect_eq(strncmp(text, "view,measure,", 13), 0);
        free(text);
        run_free(&got);
    }
}

Test(script, ends_at_its_first_mistake)
{
    static const struct {
        const char *text, *complaint;
        int status;
    } cases[] = {
        {"down\ndwon\ndump\n", "s.txt:2: error: no 'dwon'; did you mean 'down'?", 2},
        {"xyzzy plugh\n", "s.txt:1: error: no 'xyzzy plugh'; there are size, press, dump", 2},
        {"size 3x3\n", "a size of '3x3'; it is COLUMNSxROWS", 2},
        {"press j Entre\n", "no key 'Entre'", 2},
        {"dump x.png\n", "end it in .svg or .txt", 2},
        {"dump /nonexistent/x.svg\n", "cannot be written", 1},
        {"network nobody\n", "no 'network nobody'", 2},
        {"save /nonexistent/x.csv\n", "s.txt:1: error: ", 1},
        {"\033[31m\n", "no '^[[31m'", 2},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run got = run_script("", cases[i].text);

        cr_expect_eq(got.status, cases[i].status, "%s: %d", cases[i].text, got.status);
        cr_expect(strstr(got.error, cases[i].complaint), "%s: %s", cases[i].text, got.error);
        cr_expect_str_empty(got.out, "%s", cases[i].text);
        expect_harmless(got.error, strlen(got.error), false);
        run_free(&got);
    }
    expect_run(2, "cannot be read", "--script /nonexistent/s.txt " DIGITS_MANIFEST);
}

Test(script, needs_no_terminal_and_asks_no_settings)
{
    const char *folder = folder_make();
    struct run got;

    folder_write(folder, "ccascope/config.yaml", "palette: [broken\nkeys: {down: x}\n");
    got = run("--version >/dev/null; (printf 'press j\\ndump\\n' | XDG_CONFIG_HOME=%s LC_ALL=C.UTF-8 TERM= "
              "%s --script - %s)",
              folder, CCASCOPE_PROGRAM, DIGITS_MANIFEST);
    cr_expect_eq(got.status, 0, "%s", got.error);
    cr_expect_str_empty(got.error);
    cr_expect(strstr(got.out, "conv2 × conv1"));
    run_free(&got);
}

/* Quitting ends it; colours come when asked for. */
Test(script, can_quit_and_speak_in_colour)
{
    struct run got = run_script("--color always", "dump\nquit\ndump\n");
    const char *heading = strstr(got.out, "Generalizing");

    cr_expect_eq(got.status, 0);
    cr_assert(heading && strchr(got.out, '\033'));
    cr_expect_null(strstr(heading + 1, "Generalizing"), "it goes on");
    run_free(&got);
}
