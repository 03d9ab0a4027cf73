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

/* Odd sizes, one after the other: what is too small says so, the rest can be used. */
Test(pty_edges, fits_into_any_size)
{
    static const int sizes[][2] = {{1, 1},    {2, 1},    {1, 30},   {39, 24},   {40, 9},  {40, 10},
                                   {41, 11},  {80, 10},  {300, 10}, {40, 100},  {79, 23}, {132, 43},
                                   {109, 24}, {110, 25}, {159, 15}, {300, 100}, {80, 24}};
    struct pty pty;

    start(&pty, NULL);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        bool fits = sizes[i][0] >= 40 && sizes[i][1] >= 10;

        pty_resize(&pty, sizes[i][0], sizes[i][1]);
        pty_await(&pty, fits ? "conv1" : sizes[i][0] < 9 ? "…" : "ccascope");
        pty_send(&pty, "2"); /* and back */
        pty_await(&pty, fits ? "convergence" : sizes[i][0] < 9 ? "…" : "ccascope");
        pty_send(&pty, "1");
        pty_await(&pty, fits ? "layers" : sizes[i][0] < 9 ? "…" : "ccascope");
    }
    pty_free(&pty);
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

/* Processor time that the program has taken, in seconds. */
static double used_time(const struct pty *pty)
{
    char path[40], text[600] = "", *field;
    unsigned long user = 0, system = 0;
    FILE *in;

    snprintf(path, sizeof path, "/proc/%d/stat", (int)pty->pid);
    if ((in = fopen(path, "r"))) {
        text[fread(text, 1, sizeof text - 1, in)] = '\0';
        fclose(in);
    }
    cr_assert((field = strrchr(text, ')')));
    for (int i = 2; i < 14; i++)
        field = strchr(field + 1, ' ');
    cr_assert_eq(sscanf(field, "%lu %lu", &user, &system), 2);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

/* The program is gone soon after its line, and does not spin until then: idle, asking and computing. */
Test(pty_edges, ends_with_a_line_that_drops)
{
    static const char *const keys[] = {"", "/con", ":", "?", "\r", NULL};
    char manifest[200];

    snprintf(manifest, sizeof manifest, "%s/m.yaml", folder_large(300));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct rusage usage, before;
        double start_time, used;
        struct pty pty;

        getrusage(RUSAGE_CHILDREN, &before);
        if (keys[i]) {
            start(&pty, NULL);
            pty_send(&pty, keys[i]);
        } else {
            pty_start(&pty, NULL, (const char *const[]){manifest, "--no-cache", "--threads=1", NULL});
            pty_await(&pty, "/45150");
        }
        pty_settle(&pty, 200);
        used = used_time(&pty);
        start_time = rate_clock();
        pty_drop(&pty);
        cr_assert(pty_await_end(&pty, 10), "it goes on without a terminal");
        cr_expect_lt(rate_clock() - start_time, 3, "case %zu: %.1f s", i, rate_clock() - start_time);
        getrusage(RUSAGE_CHILDREN, &usage);
        used = (double)(usage.ru_utime.tv_sec - before.ru_utime.tv_sec) +
               (double)(usage.ru_utime.tv_usec - before.ru_utime.tv_usec) / 1e6 +
               (double)(usage.ru_stime.tv_sec - before.ru_stime.tv_sec) +
               (double)(usage.ru_stime.tv_usec - before.ru_stime.tv_usec) / 1e6 - used;
        cr_expect_lt(used, keys[i] ? 0.5 : 3, "case %zu: %.2f s of processor time", i, used);
        pty_free(&pty);
    }
    folder_remove();
}

/* While it computes, and while it asks: it stops, the terminal is as before, and it goes on where it was. */
Test(pty_edges, stops_while_it_computes_and_asks)
{
    static const char *const keys[] = {"", "/layer-1", ":", "a"}, *const shown[] = {"/45150", "/layer-1",
                                                                                    "commands", "network A"};
    char manifest[200];
    struct pty pty;

    snprintf(manifest, sizeof manifest, "%s/m.yaml", folder_large(300));
    pty_start_job(&pty, (const char *const[]){manifest, "--no-cache", "--threads=1", NULL});
    pty_await(&pty, "/45150");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        pty_send(&pty, keys[i]);
        pty_await(&pty, shown[i]);
        pty_send(&pty, "\x1a");
        cr_assert(WIFSTOPPED(pty_next_state(&pty)));
        pty_settle(&pty, 100);
        cr_expect(pty_modes_restored(&pty) && !pty.alternate, "case %zu", i);
        kill(pty.job, SIGCONT);
        cr_assert(WIFCONTINUED(pty_next_state(&pty)));
        pty_await(&pty, shown[i]);
        cr_expect(pty.alternate && !pty_modes_restored(&pty), "case %zu", i);
        pty_send(&pty, "\033");
        pty_settle(&pty, 100);
    }
    pty_send(&pty, "q");
    cr_expect_eq(pty_next_state(&pty), 0, "exit status");
    pty_settle(&pty, 100);
    cr_expect(pty_modes_restored(&pty) && !pty.alternate);
    pty_free(&pty);
    folder_remove();
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
