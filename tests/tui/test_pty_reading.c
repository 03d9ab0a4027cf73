/* Reading large views over a line: bytes for each key, lists, the mouse, the clipboard. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../engine/laboratory.h"
#include "pty.h"

#define DIGITS SAMPLES "/digits-cnn/ccascope.yaml"

static void start(struct pty *pty, const struct pty_options *options)
{
    pty_start(pty, options, (const char *const[]){DIGITS, NULL});
    pty_await(pty, "15 comparisons");
    pty_settle(pty, 300);
}

static void send_and_settle(struct pty *pty, const char *keys)
{
    pty_send(pty, keys);
    pty_settle(pty, 200);
}

/* Merged, half blocks, small and large cells: a key that does not scroll costs little. */
Test(pty_reading, sends_little_in_a_large_matrix)
{
    struct laboratory laboratory = laboratory_sequence(300);
    char manifest[80];
    struct pty pty;

    snprintf(manifest, sizeof manifest, "%s/manifest.yaml", laboratory.directory);
    pty_start(&pty, NULL, (const char *const[]){manifest, "--against", "a", NULL});
    pty_await(&pty, "layers");
    pty_send(&pty, "4");
    pty_await(&pty, "45150 comparisons");
    pty_settle(&pty, 500);
    for (int zoom = 0; zoom < 8; zoom++) {
        cr_expect_leq(pty_most_bytes(&pty, "jjllkkhhj"), 256, "zoom %d", zoom);
        send_and_settle(&pty, "z");
    }
    pty_free(&pty);
    laboratory_destroy(&laboratory);
}

Test(pty_reading, sends_little_with_many_curves)
{
    struct laboratory laboratory = laboratory_grid(1, 12, 20, 30, 3);
    char manifest[80];
    struct pty pty;

    snprintf(manifest, sizeof manifest, "%s/manifest.yaml", laboratory.directory);
    pty_start(&pty, NULL, (const char *const[]){manifest, "--against", "a", NULL});
    pty_send(&pty, "2");
    pty_await(&pty, "settles at");
    pty_settle(&pty, 500);
    cr_expect_leq(pty_most_bytes(&pty, "jjlllljjkkhhhl"), 256);
    send_and_settle(&pty, "zz");
    cr_expect_leq(pty_most_bytes(&pty, "jlkh"), 256);
    pty_free(&pty);
    laboratory_destroy(&laboratory);
}

/* Keys that come faster than the line can show them are shown by the last. */
Test(pty_reading, shows_a_burst_of_keys_once)
{
    struct pty pty;
    size_t bytes = 0;

    start(&pty, NULL);
    for (int i = 0; i < 20; i++)
        pty_send(&pty, "jlkh");
    pty_send(&pty, "jl");
    bytes = pty_settle(&pty, 300);
    pty_await(&pty, "conv2 × conv2");
    cr_expect_lt(bytes, 82 * 100, "%zu bytes", bytes);
    pty_free(&pty);
}

Test(pty_reading, chooses_networks_and_commands_from_lists)
{
    struct pty pty;

    start(&pty, NULL);
    pty_send(&pty, "bmem-2");
    pty_await(&pty, "network B  1 of 8");
    pty_send(&pty, "\r");
    pty_await(&pty, "B mem-2 @6000");
    pty_send(&pty, ":view conv\r");
    pty_await(&pty, "settles at");
    pty_send(&pty, ":meas cka");
    pty_await(&pty, "linear CKA");
    pty_send(&pty, "\r");
    pty_await(&pty, "cka");
    pty_send(&pty, "1/fc\r");
    pty_await(&pty, "fc × ");
    pty_send(&pty, "fconv\r");
    pty_await_gone(&pty, "logits");
    pty_send(&pty, "q");
    cr_expect(pty_await_end(&pty, 10));
    pty_free(&pty);
}

/* Where a sequence stands last in what was sent; -1: nowhere. */
static long last(const struct pty *pty, const char *sequence)
{
    long found = -1;

    for (const char *at = pty->output; (at = strstr(at, sequence)); at++)
        found = at - pty->output;
    return found;
}

static bool mouse_is_on(const struct pty *pty)
{
    return last(pty, "1000h") > last(pty, "1000l") || last(pty, "\033[?1002h") > last(pty, "\033[?1002l");
}

