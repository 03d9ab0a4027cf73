#include "tui/palette.h"

#include <math.h>

#include "tui/colour.h"

#define ENTRIES(table) (sizeof(table) / sizeof *(table))

/* A palette from dark to light, at every depth. The dark end of some is cut off: it would vanish on black. */
struct ramp {
    const uint32_t *rgb; /* control points at equal distances */
    const uint8_t *xterm, *ansi, *eight;
    size_t rgb_count, xterm_count, ansi_count, eight_count;
    double low, high;   /* the part of the control points that is used */
    double curves_from; /* from here on lines stand out against black */
};

/* viridis and magma: Stéfan van der Walt and Nathaniel Smith, CC0; cividis: Nuñez, Anderton and Renslow,
 * 2018. */
static const uint32_t viridis[] = {0x440154, 0x482576, 0x414487, 0x35608D, 0x2A788E, 0x21908C,
                                   0x22A884, 0x43BF71, 0x7AD151, 0xBBDF27, 0xFDE725};
static const uint32_t cividis[] = {0x00224E, 0x35456C, 0x666970, 0x948E77, 0xC8B866, 0xFEE838};
static const uint32_t magma[] = {0x000004, 0x140E36, 0x3B0F70, 0x641A80, 0x8C2981, 0xB73779,
                                 0xDE4968, 0xF7705C, 0xFE9F6D, 0xFECF92, 0xFCFDBF};
static const uint32_t grey[] = {0x1C1C1C, 0xF4F4F4};

/* Of xterm's 256 colours, those that follow the palette most closely while their lightness grows all the way.
 * Nearest colours alone would go back and forth: the cube has no dark greens and few dark blues. */
static const uint8_t viridis_256[] = {53, 54, 25, 61, 31, 36, 41, 77, 148, 184, 220};
static const uint8_t cividis_256[] = {17, 18, 24, 60, 242, 243, 244, 102, 137, 143, 179, 185, 220};
static const uint8_t magma_256[] = {17, 53, 54, 89, 90, 125, 161, 167, 203, 209, 216, 222, 229};
static const uint8_t grey_256[] = {234, 235, 237, 238, 240, 241, 243, 244,
                                   246, 247, 249, 250, 251, 253, 254, 255};

static const uint8_t viridis_16[] = {4, 12, 6, 10, 11};
static const uint8_t cividis_16[] = {4, 8, 3, 11};
static const uint8_t magma_16[] = {4, 5, 9, 3, 15};
static const uint8_t grey_16[] = {0, 8, 7, 15};

/* Of 8 colours, lightness grows both where 3 is xterm's yellow and where it is the console's brown. Grey has
 * none between black and white: its shades are glyphs. */
static const uint8_t viridis_8[] = {4, 2, 6, 7};
static const uint8_t cividis_8[] = {4, 3, 7};
static const uint8_t magma_8[] = {4, 1, 3, 7};
static const uint8_t grey_8[] = {0, 7};

/* About a middle, which lies near the background: blue and orange, which no kind of colour blindness
 * confuses, as far from it in lightness on either side. From CIELAB at hues 255 and 55. */
static const uint32_t about_dark[] = {0x7CDFFF, 0x06BAE6, 0x0091BA, 0x006B8F, 0x094762, 0x242424,
                                      0x5B3B25, 0x915420, 0xC6710B, 0xEE982B, 0xFFC787};
static const uint32_t about_light[] = {0x004D89, 0x016EB4, 0x0090E1, 0x50B3FF, 0xAAD4FB, 0xF3F3F3,
                                       0xF7C5AC, 0xF09669, 0xE36428, 0xBE3E00, 0x902300};
static const uint8_t about_dark_256[] = {117, 38, 31, 24, 236, 94, 130, 173, 216};
static const uint8_t about_light_256[] = {24, 32, 75, 153, 255, 223, 209, 166, 124};
static const uint8_t about_dark_16[] = {14, 6, 4, 0, 1, 3, 11};
static const uint8_t about_light_16[] = {4, 6, 14, 15, 11, 3, 1};
static const uint8_t about_dark_8[] = {6, 4, 0, 1, 3};
static const uint8_t about_light_8[] = {4, 6, 7, 3, 1};

#define RAMP(name, low, high, curves)                                                                        \
    {                                                                                                        \
        name, name##_256, name##_16, name##_8, ENTRIES(name), ENTRIES(name##_256), ENTRIES(name##_16),       \
            ENTRIES(name##_8), low, high, curves                                                             \
    }

static const struct ramp ramps[PALETTE_COUNT] = {
    [PALETTE_VIRIDIS] = RAMP(viridis, 0, 1, 0.25),
    [PALETTE_CIVIDIS] = RAMP(cividis, 0, 1, 0.28),
    [PALETTE_MAGMA] = RAMP(magma, 0.1, 0.97, 0.4),
    [PALETTE_GREY] = RAMP(grey, 0, 1, 0.35),
};

/* From the low end to the high one, on dark and on light backgrounds. */
static const struct ramp about_middle[2] = {RAMP(about_dark, 0, 1, 0), RAMP(about_light, 0, 1, 0)};

static double clamp(double share)
{
    return share < 0 ? 0 : share > 1 ? 1 : share;
}

/* Between two control points, channel by channel: they are close enough for the eye not to see the corners.
 */
static colour interpolate(const struct ramp *ramp, double lightness)
{
    double position = (ramp->low + (ramp->high - ramp->low) * lightness) * (double)(ramp->rgb_count - 1);
    size_t index = (size_t)position;
    if (index > ramp->rgb_count - 2)
        index = ramp->rgb_count - 2;
    double share = position - (double)index;
    colour mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        double from = ramp->rgb[index] >> shift & 255, to = ramp->rgb[index + 1] >> shift & 255;
        mixed |= (colour)lround(from + (to - from) * share) << shift;
    }
    return COLOUR_RGB(mixed >> 16 & 255, mixed >> 8 & 255, mixed & 255);
}

