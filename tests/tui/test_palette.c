#include <criterion/criterion.h>
#include <math.h>

#include "tui/colour.h"
#include "tui/palette.h"
#include "tui/style.h"

#define STEPS 400

static const enum colour_depth depths[] = {DEPTH_8, DEPTH_16, DEPTH_256, DEPTH_DIRECT};
#define DEPTHS (int)(sizeof depths / sizeof *depths)

/* Every look that has field colours; grey, the last palette, has none among 8 colours. */
#define FOR_EACH_LOOK(look)                                                                                  \
    for (int d_ = 0; d_ < DEPTHS; d_++)                                                                      \
        for (int p_ = 0; p_ < PALETTE_COUNT - (depths[d_] == DEPTH_8); p_++)                                 \
            for (int l_ = 0; l_ < 2; l_++)                                                                   \
                for (struct look look = {.palette = (enum palette)p_,                                        \
                                        .depth = depths[d_],                                                 \
                                        .unicode = true,                                                     \
                                        .light_background = l_},                                             \
                                 *once_ = &look;                                                             \
                     once_; once_ = NULL)

Test(palette, lightness_is_monotone)
{
    FOR_EACH_LOOK(look)
    {
        double before = look.light_background ? -1 : 101;
        for (int i = 0; i <= STEPS; i++) {
            double now = colour_lightness(palette_field(&look, (double)i / STEPS).background);
            double change = look.light_background ? now - before : before - now;
            cr_assert(change >= -0.6, "palette %d depth %d light %d share %g: %g after %g", look.palette,
                      look.depth, look.light_background, (double)i / STEPS, now, before);
            before = now;
        }
    }
}

/* Lightness goes one way from the middle to either end, the same way on both sides. */
Test(palette, diverges_from_the_middle)
{
    FOR_EACH_LOOK(look)
    for (int side = -1; side <= 1; side += 2) {
        double before = colour_lightness(palette_diverging(&look, 0.5).background);
        cr_expect(look.light_background ? before > 60 : before < 21);
        for (int i = 0; i <= STEPS; i++) {
            struct style style = palette_diverging(&look, 0.5 + side * 0.5 * i / STEPS);
            double now = colour_lightness(style.background);
            double change = look.light_background ? before - now : now - before;
            cr_assert(change >= -0.6, "depth %d light %d side %d step %d: %g after %g", look.depth,
                      look.light_background, side, i, now, before);
            cr_assert(colour_contrast(style.foreground, style.background) >= 4);
            cr_assert_neq(style.background, palette_accent(&look));
            before = now;
        }
    }
}

Test(palette, sides_of_the_middle_differ)
{
    FOR_EACH_LOOK(look)
    for (int i = 0; i < 5; i++)
        cr_expect_neq(palette_diverging(&look, i * 0.05).background,
                      palette_diverging(&look, 1 - i * 0.05).background, "depth %d light %d: %d", look.depth,
                      look.light_background, i);
}

/* As the console has them: 3 is brown there. */
Test(palette, lightness_of_8_colours_is_monotone_on_the_console_too)
{
    static const uint8_t console[8][3] = {{0, 0, 0},   {170, 0, 0},   {0, 170, 0},   {170, 85, 0},
                                          {0, 0, 170}, {170, 0, 170}, {0, 170, 170}, {170, 170, 170}};
    for (int p = 0; p < PALETTE_GREY; p++) {
        double before = 101;
        for (int i = 0; i <= STEPS; i++) {
            struct look look = {.palette = (enum palette)p, .depth = DEPTH_8};
            const uint8_t *rgb = console[palette_field(&look, (double)i / STEPS).background & 7];
            double now = colour_lightness(COLOUR_RGB(rgb[0], rgb[1], rgb[2]));
            cr_assert_leq(now, before, "palette %d share %g", p, (double)i / STEPS);
            before = now;
        }
    }
}

Test(palette, alike_is_the_stronger_end)
{
    FOR_EACH_LOOK(look)
    {
        colour ground = look.light_background ? COLOUR_RGB(255, 255, 255) : COLOUR_RGB(0, 0, 0);
        double alike = colour_contrast(palette_field(&look, 0).background, ground);
        double apart = colour_contrast(palette_field(&look, 1).background, ground);
        cr_expect(alike > 3 * apart, "palette %d depth %d", look.palette, look.depth);
    }
}

Test(palette, digits_have_contrast)
{
    FOR_EACH_LOOK(look)
    for (int i = 0; i <= STEPS; i++) {
        struct style style = palette_field(&look, (double)i / STEPS);
        cr_assert(colour_contrast(style.foreground, style.background) >= 4.5,
                  "palette %d depth %d light %d: %x", look.palette, look.depth, look.light_background,
                  style.background);
    }
}

Test(palette, colours_at_256_are_those_of_xterm)
{
    for (int p = 0; p < PALETTE_COUNT; p++)
        for (int i = 0; i <= STEPS; i++) {
            struct look look = {.palette = (enum palette)p, .depth = DEPTH_256};
            colour ink = palette_field(&look, (double)i / STEPS).background;
            cr_assert_eq(colour_of_256(colour_to_256(ink)), ink);
        }
}

