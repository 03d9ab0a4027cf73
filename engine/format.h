/* What a file format must be able to do; array.c has the table. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_FORMAT_H
#define CCASCOPE_ENGINE_FORMAT_H

#include "engine/array.h"
#include "engine/stored.h"

/* As many bytes of a file's beginning as a format needs to be recognised by. */
#define FORMAT_HEAD 520

struct array_format {
    const char *name;
    size_t state_size; /* of what a format remembers of a file; zeroed */
    bool (*recognises)(const unsigned char *head, size_t size);
    /* Reads what says which arrays there are. Takes over the bytes, whose name is that of all messages;
     * `path` is the file's. What it fills of the state is closed by `close`, also on failure. */
    bool (*open)(void *state, struct bytes *bytes, const char *path, struct cca_error *error);
    /* Adds every array that can be read; *error says why another was left out. False: no use to go on. */
    bool (*list)(void *state, struct cca_array_list *list, struct cca_error *error);
    /* Where the values of a member are, NULL being the array of a file that holds nothing else; with
     * array_info_check. The bytes of the placement are the state's own. CCA_MISSING: no such member. */
    bool (*select)(void *state, const char *member, struct cca_array_info *info, struct placement *placement,
                   struct cca_error *error);
    void (*close)(void *state);
};

extern const struct array_format npy_format, npz_format, safetensors_format, hdf5_format, pickle_format,
    torch_format;

/* Sets info->order: C order, or Fortran order. */
void array_info_order(struct cca_array_info *info, bool fortran);
/* Sets info->count and checks that the shape can be: no axis is empty, the product of shape and size fits,
 * and the `available` bytes of data hold it. */
bool array_info_check(struct cca_array_info *info, uint64_t available, const char *name,
                      struct cca_error *error);

/* For `list`: adds an array (copying member); false when memory gives out. */
bool array_list_add(struct cca_array_list *list, const char *member, const struct cca_array_info *info,
                    struct cca_error *error);
/* Refusals that tell which members there are: none was named although there are several; none has that name
 * (CCA_MISSING). */
bool array_list_refuse(const struct cca_array_list *list, const char *name, struct cca_error *error);
bool array_list_miss(const struct cca_array_list *list, const char *name, struct cca_error *error);

#endif
