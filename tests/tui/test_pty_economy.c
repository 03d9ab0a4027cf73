/* What goes over the line: bounds in bytes, not in time. At 80 × 24, among 256 colours. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/rate.h"
#include "program.h"
#include "pty.h"

#define MOVE_MOST  256
#define WORDS_MOST 352 /* where a sentence about what is under the cursor changes with it */
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

/* Each of these keys must do something, and cost no more than so many bytes. */
static void expect_small(struct pty *pty, const char *keys, size_t most, const char *where)
{
    for (; *keys; keys++) {
        char key[2] = {*keys, '\0'};
        size_t bytes;

        pty_send(pty, key);
        bytes = pty_settle(pty, 120);
        cr_expect_gt(bytes, 0, "%s in %s does nothing", key, where);
        cr_expect_leq(bytes, most, "%s in %s costs %zu bytes", key, where, bytes);
    }
}

Test(pty_economy, a_move_costs_little_in_every_view)
{
    static const struct {
        const char *go, *moves;
        size_t most;
    } views_of[] = {
        {"1", "jjllkkhhG$g0", MOVE_MOST}, {"2", "jlljkhh", MOVE_MOST}, {"3AAAA", "jjllkkhhG$g0", MOVE_MOST},
        {"5", "jjllkkhhG$g0", MOVE_MOST}, {"6", "ljlkh", WORDS_MOST},  {"7", "jjkk", MOVE_MOST},
        {"8", "jlkh", MOVE_MOST},         {"9", "jlljkhh", MOVE_MOST},        {"F", "jjllkkhhG$g0", MOVE_MOST},
        {":view stability\r", "jhhkl", MOVE_MOST}, {"T", "jljlkhk", MOVE_MOST}, {"F", "jlkh", MOVE_MOST},
        {"F", "jlkh", MOVE_MOST}, {"F", "jlkh", MOVE_MOST}};
    struct pty pty;

    start(&pty, DIGITS_MANIFEST, "15 comparisons");
    for (size_t i = 0; i < sizeof views_of / sizeof *views_of; i++) {
        pty_send(&pty, views_of[i].go);
        pty_settle(&pty, 700);
        expect_small(&pty, views_of[i].moves, views_of[i].most, views_of[i].go);
    }
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
    expect_small(&pty, "jlljkhh", MOVE_MOST, "curves with intervals");
    pty_send(&pty, "1");
    pty_settle(&pty, 1500);
    expect_small(&pty, "jlkh", MOVE_MOST, "a matrix with intervals");
    pty_free(&pty);
}

/* An experiment of so many layers, which takes a while. */
static const char *large(int layers)
{
    const char *folder = folder_make();
    char text[8000], file[40];
    int used = snprintf(
        text, sizeof text,
        "ccascope: 1\nactivations: \"{layer}.npy\"\nnetworks: [{name: a}]\ncheckpoints: [0]\nlayers: [");

    for (int i = 0; i < layers; i++) {
        used += snprintf(text + used, sizeof text - (size_t)used, "%slayer-%d", i ? ", " : "", i);
        snprintf(file, sizeof file, "layer-%d.npy", i);
        folder_link(folder, file, SAMPLES "/text-lstm/activations/lstm-1/0/lstm1.npy");
    }
    snprintf(text + used, sizeof text - (size_t)used, "]\naxes: ntc\ntimesteps: samples\n");
    folder_write(folder, "m.yaml", text);
    return folder;
}

Test(pty_economy, a_move_costs_little_in_a_large_matrix)
{
    char manifest[200];
    struct pty pty;

    snprintf(manifest, sizeof manifest, "%s/m.yaml", large(60));
    start(&pty, manifest, "1830 comparisons");
    expect_small(&pty, "jjllkkhhjlkh", MOVE_MOST, "a large matrix");
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

    snprintf(manifest, sizeof manifest, "%s/m.yaml", large(300));
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
