#include "tui/glyph.h"

#include <stddef.h>

static struct glyph_shape one_box(int x, int y, int width, int height, int opacity)
{
    struct glyph_box box = {(uint8_t)x, (uint8_t)y, (uint8_t)width, (uint8_t)height};
    return (struct glyph_shape){.kind = GLYPH_BOXES, .count = 1, .boxes = {box}, .opacity = opacity};
}

/* U+2580..U+2595: halves, eighths from below and from the left, shades. */
static struct glyph_shape block(char32_t glyph)
{
    int eighths = (int)(glyph - 0x2580);
    if (glyph == 0x2580)
        return one_box(0, 0, GLYPH_WIDTH, GLYPH_HEIGHT / 2, 100);
    if (glyph <= 0x2588)
        return one_box(0, GLYPH_HEIGHT - 4 * eighths, GLYPH_WIDTH, 4 * eighths, 100);
    if (glyph <= 0x258F)
        return one_box(0, 0, 2 * (int)(0x2590 - glyph), GLYPH_HEIGHT, 100);
    if (glyph == 0x2590)
        return one_box(GLYPH_WIDTH / 2, 0, GLYPH_WIDTH / 2, GLYPH_HEIGHT, 100);
    if (glyph == 0x2594)
        return one_box(0, 0, GLYPH_WIDTH, 4, 100);
    if (glyph == 0x2595)
        return one_box(GLYPH_WIDTH - 2, 0, 2, GLYPH_HEIGHT, 100);
    return one_box(0, 0, GLYPH_WIDTH, GLYPH_HEIGHT, 25 * (int)(glyph - 0x2590));
}

/* U+2596..U+259F: quarters. */
static struct glyph_shape quadrants(char32_t glyph)
{
    /* 1 upper left, 2 upper right, 4 lower left, 8 lower right */
    static const uint8_t filled[] = {4, 8, 1, 13, 9, 7, 11, 2, 6, 14};
    struct glyph_shape shape = {.kind = GLYPH_BOXES, .opacity = 100};
    for (int i = 0; i < 4; i++)
        if (filled[glyph - 0x2596] >> i & 1)
            shape.boxes[shape.count++] =
                (struct glyph_box){(uint8_t)(i % 2 * GLYPH_WIDTH / 2), (uint8_t)(i / 2 * GLYPH_HEIGHT / 2),
                                   GLYPH_WIDTH / 2, GLYPH_HEIGHT / 2};
    return shape;
}

static struct glyph_shape braille(char32_t glyph)
{
    static const uint8_t columns[] = {0, 0, 0, 1, 1, 1, 0, 1}, rows[] = {0, 1, 2, 0, 1, 2, 3, 3};
    struct glyph_shape shape = {.kind = GLYPH_DOTS};
    for (int i = 0; i < 8; i++)
        if (glyph >> i & 1) {
            shape.dots[shape.count][0] = (uint8_t)(GLYPH_WIDTH / 4 + columns[i] * GLYPH_WIDTH / 2);
            shape.dots[shape.count++][1] = (uint8_t)(GLYPH_HEIGHT / 8 + rows[i] * GLYPH_HEIGHT / 4);
        }
    return shape;
}

static struct glyph_shape lines(char32_t glyph)
{
    static const struct {
        char32_t glyph;
        uint8_t arms[4]; /* left, top, right, bottom */
    } known[] = {
        {U'─', {1, 0, 1, 0}}, {U'━', {2, 0, 2, 0}}, {U'│', {0, 1, 0, 1}}, {U'┃', {0, 2, 0, 2}},
        {U'┌', {0, 0, 1, 1}}, {U'┐', {1, 0, 0, 1}}, {U'└', {0, 1, 1, 0}}, {U'┘', {1, 1, 0, 0}},
        {U'├', {0, 1, 1, 1}}, {U'┤', {1, 1, 0, 1}}, {U'┬', {1, 0, 1, 1}}, {U'┴', {1, 1, 1, 0}},
        {U'┼', {1, 1, 1, 1}}, {U'╴', {1, 0, 0, 0}}, {U'╵', {0, 1, 0, 0}}, {U'╶', {0, 0, 1, 0}},
        {U'╷', {0, 0, 0, 1}}, {U'╭', {0, 0, 1, 1}}, {U'╮', {1, 0, 0, 1}}, {U'╯', {1, 1, 0, 0}},
        {U'╰', {0, 1, 1, 0}},
    };
    struct glyph_shape shape = {.kind = GLYPH_TEXT};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].glyph == glyph) {
            shape.kind = GLYPH_LINES;
            for (int arm = 0; arm < 4; arm++)
                shape.arms[arm] = known[i].arms[arm];
        }
    return shape;
}

struct glyph_shape glyph_shape(char32_t glyph)
{
    if (glyph >= 0x2580 && glyph <= 0x2595)
        return block(glyph);
    if (glyph >= 0x2596 && glyph <= 0x259F)
        return quadrants(glyph);
    if (glyph >= 0x2800 && glyph <= 0x28FF)
        return braille(glyph);
    if (glyph >= 0x2500 && glyph <= 0x257F)
        return lines(glyph);
    return (struct glyph_shape){.kind = GLYPH_TEXT};
}
