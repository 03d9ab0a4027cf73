#include <criterion/criterion.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "tui/canvas.h"

static const struct style plain;

static void expect_rows(struct canvas *canvas, const char *expected)
{
    char *text = golden_print(canvas);
    cr_expect_str_eq(text, expected);
    free(text);
    canvas_free(canvas);
}

Test(canvas, refuses_impossible_sizes)
{
    cr_expect_null(canvas_create(0, 5));
    cr_expect_null(canvas_create(5, -1));
    cr_expect_null(canvas_create(CANVAS_MAX + 1, 1));
    canvas_free(NULL);
    expect_rows(canvas_create(1, 1), "");
}

Test(canvas, clips_everything)
{
    struct canvas *canvas = canvas_create(4, 2);
    static const int far[] = {INT_MIN, -1000, -3, -1, 0, 1, 3, 4, 1000, INT_MAX};
    struct rectangle all = {-5, -5, 100, 100}, extreme = {INT_MAX, INT_MAX, INT_MAX, INT_MAX};
    for (size_t i = 0; i < 10; i++)
        for (size_t j = 0; j < 10; j++) {
            canvas_put(canvas, far[i], far[j], 'x', plain);
            canvas_text(canvas, far[i], far[j], INT_MAX, plain, "層層層");
            canvas_text_right(canvas, far[i], far[j], INT_MAX, plain, "層層層");
            canvas_text(canvas, far[i], far[j], -1, plain, "abc");
            struct rectangle area = {far[i], far[j], far[j], far[i]};
            canvas_fill(canvas, area, '.', plain);
        }
    canvas_fill(canvas, extreme, '!', plain);
    canvas_fill(canvas, all, '#', plain);
    cr_expect_null(canvas_at(canvas, 4, 0));
    cr_expect_null(canvas_at(canvas, 0, -1));
    expect_rows(canvas, "####\n####\n");
}

Test(canvas, cuts_text_with_an_ellipsis)
{
    struct canvas *canvas = canvas_create(6, 4);
    cr_expect_eq(canvas_text(canvas, 0, 0, 4, plain, "abcdef"), 4);
    cr_expect_eq(canvas_text(canvas, 4, 1, 100, plain, "abcdef"), 2);
    cr_expect_eq(canvas_text(canvas, 0, 2, 6, plain, "abcdef"), 6);
    cr_expect_eq(canvas_text_right(canvas, 0, 3, 6, plain, "xy"), 2);
    expect_rows(canvas, "abc…\n    a…\nabcdef\n    xy\n");
}

Test(canvas, stays_ascii_when_asked)
{
    struct canvas *canvas = canvas_create(8, 2);
    canvas->ascii = true;
    canvas_text(canvas, 0, 0, 5, plain, "\xC3\xA9層e\xCC\x81lmn");
    canvas_put(canvas, 7, 0, 0x2588, plain);
    canvas_text(canvas, 0, 1, 8, plain, "e\xCC\x81\033");
    expect_rows(canvas, "???e~  ?\ne^[\n");
}

Test(canvas, never_splits_wide_glyphs)
{
    struct canvas *canvas = canvas_create(5, 5);
    canvas_text(canvas, 0, 0, 5, plain, "層層x");  /* fits */
    canvas_text(canvas, 0, 1, 4, plain, "層層層"); /* one column is left before the ellipsis */
    canvas_text(canvas, -1, 2, 6, plain, "層b");
    canvas_text(canvas, 0, 3, 5, plain, "a層");
    canvas_put(canvas, 1, 3, 'x', plain); /* the left half goes */
    canvas_text(canvas, 0, 4, 5, plain, "a層");
    canvas_put(canvas, 2, 4, 'x', plain); /* the right half goes */
    expect_rows(canvas, "層層x\n層 …\n b\nax\na x\n");
}

Test(canvas, overwrites_wide_with_wide)
{
    struct canvas *canvas = canvas_create(6, 1);
    canvas_text(canvas, 0, 0, 6, plain, "層層層");
    canvas_text(canvas, 1, 0, 2, plain, "山");
    cr_expect_eq(canvas_at(canvas, 0, 0)->glyph, ' ');
    cr_expect_eq(canvas_at(canvas, 2, 0)->glyph, 0);
    cr_expect_eq(canvas_at(canvas, 3, 0)->glyph, ' ');
    expect_rows(canvas, " 山 層\n");
}

Test(canvas, keeps_marks_with_their_glyph)
{
    struct canvas *canvas = canvas_create(4, 2);
    canvas_text(canvas, 0, 0, 4, plain, "e\xCC\x81\xCC\x82x");
    cr_expect_eq(canvas_at(canvas, 0, 0)->mark, 0x301);
    canvas_put(canvas, 0, 0, 'e', plain);
    cr_expect_eq(canvas_at(canvas, 0, 0)->mark, 0);
    canvas_text(canvas, 0, 1, 2, plain, "abe\xCC\x81");
    expect_rows(canvas, "ex\na…\n");
}

Test(canvas, put_takes_no_control)
{
    struct canvas *canvas = canvas_create(5, 1);
    static const char32_t bad[] = {0x1B, 0x7F, 0x9B, 0x301, 0x4E00};
    for (int i = 0; i < 5; i++)
        canvas_put(canvas, i, 0, bad[i], plain);
    expect_rows(canvas, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\n");
}

Test(canvas, formats_long_text)
{
    char name[2000];
    memset(name, 'n', sizeof name);
    name[sizeof name - 1] = '\0';
    struct canvas *canvas = canvas_create(2100, 1);
    cr_expect_eq(canvas_textf(canvas, 0, 0, 2100, plain, "%s\033%d", name, 42), 2003);
    cr_expect_eq(canvas_at(canvas, 1999, 0)->glyph, '^');
    cr_expect_eq(canvas_at(canvas, 2002, 0)->glyph, '2');
    canvas_free(canvas);
}

Test(canvas, clear_forgets_everything)
{
    struct canvas *canvas = canvas_create(3, 1);
    struct style style = {COLOUR_ANSI(1), COLOUR_RGB(1, 2, 3), ATTRIBUTE_BOLD};
    canvas_text(canvas, 0, 0, 3, style, "層e\xCC\x81");
    canvas_clear(canvas);
    for (int x = 0; x < 3; x++)
        cr_expect(canvas_at(canvas, x, 0)->glyph == ' ' && canvas_at(canvas, x, 0)->mark == 0 &&
                  style_equal(canvas_at(canvas, x, 0)->style, plain));
    canvas_free(canvas);
}
