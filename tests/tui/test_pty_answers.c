/* What the explorer asks the terminal, and what it does with the answers. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pty.h"

#define DIGITS SAMPLES "/digits-cnn/ccascope.yaml"
#define LIGHT  "\033]11;rgb:ffff/ffff/ffff\033\\"
#define DARK   "\033]11;rgb:1e1e/1e1e/1e1e\a"
/* A cell of distance 0, and its backgrounds by viridis among 256 colours. */
#define ALIKE_X        10
#define ALIKE_Y        4
#define ALIKE_ON_DARK  220
#define ALIKE_ON_LIGHT 53

static void start(struct pty *pty, const struct pty_options *options, const char *option)
{
    pty_start(pty, options, (const char *const[]){DIGITS, option, NULL});
    pty_await(pty, "15 comparisons");
    pty_settle(pty, 200);
}

static void expect_background(struct pty *pty, int expected, const char *when)
{
    for (int i = 0; i < 100 && pty_background(pty, ALIKE_X, ALIKE_Y) != expected; i++)
        pty_settle(pty, 50);
    cr_expect_eq(pty_background(pty, ALIKE_X, ALIKE_Y), expected, "%s: %d", when,
                 pty_background(pty, ALIKE_X, ALIKE_Y));
}

Test(pty_answers, are_asked_for_where_they_may_be_known)
{
    static const char *const terms[] = {"xterm-256color", "screen", "linux", "vt100"};

    for (int i = 0; i < 4; i++) {
        struct pty_options options = {.term = terms[i]};
        struct pty pty;

        start(&pty, &options, NULL);
        cr_expect_eq(strstr(pty.output, "\033]11;?\033\\") != NULL, i < 2, "%s", terms[i]);
        cr_expect_eq(strstr(pty.output, "\033[?2026$p") != NULL, i < 2, "%s", terms[i]);
        cr_expect_eq(strstr(pty.output, "\033[8l") != NULL, i < 2, "%s", terms[i]);
        pty_send(&pty, "q");
        cr_assert(pty_await_end(&pty, 10));
        cr_expect_eq(strstr(pty.output, "\033[8h") != NULL, i < 2, "%s", terms[i]);
        pty_free(&pty);
    }
}

Test(pty_answers, turn_the_palette)
{
    struct pty pty;

    start(&pty, NULL, NULL);
    expect_background(&pty, ALIKE_ON_DARK, "at first");
    pty_send(&pty, LIGHT);
    expect_background(&pty, ALIKE_ON_LIGHT, "light");
    pty_send(&pty, DARK);
    expect_background(&pty, ALIKE_ON_DARK, "dark");
    pty_free(&pty);
}

/* An answer comes when it comes: between keys, and in pieces. */
Test(pty_answers, are_told_from_keys)
{
    struct pty pty;

    start(&pty, NULL, NULL);
    pty_send(&pty, "j\033]11;rgb:ff");
    pty_settle(&pty, 100);
    pty_send(&pty, "ff/ffff/ff");
    pty_settle(&pty, 100);
    pty_send(&pty, "ff\033");
    pty_settle(&pty, 100);
    pty_send(&pty, "\\j\033[?2026;0$yj");
    pty_await(&pty, "fc × conv1");
    expect_background(&pty, ALIKE_ON_LIGHT, "in pieces");
    cr_expect(pty_shows(&pty, "A gen-1 @1000   B gen-1 @1000")); /* its characters did nothing else */
    pty_free(&pty);
}

/* One that never ends takes no keys for long. */
Test(pty_answers, may_stop_in_the_middle)
{
    struct pty pty;

    start(&pty, NULL, NULL);
    pty_send(&pty, "\033]11;rgb:ff");
    pty_settle(&pty, 1200);
    pty_send(&pty, "j");
    pty_await(&pty, "conv2 × conv1");
    expect_background(&pty, ALIKE_ON_DARK, "no answer");
    pty_free(&pty);
}

Test(pty_answers, count_less_than_what_the_user_says)
{
    static const struct pty_options settings = {.settings = "background: dark\n"},
                                    variable = {.variable = "COLORFGBG=0;15"};
    struct pty pty;

    start(&pty, NULL, "--dark");
    pty_send(&pty, LIGHT);
    pty_settle(&pty, 200);
    expect_background(&pty, ALIKE_ON_DARK, "--dark");
    pty_free(&pty);
    start(&pty, &settings, NULL);
    pty_send(&pty, LIGHT);
    pty_settle(&pty, 200);
    expect_background(&pty, ALIKE_ON_DARK, "background: dark");
    pty_free(&pty);
    start(&pty, &settings, "--light");
    expect_background(&pty, ALIKE_ON_LIGHT, "--light");
    pty_free(&pty);
    start(&pty, &variable, NULL);
    expect_background(&pty, ALIKE_ON_LIGHT, "COLORFGBG");
    pty_send(&pty, DARK); /* the variable may come from another terminal */
    expect_background(&pty, ALIKE_ON_DARK, "but the terminal says");
    pty_free(&pty);
}

/* How often a part is in what was sent from `from` on. */
static size_t count(const struct pty *pty, size_t from, const char *part)
{
    size_t found = 0;

    for (const char *at = pty->output + from; (at = strstr(at, part)); at++)
        found++;
    return found;
}

Test(pty_answers, synchronize_frames_where_the_terminal_can)
{
    struct pty pty;
    size_t from;

    start(&pty, NULL, NULL);
    cr_expect_eq(count(&pty, 0, "\033[?2026h"), 0);
    pty_send(&pty, "\033[?2026;2$y");
    pty_settle(&pty, 100);
    from = pty.length;
    pty_send(&pty, "j");
    pty_await(&pty, "conv2 × conv1");
    pty_settle(&pty, 100);
    cr_expect_eq(count(&pty, from, "\033[?2026h"), 1);
    cr_expect_eq(count(&pty, from, "\033[?2026l"), 1);
    cr_expect_eq(strncmp(pty.output + from, "\033[?2026h", 8), 0, "it begins with it");
    cr_expect_str_eq(pty.output + pty.length - 8, "\033[?2026l", "it ends with it");
    cr_expect_leq(pty.length - from, 256);
    from = pty.length;
    pty_send(&pty, "k\033[?2026;0$y");
    pty_await(&pty, "conv1 × conv1");
    pty_settle(&pty, 100);
    from = pty.length;
    pty_send(&pty, "j");
    pty_await(&pty, "conv2 × conv1");
    cr_expect_eq(count(&pty, from, "\033[?2026"), 0, "it cannot any more");
    pty_free(&pty);
}
