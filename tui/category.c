#include "tui/category.h"

#include "tui/colour.h"

static colour ink(const struct look *look, size_t index)
{
    static const colour colours[] = {COLOUR_RGB(230, 159, 0),  COLOUR_RGB(86, 180, 233),
                                     COLOUR_RGB(0, 158, 115),  COLOUR_RGB(204, 121, 167),
                                     COLOUR_RGB(240, 228, 66), COLOUR_RGB(0, 114, 178),
                                     COLOUR_RGB(213, 94, 0),   COLOUR_RGB(153, 153, 153)};
    static const colour ansi[] = {COLOUR_ANSI(3), COLOUR_ANSI(6), COLOUR_ANSI(2),
                                  COLOUR_ANSI(5), COLOUR_ANSI(1), COLOUR_ANSI(4)};

    if (look->depth == DEPTH_NONE)
        return COLOUR_DEFAULT;
    return look->depth >= DEPTH_256 ? colours[index % (sizeof colours / sizeof *colours)]
                                    : ansi[index % (sizeof ansi / sizeof *ansi)];
}

struct style category_style(const struct look *look, size_t index)
{
    return (struct style){ink(look, index), COLOUR_DEFAULT, 0};
}

struct style category_field(const struct look *look, size_t index)
{
    colour background = ink(look, index);

    if (background == COLOUR_DEFAULT)
        return (struct style){0};
    return (struct style){colour_contrasting(background), background, 0};
}

char32_t category_mark(size_t index)
{
    return index < 9 ? U'1' + (char32_t)index : index < 35 ? U'a' + (char32_t)(index - 9) : U'+';
}
