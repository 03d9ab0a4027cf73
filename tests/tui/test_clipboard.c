/* Text on its way to the clipboard. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "tui/clipboard.h"

static void expect(const char *text, const char *sequence)
{
    size_t length;
    char *got = clipboard_sequence(text, &length);

    cr_assert_not_null(got);
    cr_expect_str_eq(got, sequence, "'%s' for '%s'", got, text);
    cr_expect_eq(length, strlen(sequence));
    free(got);
}

/* The vectors of RFC 4648. */
Test(clipboard, encodes_as_the_standard_says)
{
    expect("", "\033]52;c;\a");
    expect("f", "\033]52;c;Zg==\a");
    expect("fo", "\033]52;c;Zm8=\a");
    expect("foo", "\033]52;c;Zm9v\a");
    expect("foob", "\033]52;c;Zm9vYg==\a");
    expect("fooba", "\033]52;c;Zm9vYmE=\a");
    expect("foobar", "\033]52;c;Zm9vYmFy\a");
}

/* Lines stay lines; what acts on a terminal becomes visible. */
Test(clipboard, sanitises)
{
    expect("a\nb\n", "\033]52;c;YQpiCg==\a");
    expect("\033[2J", "\033]52;c;XltbMko=\a");
}

Test(clipboard, refuses_what_terminals_would_cut)
{
    char *text = malloc(CLIPBOARD_MOST + 1);
    size_t length;

    memset(text, 'x', CLIPBOARD_MOST);
    text[CLIPBOARD_MOST] = '\0';
    cr_expect_null(clipboard_sequence(text, &length));
    cr_expect_gt(length, CLIPBOARD_MOST);
    text[CLIPBOARD_MOST / 4 * 3] = '\0';
    char *sequence = clipboard_sequence(text, &length);
    cr_expect_not_null(sequence);
    free(sequence);
    free(text);
}
