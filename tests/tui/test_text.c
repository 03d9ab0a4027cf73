#include <criterion/criterion.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "tui/text.h"

/* Sanitised text, in a buffer of its own for each test. */
static const char *clean(const char *text)
{
    static char *last;
    free(last);
    last = text_sanitised(text);
    cr_assert(last);
    return last;
}

#define FFFD "\xEF\xBF\xBD"

Test(text, leaves_ordinary_text_alone)
{
    static const char *const ordinary[] = {"", "conv1/relu_2", "größe", "層一", "שלום", "e\xCC\x81", "😀 ok"};
    for (size_t i = 0; i < sizeof ordinary / sizeof *ordinary; i++)
        cr_expect_str_eq(clean(ordinary[i]), ordinary[i]);
}

Test(text, shows_controls_with_a_caret)
{
    cr_expect_str_eq(clean("a\033[2Jb"), "a^[[2Jb");
    cr_expect_str_eq(clean("\t\n\r\x01\x7F"), "^I^J^M^A^?");
}

Test(text, replaces_what_hides_or_reorders)
{
    static const char *const hidden[] = {
        "\xC2\x80",
        "\xC2\x9B",
        "\xC2\x9F",
        "\xC2\xAD",
        "\xCD\x8F",
        "\xD8\x9C",
        "\xE1\x85\x9F",
        "\xE1\xA0\x8E",
        "\xE2\x80\x8B",
        "\xE2\x80\x8D",
        "\xE2\x80\x8E",
        "\xE2\x80\x8F",
        "\xE2\x80\xA8",
        "\xE2\x80\xA9",
        "\xE2\x80\xAA",
        "\xE2\x80\xAE",
        "\xE2\x81\xA0",
        "\xE2\x81\xA6",
        "\xE2\x81\xA9",
        "\xE3\x85\xA4",
        "\xEE\x80\x80",
        "\xEF\xBB\xBF",
        "\xEF\xBF\xB9",
        "\xEF\xBF\xBE",
        "\xF3\xA0\x80\x81",
        "\xF3\xB0\x80\x80",
        "\xF4\x8F\xBF\xBF",
        "\xCD\xB8" /* U+0378, nothing yet */,
        "\xF0\x9F\x87\xA9" /* half a flag */,
        "\xF0\x9F\x8F\xBD" /* a colour of skin */,
        "\xF0\x93\x90\xB0" /* a joiner of hieroglyphs */,
    };
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        cr_expect_str_eq(clean(hidden[i]), FFFD, "case %zu", i);
}

Test(text, replaces_every_byte_that_is_not_utf8)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"\x80", FFFD},
        {"\xFF", FFFD},
        {"\xC0\xAF", FFFD FFFD},
        {"\xE0\x80\xAF", FFFD FFFD FFFD},
        {"\xED\xA0\x80", FFFD FFFD FFFD},
        {"\xF4\x90\x80\x80", FFFD FFFD FFFD FFFD},
        {"\xE2\x82", FFFD FFFD},
        {"\xE2\x82z", FFFD FFFD "z"},
        {"a\xC3", "a" FFFD},
        {"\xF8\x88\x80\x80\x80", FFFD FFFD FFFD FFFD FFFD},
        {"\xC3\033[m", FFFD "^[[m"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_str_eq(clean(cases[i].text), cases[i].expected, "case %zu", i);
}

Test(text, never_lets_a_control_through)
{
    char bytes[5];
    for (char32_t c = 1; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        text_encode(c, bytes);
        struct text_reader reader = {.next = bytes};
        for (char32_t got; (got = text_next(&reader));) {
            bool control = got < 0x20 || (got >= 0x7F && got < 0xA0);
            bool bidi = (got >= 0x200B && got <= 0x200F) || (got >= 0x2028 && got <= 0x202E) ||
                        (got >= 0x2060 && got <= 0x206F) || got == 0x61C || got == 0xFEFF;
            cr_assert(!control && !bidi, "U+%04X came through as U+%04X", c, got);
        }
    }
}

