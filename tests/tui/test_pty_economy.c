/* What goes over the line: bounds in bytes, not in time. At 80 × 24, among 256 colours. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/rate.h"
#include "program.h"
#include "pty.h"

#define MOVE_MOST  256
#define PAGE_MOST  640 /* where a key turns a page of the legend: far from a screen */
#define TICK_MOST  200
#define TICKS_MOST 5 /* a second */
#define FRAME_MOST 4096

TestSuite(pty_economy, .fini = folder_remove);

static void start(struct pty *pty, const char *manifest, const char *last)
{
    pty_start(pty, NULL, (const char *const[]){manifest, "--no-cache", NULL});
    pty_await(pty, last);
    pty_settle(pty, 400);
}

/* Before there is any value: everything but cells. */
Test(pty_economy, the_first_frame_is_small)
{
    const char *keys;
    struct pty pty;

    start(&pty, DIGITS_MANIFEST, "15 comparisons");
    keys = strstr(pty.output, "help"); /* the end of the last line */
    cr_assert_not_null(keys);
    cr_expect_leq(keys - pty.output, FRAME_MOST, "%td bytes", keys - pty.output);
    cr_expect_null(memmem(pty.output, (size_t)(keys - pty.output), "0.23", 4), "values are in it");
    pty_free(&pty);
}

static void expect_small(struct pty *pty, const char *keys, const char *where)
{
    size_t most = pty_most_bytes(pty, keys);

    cr_expect_leq(most, MOVE_MOST, "%zu bytes in %s", most, where);
}

/* A form of a view, and moves there. */
struct visit {
    const char *sample, *go, *moves;
};

static void expect_small_everywhere(const struct visit *visits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char manifest[200];
        struct pty pty;

        snprintf(manifest, sizeof manifest, SAMPLES "/%s/ccascope.yaml", visits[i].sample);
        start(&pty, manifest, " comparisons");
        pty_send(&pty, visits[i].go);
        pty_settle(&pty, 500);
        expect_small(&pty, visits[i].moves, visits[i].go);
        pty_free(&pty);
    }
}

/* Every form of every view. */
Test(pty_economy, a_move_costs_little_in_matrices)
{
    static const struct visit visits[] = {{"digits-cnn", "1", "jjllkkhhG$g0"},
                                          {"digits-cnn", "3AAAA", "jjllkkhhG$g0"},
                                          {"text-lstm", "4", "jjllkkhhG$g0"},
                                          {"digits-cnn", "5rr", "jjllkkhhG$g0"}};

    expect_small_everywhere(visits, sizeof visits / sizeof *visits);
}

Test(pty_economy, a_move_costs_little_along_training)
{
    static const struct visit visits[] = {{"digits-cnn", "2", "jlljkhh"},
                                          {"digits-cnn", "2F", "jlljkhh"},
                                          {"digits-cnn", "2FF", "jlk"},
                                          {"text-lstm", "4F", "jlljkhh"},
                                          {"text-lstm", "4FF", "jlljkhh"}};

    expect_small_everywhere(visits, sizeof visits / sizeof *visits);
}

Test(pty_economy, a_move_costs_little_among_groups)
{
    static const struct visit visits[] = {{"digits-cnn", "6", "ljlkllhhh"},
                                          {"digits-widths", "6", "ljjlkhhl"},
                                          {"digits-cnn", "7", "jjkk"},
                                          {"digits-widths", "7F", "jjkk"}};

    expect_small_everywhere(visits, sizeof visits / sizeof *visits);
}

Test(pty_economy, a_move_costs_little_among_measures)
{
    static const struct visit visits[] = {{"digits-cnn", "8", "jlkh"},
                                          {"digits-cnn", "8F", "jlkh"},
                                          {"text-lstm", "8FF", "jlkh"},
                                          {"digits-cnn", "8FFF", "jlkh"}};

    expect_small_everywhere(visits, sizeof visits / sizeof *visits);
}

