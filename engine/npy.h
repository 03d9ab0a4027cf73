/* The header of a .npy file, wherever it lies (a file of its own or a member of an .npz). Format:
 * numpy/lib/format.py and numpy's NEP 1. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_NPY_H
#define CCASCOPE_ENGINE_NPY_H

#include "engine/stored.h"

/* NumPy's names of types: "f4", an order (< > = |) before. Refused with the file's name and a reason when
 * they are not read. */
bool npy_read_type(const char *code, const char *name, enum cca_type *type, bool *swap,
                   struct cca_error *error);

bool npy_recognises(const unsigned char *head, size_t size);
/* Reads the header (a Python literal; nothing is executed), and checks that the bytes can hold what it
 * promises. */
bool npy_read_header(struct bytes *bytes, struct cca_array_info *info, struct placement *placement,
                     struct cca_error *error);

#endif
