#include "tui/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct {
    double scale;
    const char *suffix;
} thousands[] = {{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}};

static int copy(char *out, const char *text)
{
    return snprintf(out, NUMBER_SIZE, "%s", text);
}

static int not_finite(char *out, double value)
{
    return copy(out, isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
}

/* Mantissa of two digits and exponent: 1e-5, 1.5e300. */
static int scientific(char *out, double value)
{
    int exponent = (int)floor(log10(fabs(value)));
    /* In two steps: 10 to the power of 320 would overflow. */
    double mantissa = fabs(value) / pow(10, exponent / 2) / pow(10, exponent - exponent / 2);
    long tenths = lround(mantissa * 10);
    if (tenths >= 100) {
        tenths /= 10;
        exponent++;
    }
    const char *sign = value < 0 ? "-" : "";
    if (tenths % 10)
        return snprintf(out, NUMBER_SIZE, "%s%ld.%lde%d", sign, tenths / 10, tenths % 10, exponent);
    return snprintf(out, NUMBER_SIZE, "%s%lde%d", sign, tenths / 10, exponent);
}

int number_fixed(char out[NUMBER_SIZE], double value, int decimals)
{
    static const long long power[] = {1,      10,      100,      1000,      10000,
                                      100000, 1000000, 10000000, 100000000, 1000000000};
    decimals = decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
    if (!isfinite(value))
        return not_finite(out, value);
    if (fabs(value) >= 1e15 / (double)power[decimals])
        return decimals ? number_fixed(out, value, decimals - 1) : scientific(out, value);
    long long scaled = llround(fabs(value) * (double)power[decimals]);
    const char *sign = value < 0 && scaled ? "-" : "";
    if (!decimals)
        return snprintf(out, NUMBER_SIZE, "%s%lld", sign, scaled);
    return snprintf(out, NUMBER_SIZE, "%s%lld.%0*lld", sign, scaled / power[decimals], decimals,
                    scaled % power[decimals]);
}

int number_fraction(char out[NUMBER_SIZE], double value, int decimals)
{
    int length = number_fixed(out, value, decimals);
    char *digits = out + (out[0] == '-');
    if (digits[0] != '0' || digits[1] != '.')
        return length;
    memmove(digits, digits + 1, strlen(digits));
    return length - 1;
}

/* Drops zeros at the end of a fraction, and the point with the last of them. */
static int trim_zeros(char *out)
{
    size_t length = strlen(out);
    if (strchr(out, '.')) {
        while (out[length - 1] == '0')
            length--;
        length -= out[length - 1] == '.';
        out[length] = '\0';
    }
    return (int)length;
}

/* Fixed digits, trimmed, and a suffix. */
static int scaled(char *out, double value, int decimals, const char *suffix)
{
    number_fixed(out, value, decimals);
    int length = trim_zeros(out);
    return length + snprintf(out + length, NUMBER_SIZE - (size_t)length, "%s", suffix);
}

/* Digits after the point so that three are significant. */
static int significant_decimals(double magnitude)
{
    return magnitude >= 100    ? 0
           : magnitude >= 10   ? 1
           : magnitude >= 1    ? 2
           : magnitude >= 0.1  ? 3
           : magnitude >= 0.01 ? 4
                               : 5;
}

int number_compact(char out[NUMBER_SIZE], double value)
{
    double magnitude = fabs(value);
    if (!isfinite(value))
        return not_finite(out, value);
    if (magnitude > 0 && (magnitude < 1e-3 || magnitude >= 1e15))
        return scientific(out, value);
    for (size_t i = 0; i < sizeof thousands / sizeof *thousands; i++) {
        double share = value / thousands[i].scale;
        if (fabs(share) >= 0.9995)
            return scaled(out, share, significant_decimals(fabs(share)), thousands[i].suffix);
    }
    return scaled(out, value, significant_decimals(magnitude), "");
}

int number_step(char out[NUMBER_SIZE], double value, double step)
{
    double magnitude = fabs(value);
    if (!isfinite(value))
        return not_finite(out, value);
    if (magnitude < step * 1e-6)
        return copy(out, "0");
    if (step < 1e-4 || magnitude >= 1e15)
        return scientific(out, value);
    for (size_t i = 0; i < sizeof thousands / sizeof *thousands; i++) {
        double scale = thousands[i].scale;
        if (magnitude >= scale * (1 - 1e-9) && step >= scale * 0.01)
            return scaled(out, value / scale,
                          step >= scale         ? 0
                          : step >= scale * 0.1 ? 1
                                                : 2,
                          thousands[i].suffix);
    }
    int decimals = step >= 1 ? 0 : (int)ceil(-log10(step) - 1e-9);
    return number_fixed(out, value, decimals);
}
