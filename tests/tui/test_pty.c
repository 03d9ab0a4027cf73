/* The explorer itself, on a terminal. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/rate.h"
#include "pty.h"

#define DIGITS SAMPLES "/digits-cnn/ccascope.yaml"

static void start(struct pty *pty)
{
    pty_start(pty, NULL, (const char *const[]){DIGITS, NULL});
    pty_await(pty, "0.00");
    pty_await(pty, "comparisons");
    pty_settle(pty, 300);
}

/* After the end: the terminal is as it was, and nothing was printed on it. */
static void expect_restored(const struct pty *pty)
{
    char *screen = pty_text(pty);

    cr_expect(pty_modes_restored(pty));
    cr_expect_not(pty->alternate);
    cr_expect_eq(strspn(screen, " \n"), strlen(screen), "left behind:\n%s", screen);
    free(screen);
}

Test(pty, explores_and_quits)
{
    struct pty pty;

    start(&pty);
    cr_expect(pty.alternate);
    cr_expect_not(pty_modes_restored(&pty));
    cr_expect(pty_shows(&pty, "15 comparisons"));
    pty_await(&pty, "conv1 × conv1");
    pty_send(&pty, "j");
    pty_await(&pty, "conv2 × conv1");
    pty_send(&pty, "l");
    pty_send(&pty, "l");
    pty_await(&pty, "conv2 × conv3");
    pty_send(&pty, "\r");
    pty_await(&pty, "canonical correlations");
    pty_send(&pty, "\033");
    pty_await_gone(&pty, "canonical correlations");
    pty_await(&pty, "conv2 × conv3");
    pty_send(&pty, "q");
    cr_assert(pty_await_end(&pty, 10));
    cr_expect(WIFEXITED(pty.status) && WEXITSTATUS(pty.status) == 0);
    expect_restored(&pty);
    pty_free(&pty);
}

Test(pty, walks_through_networks)
{
    struct pty pty;

    start(&pty);
    pty_await(&pty, "layers  A gen-1 @1000   B gen-1 @1000");
    pty_send(&pty, "jl");
    pty_await(&pty, "conv2 × conv2    0.000");
    pty_send(&pty, "BBBB");
    pty_await(&pty, "B mem-1 @6000");
    pty_send(&pty, "\r");
    pty_await(&pty, "canonical correlations");
    pty_await(&pty, "› conv2 × conv2");
    pty_send(&pty, "\177");
    pty_await(&pty, "conv2 × conv2    0.5");
    pty_send(&pty, "2AAAA");
    pty_await(&pty, "bottom-up: conv1 settles at");
    pty_free(&pty);
}

Test(pty, arrow_keys_move)
{
    struct pty pty;

    start(&pty);
    pty_send(&pty, "\033OB\033OC");
    pty_await(&pty, "conv2 × conv2");
    pty_send(&pty, "\033OA\033OD");
    pty_await(&pty, "conv1 × conv1");
    pty_free(&pty);
}

Test(pty, shows_every_view_measure_and_list)
{
    struct pty pty;

    start(&pty);
    pty_send(&pty, "m");
    pty_await(&pty, "r2cca");
    pty_send(&pty, "M");
    pty_await(&pty, "pwcca");
    pty_send(&pty, "2");
    pty_await(&pty, "settles at");
    pty_send(&pty, "3");
    pty_await(&pty, "checkpoints");
    pty_send(&pty, "5");
    pty_await(&pty, "gen-1 × gen-1");
    pty_send(&pty, "?");
    pty_await(&pty, "open the pair under the cursor");
    pty_send(&pty, "?");
    pty_await(&pty, "gen-1 × gen-1");
    pty_send(&pty, "e");
    pty_await(&pty, "nothing is missing or broken");
    pty_send(&pty, "\033");
    pty_await(&pty, "gen-1 × gen-1");
    pty_free(&pty);
}

Test(pty, comes_up_before_its_numbers)
{
    struct pty pty;
    const char *frame, *number;

    start(&pty);
    frame = strstr(pty.output, "help");
    number = strstr(pty.output, "n 400"); /* below the matrix, beside the number under the cursor */
    cr_assert(frame && number);
    cr_expect_lt(frame, number);
    pty_free(&pty);
}

Test(pty, follows_the_size)
{
    struct pty pty;

    start(&pty);
    pty_resize(&pty, 30, 8);
    pty_await(&pty, "needs 40 x 10");
    pty_resize(&pty, 1, 1);
    pty_settle(&pty, 200);
    pty_resize(&pty, 80, 24);
    pty_await(&pty, "conv1 × conv1");
    pty_resize(&pty, 200, 50);
    pty_await(&pty, "under the cursor");
    pty_resize(&pty, 40, 10);
    pty_await_gone(&pty, "under the cursor");
    pty_await(&pty, "conv1");
    pty_free(&pty);
}

