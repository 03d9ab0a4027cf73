#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "golden.h"
#include "tui/draw_lists.h"
#include "tui/log.h"

Test(log, keeps_the_latest_lines)
{
    struct log log = {0};
    char line[20];

    cr_expect_eq(log.count, 0);
    for (int i = 0; i < LOG_LINES + 5; i++) {
        snprintf(line, sizeof line, "line %d", i);
        log_add(&log, line, i % 2);
    }
    cr_expect_eq(log.count, LOG_LINES);
    cr_expect_eq(log.news, (LOG_LINES + 5) / 2);
    cr_expect_str_eq(log_line(&log, 0), "line 5");
    cr_expect_str_eq(log_line(&log, LOG_LINES - 1), line);
    log_free(&log);
    cr_expect_eq(log.count, 0);
}

Test(log, follows_a_file_line_by_line)
{
    struct log log = {0};
    int file = memfd_create("log", 0);
    char many[5000];

    log_follow(&log, -1);
    log_collect(&log);
    cr_expect_eq(log.count, 0);
    log_follow(&log, file);
    dprintf(file, "one\ntw");
    log_collect(&log);
    cr_expect_eq(log.count, 1);
    dprintf(file, "o\n\n\nthree\n");
    log_collect(&log);
    cr_assert_eq(log.count, 3);
    cr_expect_str_eq(log_line(&log, 0), "one");
    cr_expect_str_eq(log_line(&log, 1), "two");
    cr_expect_str_eq(log_line(&log, 2), "three");
    cr_expect_eq(log.news, 3);
    memset(many, 'x', sizeof many); /* a line without end does not hold up what follows */
    cr_assert_eq(write(file, many, sizeof many), (ssize_t)sizeof many);
    dprintf(file, "\nlast\n");
    log_collect(&log);
    cr_expect_str_eq(log_line(&log, log.count - 1), "last");
    for (size_t i = 0; i < log.count; i++)
        cr_expect_leq(strlen(log_line(&log, i)), LOG_BYTES);
    log_free(&log);
    close(file);
}

static void draw(struct canvas *canvas, const struct log *log, long above, const char *expected)
{
    char *text;

    canvas_clear(canvas);
    draw_messages(canvas, (struct rectangle){0, 0, canvas->columns, canvas->rows}, log, above);
    text = golden_print(canvas);
    cr_expect_str_eq(text, expected, "%s", text);
    free(text);
}

Test(log, is_drawn_as_text_below_other_things)
{
    struct log log = {0};
    struct canvas *canvas = canvas_create(26, 5);

    draw(canvas, &log, 0, "");
    log_add(&log, "H5E \033[31mred\033]0;x\a", true);
    log_add(&log, "a second one that is long", true);
    draw(canvas, &log, 0,
         "\nmessage  H5E\n         ^[[31mred^[]0;x^G\nmessage  a second one\n         that is long\n");
    draw(canvas, &log, 3, "\n\n\n\nmessage  H5E\n");
    draw(canvas, &log, -3, "message  a second one\n         that is long\n");
    cr_expect_eq(draw_messages(canvas, (struct rectangle){0, 0, 26, 5}, &log, 0), 5);
    canvas_free(canvas);
    log_free(&log);
}
