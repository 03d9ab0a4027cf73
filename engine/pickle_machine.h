/* The machine that a pickle is a program for, and the list of what such a program may name. Not for users of
 * the engine. */
#ifndef CCASCOPE_ENGINE_PICKLE_MACHINE_H
#define CCASCOPE_ENGINE_PICKLE_MACHINE_H

#include "engine/pickle_value.h"

/* Runs the pickle that begins at *offset, and moves *offset behind it. Its value; NULL with the error filled.
 */
struct pickle_value *pickle_run(struct pickle *pickle, struct bytes *bytes, uint64_t *offset);

/* What stands behind `module.name`; refuses whatever is not on the list. */
const struct pickle_global *pickle_find_global(struct pickle *pickle, const char *module, const char *name);
/* What a call of it with these arguments makes; without any call. */
struct pickle_value *pickle_reduce(struct pickle *pickle, const struct pickle_global *global,
                                   const struct pickle_items *arguments);
/* What value.__setstate__(state) would make of a value. */
bool pickle_build(struct pickle *pickle, struct pickle_value *value, const struct pickle_value *state);
/* Whether a name is that of a type of values, in PyTorch's spelling. */
bool pickle_global_type(const struct pickle_value *value, enum cca_type *type);
/* Refuses what is not as NumPy and PyTorch write it. NULL. */
struct pickle_value *pickle_malformed(struct pickle *pickle, const char *what);

#endif
