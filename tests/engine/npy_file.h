/* Files that live in memory, and .npy files in them: tests leave nothing behind. */
#ifndef TESTS_ENGINE_NPY_FILE_H
#define TESTS_ENGINE_NPY_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct npy_file {
    int descriptor;
    char path[40]; /* opens the file as long as the descriptor is open */
};

struct npy_file npy_file_of_bytes(const void *bytes, size_t size);
/* A version 1.0 file of this header text and data. */
struct npy_file npy_file_of_header(const char *header, const void *data, size_t size);
/* `values` in C order, stored in the type `descr` ("<f8", ">f4", "<f2", "|u1" ...), which must hold them
 * exactly. */
struct npy_file npy_file_create(const char *descr, bool fortran, int dimensions, const size_t *shape,
                                const double *values);
void npy_file_close(struct npy_file *file);

#endif
