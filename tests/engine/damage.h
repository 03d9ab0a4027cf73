/* Sound files made unsound in many ways: whatever becomes of them, they are read or refused by name. */
#ifndef TESTS_ENGINE_DAMAGE_H
#define TESTS_ENGINE_DAMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/array.h"

/* Cuts the file after each of its bytes (of large files, some). With `strict` none of this may be read. */
void cut_short_everywhere(const char *path, bool strict);
/* Inverts each of its bytes (of large files, some). */
void damage_everywhere(const char *path);

/* Place in C order of what is stored at `place`. */
size_t c_place(const struct cca_array_info *info, size_t place);

#endif
