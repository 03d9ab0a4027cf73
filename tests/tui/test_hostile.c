/* Names that would act on a terminal, or move what stands beside them: on every way out of the program. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "pty.h"
#include "tui/text.h"
#include "tui/view.h"

TestSuite(hostile, .fini = folder_remove);

/* As in YAML and in printf: controls, C1, bidi, invisible, combining, wide, right-to-left, emoji in all its
 * forms. */
static const char *const names[] = {
    "plain",
    "\\e[31mred\\e[0m\\e]0;title\\a",
    "c1 \\u009b31m \\u009d0;x",
    "\\u202Eevil\\u202C \\u2066x\\u2069",
    "zero\\u200Bwidth\\uFEFF\\u2060",
    "re\\u0301\\u0302\\u0303seau",
    "\\u5C64\\u4E00\\u4E8C",
    "\\u05E9\\u05DB\\u05D1\\u05D4 7",
    "\\u0637\\u0628\\u0642\\u0629",
    "\\U0001F600 smile",
    "\\U0001F468\\u200D\\U0001F469\\u200D\\U0001F467",
    "\\U0001F44D\\U0001F3FD\\u2764\\uFE0F",
    "\\U0001F1E9\\U0001F1EA flag",
    "tab\\tand\\nnewline",
};
#define ARRAY SAMPLES "/digits-cnn/activations/gen-1/0/fc.npy"
#define NAMES (sizeof names / sizeof *names)

/* What a name is, its escapes undone. */
static const char *bytes_of(const char *name, char out[200])
{
    static const char letters[] = "eatn", values[] = "\033\a\t\n";
    char *to = out;

    while (*name) {
        const char *letter = *name == '\\' ? strchr(letters, name[1]) : NULL;
        size_t digits = *name != '\\' ? 0 : name[1] == 'u' ? 4 : name[1] == 'U' ? 8 : 0;
        char number[9] = "";

        if (digits > 0) {
            memcpy(number, name + 2, digits);
            to += text_encode((char32_t)strtoul(number, NULL, 16), to);
            name += 2 + digits;
        } else {
            *to++ = letter ? values[letter - letters] : *name;
            name += letter ? 2 : 1;
        }
    }
    *to = '\0';
    return out;
}

static void link_arrays(const char *folder)
{
    static const size_t checkpoints[] = {2, 11};
    char file[700], network[200], checkpoint[200], layer[200];

    for (size_t i = 0; i < NAMES * NAMES * 2; i++) {
        snprintf(file, sizeof file, "%s+%s+%s.npy", bytes_of(names[i % NAMES], network),
                 bytes_of(names[checkpoints[i / NAMES % 2]], checkpoint),
                 bytes_of(names[i / NAMES / 2], layer));
        folder_link(folder, file, ARRAY);
    }
}

/* An experiment with these names everywhere; every array is the same. */
static const char *make_experiment(void)
{
    const char *folder = folder_make();
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    fprintf(out,
            "ccascope: 1\ntitle: \"%s\"\nactivations: \"{network}+{checkpoint}+{layer}.npy\"\nnetworks:\n",
            names[1]);
    for (size_t i = 0; i < NAMES; i++)
        fprintf(out, "  - {name: \"%s\", group: \"%s\", attributes: {\"%s\": %zu}}\n", names[i],
                names[(i + 1) % 4], names[3], i);
    fprintf(out, "checkpoints: [{name: \"%s\", step: 0}, {name: \"%s\", step: 1}]\nlayers:\n", names[2],
            names[11]);
    for (size_t i = 0; i < NAMES; i++)
        fprintf(out, "  - \"%s\"\n", names[i]);
    fclose(out);
    folder_write(folder, "m.yaml", text);
    link_arrays(folder);
    free(text);
    return folder;
}

/* Only SGR, erasing and line ends; nothing invisible, nothing that turns the direction. */
static void expect_safe(const struct run *run, const char *what)
{
    struct text_reader reader = {.next = run->out};
    const char *at = run->out;

    expect_harmless(run->out, run->out_size, true);
    for (char32_t got; (got = text_next(&reader)); at = reader.next)
        if (got == TEXT_REPLACEMENT)
            cr_assert(strncmp(at, "\xEF\xBF\xBD", 3) == 0, "%s: U+FFFD stands for %.4s in the output itself",
                      what, at);
}

static void check(const char *folder, const char *command, const char *rest)
{
    struct run run = run_on_terminal("%s %s/m.yaml %s", command, folder, rest);

    cr_expect(run.status >= 0, "%s %s", command, rest);
    cr_expect_gt(run.out_size, 0, "%s %s", command, rest);
    expect_safe(&run, command);
    run_free(&run);
}

Test(hostile, names_do_nothing_to_a_terminal)
{
    const char *folder = make_experiment();

    for (int view = 0; view < VIEW_COUNT; view++) {
        char rest[100];

        snprintf(rest, sizeof rest, "%s %s%s", views[view].name, *views[view].form ? "--form " : "",
                 views[view].form);
        check(folder, "show", rest);
        check(folder, "compute", rest);
        strcat(rest, " --format json");
        check(folder, "compute", rest);
    }
    check(folder, "check", "");
    check(folder, "compute", "networks --wide");
    check(folder, "show", "--network \"$(printf 'a\\033[31m\\342\\200\\256')\"");
    check(folder, "show", "\"$(printf 'layers\\033[31m')\"");
}

Test(hostile, files_do_nothing_to_a_terminal)
{
    const char *folder = folder_make();
    static const char *const commands[] = {
        "init %s", "compare \"%s/$(printf 'a\\033[31m\\302\\233.npy')\" %s/b.npy",
        "compare \"%s/$(printf 'a\\033[31m\\302\\233.npy')\" %s/b.npy --format json",
        "compare \"%s/$(printf 'none\\033]0;x\\007')\" %s/b.npy", "\"%s/$(printf 'none\\342\\200\\256')\""};

    folder_link(folder, "a\033[31m\xC2\x9B.npy", ARRAY);
    folder_link(folder, "b.npy", ARRAY);
    folder_link(folder, "net\xE2\x80\xAE/0/\xFF.npy", ARRAY);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        char command[400];
        struct run run;

        snprintf(command, sizeof command, commands[i], folder, folder);
        run = run_on_terminal("%s </dev/null", command);
        cr_expect_gt(run.out_size, 0, "%s", command);
        expect_safe(&run, command);
        run_free(&run);
    }
}

/* Where the field of each row begins on the screen: the first cell with a background. */
static int field_of(const struct pty *pty, int row)
{
    int x = 0;

    while (x < 80 && pty_background(pty, x, row) < 0)
        x++;
    return x;
}

Test(hostile, names_move_no_column)
{
    static const struct pty_options options = {.rows = 50, .columns = 80};
    const char *folder = make_experiment();
    char manifest[200];
    struct pty pty;
    int rows = 0, column = -1;

    snprintf(manifest, sizeof manifest, "%s/m.yaml", folder);
    pty_start(&pty, &options, (const char *const[]){manifest, "--no-cache", NULL});
    pty_await(&pty, "comparisons");
    pty_await(&pty, "0.00");
    pty_settle(&pty, 300);
    for (int row = 4; row < 40; row++) {
        int here = field_of(&pty, row);

        if (here >= 80)
            continue;
        column = column < 0 ? here : column;
        cr_expect_eq(here, column, "row %d begins at %d, not %d", row, here, column);
        rows++;
    }
    cr_expect_geq(rows, (int)NAMES);
    pty_free(&pty);
}
