/* The explorer on terminals of many types: it comes up, can be used, and leaves nothing behind. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "pty.h"

/* Whether a sequence that sets a colour (SGR 30 to 49, 90 to 107) is in what was sent. 39 and 49 set none. */
static bool has_colour(const char *output)
{
    for (const char *at = output; (at = strstr(at, "\033[")); at++)
        for (const char *number = at + 2; strspn(number, "0123456789;") > 0; number++) {
            long value = strtol(number, (char **)&number, 10);
            bool sets = ((value >= 30 && value <= 48) || (value >= 90 && value <= 107)) && value != 39;

            if (sets && number[strspn(number, "0123456789;")] == 'm')
                return true;
            if (*number != ';')
                break;
        }
    return false;
}

/* Through the views and screens; every step must be seen. */
static void walk(struct pty *pty)
{
    static const char *const steps[][2] = {
        {"j", "conv2"},       {"2", "settles at"},     {"5", "gen-1"},    {"\r", "correlations"},
        {"\033", "networks"}, {"?", "the pair under"}, {"?", "networks"}, {"m", "r2cca"},
        {"c", "networks"},    {"1", "layers"}};

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        pty_send(pty, steps[i][0]);
        pty_await(pty, steps[i][1]);
        pty_settle(pty, 60);
    }
}

static void check(const struct pty_options *options, const char *option, bool coloured)
{
    struct pty pty;

    pty_start(&pty, options, (const char *const[]){DIGITS_MANIFEST, option, NULL});
    pty_await(&pty, "15 comparisons");
    walk(&pty);
    pty_send(&pty, "q");
    cr_assert(pty_await_end(&pty, 10));
    cr_expect_eq(pty.status, 0);
    cr_expect(pty_modes_restored(&pty));
    cr_expect_eq(has_colour(pty.output), coloured, "%s, %s: colours %d", options->term, option, !coloured);
    pty_free(&pty);
}

Test(pty_terms, many_types_will_do)
{
    static const struct {
        const char *term;
        bool coloured;
    } types[] = {{"xterm", true},         {"xterm-256color", true}, {"screen", true},
                 {"tmux-256color", true}, {"linux", true},          {"vt100", false},
                 {"vt220", false},        {"rxvt", true},           {"ansi", true}};

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        for (int locale = 0; locale < 2; locale++) {
            struct pty_options options = {.term = types[i].term, .locale = locale ? "C" : NULL};

            check(&options, NULL, types[i].coloured);
        }
}

Test(pty_terms, colours_can_be_declined)
{
    static const struct pty_options usual = {.term = "xterm-256color"}, no_color = {.variable = "NO_COLOR=1"},
                                    empty = {.variable = "NO_COLOR="};

    check(&usual, "--color=never", false);
    check(&no_color, NULL, false);
    check(&no_color, "--color=always", true);
    check(&empty, NULL, true); /* an empty one declines nothing: https://no-color.org */
}

Test(pty_terms, ascii_is_enough)
{
    static const struct pty_options usual = {0};
    struct pty pty;

    pty_start(&pty, &usual, (const char *const[]){DIGITS_MANIFEST, "--ascii", NULL});
    pty_await(&pty, "15 comparisons");
    walk(&pty);
    for (size_t i = 0; i < pty.length; i++)
        cr_assert_lt((unsigned char)pty.output[i], 0x80);
    pty_free(&pty);
}

/* 24-bit colours where terminfo says RGB, and nowhere else, whatever COLORTERM says. */
Test(pty_terms, direct_colour_is_terminfos_word)
{
    static const char description[] =
        "test-direct|24-bit colours,\n\tRGB, colors#0x1000000, pairs#0x7FFF,\n"
        "\tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,\n"
        "\tsetab=\\E[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,\n"
        "\tuse=xterm-256color,\n";
    static const struct pty_options colorterm = {.variable = "COLORTERM=truecolor"};
    char variable[1100], command[1200];
    const char *folder = folder_make();
    struct pty_options direct = {.term = "test-direct", .variable = variable};
    struct pty pty;

    folder_write(folder, "description", description);
    snprintf(variable, sizeof variable, "TERMINFO_DIRS=%s/terminfo:", folder);
    snprintf(command, sizeof command, "tic -x -o %s/terminfo %s/description 2>/dev/null", folder, folder);
    if (system(command) != 0)
        cr_skip_test("no tic");
    check(&direct, NULL, true);
    pty_start(&pty, &direct, (const char *const[]){DIGITS_MANIFEST, NULL});
    pty_await(&pty, "15 comparisons");
    cr_expect(strstr(pty.output, "48;2;253;231;37m"), "the bright end of viridis, as it is");
    pty_free(&pty);
    pty_start(&pty, &colorterm, (const char *const[]){DIGITS_MANIFEST, NULL});
    pty_await(&pty, "15 comparisons");
    cr_expect_null(strstr(pty.output, "48;2;"));
    pty_free(&pty);
    folder_remove();
}
