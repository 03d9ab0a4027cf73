/* The explorer as a user meets it: keys in, screen out. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pty.h"

static const char *const digits[] = {CCASCOPE_PROGRAM, SAMPLES "/digits-cnn/ccascope.yaml", NULL};

static void start(struct pty *pty)
{
    pty_start(pty, "xterm-256color", 80, 24, digits);
    cr_assert(pty_shows(pty, "15 comparisons"));
}

static bool left_alternate_screen(const struct pty *pty)
{
    return memmem(pty->tail, pty->tail_size, "\033[?1049l", 8) != NULL;
}

static void expect_clean_end(struct pty *pty)
{
    int status = pty_wait(pty);

    cr_expect(status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x", (unsigned)status);
    cr_expect(left_alternate_screen(pty));
}

Test(explorer, opens_walks_and_leaves)
{
    struct pty pty;

    start(&pty);
    cr_expect(pty_shows(&pty, "layers  A gen-1 @1000   B gen-1 @1000"));
    pty_type(&pty, "jl");
    cr_expect(pty_shows(&pty, "conv2 × conv2  0.000"));
    pty_type(&pty, "bbbb");
    cr_expect(pty_shows(&pty, "B mem-1 @6000"));
    pty_type(&pty, "\r");
    cr_expect(pty_shows(&pty, "canonical correlations"));
    cr_expect(pty_shows(&pty, "› conv2 × conv2"));
    pty_type(&pty, "\177");
    cr_expect(pty_shows(&pty, "conv2 × conv2  0.5"), "back where the cursor was");
    pty_type(&pty, "2aaaa");
    cr_expect(pty_shows(&pty, "bottom-up: conv1 settles at"));
    pty_type(&pty, "?");
    cr_expect(pty_shows(&pty, "up"));
    pty_type(&pty, "q");
    expect_clean_end(&pty);
    pty_end(&pty);
}

Test(explorer, the_measure_changes_without_computing)
{
    struct pty pty;

    start(&pty);
    pty_type(&pty, "mm");
    cr_expect(pty_shows(&pty, "cka"));
    cr_expect(pty_shows(&pty, "15 comparisons"));
    pty_end(&pty);
}

Test(explorer, follows_the_size_of_the_terminal)
{
    struct pty pty;

    start(&pty);
    pty_resize(&pty, 30, 8);
    cr_expect(pty_shows(&pty, "ccascope needs 40 x 10"));
    pty_resize(&pty, 200, 50);
    cr_expect(pty_shows(&pty, "under the cursor"));
    pty_resize(&pty, 1, 1);
    pty_read(&pty, 200);
    pty_resize(&pty, 80, 24);
    cr_expect(pty_shows(&pty, "15 comparisons"));
    pty_type(&pty, "q");
    expect_clean_end(&pty);
    pty_end(&pty);
}

Test(explorer, sleeps_when_idle)
{
    struct pty pty;
    long wakes;

    start(&pty);
    pty_read(&pty, 500);
    wakes = pty_wakes(&pty);
    cr_expect_gt(wakes, 0);
    cr_expect_eq(pty_read(&pty, 1500), 0, "an idle explorer writes nothing");
    cr_expect_eq(pty_wakes(&pty), wakes, "an idle explorer does not wake");
    pty_end(&pty);
}

Test(explorer, a_cursor_key_costs_few_bytes)
{
    static const char *const keys[] = {"j", "l", "k", "h", "j", "j"};
    struct pty pty;

    start(&pty);
    pty_read(&pty, 300);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t bytes;

        pty_type(&pty, keys[i]);
        bytes = pty_read(&pty, 150);
        cr_expect(bytes > 0 && bytes <= 256, "%s: %zu bytes", keys[i], bytes);
    }
    pty_end(&pty);
}

static void end_by(int number)
{
    struct pty pty;

    start(&pty);
    kill(pty.pid, number);
    expect_clean_end(&pty);
    pty_end(&pty);
}

Test(explorer, ends_cleanly_by_signals)
{
    end_by(SIGTERM);
    end_by(SIGHUP);
    end_by(SIGINT);
}

Test(explorer, ends_when_the_line_drops)
{
    struct pty pty;

    start(&pty);
    pty_drop(&pty);
    cr_expect_neq(pty_wait(&pty), -1, "it must end, not spin");
    pty_end(&pty);
}

Test(explorer, restores_the_terminal_when_it_dies)
{
    struct pty pty;
    int status;

    start(&pty);
    kill(pty.pid, SIGSEGV);
    status = pty_wait(&pty);
    /* A sanitizer's handler may end it its own way; the screen must be given back in any case. */
    cr_expect(status != -1 && (WIFSIGNALED(status) || WEXITSTATUS(status) != 0));
    cr_expect(left_alternate_screen(&pty));
    pty_end(&pty);
}

/* The program leads its session here, so its process group is orphaned and the system ignores the stop: what can be seen is
 * that it gives the screen back, and takes it again. */
Test(explorer, gives_the_screen_back_to_stop)
{
    struct pty pty;

    start(&pty);
    kill(pty.pid, SIGTSTP);
    pty_read(&pty, 300);
    cr_expect(left_alternate_screen(&pty));
    pty_type(&pty, "jj");
    cr_expect(pty_shows(&pty, "conv3 × conv1"));
    pty_type(&pty, "q");
    expect_clean_end(&pty);
    pty_end(&pty);
}

Test(explorer, an_unknown_terminal_gets_a_line_of_advice)
{
    struct pty pty;
    int status;

    pty_start(&pty, "no-such-terminal", 80, 24, digits);
    cr_expect(pty_shows(&pty, "the terminal type 'no-such-terminal'"));
    status = pty_wait(&pty);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    pty_end(&pty);
}

Test(explorer, names_cannot_act_on_the_terminal)
{
    static const char *const hostile[] = {CCASCOPE_PROGRAM, TEST_DATA "/manifests/label_ansi_escape.yaml", NULL};
    struct pty pty;

    pty_start(&pty, "xterm-256color", 80, 24, hostile);
    cr_expect(pty_shows(&pty, "red^[[31mtext^["));
    pty_type(&pty, "e2\r?");
    pty_read(&pty, 300);
    cr_expect(memmem(pty.tail, pty.tail_size, "\033]0;title", 9) == NULL);
    cr_expect(memmem(pty.tail, pty.tail_size, "\033[31mtext", 9) == NULL);
    pty_end(&pty);
}