Test(pty, quits_by_a_signal)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT};

    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct pty pty;

        start(&pty);
        kill(pty.pid, signals[i]);
        cr_assert(pty_await_end(&pty, 5), "signal %d", signals[i]);
        cr_expect_eq(pty.status, 0, "status %x", (unsigned)pty.status);
        expect_restored(&pty);
        pty_free(&pty);
    }
}

/* Of a crash on whichever thread. */
static void check_crash(bool in_pool)
{
    struct pty pty;
    pid_t thread;

    start(&pty);
    thread = in_pool ? pty_other_thread(&pty) : pty.pid;
    cr_assert_neq(thread, 0);
    syscall(SYS_tgkill, pty.pid, thread, SIGSEGV);
    cr_expect(pty_await_end(&pty, 10));
    cr_expect(WIFSIGNALED(pty.status) && WTERMSIG(pty.status) == SIGSEGV, "status %x", (unsigned)pty.status);
    expect_restored(&pty);
    pty_free(&pty);
}

Test(pty, restores_the_terminal_when_it_crashes)
{
    check_crash(false);
}

Test(pty, restores_the_terminal_when_a_thread_of_the_pool_crashes)
{
    check_crash(true);
}

Test(pty, sleeps_when_there_is_nothing_to_do)
{
    struct pty pty;
    long before;

    start(&pty);
    pty_settle(&pty, 700);
    before = pty_switches(&pty);
    cr_expect_eq(pty_settle(&pty, 1500), 0, "it writes");
    cr_expect_eq(pty_switches(&pty), before, "it wakes up: %ld times", pty_switches(&pty) - before);
    pty_free(&pty);
}

Test(pty, stops_and_goes_on)
{
    struct pty pty;

    pty_start_job(&pty, (const char *const[]){DIGITS, NULL});
    pty_await(&pty, "15 comparisons");
    pty_send(&pty, "j");
    pty_await(&pty, "conv2 × conv1");
    pty_send(&pty, "\x1a");
    cr_assert(WIFSTOPPED(pty_next_state(&pty)));
    pty_settle(&pty, 100);
    expect_restored(&pty);
    kill(pty.job, SIGCONT);
    cr_assert(WIFCONTINUED(pty_next_state(&pty)));
    pty_await(&pty, "conv2 × conv1");
    cr_expect(pty.alternate);
    cr_expect_not(pty_modes_restored(&pty));
    pty_send(&pty, "j");
    pty_await(&pty, "conv3 × conv1");
    kill(pty.job, SIGSTOP); /* no chance to tidy up, but to draw again */
    cr_assert(WIFSTOPPED(pty_next_state(&pty)));
    kill(pty.job, SIGCONT);
    cr_assert(WIFCONTINUED(pty_next_state(&pty)));
    pty_send(&pty, "j");
    pty_await(&pty, "fc × conv1");
    pty_send(&pty, "q");
    cr_expect_eq(pty_next_state(&pty), 0, "exit status");
    pty_settle(&pty, 100);
    expect_restored(&pty);
    pty_free(&pty);
}

/* Also while it draws: ncurses ignores Ctrl-Z then, if it may. */
Test(pty, never_loses_a_stop)
{
    struct pty pty;

    pty_start_job(&pty, (const char *const[]){DIGITS, NULL});
    pty_await(&pty, "15 comparisons");
    for (int i = 0; i < 60; i++) {
        const char *frame = i % 2 ? "conv1 × conv1" : "conv2";
        size_t before = pty.length;

        pty_send(&pty, i % 2 ? "k" : "j");
        while (pty.length == before) /* now it draws */
            pty_settle(&pty, 0);
        pty_send(&pty, "\x1a");
        cr_assert(WIFSTOPPED(pty_next_state(&pty)), "%d", i);
        kill(pty.job, SIGCONT);
        cr_assert(WIFCONTINUED(pty_next_state(&pty)));
        pty_await(&pty, frame);
        pty_settle(&pty, 20);
    }
    pty_free(&pty);
}

/* A program that leads its session cannot be stopped: it gives the screen back, and takes it again. */
Test(pty, goes_on_when_it_cannot_be_stopped)
{
    struct pty pty;

    start(&pty);
    kill(pty.pid, SIGTSTP);
    pty_settle(&pty, 300);
    cr_expect(strstr(pty.output, "\033[?1049l"));
    pty_send(&pty, "jj");
    pty_await(&pty, "conv3 × conv1");
    cr_expect(pty.alternate);
    pty_free(&pty);
}

