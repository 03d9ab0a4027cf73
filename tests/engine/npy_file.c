#include "npy_file.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct npy_file npy_file_of_bytes(const void *bytes, size_t size)
{
    struct npy_file file = {.descriptor = memfd_create("test", MFD_CLOEXEC)};

    cr_assert_geq(file.descriptor, 0);
    for (size_t written = 0; written < size;) {
        ssize_t run = write(file.descriptor, (const char *)bytes + written, size - written);

        cr_assert_gt(run, 0);
        written += (size_t)run;
    }
    snprintf(file.path, sizeof file.path, "/proc/self/fd/%d", file.descriptor);
    return file;
}

struct npy_file npy_file_of_header(const char *header, const void *data, size_t size)
{
    size_t length = strlen(header), padded = (10 + length + 1 + 63) / 64 * 64;
    char *bytes = malloc(padded + size);
    struct npy_file file;

    memcpy(bytes, "\x93NUMPY\1\0", 8);
    bytes[8] = (char)((padded - 10) & 0xff);
    bytes[9] = (char)((padded - 10) >> 8);
    memcpy(bytes + 10, header, length);
    memset(bytes + 10 + length, ' ', padded - 10 - length);
    bytes[padded - 1] = '\n';
    if (size)
        memcpy(bytes + padded, data, size);
    file = npy_file_of_bytes(bytes, padded + size);
    free(bytes);
    return file;
}

/* Bits of a binary16 number; the value is one that it holds exactly, and normal. */
static uint16_t half_bits(double value)
{
    int exponent;
    double fraction = frexp(fabs(value), &exponent);
    uint16_t sign = signbit(value) ? 0x8000 : 0;

    if (isnan(value))
        return 0x7e00;
    if (isinf(value))
        return sign | 0x7c00;
    if (value == 0)
        return sign;
    return (uint16_t)(sign | ((exponent + 14) << 10) | (uint16_t)((fraction * 2 - 1) * 1024));
}

/* The stored bits of a value, in the low bytes. */
static uint64_t value_bits(const char *code, double value)
{
    uint64_t bits = 0;
    float single = (float)value;

    if (strcmp(code, "f8") == 0)
        memcpy(&bits, &value, sizeof value);
    else if (strcmp(code, "f4") == 0)
        memcpy(&bits, &single, sizeof single);
    else if (strcmp(code, "f2") == 0)
        bits = half_bits(value);
    else
        bits = value < 0 ? (uint64_t)(int64_t)value : (uint64_t)value;
    return bits;
}

static void store(char *to, const char *descr, double value)
{
    size_t size = (size_t)(descr[2] - '0');
    uint64_t bits = value_bits(descr + 1, value);

    for (size_t i = 0; i < size; i++)
        to[descr[0] == '>' ? size - 1 - i : i] = (char)(bits >> 8 * i);
}

/* Where the value at place `place` in C order is stored. */
static size_t stored_place(size_t place, bool fortran, int dimensions, const size_t *shape)
{
    size_t stride = 1, index[16], result = 0;

    if (!fortran)
        return place;
    for (int i = dimensions - 1; i >= 0; i--) {
        index[i] = place % shape[i];
        place /= shape[i];
    }
    for (int i = 0; i < dimensions; i++) {
        result += index[i] * stride;
        stride *= shape[i];
    }
    return result;
}

struct npy_file npy_file_create(const char *descr, bool fortran, int dimensions, const size_t *shape,
                                const double *values)
{
    size_t size = (size_t)(descr[2] - '0'), count = 1, used;
    struct npy_file file;
    char header[400], *data;

    used = (size_t)sprintf(header, "{'descr': '%s', 'fortran_order': %s, 'shape': (", descr,
                           fortran ? "True" : "False");
    for (int i = 0; i < dimensions; i++) {
        used += (size_t)sprintf(header + used, "%zu, ", shape[i]);
        count *= shape[i];
    }
    strcpy(header + used, "), }");
    data = malloc(count * size);
    for (size_t i = 0; i < count; i++)
        store(data + stored_place(i, fortran, dimensions, shape) * size, descr, values[i]);
    file = npy_file_of_header(header, data, count * size);
    free(data);
    return file;
}

void npy_file_close(struct npy_file *file)
{
    close(file->descriptor);
}
