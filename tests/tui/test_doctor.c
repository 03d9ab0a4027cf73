/* What `doctor` says where, and its test card. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "program.h"
#include "pty.h"
#include "tui/test_card.h"

#define CARD "the bars line up"

static void check_card(bool unicode, const char *name)
{
    struct look look = {.depth = DEPTH_NONE, .unicode = unicode, .glyphs = GLYPHS_BRAILLE};
    struct canvas *canvas = canvas_create(TEST_CARD_COLUMNS, TEST_CARD_ROWS);

    canvas->ascii = !unicode;
    test_card_draw(canvas, &look);
    golden_check(canvas, name);
    canvas_free(canvas);
}

Test(doctor, draws_everything_that_pictures_are_made_of)
{
    check_card(true, "test_card");
    check_card(false, "test_card_ascii");
}

Test(doctor, speaks_without_a_terminal)
{
    expect_run(0, CARD, "doctor");
    expect_run(0, "standard output is not a terminal", "doctor");
    expect_run(0, "OpenBLAS", "doctor");
    expect_run(0, "cannot be written", "doctor"); /* the cache of these runs is in a file, not a folder */
    expect_run(0, "light, as an option", "doctor --light");
    expect_run(2, "doctor takes none", "doctor manifest.yaml");
    expect_run(1, "cannot be written", "doctor >/dev/full");
}

/* What it prints on a terminal that sends this answer; malloc'ed. */
static char *examine(const struct pty_options *options, const char *answer, const char *const *arguments)
{
    struct pty pty;
    char *output;

    pty_start(&pty, options, arguments);
    if (answer) {
        while (!strstr(pty.output, "\033[c"))
            pty_settle(&pty, 50);
        pty_send(&pty, answer);
    }
    cr_assert(pty_await_end(&pty, 10));
    cr_expect_eq(pty.status, 0);
    cr_expect(pty_modes_restored(&pty));
    output = strdup(pty.output);
    cr_expect_not_null(strstr(output, CARD));
    pty_free(&pty);
    return output;
}

static void expect_said(char *output, const char *const *parts)
{
    for (size_t i = 0; parts[i]; i++)
        cr_expect(strstr(output, parts[i]), "no '%s' in\n%s", parts[i], output);
    free(output);
}

static const char *const doctor[] = {"doctor", NULL};

Test(doctor, asks_the_terminal)
{
    static const struct pty_options tall = {.columns = 100, .rows = 60};

    expect_said(examine(&tall, "\033]11;rgb:fafa/fafa/fafa\033\\\033[?2026;2$y\033[?64;1c", doctor),
                (const char *const[]){"xterm-256color", "100 columns, 60 rows", "colours       256",
                                      "light: the terminal says rgb:fafa/fafa/fafa", "synchronized output)",
                                      "\033[0;38;5;", NULL});
    expect_said(examine(&tall, "\033[?2026;0$y\033[?64;1c", doctor),
                (const char *const[]){"dark, as nothing is known", "no synchronized output", NULL});
    expect_said(examine(&tall, NULL, doctor), (const char *const[]){"answers no question", NULL});
}

Test(doctor, gives_advice)
{
    static const struct pty_options unknown = {.term = "unknown-thing"}, screen = {.term = "screen"},
                                    console = {.term = "linux"}, unset = {.variable = "TERM"},
                                    plain = {.locale = "C"}, truecolor = {.variable = "COLORTERM=truecolor"};

    expect_said(examine(&unknown, NULL, doctor), (const char *const[]){"does not know", "set TERM", NULL});
    expect_said(examine(&unset, NULL, doctor), (const char *const[]){"TERM is not set", "set TERM", NULL});
    expect_said(examine(&screen, "\033[?1;2c", doctor), (const char *const[]){"tmux-256color", NULL});
    expect_said(examine(&console, NULL, doctor),
                (const char *const[]){"not asked", "ASCII", NULL});
    expect_said(examine(&plain, "\033[?1;2c", doctor), (const char *const[]){"C.UTF-8 brings", NULL});
    expect_said(examine(&truecolor, "\033[?1;2c", doctor), (const char *const[]){"xterm-direct", NULL});
}
