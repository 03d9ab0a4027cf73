/* What a pickle says, as plain values. Python's pickles are programs for a small machine with a stack; this
 * reader runs them only as far as building arrays, tensors and containers of them goes, and calls nothing.
 * The opcodes are those of pickletools.py. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_PICKLE_VALUE_H
#define CCASCOPE_ENGINE_PICKLE_VALUE_H

#include <stddef.h>

#include "engine/pickle_text.h"
#include "engine/stored.h"

struct pickle_value;
struct pickle_global;

/* Values side by side. */
struct pickle_items {
    struct pickle_value **list;
    size_t count, room;
};

/* PyTorch's memory that tensors are views of. */
struct pickle_storage {
    const char *key; /* its name in the file */
    enum cca_type type;
    uint64_t size;                  /* in bytes */
    bool found;                     /* it is at ... */
    const struct pickle_text *text; /* ... in this text, or in the file where NULL ... */
    uint64_t offset;                /* ... from this byte on */
    struct pickle_storage *next;    /* the one met before */
};

/* A type of NumPy's, as in the header of a .npy file: "<f4". */
struct pickle_dtype {
    char code[24];
};

struct pickle_array {
    struct pickle_dtype dtype; /* of an array of NumPy's: still to be understood; "" else, and then ... */
    enum cca_type type;        /* ... this is its type */
    bool fortran;
    int dimensions; /* 0: also of one that is not finished; MAX_DIMENSIONS + 1: too many */
    size_t shape[MAX_DIMENSIONS];
    const struct pickle_text *text;       /* the values, in C or Fortran order; or ... */
    const struct pickle_storage *storage; /* ... a view of this ... */
    uint64_t first;                       /* ... from this value on ... */
    size_t strides[MAX_DIMENSIONS];       /* ... with these strides */
};

enum pickle_kind {
    PICKLE_MARK,
    PICKLE_INTEGER, /* booleans too */
    PICKLE_TEXT,    /* str or bytes */
    PICKLE_LIST,
    PICKLE_TUPLE,
    PICKLE_DICT,   /* keys and values take turns */
    PICKLE_GLOBAL, /* a name on the list of those allowed */
    PICKLE_DTYPE,
    PICKLE_STORAGE,
    PICKLE_ARRAY,
    PICKLE_OTHER, /* None, floats, sets, single numbers of NumPy: sound, and no arrays */
};

struct pickle_value {
    enum pickle_kind kind;
    union {
        int64_t integer;
        struct pickle_items items;
        const struct pickle_text *text;
        const struct pickle_global *global;
        struct pickle_dtype *dtype;
        struct pickle_storage *storage;
        struct pickle_array *array;
    };
};

/* All values of one file. They live as long as it does. */
struct pickle {
    const char *name; /* for messages; borrowed */
    struct cca_error *error;
    struct block *blocks;
    size_t size;                     /* of all blocks */
    struct pickle_storage *storages; /* the last met first */
    bool torch;                      /* what is read now may name storages */
    bool inner;                      /* ... and is itself inside a text of a pickle */
};

/* What a call of a name makes of its arguments; NULL with the error filled. */
typedef struct pickle_value *pickle_maker(struct pickle *pickle, const struct pickle_items *arguments);

void pickle_free(struct pickle *pickle);
/* Zeroed memory; NULL with the error filled when there is none or the pickle has too much of it. */
void *pickle_allocate(struct pickle *pickle, size_t size);
struct pickle_value *pickle_new(struct pickle *pickle, enum pickle_kind kind);
bool pickle_append(struct pickle *pickle, struct pickle_items *items, struct pickle_value *value);

/* The value at `index` when there is one of that kind; NULL otherwise. */
const struct pickle_value *pickle_item(const struct pickle_items *items, size_t index, enum pickle_kind kind);
/* The text of a value where it is text, whole and short; NULL otherwise. */
const char *pickle_string(const struct pickle_value *value);

#endif
