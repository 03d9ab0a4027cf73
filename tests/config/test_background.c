#include <criterion/criterion.h>

#include "config/background.h"

struct case_of {
    const char *text;
    enum background expected;
};

static void check(const struct case_of *cases, size_t count, enum background (*read)(const char *))
{
    for (size_t i = 0; i < count; i++)
        cr_expect_eq(read(cases[i].text), cases[i].expected, "%s: %s", cases[i].text ? cases[i].text : "NULL",
                     background_name(read(cases[i].text)));
}

Test(background, is_known_from_numbers)
{
    static const struct case_of cases[] = {
        {NULL, BACKGROUND_AUTO},
        {"", BACKGROUND_AUTO},
        {"15;0", BACKGROUND_DARK},
        {"0;15", BACKGROUND_LIGHT},
        {"0;default;15", BACKGROUND_LIGHT},
        {"15;default;0", BACKGROUND_DARK},
        {"0;7", BACKGROUND_LIGHT},
        {"7;8", BACKGROUND_DARK},
        {"12;8", BACKGROUND_DARK},
        {"0;11", BACKGROUND_LIGHT},
        {"default;default", BACKGROUND_AUTO},
        {"0;", BACKGROUND_AUTO},
        {"0;16", BACKGROUND_AUTO},
        {"0;-1", BACKGROUND_AUTO},
        {"15", BACKGROUND_AUTO},
        {"0;15x", BACKGROUND_AUTO},
        {"0;99999999999999999999", BACKGROUND_AUTO},
    };

    check(cases, sizeof cases / sizeof *cases, background_of_numbers);
}

Test(background, is_known_from_a_colour)
{
    static const struct case_of cases[] = {
        {"rgb:0000/0000/0000", BACKGROUND_DARK},
        {"rgb:ffff/ffff/ffff", BACKGROUND_LIGHT},
        {"rgb:f/f/f", BACKGROUND_LIGHT},
        {"rgb:00/2b/36", BACKGROUND_DARK},
        {"rgb:fdfd/f6f6/e3e3", BACKGROUND_LIGHT},
        {"rgb:FFF/FFF/000", BACKGROUND_LIGHT},
        {"rgba:ffff/ffff/ffff/0000", BACKGROUND_LIGHT},
        {"rgb:0000/0000/ffff", BACKGROUND_DARK},
        {"rgb:ffff/ffff/ffff\033\\", BACKGROUND_LIGHT},
        {"", BACKGROUND_AUTO},
        {"rgb:", BACKGROUND_AUTO},
        {"rgb:12/34", BACKGROUND_AUTO},
        {"rgb:12345/1/1", BACKGROUND_AUTO},
        {"rgb:xx/yy/zz", BACKGROUND_AUTO},
        {"?", BACKGROUND_AUTO},
        {"#ffffff", BACKGROUND_AUTO},
        {"cmyk:0/0/0", BACKGROUND_AUTO},
    };

    check(cases, sizeof cases / sizeof *cases, background_of_colour);
}