Test(palette, extremes_are_tame)
{
    FOR_EACH_LOOK(look)
    {
        cr_expect(style_equal(palette_field(&look, -7), palette_field(&look, 0)));
        cr_expect(style_equal(palette_field(&look, INFINITY), palette_field(&look, 1)));
        cr_expect(style_equal(palette_field(&look, NAN), (struct style){0}));
        cr_expect_eq(palette_shade(&look, NAN), ' ');
    }
    struct look none = {.depth = DEPTH_NONE}, eight = {.depth = DEPTH_8, .palette = PALETTE_GREY};
    cr_expect(style_equal(palette_field(&none, 0.3), (struct style){0}));
    cr_expect(style_equal(palette_field(&eight, 0.3), (struct style){0}));
    cr_expect_not(palette_has_field(&eight));
}

Test(palette, shades_fall_with_distance)
{
    struct look look = {.unicode = true};
    const char32_t *blocks = U"█▓▒░ ", *ascii = U"#+:. ";
    for (int i = 0; i < 5; i++) {
        look.unicode = true;
        cr_expect_eq(palette_shade(&look, i / 4.0), blocks[i]);
        look.unicode = false;
        cr_expect_eq(palette_shade(&look, i / 4.0), ascii[i]);
    }
    cr_expect_eq(palette_shade(&look, -1), '#');
    cr_expect_eq(palette_shade(&look, 9), ' ');
}

Test(palette, shades_differ_on_the_sides_of_the_middle)
{
    struct look look = {.unicode = true};
    const char32_t *expected = U"█▓▒░ -=%%";
    for (int i = 0; i < 9; i++)
        cr_expect_eq(palette_shade_diverging(&look, (i + 0.5) / 9), expected[i], "%d: U+%04X", i,
                     (unsigned)palette_shade_diverging(&look, (i + 0.5) / 9));
    cr_expect_eq(palette_shade_diverging(&look, NAN), ' ');
}

Test(palette, curves_stand_out)
{
    FOR_EACH_LOOK(look)
    for (size_t count = 1; count <= 6; count++)
        for (size_t i = 0; i < count; i++) {
            colour ground = look.light_background ? COLOUR_RGB(255, 255, 255) : COLOUR_RGB(0, 0, 0);
            double contrast = colour_contrast(palette_curve(&look, i, count).foreground, ground);
            /* What the 16 colours look like is the user's theme. */
            cr_expect(contrast >= (look.depth <= DEPTH_16 ? 1.8 : 2.5),
                      "palette %d depth %d light %d: %zu of %zu has %g", look.palette, look.depth,
                      look.light_background, i, count, contrast);
        }
}

Test(palette, six_curves_differ)
{
    FOR_EACH_LOOK(look)
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < i; j++)
            cr_expect_neq(palette_curve(&look, i, 6).foreground, palette_curve(&look, j, 6).foreground,
                          "palette %d depth %d light %d: %zu and %zu", look.palette, look.depth,
                          look.light_background, i, j);
}

Test(palette, accent_is_not_in_the_palette)
{
    FOR_EACH_LOOK(look)
    for (int i = 0; i <= STEPS; i++)
        cr_assert_neq(palette_field(&look, (double)i / STEPS).background, palette_accent(&look));
}

Test(palette, chrome_shows_on_both_backgrounds)
{
    static const struct style chrome[] = {STYLE_HEADING, STYLE_KEY, STYLE_WARNING, STYLE_ERROR};
    struct canvas *canvas = canvas_create(1, 1);

    for (int light = 0; light < 2; light++)
        for (size_t i = 0; i < sizeof chrome / sizeof *chrome; i++) {
            struct look look = {.depth = DEPTH_256, .light_background = light};
            colour ground = light ? COLOUR_RGB(255, 255, 255) : COLOUR_RGB(0, 0, 0), ink;

            canvas_put(canvas, 0, 0, 'x', chrome[i]);
            palette_suit_chrome(&look, canvas);
            ink = canvas->cells[0].style.foreground;
            cr_expect(COLOUR_IS_ANSI(ink), "the terminal's own");
            cr_expect_geq(colour_contrast(ink, ground), 3, "%zu: %g", i, colour_contrast(ink, ground));
        }
    canvas_free(canvas);
}

Test(colour, finds_the_nearest)
{
    for (int i = 16; i < 256; i++)
        cr_expect_eq(colour_of_256(colour_to_256(colour_of_256(i))), colour_of_256(i));
    cr_expect_eq(colour_to_256(COLOUR_RGB(254, 1, 1)), 196);
    cr_expect_eq(colour_to_256(COLOUR_RGB(60, 60, 60)), 237);
    cr_expect_eq(colour_to_256(COLOUR_ANSI(5)), 5);
    cr_expect_eq(colour_to_16(COLOUR_RGB(250, 250, 250)), 15);
    cr_expect_eq(colour_to_16(COLOUR_RGB(0, 0, 200)), 4);
    cr_expect_eq(colour_to_16(COLOUR_ANSI(9)), 9);
    cr_expect_eq(colour_to_16(COLOUR_DEFAULT), -1);
    cr_expect_eq(colour_to_256(COLOUR_DEFAULT), -1);
}

Test(colour, knows_contrast)
{
    cr_expect_float_eq(colour_contrast(COLOUR_RGB(0, 0, 0), COLOUR_RGB(255, 255, 255)), 21, 1e-9);
    cr_expect_float_eq(colour_contrast(COLOUR_RGB(119, 119, 119), COLOUR_RGB(255, 255, 255)), 4.48, 0.01);
    cr_expect_float_eq(colour_lightness(COLOUR_RGB(255, 255, 255)), 100, 1e-9);
}
