/* The names that a pickle may use, and what is made of them: arrays, tensors and containers of them, nothing
 * else. None of it is Python: each row is a few lines of C that look at the arguments. */
#include <stdio.h>
#include <string.h>

#include "engine/pickle_machine.h"
#include "engine/pickle_numpy.h"
#include "engine/pickle_torch.h"

struct pickle_global {
    const char *module, *name;
    pickle_maker *make; /* what a call makes; NULL: it is only ever an argument */
    int type;           /* values of a storage or a tensor; -1: it is no type */
};

struct pickle_value *pickle_malformed(struct pickle *pickle, const char *what)
{
    cca_fail(pickle->error, CCA_REFUSED, "%s: damaged pickle: %s is not as it is saved; save it again",
             pickle->name, what);
    return NULL;
}

/* Python's own. */

static struct pickle_value *make_other(struct pickle *pickle, const struct pickle_items *arguments)
{
    (void)arguments;
    return pickle_new(pickle, PICKLE_OTHER);
}

/* A dictionary, perhaps of a list of pairs, as Python 2 has it. */
static struct pickle_value *make_dict(struct pickle *pickle, const struct pickle_items *arguments)
{
    struct pickle_value *dict = pickle_new(pickle, PICKLE_DICT);
    const struct pickle_value *pairs = pickle_item(arguments, 0, PICKLE_LIST);

    for (size_t i = 0; dict && pairs && i < pairs->items.count; i++) {
        const struct pickle_value *pair = pairs->items.list[i];

        if ((pair->kind != PICKLE_LIST && pair->kind != PICKLE_TUPLE) || pair->items.count != 2)
            return pickle_malformed(pickle, "a dictionary");
        if (!pickle_append(pickle, &dict->items, pair->items.list[0]) ||
            !pickle_append(pickle, &dict->items, pair->items.list[1]))
            return NULL;
    }
    return dict;
}

/* The argument itself: torch.Size of a tuple, a parameter of a tensor. */
static struct pickle_value *make_same(struct pickle *pickle, const struct pickle_items *arguments)
{
    return arguments->count > 0 ? arguments->list[0] : pickle_malformed(pickle, "a parameter or a shape");
}

/* Bytes, as protocols before 3 write them: text of characters below 256. Text already stands for either. */
static struct pickle_value *make_bytes(struct pickle *pickle, const struct pickle_items *arguments)
{
    static const struct pickle_text none = {.whole = true, .string = ""};
    struct pickle_value *value;

    if (pickle_item(arguments, 0, PICKLE_TEXT) && !arguments->list[0]->text->wide)
        return arguments->list[0];
    if (arguments->count > 0)
        return pickle_malformed(pickle, "a string of bytes");
    if ((value = pickle_new(pickle, PICKLE_TEXT)))
        value->text = &none;
    return value;
}