Test(pty_reading, leaves_the_mouse_alone_until_asked)
{
    struct pty pty;

    start(&pty, NULL);
    cr_expect_eq(last(&pty, "1000h"), -1);
    cr_expect_eq(last(&pty, "1002h"), -1);
    pty_send(&pty, "u");
    pty_await(&pty, "mouse on");
    cr_expect(mouse_is_on(&pty));
    pty_send(&pty, "\033[<0;30;8M\033[<0;30;8m"); /* a click */
    pty_await(&pty, "conv2 × conv3");
    pty_send(&pty, "\033[<0;30;8M\033[<0;30;8m"); /* and another */
    pty_await(&pty, "canonical correlations");
    pty_send(&pty, "\033");
    pty_await_gone(&pty, "canonical correlations");
    pty_send(&pty, "\033[<64;30;8M"); /* the wheel */
    pty_await(&pty, "conv1 × conv3");
    pty_send(&pty, "\033[<0;11;5M\033[<32;20;6M\033[<0;24;9m"); /* a drag over two columns and two rows */
    pty_settle(&pty, 200);
    pty_send(&pty, "u");
    pty_await(&pty, "mouse off");
    cr_expect_not(mouse_is_on(&pty));
    pty_send(&pty, "q");
    cr_expect(pty_await_end(&pty, 10));
    cr_expect_not(mouse_is_on(&pty));
    pty_free(&pty);
}

/* However it ends, the terminal has its mouse back. */
Test(pty_reading, gives_the_mouse_back)
{
    static const int signals[] = {0, SIGTERM, SIGHUP, SIGSEGV};
    static const struct pty_options options = {.settings = "mouse: true\n"};

    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct pty pty;

        start(&pty, &options);
        cr_expect(mouse_is_on(&pty), "by the settings");
        if (signals[i])
            kill(pty.pid, signals[i]);
        else
            pty_send(&pty, "q");
        cr_assert(pty_await_end(&pty, 10));
        cr_expect_not(mouse_is_on(&pty), "signal %d", signals[i]);
        pty_free(&pty);
    }
}

Test(pty_reading, gives_the_mouse_back_while_it_is_stopped)
{
    struct pty pty;

    start(&pty, NULL);
    pty_send(&pty, "u");
    pty_await(&pty, "mouse on");
    kill(pty.pid, SIGTSTP); /* it leads its session: it cannot be stopped, but tries */
    for (int i = 0; i < 100 && last(&pty, "\033[?1049h") < last(&pty, "\033[?1049l"); i++)
        pty_settle(&pty, 100);
    for (int i = 0; i < 100 && last(&pty, "\033[?1049l") < 0; i++)
        pty_settle(&pty, 100);
    pty_settle(&pty, 300);
    cr_expect_gt(last(&pty, "1000h"), last(&pty, "\033[?1049l"), "and takes it again");
    cr_expect_lt(last(&pty, "\033[?1049l"), last(&pty, "\033[?1049h"));
    cr_expect(strstr(pty.output, "\033[?1002l"));
    pty_free(&pty);
}

Test(pty_reading, has_no_mouse_where_the_terminal_has_none)
{
    static const struct pty_options options = {.term = "vt220", .settings = "mouse: true\n"};
    struct pty pty;

    start(&pty, &options);
    cr_expect_eq(last(&pty, "1000h"), -1);
    cr_expect_eq(last(&pty, "1002"), -1);
    pty_send(&pty, "u");
    pty_await(&pty, "this terminal reports no mouse");
    pty_send(&pty, "y");
    pty_await(&pty, "this terminal has no clipboard");
    cr_expect_eq(last(&pty, "\033]52"), -1);
    pty_free(&pty);
}

/* The bytes behind the last OSC 52, decoded; malloc'ed. */
static char *clipboard(const struct pty *pty)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = pty->output + last(pty, "\033]52;c;") + 7;
    char *text = calloc(1, pty->length);
    unsigned bits = 0, have = 0;
    size_t length = 0;

    cr_assert_geq(last(pty, "\033]52;c;"), 0);
    for (; *at && *at != '\a' && *at != '='; at++) {
        const char *digit = strchr(digits, *at);

        cr_assert_not_null(digit, "a byte that is not base64: %d", *at);
        bits = bits << 6 | (unsigned)(digit - digits);
        have += 6;
        if (have >= 8)
            text[length++] = (char)(bits >> (have -= 8) & 255);
    }
    return text;
}

