/* Safetensors: the length of a JSON header, the header, and the data, all little endian. Format:
 * https://huggingface.co/docs/safetensors */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "engine/format.h"

#define LENGTH_BYTES 8
#define HEADER_MAX   ((uint64_t)8 << 20) /* tens of thousands of tensors */

struct safetensors {
    struct bytes *bytes;
    json_t *header;
    uint64_t data; /* where it starts */
};

static const struct {
    const char *name;
    enum cca_type type;
} types[] = {
    {"BOOL", CCA_BOOL}, {"U8", CCA_U8},   {"I8", CCA_I8},   {"U16", CCA_U16}, {"I16", CCA_I16},
    {"U32", CCA_U32},   {"I32", CCA_I32}, {"U64", CCA_U64}, {"I64", CCA_I64}, {"F16", CCA_F16},
    {"BF16", CCA_BF16}, {"F32", CCA_F32}, {"F64", CCA_F64},
};

/* The length of the header may be anything; only its beginning is sure. */
static bool safetensors_recognises(const unsigned char *head, size_t size)
{
    return size >= LENGTH_BYTES + 2 && head[LENGTH_BYTES] == '{' &&
           memchr("\"} \t\r\n", head[LENGTH_BYTES + 1], 6);
}

static bool read_header(struct safetensors *file, struct cca_error *error)
{
    const char *name = file->bytes->name;
    unsigned char prefix[LENGTH_BYTES];
    uint64_t length = 0;
    json_error_t reason;
    char *text;

    if (bytes_read(file->bytes, 0, prefix, sizeof prefix, error) != LENGTH_BYTES)
        return false;
    for (int i = LENGTH_BYTES; i-- > 0;)
        length = length << 8 | prefix[i];
    if (length > HEADER_MAX || length > file->bytes->size - LENGTH_BYTES)
        return cca_fail(error, CCA_REFUSED,
                        "%s: the .safetensors header claims to be %llu bytes long; save the file again", name,
                        (unsigned long long)length);
    if (!(text = malloc(length + 1)))
        return cca_fail_memory(error, name, (double)length);
    file->data = LENGTH_BYTES + length;
    if (bytes_read(file->bytes, LENGTH_BYTES, text, length, error) == (ssize_t)length &&
        !(file->header = json_loadb(text, length, JSON_REJECT_DUPLICATES, &reason)))
        cca_fail(error, CCA_REFUSED, "%s: bad .safetensors header: %s; save the file again", name,
                 reason.text);
    free(text);
    return file->header != NULL;
}

static void safetensors_close(void *state)
{
    struct safetensors *file = state;

    json_decref(file->header);
    bytes_close(file->bytes);
}

static bool safetensors_open(void *state, struct bytes *bytes, const char *path, struct cca_error *error)
{
    struct safetensors *file = state;

    (void)path;
    file->bytes = bytes;
    return read_header(file, error);
}

static bool refuse(const struct safetensors *file, const char *member, const char *what,
                   struct cca_error *error)
{
    return cca_fail(error, CCA_REFUSED, "%s: bad .safetensors header: '%.60s' has %s; save the file again",
                    file->bytes->name, member, what);
}

static bool read_type(const struct safetensors *file, const char *member, const json_t *tensor,
                      struct cca_array_info *info, struct cca_error *error)
{
    const char *name = json_string_value(json_object_get(tensor, "dtype"));

    if (!name)
        return refuse(file, member, "no dtype", error);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(name, types[i].name) == 0) {
            info->type = types[i].type;
            return true;
        }
    return cca_fail(
        error, CCA_REFUSED,
        "%s: values of type '%.60s' are not read; save float16, bfloat16, float32, float64, integers or bool",
        file->bytes->name, name);
}

static bool read_shape(const struct safetensors *file, const char *member, const json_t *tensor,
                       struct cca_array_info *info, struct cca_error *error)
{
    const json_t *shape = json_object_get(tensor, "shape"), *dimension;
    size_t i;

    if (!json_is_array(shape))
        return refuse(file, member, "no list as its shape", error);
    if (json_array_size(shape) == 0 || json_array_size(shape) > MAX_DIMENSIONS)
        return cca_fail(error, CCA_REFUSED, "%s: '%.60s' has %zu dimensions; arrays of 1 to %d are read",
                        file->bytes->name, member, json_array_size(shape), MAX_DIMENSIONS);
    info->dimensions = (int)json_array_size(shape);
    json_array_foreach(shape, i, dimension)
    {
        if (!json_is_integer(dimension) || json_integer_value(dimension) < 0)
            return refuse(file, member, "a shape that is not of whole numbers", error);
        info->shape[i] = (size_t)json_integer_value(dimension);
    }
    array_info_order(info, false);
    return true;
}

/* One of the two offsets, counted from the start of the data. */
static bool read_offset(const struct safetensors *file, const json_t *tensor, size_t which, uint64_t *offset)
{
    const json_t *value = json_array_get(json_object_get(tensor, "data_offsets"), which);

    *offset = (uint64_t)json_integer_value(value);
    return json_is_integer(value) && json_integer_value(value) >= 0 && *offset <= INT64_MAX - file->data;
}

static bool read_tensor(const struct safetensors *file, const char *member, const json_t *tensor,
                        struct cca_array_info *info, struct placement *placement, struct cca_error *error)
{
    uint64_t begin, end, there = file->bytes->size - file->data;
    const unsigned little = 1;

    if (!read_type(file, member, tensor, info, error) || !read_shape(file, member, tensor, info, error))
        return false;
    if (!read_offset(file, tensor, 0, &begin) || !read_offset(file, tensor, 1, &end) || end < begin)
        return refuse(file, member, "no two data_offsets in order", error);
    if (!array_info_check(info, begin < there ? there - begin : 0, file->bytes->name, error))
        return false;
    if (end - begin != info->count * cca_type_size(info->type))
        return refuse(file, member, "data_offsets that do not fit its shape", error);
    *placement = (struct placement){
        .bytes = file->bytes, .offset = file->data + begin, .swap = *(const unsigned char *)&little != 1};
    return true;
}

static bool is_tensor(const char *member)
{
    return strcmp(member, "__metadata__") != 0;
}

static bool safetensors_list(void *state, struct cca_array_list *list, struct cca_error *error)
{
    const struct safetensors *file = state;
    const char *member;
    json_t *tensor;

    json_object_foreach(file->header, member, tensor)
    {
        struct cca_array_info info = {0};
        struct placement placement;

        if (is_tensor(member) && read_tensor(file, member, tensor, &info, &placement, error) &&
            !array_list_add(list, member, &info, error))
            return false;
    }
    return true;
}

static bool safetensors_select(void *state, const char *member, struct cca_array_info *info,
                               struct placement *placement, struct cca_error *error)
{
    const struct safetensors *file = state;
    const json_t *tensor = is_tensor(member) ? json_object_get(file->header, member) : NULL;

    if (!tensor)
        return cca_fail(error, CCA_MISSING, "%s: no such member; ccascope init on its folder tells what the file holds", file->bytes->name);
    return read_tensor(file, member, tensor, info, placement, error);
}

const struct array_format safetensors_format = {
    "safetensors",    sizeof(struct safetensors), safetensors_recognises, safetensors_open,
    safetensors_list, safetensors_select,         safetensors_close};
