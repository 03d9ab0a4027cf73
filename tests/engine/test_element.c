/* Stored number types: every bit pattern of the small ones, the ends of the large ones, both byte orders. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "engine/element.h"

static double decode(enum cca_type type, bool swap, const void *bytes)
{
    unsigned char unaligned[9] = {0};
    double value = -1;

    memcpy(unaligned + 1, bytes, cca_type_size(type));
    cca_element_decode(type, swap, unaligned + 1, 1, &value);
    return value;
}

/* By the definition of IEEE 754's binary formats. */
static double by_definition(uint32_t bits, int exponent_bits, int fraction_bits)
{
    int sign = (int)(bits >> (exponent_bits + fraction_bits)) & 1;
    int exponent = (int)(bits >> fraction_bits) & ((1 << exponent_bits) - 1);
    double fraction = bits & ((1u << fraction_bits) - 1);
    int bias = (1 << (exponent_bits - 1)) - 1;
    double value;

    if (exponent == (1 << exponent_bits) - 1)
        value = fraction > 0 ? NAN : INFINITY;
    else if (exponent == 0)
        value = ldexp(fraction, 1 - bias - fraction_bits);
    else
        value = ldexp(1 + ldexp(fraction, -fraction_bits), exponent - bias);
    return sign ? -value : value;
}

static void check_all_patterns(enum cca_type type, int exponent_bits)
{
    for (uint32_t pattern = 0; pattern < 65536; pattern++) {
        uint16_t bits = (uint16_t)pattern, swapped = __builtin_bswap16(bits);
        double expected = by_definition(pattern, exponent_bits, 15 - exponent_bits);
        double actual = decode(type, false, &bits), other = decode(type, true, &swapped);

        if (isnan(expected))
            cr_assert(isnan(actual) && isnan(other), "%s %04x", cca_type_name(type), bits);
        else
            cr_assert(actual == expected && other == expected && signbit(actual) == signbit(expected),
                      "%s %04x is %g, not %g", cca_type_name(type), bits, actual, expected);
    }
}

Test(element, float16_every_pattern)
{
    check_all_patterns(CCA_F16, 5);
}

Test(element, bfloat16_every_pattern)
{
    check_all_patterns(CCA_BF16, 8);
}

/* Little endian bytes and the value they are. */
static const struct {
    enum cca_type type;
    const char *bytes;
    double value;
} ends[] = {
    {CCA_BOOL, "\0", 0},
    {CCA_BOOL, "\1", 1},
    {CCA_BOOL, "\xff", 1},
    {CCA_I8, "\x80", -128},
    {CCA_U8, "\x80", 128},
    {CCA_I16, "\1\x80", -32767},
    {CCA_U16, "\1\x80", 32769},
    {CCA_I32, "\1\0\0\x80", -2147483647},
    {CCA_U32, "\1\0\0\x80", 2147483649},
    {CCA_I64, "\0\0\0\0\0\0\0\x80", -0x1p63},
    {CCA_U64, "\0\0\0\0\0\0\0\x80", 0x1p63},
    {CCA_U64, "\xff\xff\xff\xff\xff\xff\xff\xff", 0x1p64},
    {CCA_I64, "\1\0\0\0\0\0\x20\0", 0x1p53}, /* 2^53 + 1 rounds to even */
    {CCA_F32, "\1\0\0\0", 0x1p-149},
    {CCA_F32, "\xff\xff\x7f\x7f", 0x1.fffffep127},
    {CCA_F64, "\1\0\0\0\0\0\0\0", 0x1p-1074},
    {CCA_F64, "\xff\xff\xff\xff\xff\xff\xef\xff", -0x1.fffffffffffffp1023},
};

Test(element, ends_of_the_ranges_in_both_byte_orders)
{
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t size = cca_type_size(ends[i].type);
        char reversed[8];

        for (size_t k = 0; k < size; k++)
            reversed[k] = ends[i].bytes[size - 1 - k];
        cr_expect(decode(ends[i].type, false, ends[i].bytes) == ends[i].value, "%s, case %zu",
                  cca_type_name(ends[i].type), i);
        cr_expect(decode(ends[i].type, true, reversed) == ends[i].value, "%s swapped, case %zu",
                  cca_type_name(ends[i].type), i);
    }
}

Test(element, resolution_is_as_documented)
{
    for (int type = 0; type < CCA_TYPE_COUNT; type++) {
        double expected = type == CCA_BF16  ? 0x1p-7
                          : type == CCA_F16 ? 0x1p-10
                          : type == CCA_F32 ? 0x1p-20
                                            : 0x1p-50;

        cr_expect_eq(cca_type_resolution((enum cca_type)type), expected, "%s",
                     cca_type_name((enum cca_type)type));
    }
}