Test(pty_reading, copies)
{
    struct pty pty;
    char *text;

    start(&pty, NULL);
    pty_send(&pty, "ll");
    pty_await(&pty, "conv1 × conv3");
    pty_send(&pty, "y");
    pty_await(&pty, "copied 0.198");
    text = clipboard(&pty);
    cr_expect(atof(text) > 0.198 && atof(text) < 0.199 && strlen(text) > 12, "%s", text);
    free(text);
    pty_send(&pty, "Y");
    pty_await(&pty, "copied the table");
    text = clipboard(&pty);
    cr_expect_eq(strncmp(text, "view,measure,network_a", 22), 0, "%.40s", text);
    cr_expect(strstr(text, "\nlayers,pwcca,gen-1,1000,conv1,,gen-1,1000,conv2,,400,"));
    free(text);
    pty_free(&pty);
}

/* What is copied is as harmless as what is shown. */
Test(pty_reading, copies_no_escape_sequence_of_a_name)
{
    struct pty pty;
    char *text;

    pty_start(&pty, NULL, (const char *const[]){TEST_DATA "/manifests/label_ansi_escape.yaml", NULL});
    pty_await(&pty, "]0;title");
    pty_settle(&pty, 300);
    pty_send(&pty, "Y");
    pty_await(&pty, "copied the table");
    text = clipboard(&pty);
    cr_expect(strstr(text, "^[]0;title"), "%s", text);
    for (const char *at = text; *at; at++)
        cr_assert(*at == '\n' || (unsigned char)*at >= ' ', "a control character");
    free(text);
    pty_free(&pty);
}

/* Names typed or listed are as harmless. */
Test(pty_reading, lists_no_escape_sequence_of_a_name)
{
    static const char *const keys[] = {"b", "\033", "a",  "\033", ":", "layer", "\033",
                                       "/", "t",    "\r", "n",    "f", "t",     "\r"};
    struct pty pty;

    pty_start(&pty, NULL, (const char *const[]){TEST_DATA "/manifests/label_ansi_escape.yaml", NULL});
    pty_await(&pty, "]0;title");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        pty_send(&pty, keys[i]);
        pty_settle(&pty, 120);
    }
    pty_send(&pty, "q");
    cr_expect(pty_await_end(&pty, 10));
    cr_expect_null(strstr(pty.output, "\033]0;title"));
    cr_expect_null(strstr(pty.output, "\033[31mtext"));
    pty_free(&pty);
}

/* Every action can have other keys. */
Test(pty_reading, takes_new_actions_keys_from_the_settings)
{
    static const struct pty_options options = {
        .settings = "keys: {choose-b: x, filter: [Ctrl-N, ShiftUp], command: \";\"}\n"};
    struct pty pty;

    start(&pty, &options);
    pty_send(&pty, "x");
    pty_await(&pty, "network B");
    pty_send(&pty, "\033");
    pty_await_gone(&pty, "network B");
    pty_send(&pty, "\016");
    pty_await(&pty, "show only");
    pty_send(&pty, "\033");
    pty_await_gone(&pty, "show only");
    pty_send(&pty, "\033[1;2A"); /* shifted arrow up */
    pty_await(&pty, "show only");
    pty_send(&pty, "\033");
    pty_await_gone(&pty, "show only");
    pty_send(&pty, ";quit\r");
    cr_expect(pty_await_end(&pty, 10));
    pty_free(&pty);
}

/* Down into a pair and back: the cursor is where it was, in every view. */
Test(pty_reading, returns_to_where_it_was)
{
    struct pty pty;

    start(&pty, NULL);
    pty_send(&pty, "jjll\r");
    pty_await(&pty, "canonical correlations");
    pty_send(&pty, "\177");
    pty_await(&pty, "conv3 × conv3");
    pty_send(&pty, "5jjjl");
    pty_await(&pty, "gen-4 × gen-2");
    pty_send(&pty, "\r");
    pty_await(&pty, "canonical correlations");
    pty_send(&pty, "\033");
    pty_await(&pty, "gen-4 × gen-2");
    pty_send(&pty, "1");
    pty_await(&pty, "conv3 × conv3");
    pty_free(&pty);
}
