/* Arrays on disk: what they hold, and their values as float64 whatever the format and the stored type. */
#ifndef CCASCOPE_ENGINE_ARRAY_H
#define CCASCOPE_ENGINE_ARRAY_H

#include <stddef.h>
#include <stdint.h>

#include "config/experiment.h"
#include "engine/element.h"
#include "engine/error.h"

/* What a header says; checked against the size of the file. */
struct cca_array_info {
    enum cca_type type;
    int dimensions;               /* 1 to MAX_DIMENSIONS */
    size_t shape[MAX_DIMENSIONS]; /* the product fits size_t, and the file holds that many values */
    int order[MAX_DIMENSIONS];    /* the axes as stored, slowest first: 0, 1, 2 in C order, 2, 1, 0 in Fortran
                                     order; saved views of tensors may have any */
    bool forward_only;            /* compressed in one piece: cca_array_read must go forward */
    size_t count;                 /* product of the shape */
};

/* Which file it was, and in which state: what changes when its contents do. */
struct cca_identity {
    uint64_t device, inode, size;
    int64_t modified, changed; /* nanoseconds since 1970, of the contents and of the file */
};

struct cca_array;

/* Opens the array in the file `path`, or in its member `member` where the format is a container (NULL
 * otherwise). The format is recognised by content. Only the header is read. NULL with *error filled when
 * there is no such file (CCA_MISSING) or it holds no array that can be read (CCA_REFUSED). The caller closes
 * it. One thread at a time. */
struct cca_array *cca_array_open(const char *path, const char *member, struct cca_error *error);
const struct cca_array_info *cca_array_info(const struct cca_array *array);
/* The name it was opened by, "path" or "path#member"; owned by the array. */
const char *cca_array_name(const struct cca_array *array);
/* The file's state when it was opened. */
struct cca_identity cca_array_identity(const struct cca_array *array);
/* The state of the file `path` now; false when there is none. */
bool cca_file_identity(const char *path, struct cca_identity *identity);
/* Whether both are the same file in the same state. */
bool cca_identity_same(const struct cca_identity *a, const struct cca_identity *b);
/* Reads `count` values from place `first` on, counted in storage order. Of an array that is forward only,
 * `first` is never less than the end of the call before: compressed members are read in one pass. Values may
 * be NaN or infinite. */
bool cca_array_read(struct cca_array *array, size_t first, size_t count, double *values,
                    struct cca_error *error);
void cca_array_close(struct cca_array *array);
/* "37 × 5"; 200 bytes hold any. */
void cca_array_shape(const struct cca_array_info *info, char *text, size_t size);

/* An array of a file, under the name that cca_array_open knows it by. */
struct cca_array_entry {
    char *member; /* NULL: the file holds one array, and nothing else */
    struct cca_array_info info;
};

struct cca_array_list {
    struct cca_array_entry *entries; /* in the order in which the file lists them */
    size_t count, room;
};

/* Lists the arrays of the file at `path` that can be read, from their headers only; members that hold
 * something else are left out. At least one when true; false with *error filled, and the list empty, when
 * there is none or no such file. The caller frees the list. */
bool cca_array_list(const char *path, struct cca_array_list *list, struct cca_error *error);
void cca_array_list_free(struct cca_array_list *list);

/* "npy" and so on: the formats that this build reads, "gzip" for their compression; NULL behind the last. */
const char *cca_array_format(size_t index);

#endif
