#include "engine/element.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "engine/vectorised.h"

static const struct {
    const char *name;
    size_t size;
    double resolution;
} types[CCA_TYPE_COUNT] = {
    [CCA_BOOL] = {"bool", 1, 0x1p-50},    [CCA_I8] = {"int8", 1, 0x1p-50},
    [CCA_U8] = {"uint8", 1, 0x1p-50},     [CCA_I16] = {"int16", 2, 0x1p-50},
    [CCA_U16] = {"uint16", 2, 0x1p-50},   [CCA_I32] = {"int32", 4, 0x1p-50},
    [CCA_U32] = {"uint32", 4, 0x1p-50},   [CCA_I64] = {"int64", 8, 0x1p-50},
    [CCA_U64] = {"uint64", 8, 0x1p-50},   [CCA_F16] = {"float16", 2, 0x1p-10},
    [CCA_BF16] = {"bfloat16", 2, 0x1p-7}, [CCA_F32] = {"float32", 4, 0x1p-20},
    [CCA_F64] = {"float64", 8, 0x1p-50},
};

const char *cca_type_name(enum cca_type type)
{
    return types[type].name;
}

size_t cca_type_size(enum cca_type type)
{
    return types[type].size;
}

double cca_type_resolution(enum cca_type type)
{
    return types[type].resolution;
}

static float float_of_bits(uint32_t bits)
{
    float value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

static double double_of_bits(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/* IEEE 754 binary16: shifting exponent and fraction into place and multiplying by 2^112 moves the bias,
 * subnormals included; infinity and NaN need their exponent filled up. */
static double half_of_bits(uint16_t bits)
{
    uint32_t magnitude = (uint32_t)(bits & 0x7fff) << 13;
    float value = (bits & 0x7c00) == 0x7c00 ? float_of_bits(magnitude | 0x7f800000)
                                            : float_of_bits(magnitude) * 0x1p112f;

    return bits & 0x8000 ? -value : value;
}

static double bfloat_of_bits(uint16_t bits)
{
    return float_of_bits((uint32_t)bits << 16);
}

/* One decoder per stored type: load, swap if needed, convert. */
#define DECODER(name, integer, swapped, converted)                                                           \
    VECTORISED static void name(bool swap, const unsigned char *bytes, size_t count, double *values)         \
    {                                                                                                        \
        for (size_t i = 0; i < count; i++) {                                                                 \
            integer raw;                                                                                     \
                                                                                                             \
            memcpy(&raw, bytes + i * sizeof raw, sizeof raw);                                                \
            if (swap)                                                                                        \
                raw = (integer)(swapped);                                                                    \
            values[i] = (double)(converted);                                                                 \
        }                                                                                                    \
    }

DECODER(decode_bool, uint8_t, raw, raw != 0)
DECODER(decode_i8, uint8_t, raw, (int8_t)raw)
DECODER(decode_u8, uint8_t, raw, raw)
DECODER(decode_i16, uint16_t, __builtin_bswap16(raw), (int16_t)raw)
DECODER(decode_u16, uint16_t, __builtin_bswap16(raw), raw)
DECODER(decode_i32, uint32_t, __builtin_bswap32(raw), (int32_t)raw)
DECODER(decode_u32, uint32_t, __builtin_bswap32(raw), raw)
DECODER(decode_i64, uint64_t, __builtin_bswap64(raw), (int64_t)raw)
DECODER(decode_u64, uint64_t, __builtin_bswap64(raw), raw)
DECODER(decode_f16, uint16_t, __builtin_bswap16(raw), half_of_bits(raw))
DECODER(decode_bf16, uint16_t, __builtin_bswap16(raw), bfloat_of_bits(raw))
DECODER(decode_f32, uint32_t, __builtin_bswap32(raw), float_of_bits(raw))
DECODER(decode_f64, uint64_t, __builtin_bswap64(raw), double_of_bits(raw))

static void (*const decoders[CCA_TYPE_COUNT])(bool, const unsigned char *, size_t, double *) = {
    [CCA_BOOL] = decode_bool, [CCA_I8] = decode_i8,   [CCA_U8] = decode_u8,     [CCA_I16] = decode_i16,
    [CCA_U16] = decode_u16,   [CCA_I32] = decode_i32, [CCA_U32] = decode_u32,   [CCA_I64] = decode_i64,
    [CCA_U64] = decode_u64,   [CCA_F16] = decode_f16, [CCA_BF16] = decode_bf16, [CCA_F32] = decode_f32,
    [CCA_F64] = decode_f64,
};

void cca_element_decode(enum cca_type type, bool swap, const void *bytes, size_t count, double *values)
{
    decoders[type](swap, bytes, count, values);
}

VECTORISED void element_widen(const float *from, size_t count, double *to)
{
    for (size_t i = 0; i < count; i++)
        to[i] = from[i];
}

VECTORISED void element_narrow(const double *from, size_t count, float *to)
{
    for (size_t i = 0; i < count; i++)
        to[i] = (float)from[i];
}