/* Input that is no text is no reason to leave. */
Test(pty, survives_input_that_makes_no_sense)
{
    struct pty pty;
    char bytes[200];

    start(&pty);
    memset(bytes, 0xff, sizeof bytes - 1);
    bytes[sizeof bytes - 1] = '\0';
    pty_send(&pty, bytes);
    pty_settle(&pty, 200);
    pty_send(&pty, "\033[99;99;99~\033[M !!\033[<0;10;10M\xc3\x28\033]0;x\a");
    pty_settle(&pty, 200);
    pty_send(&pty, "\033\033");
    pty_settle(&pty, 200);
    pty_send(&pty, "1gj");
    pty_await(&pty, "conv2 × ");
    pty_free(&pty);
}

Test(pty, takes_keys_from_the_settings)
{
    static const struct pty_options options = {.settings = "keys: {quit: Q, down: n}\n"};
    struct pty pty;

    pty_start(&pty, &options, (const char *const[]){DIGITS, NULL});
    pty_await(&pty, "comparisons");
    pty_send(&pty, "jqn");
    pty_await(&pty, "conv2 × conv1");
    pty_send(&pty, "Q");
    cr_expect(pty_await_end(&pty, 10));
    cr_expect_eq(pty.status, 0);
    pty_free(&pty);
}

Test(pty, shows_ascii_where_there_is_no_unicode)
{
    static const struct pty_options options = {.locale = "C"};
    struct pty pty;

    pty_start(&pty, &options, (const char *const[]){DIGITS, NULL});
    pty_await(&pty, "conv1 x conv1");
    pty_await(&pty, "15 comparisons");
    pty_send(&pty, "2");
    pty_await(&pty, "settles at");
    pty_send(&pty, "?");
    pty_await(&pty, "open the pair");
    for (size_t i = 0; i < pty.length; i++)
        cr_assert_lt((unsigned char)pty.output[i], 0x80);
    pty_free(&pty);
}

Test(pty, advises_on_a_terminal_that_will_not_do)
{
    static const struct {
        struct pty_options options;
        const char *reason;
    } cases[] = {{{.term = "unknown-thing"}, "'unknown-thing' is unknown here"},
                 {{.term = ""}, "TERM is not set"},
                 {{.variable = "TERM"}, "TERM is not set"},
                 {{.term = "dumb"}, "'dumb' cannot move its cursor"},
                 {{.term = "\033[31m"}, "'^[[31m' is unknown here"}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pty pty;

        pty_start(&pty, &cases[i].options, (const char *const[]){DIGITS, NULL});
        cr_assert(pty_await_end(&pty, 10));
        cr_expect(WIFEXITED(pty.status) && WEXITSTATUS(pty.status) == 2, "status %x", (unsigned)pty.status);
        cr_expect(strstr(pty.output, cases[i].reason), "%s", pty.output);
        cr_expect(strstr(pty.output, "ccascope show"));
        cr_expect_eq(strchr(pty.output, '\n'), pty.output + pty.length - 1, "more than a line:\n%s",
                     pty.output);
        cr_expect_null(strchr(pty.output, '\033'));
        pty_free(&pty);
    }
}

/* Escape sequences in names must not come out of the program as such. */
static void expect_harmless(const struct pty *pty)
{
    static const char *const injected[] = {"\033]0;title", "\033[31mtext", "\033[2J\033[1;1Hconv",
                                           "\a",           "\x9d",         "\x9b"};

    for (const char *at = pty->output; (at = strstr(at, "\033]")); at++)
        cr_expect_eq(strncmp(at, "\033]11;?\033\\", 8), 0, "not the question of the program itself: %.20s",
                     at + 1);
    for (size_t i = 0; i < sizeof injected / sizeof *injected; i++)
        cr_expect_null(strstr(pty->output, injected[i]), "sequence %zu gets out", i);
}

Test(pty, lets_no_escape_sequence_of_a_name_out)
{
    static const char *const keys[] = {"j", "\r", "\033", "2", "3", "4", "5",
                                       "?", "e",  "\033", "m", "c", "1"};
    struct pty pty;

    pty_start(&pty, NULL, (const char *const[]){TEST_DATA "/manifests/label_ansi_escape.yaml", NULL});
    pty_await(&pty, "]0;title");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        pty_send(&pty, keys[i]);
        pty_settle(&pty, 120);
    }
    pty_send(&pty, "q");
    cr_expect(pty_await_end(&pty, 10));
    expect_harmless(&pty);
    pty_free(&pty);
}

/* A missing file is told of where one looks for it, and the program goes on. */
Test(pty, names_missing_files)
{
    struct pty pty;

    pty_start(&pty, NULL, (const char *const[]){TEST_DATA "/manifests/label_wide.yaml", NULL});
    pty_await(&pty, "1 missing (e)");
    pty_send(&pty, "e");
    pty_await(&pty, "good.npy");
    pty_free(&pty);
}