Test(text, keeps_one_mark_on_a_base)
{
    char text[1 + 2 * 300 + 2] = "a";
    for (int i = 0; i < 300; i++)
        strcat(text, "\xCC\x81");
    strcat(text, "b");
    cr_expect_str_eq(clean(text), "a\xCC\x81"
                                  "b");
    cr_expect_eq(text_columns(text), 2);
    cr_expect_str_eq(clean("\xCC\x81x"), FFFD "x");
    cr_expect_str_eq(clean("\xE2\x9D\xA4\xEF\xB8\x8F"), "\xE2\x9D\xA4");
}

Test(text, knows_widths_in_the_c_locale)
{
    static const struct {
        char32_t character;
        int width;
    } cases[] = {{'a', 1},    {0xE9, 1},    {0x301, 0},  {0x4E00, 2}, {0xAC00, 2},
                 {0xFF01, 2}, {0x1F600, 2}, {0x2588, 1}, {0x28FF, 1}, {0x05D0, 1},
                 {0x3000, 2}, {0x20000, 2}, {0x200, 1},  {0xFFFD, 1}, {0x10FFFD, 1},
                 {0x1100, 2}, {0x231A, 2},  {0x2500, 1}, {0x0E31, 0}, {0x2026, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(text_width(cases[i].character), cases[i].width, "U+%04X", cases[i].character);
    cr_expect_eq(text_columns("層1\033"), 5);
}

Test(text, encodes_what_it_decodes)
{
    char bytes[5];
    for (char32_t c = 0xA0; c < 0x30000; c += 7) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        int length = text_encode(c, bytes);
        cr_assert_eq((size_t)length, strlen(bytes));
        struct text_reader reader = {.next = bytes, .has_base = true};
        char32_t got = text_next(&reader);
        cr_assert(got == c || got == TEXT_REPLACEMENT || got == 0, "U+%04X became U+%04X", c, got);
    }
}

Test(text, abbreviates_in_the_middle)
{
    static const struct {
        const char *text;
        int width;
        const char *expected;
    } cases[] = {
        {"generalizing-network-7", 10, "gener…rk-7"},
        {"conv1", 5, "conv1"},
        {"conv12", 5, "co…12"},
        {"conv1", 1, "…"},
        {"conv1", 2, "c…"},
        {"conv1", 0, ""},
        {"conv1", -3, ""},
        {"", 4, ""},
        {"層層層層", 5, "層…層"},
        {"層層層層", 4, "層…"},
        {"a\033b\033c", 4, "a^…c"},
        {"e\xCC\x81"
         "bcdef\xCC\x81",
         3, "e\xCC\x81…f\xCC\x81"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *short_text = text_abbreviated(cases[i].text, cases[i].width, "…");
        cr_expect_str_eq(short_text, cases[i].expected, "case %zu", i);
        free(short_text);
    }
}

Test(text, abbreviation_never_overruns)
{
    static const char *const hostile[] = {"層e\xCC\x81\xCC\x81\xFF\033層\xE2\x80\xAEzzz😀😀",
                                          "aaaaaaaaaaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < 2; i++)
        for (int width = 0; width < 30; width++)
            for (size_t size = 1; size < 40; size++) {
                char *out = malloc(size);
                text_abbreviate(out, size, hostile[i], width, "…");
                cr_assert(strlen(out) < size);
                cr_assert(text_columns(out) <= width);
                free(out);
            }
}

Test(text, prints_through_the_sanitiser)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    text_print(out, "no such file: \033]0;x\a\n");
    fclose(out);
    cr_expect_str_eq(text, "no such file: ^[]0;x^G^J");
    free(text);
}

/* Where the C library has another width, so have some terminals: such characters do not get out. Another
 * version of Unicode may know a few better. */
Test(text, agrees_on_widths_with_the_library)
{
    size_t differ = 0;

    cr_assert(setlocale(LC_CTYPE, "C.UTF-8"));
    for (char32_t c = 0x20; c <= 0x10FFFF; c++) {
        char bytes[5];
        struct text_reader reader = {.next = bytes, .has_base = true};

        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        text_encode(c, bytes);
        differ += text_next(&reader) == c && wcwidth((wchar_t)c) >= 0 && wcwidth((wchar_t)c) != text_width(c);
    }
    cr_expect_leq(differ, 50, "%zu characters", differ);
}
