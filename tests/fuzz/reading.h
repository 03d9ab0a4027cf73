/* What every fuzzer of a format does with its bytes. */
#ifndef TESTS_FUZZ_READING_H
#define TESTS_FUZZ_READING_H

#include <stddef.h>
#include <stdint.h>

/* Any bytes as a file of arrays: its arrays are listed; one of them is read in full and as a representation,
 * with axes as its number of dimensions suggests. `magic` is put before whatever does not begin with it, so
 * that the fuzzer keeps to the format. */
void fuzz_reading(const char *magic, size_t magic_size, const uint8_t *data, size_t size);

/* The whole of a fuzzer. */
#define FUZZ_FORMAT(magic)                                                                                   \
    int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);                                            \
    int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)                                             \
    {                                                                                                        \
        fuzz_reading(magic, sizeof(magic) - 1, data, size);                                                  \
        return 0;                                                                                            \
    }

#endif
