#include "tui/colour.h"

#include <math.h>

struct lab {
    double lightness, a, b;
};

static const uint8_t cube_levels[6] = {0, 95, 135, 175, 215, 255};

colour colour_of_256(int index)
{
    static const uint8_t ansi[16][3] = {{0, 0, 0},       {205, 0, 0},   {0, 205, 0},   {205, 205, 0},
                                        {0, 0, 238},     {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
                                        {127, 127, 127}, {255, 0, 0},   {0, 255, 0},   {255, 255, 0},
                                        {92, 92, 255},   {255, 0, 255}, {0, 255, 255}, {255, 255, 255}};
    if (index < 16)
        return COLOUR_RGB(ansi[index][0], ansi[index][1], ansi[index][2]);
    if (index >= 232)
        return COLOUR_RGB(8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232));
    index -= 16;
    return COLOUR_RGB(cube_levels[index / 36], cube_levels[index / 6 % 6], cube_levels[index % 6]);
}

static colour as_rgb(colour ink)
{
    return COLOUR_IS_ANSI(ink) ? colour_of_256(ink & 15) : ink;
}

/* One 8-bit channel as a share of light. */
static double linear(unsigned channel)
{
    double share = (channel & 255) / 255.0;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double luminance(colour ink)
{
    ink = as_rgb(ink);
    return 0.2126 * linear(ink >> 16) + 0.7152 * linear(ink >> 8) + 0.0722 * linear(ink);
}

static double lab_root(double share)
{
    return share > 216.0 / 24389 ? cbrt(share) : (24389.0 / 27 * share + 16) / 116;
}

static struct lab to_lab(colour ink)
{
    double red = linear(ink >> 16), green = linear(ink >> 8), blue = linear(ink);
    double x = lab_root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
    double y = lab_root(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    double z = lab_root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
    return (struct lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double colour_lightness(colour ink)
{
    return 116 * lab_root(luminance(ink)) - 16;
}

double colour_contrast(colour a, colour b)
{
    double bright = luminance(a), dark = luminance(b);
    if (bright < dark)
        return colour_contrast(b, a);
    return (bright + 0.05) / (dark + 0.05);
}

colour colour_contrasting(colour background)
{
    colour black = COLOUR_RGB(0, 0, 0), white = COLOUR_RGB(255, 255, 255);
    return colour_contrast(background, white) > colour_contrast(background, black) ? white : black;
}

static double distance(struct lab a, struct lab b)
{
    double lightness = a.lightness - b.lightness, da = a.a - b.a, db = a.b - b.b;
    return lightness * lightness + da * da + db * db;
}

/* Of the indices given, the one whose colour is nearest. */
static int nearest(colour wanted, const int *indices, int count)
{
    struct lab goal = to_lab(wanted);
    int best = indices[0];
    double least = INFINITY;
    for (int i = 0; i < count; i++) {
        double away = distance(goal, to_lab(colour_of_256(indices[i])));
        if (away < least) {
            least = away;
            best = indices[i];
        }
    }
    return best;
}

/* The step of the cube at or below an 8-bit channel; the next one is the other candidate. */
static int level_below(unsigned channel)
{
    int level = 0;
    while (level < 4 && cube_levels[level + 1] <= (channel & 255))
        level++;
    return level;
}

int colour_to_256(colour ink)
{
    if (!COLOUR_IS_RGB(ink))
        return COLOUR_IS_ANSI(ink) ? (int)(ink & 15) : -1;
    /* The corners of the cube's box around the colour, and two greys: testing all 240 for every cell would be
     * slow. */
    int red = level_below(ink >> 16), green = level_below(ink >> 8), blue = level_below(ink);
    int candidates[10];
    for (int i = 0; i < 8; i++)
        candidates[i] = 16 + 36 * (red + (i >> 2 & 1)) + 6 * (green + (i >> 1 & 1)) + blue + (i & 1);
    int grey = (int)lround(255 * pow(luminance(ink), 1 / 2.2) - 8) / 10;
    grey = grey < 0 ? 0 : grey > 22 ? 22 : grey;
    candidates[8] = 232 + grey;
    candidates[9] = 233 + grey;
    for (int i = 0; i < 10; i++)
        if (colour_of_256(candidates[i]) == ink)
            return candidates[i];
    return nearest(ink, candidates, 10);
}

int colour_to_16(colour ink)
{
    static const int all[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    if (!COLOUR_IS_RGB(ink))
        return COLOUR_IS_ANSI(ink) ? (int)(ink & 15) : -1;
    return nearest(ink, all, 16);
}