static uint8_t pick(const uint8_t *table, size_t count, double lightness)
{
    size_t index = (size_t)(lightness * (double)count);
    return table[index < count ? index : count - 1];
}

/* The colour at a share of the way along a ramp. */
static colour ramp_colour(const struct ramp *ramp, enum colour_depth depth, double share)
{
    if (depth == DEPTH_DIRECT)
        return interpolate(ramp, share);
    if (depth == DEPTH_256)
        return colour_of_256(pick(ramp->xterm, ramp->xterm_count, share));
    if (depth == DEPTH_16)
        return COLOUR_ANSI(pick(ramp->ansi, ramp->ansi_count, share));
    return COLOUR_ANSI(pick(ramp->eight, ramp->eight_count, share));
}

bool palette_has_field(const struct look *look)
{
    return look->depth >= DEPTH_16 || (look->depth == DEPTH_8 && look->palette != PALETTE_GREY);
}

/* Black or white, as the depth has them. */
static colour contrasting(enum colour_depth depth, colour background)
{
    colour black = COLOUR_ANSI(0u), white = COLOUR_ANSI(depth == DEPTH_8 ? 7u : 15u);

    if (depth > DEPTH_16)
        return colour_contrasting(background);
    return colour_contrast(background, white) > colour_contrast(background, black) ? white : black;
}

static struct style field(const struct ramp *ramp, const struct look *look, double share)
{
    struct style style = {0};

    if (isnan(share) || !palette_has_field(look))
        return style;
    style.background = ramp_colour(ramp, look->depth, share);
    style.foreground = contrasting(look->depth, style.background);
    return style;
}

struct style palette_field(const struct look *look, double share)
{
    share = clamp(share);
    return field(&ramps[look->palette], look, look->light_background ? share : 1 - share);
}

struct style palette_diverging(const struct look *look, double share)
{
    return field(&about_middle[look->light_background], look, clamp(share));
}

colour palette_accent(const struct look *look)
{
    bool warm = look->palette == PALETTE_MAGMA;
    if (look->depth <= DEPTH_8)
        return COLOUR_ANSI(5u);
    if (look->depth == DEPTH_16)
        return COLOUR_ANSI(warm ? 10u : 9u);
    return warm ? COLOUR_RGB(0, 255, 135) : COLOUR_RGB(255, 0, 95);
}

colour palette_mark(const struct look *look)
{
    bool warm = look->palette == PALETTE_MAGMA;
    if (look->depth <= DEPTH_8)
        return COLOUR_ANSI(warm ? 2u : 1u);
    if (look->depth == DEPTH_16)
        return COLOUR_ANSI(warm ? 14u : 13u);
    return warm ? COLOUR_RGB(0, 175, 255) : COLOUR_RGB(255, 135, 0);
}

/* One of five steps, the first for share 0. */
static char32_t shade(const char32_t *steps, double share)
{
    size_t index = isnan(share) ? 4 : (size_t)(clamp(share) * 5);

    return steps[index < 5 ? index : 4];
}

char32_t palette_shade(const struct look *look, double share)
{
    return shade(look_has_parts(look) ? U"█▓▒░ " : look->unicode ? U"█▒░· " : U"#+:. ", share);
}

char32_t palette_shade_diverging(const struct look *look, double share)
{
    return share > 0.5 ? shade(U"%%=- ", 2 - 2 * share) : palette_shade(look, 2 * share);
}

struct style palette_curve(const struct look *look, size_t index, size_t count)
{
    /* Colours that read well on black and on white, in an order that puts neighbours far apart. */
    static const uint8_t on_dark[] = {12, 14, 10, 11, 13, 9}, on_light[] = {4, 6, 2, 5, 1, 8};
    static const uint8_t eight_on_dark[] = {6, 2, 3, 5, 1, 7}, eight_on_light[] = {4, 6, 2, 5, 1, 0};
    static const uint8_t *const few[2][2] = {{eight_on_dark, eight_on_light}, {on_dark, on_light}};
    struct style style = {0};
    if (look->depth == DEPTH_NONE)
        return style;
    if (look->depth <= DEPTH_16) {
        style.foreground = COLOUR_ANSI(few[look->depth == DEPTH_16][look->light_background][index % 6]);
        return style;
    }
    /* The half of the palette that stands out against the background. */
    double share = count > 1 ? clamp((double)index / (double)(count - 1)) : 0.5;
    double low = look->light_background ? 0 : ramps[look->palette].curves_from;
    double high = look->light_background ? 0.54 : 1;
    style.foreground = ramp_colour(&ramps[look->palette], look->depth, low + (high - low) * share);
    return style;
}

void palette_suit_chrome(const struct look *look, struct canvas *canvas)
{
    size_t cells = (size_t)canvas->columns * (size_t)canvas->rows;

    if (!look->light_background || look->depth <= DEPTH_16)
        return;
    for (size_t i = 0; i < cells; i++) {
        colour *ink = &canvas->cells[i].style.foreground;

        if (*ink == COLOUR_ANSI(6))
            *ink = COLOUR_ANSI(4);
        else if (*ink == COLOUR_ANSI(3))
            *ink = COLOUR_ANSI(5);
    }
}
