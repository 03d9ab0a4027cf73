/* The explorer where things go wrong: sizes, lines that drop, messages of others. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/rate.h"
#include "program.h"
#include "pty.h"

static void start(struct pty *pty, const struct pty_options *options)
{
    pty_start(pty, options, (const char *const[]){DIGITS_MANIFEST, NULL});
    pty_await(pty, "15 comparisons");
    pty_settle(pty, 200);
}

Test(pty_edges, weathers_a_storm_of_sizes)
{
    struct pty pty;
    unsigned random = 1;
    char *before, *after;

    start(&pty, NULL);
    before = pty_text(&pty);
    for (int i = 0; i < 300; i++) {
        random = random * 1103515245 + 12345;
        pty_resize(&pty, 1 + (int)(random >> 16) % 250, 1 + (int)(random >> 8) % 80);
        if (i % 7 == 0)
            pty_send(&pty, i % 14 ? "j" : "k");
        if (i % 5 == 0)
            pty_settle(&pty, 0);
    }
    pty_resize(&pty, 80, 24);
    pty_send(&pty, "gk");
    pty_settle(&pty, 500);
    after = pty_text(&pty);
    cr_expect_str_eq(after, before);
    free(before);
    free(after);
    pty_send(&pty, "q");
    cr_assert(pty_await_end(&pty, 10));
    cr_expect_eq(pty.status, 0);
    pty_free(&pty);
}

static void set_size(struct pty *pty, int columns, int rows)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

    cr_assert_eq(ioctl(pty->master, TIOCSWINSZ, &size), 0);
}

/* Some terminals say so for a moment, and serial lines for ever: terminfo's size is as good as any. */
Test(pty_edges, takes_a_window_of_no_size)
{
    struct pty pty;
    long before;

    start(&pty, NULL);
    set_size(&pty, 0, 0);
    pty_send(&pty, "j");
    pty_await(&pty, "conv2 × conv1");
    set_size(&pty, 80, 0);
    pty_send(&pty, "j");
    pty_await(&pty, "conv3 × conv1");
    pty_settle(&pty, 700);
    before = pty_switches(&pty);
    cr_expect_eq(pty_settle(&pty, 500), 0);
    cr_expect_eq(pty_switches(&pty), before, "it spins");
    set_size(&pty, 80, 24);
    pty_send(&pty, "j");
    pty_await(&pty, "fc × conv1");
    pty_free(&pty);
}

Test(pty_edges, starts_in_a_window_of_no_size)
{
    static const struct pty_options options = {.sizeless = true};
    struct pty pty;

    start(&pty, &options);
    pty_send(&pty, "j");
    pty_await(&pty, "conv2 × conv1");
    pty_free(&pty);
}

/* A terminal that is not the controlling one sends no SIGHUP when its other end goes: only reading tells. */
Test(pty_edges, ends_with_a_line_that_drops_without_a_signal)
{
    int master, slave, status = 0;
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    struct rusage usage;
    double end;
    pid_t pid;

    cr_assert_eq(openpty(&master, &slave, NULL, NULL, &size), 0);
    if ((pid = fork()) == 0) {
        for (int i = 0; i < 3; i++)
            dup2(slave, i);
        close(master);
        close(slave);
        setenv("TERM", "xterm-256color", 1);
        execl(CCASCOPE_PROGRAM, CCASCOPE_PROGRAM, "--no-cache", DIGITS_MANIFEST, NULL);
        _exit(127);
    }
    close(slave);
    fcntl(master, F_SETFL, O_NONBLOCK);
    for (end = rate_clock() + 1; rate_clock() < end; usleep(10000)) {
        char text[4096];

        while (read(master, text, sizeof text) > 0)
            ;
    }
    close(master);
    for (end = rate_clock() + 5; waitpid(pid, &status, WNOHANG) != pid && rate_clock() < end;)
        usleep(10000);
    cr_assert(rate_clock() < end, "it goes on without a terminal");
    cr_expect(WIFEXITED(status), "status %x", (unsigned)status);
    getrusage(RUSAGE_CHILDREN, &usage);
    cr_expect_lt(usage.ru_utime.tv_sec, 4, "it spins");
}

/* What goes wrong on standard error does not reach the screen while it is up, but the list of messages, and
 * the terminal afterwards. */
Test(pty_edges, keeps_messages_off_the_screen)
{
    static const struct pty_options options = {.settings = "palette: virdis\nkeys: {quti: x}\n"};
    const char *message;
    struct pty pty;

    start(&pty, &options);
    cr_expect_null(strstr(pty.output, "virdis"));
    pty_await(&pty, "2 messages (e)");
    pty_send(&pty, "e");
    pty_await(&pty, "did you mean 'viridis'");
    pty_await(&pty, "did you mean 'quit'");
    pty_send(&pty, "e");
    pty_await_gone(&pty, "viridis");
    pty_await_gone(&pty, "messages (e)"); /* they have been seen */
    pty_send(&pty, "q");
    cr_assert(pty_await_end(&pty, 10));
    cr_expect_not(pty.alternate);
    message = strstr(pty.output, "\033[?1049l");
    cr_expect(message && strstr(message, "did you mean 'viridis'"), "told again on the terminal");
    pty_free(&pty);
}

Test(pty_edges, tells_messages_when_it_crashes)
{
    static const struct pty_options options = {.settings = "palette: virdis\n"};
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct pty pty;

        start(&pty, &options);
        kill(pty.pid, signals[i]);
        cr_assert(pty_await_end(&pty, 10));
        cr_expect(WIFSIGNALED(pty.status) && WTERMSIG(pty.status) == signals[i], "status %x",
                  (unsigned)pty.status);
        cr_expect(pty_modes_restored(&pty));
        cr_expect_not(pty.alternate);
        cr_expect(pty_shows(&pty, "did you mean 'viridis'"));
        pty_free(&pty);
    }
}

/* Where one of them is no terminal there is nobody to explore: the views are printed. */
Test(pty_edges, prints_where_there_is_no_terminal)
{
    struct run run = run_on_terminal(DIGITS_MANIFEST " </dev/null");

    cr_expect_eq(run.status, 0);
    cr_expect(strstr(run.out, "settles at") && strstr(run.out, "\033[0;"), "views, in colour");
    cr_expect_null(strstr(run.out, "\033[?1049h"));
    run_free(&run);
    run = run_on_terminal(DIGITS_MANIFEST " -q | cat");
    cr_expect(strstr(run.out, "settles at"));
    cr_expect_null(strchr(run.out, '\033'), "plain");
    run_free(&run);
}
