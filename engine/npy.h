/* The header of a .npy file, wherever it lies (a file of its own or a member of an .npz). Format:
 * numpy/lib/format.py and numpy's NEP 1. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_NPY_H
#define CCASCOPE_ENGINE_NPY_H

#include "engine/array.h"

#define NPY_MAGIC      "\x93NUMPY"
#define NPY_MAGIC_SIZE 6
#define NPY_PREFIX     12         /* as many bytes as the longest part before the header's text */
#define NPY_HEADER_MAX (1u << 20) /* numpy itself refuses more than 10 000 unless told otherwise */

/* From the first NPY_PREFIX bytes (`size` of them are there): where the header's text starts and how long it
 * is. */
bool npy_prefix(const unsigned char *bytes, size_t size, const char *name, size_t *start, size_t *length,
                struct cca_error *error);
/* Parses the header's text (a Python literal; nothing is executed) into *info, without its count, and *swap.
 */
bool npy_header(const char *text, size_t length, const char *name, struct cca_array_info *info, bool *swap,
                struct cca_error *error);

#endif