Test(pty_economy, a_move_costs_little_along_directions)
{
    static const struct visit visits[] = {{"digits-cnn", "9", "jlljkhh"},
                                          {"digits-cnn", "9F", "jjllkkhhG$g0"},
                                          {"digits-cnn", ":view stability\r", "jhhkl"}};

    expect_small_everywhere(visits, sizeof visits / sizeof *visits);
}

Test(pty_economy, a_move_costs_little_among_targets)
{
    static const struct visit visits[] = {{"digits-cnn", "T", "jljlkhk"},
                                          {"digits-cnn", "TF", "jlkh"},
                                          {"digits-cnn", "TFF", "jlkh"},
                                          {"digits-cnn", "TFFF", "jlkh"}};

    expect_small_everywhere(visits, sizeof visits / sizeof *visits);
}

Test(pty_economy, another_page_costs_less_than_a_screen)
{
    struct pty pty;
    size_t most;

    start(&pty, SAMPLES "/digits-widths/ccascope.yaml", " comparisons");
    pty_send(&pty, "6");
    pty_settle(&pty, 500);
    most = pty_most_bytes(&pty, "jjjjjjjjjkkk");
    cr_expect_gt(most, MOVE_MOST, "no page was turned");
    cr_expect_leq(most, PAGE_MOST, "%zu bytes", most);
    pty_free(&pty);
}

/* Two numbers more, and bands about the curves. */
Test(pty_economy, a_move_costs_little_beside_intervals)
{
    struct pty pty;

    start(&pty, DIGITS_MANIFEST, "15 comparisons");
    pty_send(&pty, "2U");
    pty_await(&pty, " to 0.");
    pty_settle(&pty, 1500);
    pty_send(&pty, "j"); /* takes the message away */
    pty_settle(&pty, 1500);
    expect_small(&pty, "jlljkhh", "curves with intervals");
    pty_send(&pty, "1");
    pty_settle(&pty, 1500);
    expect_small(&pty, "jlkh", "a matrix with intervals");
    pty_free(&pty);
}

Test(pty_economy, a_move_costs_little_in_a_large_matrix)
{
    char manifest[200];
    struct pty pty;

    snprintf(manifest, sizeof manifest, "%s/m.yaml", folder_large(60));
    start(&pty, manifest, "1830 comparisons");
    expect_small(&pty, "jjllkkhhjlkh", "a large matrix");
    pty_free(&pty);
}

/* Bytes that come in bursts within so many seconds: how many bursts, and the largest. */
static int bursts(struct pty *pty, double seconds, size_t *largest)
{
    double end = rate_clock() + seconds;
    int count = 0;

    *largest = 0;
    while (rate_clock() < end) {
        size_t before = pty->length;

        pty_settle(pty, 25);
        if (pty->length > before) {
            count++;
            *largest = pty->length - before > *largest ? pty->length - before : *largest;
        }
    }
    return count;
}

Test(pty_economy, progress_is_calm)
{
    char manifest[200];
    struct pty pty;
    size_t largest;
    int count;

    snprintf(manifest, sizeof manifest, "%s/m.yaml", folder_large(300));
    pty_start(&pty, NULL, (const char *const[]){manifest, "--no-cache", "--threads=1", NULL});
    pty_await(&pty, "/45150");
    pty_send(&pty, "?"); /* where no cells fill */
    pty_await(&pty, "open the pair");
    pty_settle(&pty, 50);
    count = bursts(&pty, 2, &largest);
    cr_assert(pty_shows(&pty, "/45150"), "it is over too soon to be measured");
    cr_expect_gt(count, 2, "nothing moves");
    cr_expect_leq(count, 2 * TICKS_MOST + 1, "%d in two seconds", count);
    cr_expect_leq(largest, TICK_MOST, "%zu bytes", largest);
    pty_free(&pty);
}
