#include "config/background.h"

#include <stdlib.h>
#include <string.h>

const char *background_name(enum background background)
{
    static const char *const names[] = {
#define NAME(constant, name) name,
        BACKGROUNDS(NAME)
#undef NAME
    };

    return names[background];
}

enum background background_of_numbers(const char *colorfgbg)
{
    const char *last = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
    char *end;
    long number = last ? strtol(last + 1, &end, 10) : -1;

    if (!last || end == last + 1 || *end || number < 0 || number > 15)
        return BACKGROUND_AUTO;
    return number == 7 || number > 8 ? BACKGROUND_LIGHT : BACKGROUND_DARK; /* 8 is dark grey */
}

/* The next of the numbers as a share of the largest with as many digits; negative when there is none. */
static double share(const char **text)
{
    size_t digits = strspn(*text, "0123456789abcdefABCDEF");
    double value;

    if (digits < 1 || digits > 4)
        return -1;
    value = (double)strtoul(*text, NULL, 16) / (double)((1ul << 4 * digits) - 1);
    *text += digits;
    *text += **text == '/';
    return value;
}

enum background background_of_colour(const char *colour)
{
    const char *at = strchr(colour, ':');
    double red, green, blue;

    if (!at++ || strncmp(colour, "rgb", 3) != 0)
        return BACKGROUND_AUTO;
    red = share(&at);
    green = share(&at);
    blue = share(&at);
    if (red < 0 || green < 0 || blue < 0)
        return BACKGROUND_AUTO;
    /* Luma (ITU-R BT.601) of half is where black and white stand out alike. */
    return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? BACKGROUND_LIGHT : BACKGROUND_DARK;
}
