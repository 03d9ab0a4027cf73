/* The explorer on terminals of many types: it comes up, can be used, and leaves nothing behind. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "pty.h"
#include "tui/colour.h"

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

/* Two terminals that few systems describe: 24-bit colours, and 16. Sets TERMINFO_DIRS; false without tic. */
static bool describe_terminals(char variable[1100])
{
    static const char description[] =
        "test-direct|24-bit colours,\n\tRGB, colors#0x1000000, pairs#0x7FFF,\n"
        "\tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,\n"
        "\tsetab=\\E[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,\n"
        "\tuse=xterm-256color,\n"
        "test-16|16 colours,\n\tcolors#16, pairs#256, use=xterm-256color,\n";
    char command[1200];
    const char *folder = folder_make();

    folder_write(folder, "description", description);
    snprintf(variable, 1100, "TERMINFO_DIRS=%s/terminfo:", folder);
    snprintf(command, sizeof command, "tic -x -o %s/terminfo %s/description 2>/dev/null", folder, folder);
    return system(command) == 0;
}

/* 24-bit colours where terminfo says RGB, and nowhere else, whatever COLORTERM says. */
Test(pty_terms, direct_colour_is_terminfos_word)
{
    static const struct pty_options colorterm = {.variable = "COLORTERM=truecolor"};
    char variable[1100];
    struct pty_options direct = {.term = "test-direct", .variable = variable};
    struct pty pty;

    if (!describe_terminals(variable))
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

/* As xterm has them: libvterm's cube has other steps. */
static double lightness(const struct pty *pty, VTermColor ink)
{
    if (VTERM_COLOR_IS_INDEXED(&ink))
        return colour_lightness(colour_of_256(ink.indexed.idx));
    vterm_screen_convert_color_to_rgb(pty->screen, &ink);
    return colour_lightness(COLOUR_RGB(ink.rgb.red, ink.rgb.green, ink.rgb.blue));
}

/* The steps of the colour bar from its upper end on, as they have arrived at the terminal: the lightness of
 * its cells, or of their halves, or without colours how much of a cell its glyph covers. Returns how many. */
static size_t read_bar(const struct pty *pty, bool coloured, double steps[60])
{
    static const uint32_t shades[2][6] = {U" ░▒▓█", U" ·░▒█"};
    bool console = !coloured && pty_shows(pty, "·");
    VTermScreenCell cell;
    size_t count = 0;
    int x = 79, y = 3;

    do { /* its right edge, in its first row */
        vterm_screen_get_cell(pty->screen, (VTermPos){.row = y, .col = --x}, &cell);
    } while (x > 0 && (coloured ? VTERM_COLOR_IS_DEFAULT_BG(&cell.bg) : cell.chars[0] != U'█'));
    for (; y < 20; y++) {
        vterm_screen_get_cell(pty->screen, (VTermPos){.row = y, .col = x}, &cell);
        if (coloured && VTERM_COLOR_IS_DEFAULT_BG(&cell.bg))
            break;
        if (coloured) {
            steps[count++] = lightness(pty, cell.bg);
            if (cell.chars[0] == U'▄')
                steps[count++] = lightness(pty, cell.fg);
        } else
            for (size_t i = 0; i < 5; i++)
                if (shades[console][i] == (cell.chars[0] ? cell.chars[0] : ' '))
                    steps[count++] = (double)i;
    }
    return count;
}

/* Whether lightness goes one way, or two about the middle, and how far. */
static void expect_order(const double *steps, size_t count, int direction, size_t from, const char *what)
{
    for (size_t i = from + 1; i < count; i++)
        cr_expect_geq(direction * (steps[i] - steps[i - 1]), -0.6, "%s, step %zu: %g after %g", what, i,
                      steps[i], steps[i - 1]);
    cr_expect_gt(direction * (steps[count - 1] - steps[from]), count > 30 ? 1 : 0.5, "%s: %g to %g", what,
                 steps[from], steps[count - 1]);
}

static void check_bar(const struct pty_options *options, const char *palette, bool light)
{
    bool coloured = strcmp(options->term, "vt100") != 0 &&
                    !(strcmp(options->term, "linux") == 0 && strcmp(palette, "--palette=grey") == 0);
    char what[100];
    double steps[60];
    size_t count;
    struct pty pty;

    snprintf(what, sizeof what, "%s %s %s", options->term, palette, light ? "light" : "dark");
    pty_start(&pty, options,
              (const char *const[]){DIGITS_MANIFEST, palette, light ? "--light" : "--dark", NULL});
    pty_await(&pty, "15 comparisons");
    pty_await(&pty, "1.00");
    pty_settle(&pty, 100); /* colours come last */
    count = read_bar(&pty, coloured, steps);
    cr_assert_geq(count, 10, "%s: %zu steps", what, count);
    expect_order(steps, count, coloured && light ? 1 : -1, 0, what); /* alike is what stands out */
    pty_free(&pty);
}

/* What arrives at the terminal, on each kind of it: the palettes keep the order of their lightness. */
Test(pty_terms, lightness_follows_the_scale)
{
    static const char *const types[] = {"test-direct", "xterm-256color", "test-16", "linux", "vt100"},
                             *const given[] = {"--palette=viridis", "--palette=cividis", "--palette=magma",
                                               "--palette=grey"};
    char variable[1100];

    if (!describe_terminals(variable))
        cr_skip_test("no tic");
    for (size_t type = 0; type < sizeof types / sizeof *types; type++)
        for (size_t palette = 0; palette < sizeof given / sizeof *given; palette++)
            for (int light = 0; light < 2; light++) {
                struct pty_options options = {.term = types[type], .variable = variable};

                check_bar(&options, given[palette], light);
            }
    folder_remove();
}

/* Where cosines are negative, about the middle: lightness changes the same way on both sides of it. */
Test(pty_terms, lightness_is_the_same_on_both_sides_of_a_middle)
{
    static const char *const types[] = {"test-direct", "xterm-256color", "test-16", "linux"};
    char variable[1100];

    if (!describe_terminals(variable))
        cr_skip_test("no tic");
    for (size_t i = 0; i < 2 * sizeof types / sizeof *types; i++) {
        bool light = i % 2;
        struct pty_options options = {.term = types[i / 2], .variable = variable};
        double steps[60];
        size_t count, half;
        struct pty pty;

        pty_start(&pty, &options,
                  (const char *const[]){SAMPLES "/text-lstm/ccascope.yaml", "--measure=cosine",
                                        light ? "--light" : "--dark", NULL});
        pty_await(&pty, " comparisons");
        pty_await(&pty, "2.0 ");
        pty_settle(&pty, 100);
        count = read_bar(&pty, true, steps);
        half = count / 2;
        expect_order(steps, half, light ? 1 : -1, 0, types[i / 2]);
        expect_order(steps, count, light ? -1 : 1, half, types[i / 2]);
        pty_free(&pty);
    }
    folder_remove();
}
