#include <criterion/criterion.h>
#include <string.h>

#include "tui/answer.h"

static struct answers read_text(const char *text)
{
    struct answers answers = {0};

    answers_read(&answers, text, strlen(text));
    return answers;
}

Test(answer, tells_the_background)
{
    cr_expect_eq(read_text("\033]11;rgb:ffff/ffff/ffff\033\\").background, BACKGROUND_LIGHT);
    cr_expect_eq(read_text("\033]11;rgb:1e1e/1e1e/1e1e\a").background, BACKGROUND_DARK);
    cr_expect_eq(read_text("jj\033]11;rgb:ff/ff/ff\akk").background, BACKGROUND_LIGHT);
    cr_expect_eq(read_text("\033]11;what?\a").background, BACKGROUND_AUTO);
    cr_expect(read_text("\033]11;what?\a").known[QUESTION_BACKGROUND]);
}

Test(answer, tells_of_synchronized_output)
{
    cr_expect(read_text("\033[?2026;2$y").synchronized);
    cr_expect(read_text("\033[?2026;1$y").synchronized);
    cr_expect_not(read_text("\033[?2026;0$y").synchronized);
    cr_expect_not(read_text("\033[?2026;4$y").synchronized);
    cr_expect_not(read_text("\033[?2026;$y").synchronized);
    cr_expect_not(read_text("\033[?2004;2$y").synchronized);
}

Test(answer, comes_with_others)
{
    struct answers answers = read_text("\033[?2026;2$y\033]11;rgb:ffff/ffff/ffff\033\\\033[?62;c");

    cr_expect(answers.synchronized && answers.known[QUESTION_SYNCHRONIZED]);
    cr_expect_eq(answers.background, BACKGROUND_LIGHT);
}

/* Cut anywhere, it is no answer yet. */
Test(answer, counts_only_when_complete)
{
    static const char *const whole[] = {"\033]11;rgb:ffff/ffff/ffff\033\\", "\033]11;rgb:ff/ff/ff\a",
                                        "\033[?2026;2$y"};

    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        for (size_t length = 0; length < strlen(whole[i]); length++) {
            struct answers answers = {0};

            answers_read(&answers, whole[i], length);
            cr_expect_not(answers.known[QUESTION_BACKGROUND] || answers.known[QUESTION_SYNCHRONIZED],
                          "%zu bytes of %zu", length, i);
        }
}

Test(answer, may_be_long_and_senseless)
{
    char text[1000];

    memset(text, 'f', sizeof text - 1);
    memcpy(text, "\033]11;rgb:", 9);
    text[sizeof text - 2] = '\a';
    text[sizeof text - 1] = '\0';
    cr_expect(read_text(text).known[QUESTION_BACKGROUND]);
    cr_expect_eq(read_text(text).background, BACKGROUND_AUTO);
    memset(text + 9, 0x9b, 500);
    cr_expect_eq(read_text(text).background, BACKGROUND_AUTO);
}
