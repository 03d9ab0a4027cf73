#include "config/number.h"

#include <locale.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

bool number_parse_unsigned(const char *text, uint64_t *value)
{
    uint64_t sum = 0;

    if (!*text || text[strspn(text, DIGITS)])
        return false;
    for (; *text; text++) {
        unsigned digit = (unsigned)(*text - '0');

        if (sum > (UINT64_MAX - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return true;
}

bool number_parse_integer(const char *text, int64_t *value)
{
    bool negative = *text == '-';
    uint64_t size;

    if (!number_parse_unsigned(text + (*text == '-' || *text == '+'), &size))
        return false;
    if (size > (uint64_t)INT64_MAX + negative)
        return false;
    if (negative)
        *value = size ? -(int64_t)(size - 1) - 1 : 0;
    else
        *value = (int64_t)size;
    return true;
}

/* strtod also takes hexadecimal, nan, inf and leading blanks: the shape is checked first. */
static bool is_decimal(const char *text)
{
    size_t whole, part = 0;

    text += *text == '-' || *text == '+';
    whole = strspn(text, DIGITS);
    text += whole;
    if (*text == '.') {
        part = strspn(++text, DIGITS);
        text += part;
    }
    if (whole + part == 0)
        return false;
    if (*text == 'e' || *text == 'E') {
        text++;
        text += *text == '-' || *text == '+';
        if (!strspn(text, DIGITS))
            return false;
        text += strspn(text, DIGITS);
    }
    return !*text;
}

bool number_parse_double(const char *text, double *value)
{
    locale_t c_locale;
    double number;

    if (!is_decimal(text))
        return false;
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (c_locale == (locale_t)0)
        return false;
    number = strtod_l(text, NULL, c_locale);
    freelocale(c_locale);
    if (!isfinite(number))
        return false;
    *value = number;
    return true;
}