/* numpy._core is read as numpy.core, __builtin__ as builtins, torch.cuda as torch. */
static const struct pickle_global globals[] = {
    {"numpy.core.multiarray", "_reconstruct", pickle_make_array, -1},
    {"numpy.core.multiarray", "scalar", make_other, -1},
    {"numpy.core.numeric", "_frombuffer", pickle_make_array_of_buffer, -1},
    {"numpy", "ndarray", NULL, -1},
    {"numpy", "dtype", pickle_make_dtype, -1},
    {"_codecs", "encode", make_bytes, -1},
    {"builtins", "bytes", make_bytes, -1},
    {"builtins", "set", make_other, -1},
    {"builtins", "frozenset", make_other, -1},
    {"builtins", "complex", make_other, -1},
    {"builtins", "list", NULL, -1},
    {"builtins", "dict", NULL, -1},
    {"builtins", "int", NULL, -1},
    {"builtins", "float", NULL, -1},
    {"collections", "OrderedDict", make_dict, -1},
    {"collections", "defaultdict", make_dict, -1},
    {"torch._utils", "_rebuild_tensor", pickle_make_tensor, -1},
    {"torch._utils", "_rebuild_tensor_v2", pickle_make_tensor, -1},
    {"torch._utils", "_rebuild_tensor_v3", pickle_make_tensor_of_type, -1},
    {"torch._utils", "_rebuild_parameter", make_same, -1},
    {"torch.storage", "_load_from_bytes", pickle_make_storage, -1},
    {"torch", "Size", make_same, -1},
    {"torch", "BoolStorage", NULL, CCA_BOOL},
    {"torch", "CharStorage", NULL, CCA_I8},
    {"torch", "ByteStorage", NULL, CCA_U8},
    {"torch", "ShortStorage", NULL, CCA_I16},
    {"torch", "IntStorage", NULL, CCA_I32},
    {"torch", "LongStorage", NULL, CCA_I64},
    {"torch", "HalfStorage", NULL, CCA_F16},
    {"torch", "BFloat16Storage", NULL, CCA_BF16},
    {"torch", "FloatStorage", NULL, CCA_F32},
    {"torch", "DoubleStorage", NULL, CCA_F64},
    {"torch.storage", "UntypedStorage", NULL, CCA_U8},
    {"torch", "bool", NULL, CCA_BOOL},
    {"torch", "int8", NULL, CCA_I8},
    {"torch", "uint8", NULL, CCA_U8},
    {"torch", "int16", NULL, CCA_I16},
    {"torch", "uint16", NULL, CCA_U16},
    {"torch", "int32", NULL, CCA_I32},
    {"torch", "uint32", NULL, CCA_U32},
    {"torch", "int64", NULL, CCA_I64},
    {"torch", "uint64", NULL, CCA_U64},
    {"torch", "float16", NULL, CCA_F16},
    {"torch", "bfloat16", NULL, CCA_BF16},
    {"torch", "float32", NULL, CCA_F32},
    {"torch", "float64", NULL, CCA_F64},
};

/* Whether `module` is `listed`, or what that was or will be called. */
static bool same_module(const char *module, const char *listed)
{
    static const char *const renamed[][2] = {
        {"numpy._core", "numpy.core"}, {"__builtin__", "builtins"}, {"torch.cuda", "torch"}};

    if (strcmp(module, listed) == 0)
        return true;
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++) {
        size_t length = strlen(renamed[i][0]), new_length = strlen(renamed[i][1]);

        if (strncmp(module, renamed[i][0], length) == 0 && strncmp(listed, renamed[i][1], new_length) == 0 &&
            strcmp(module + length, listed + new_length) == 0)
            return true;
    }
    return false;
}

const struct pickle_global *pickle_find_global(struct pickle *pickle, const char *module, const char *name)
{
    for (size_t i = 0; i < sizeof globals / sizeof *globals; i++)
        if (strcmp(name, globals[i].name) == 0 && same_module(module, globals[i].module))
            return &globals[i];
    cca_fail(
        pickle->error, CCA_REFUSED,
        "%s: the pickle asks for '%.200s.%.200s', which makes no array; nothing of it was run. Save arrays, "
        "tensors or dictionaries of them",
        pickle->name, module, name);
    return NULL;
}

bool pickle_global_type(const struct pickle_value *value, enum cca_type *type)
{
    if (!value || value->kind != PICKLE_GLOBAL || value->global->type < 0)
        return false;
    *type = (enum cca_type)value->global->type;
    return true;
}

struct pickle_value *pickle_reduce(struct pickle *pickle, const struct pickle_global *global,
                                   const struct pickle_items *arguments)
{
    if (global->make)
        return global->make(pickle, arguments);
    cca_fail(
        pickle->error, CCA_REFUSED,
        "%s: the pickle calls '%s.%s', which makes no array; nothing of it was run. Save arrays, tensors or "
        "dictionaries of them",
        pickle->name, global->module, global->name);
    return NULL;
}

bool pickle_build(struct pickle *pickle, struct pickle_value *value, const struct pickle_value *state)
{
    switch (value->kind) {
    case PICKLE_ARRAY:
        return pickle_set_array(pickle, value->array, state);
    case PICKLE_DTYPE:
        return pickle_set_dtype(pickle, value->dtype, state);
    case PICKLE_DICT: /* attributes of a state_dict: versions of modules */
        return true;
    default:
        return pickle_malformed(pickle, "the state of an object") != NULL;
    }
}
