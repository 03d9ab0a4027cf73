#include "engine/npy.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "engine/format.h"

#define NPY_MAGIC      "\x93NUMPY"
#define NPY_MAGIC_SIZE 6
#define NPY_PREFIX     12         /* as many bytes as the longest part before the header's text */
#define NPY_HEADER_MAX (1u << 20) /* numpy itself refuses more than 10 000 unless told otherwise */

/* A reader over the header's text: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), } */
struct reader {
    const char *at, *end;
    const char *name;
    struct cca_array_info *info;
    bool *swap;
    bool fortran;
    struct cca_error *error;
};

static bool refuse(struct reader *reader, const char *what)
{
    return cca_fail(reader->error, CCA_REFUSED,
                    "%s: bad .npy header: %s; save the array again with numpy.save", reader->name, what);
}

static void skip_blanks(struct reader *reader)
{
    while (reader->at < reader->end && memchr(" \t\r\n", *reader->at, 4))
        reader->at++;
}

static bool accept(struct reader *reader, char character)
{
    skip_blanks(reader);
    if (reader->at == reader->end || *reader->at != character)
        return false;
    reader->at++;
    return true;
}

static bool accept_word(struct reader *reader, const char *word)
{
    size_t length = strlen(word);

    skip_blanks(reader);
    if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0)
        return false;
    reader->at += length;
    return true;
}

/* A string in single or double quotes, without escapes: none of the format's strings has any. A NUL would end
 * it early for whoever compares it, so there may be none either. */
static bool read_string(struct reader *reader, char *string, size_t size)
{
    const char *start;
    char quote;

    skip_blanks(reader);
    if (reader->at == reader->end || (*reader->at != '\'' && *reader->at != '"'))
        return false;
    quote = *reader->at++;
    start = reader->at;
    while (reader->at < reader->end && *reader->at != quote)
        reader->at++;
    if (reader->at == reader->end || (size_t)(reader->at - start) >= size ||
        memchr(start, '\0', (size_t)(reader->at - start)))
        return false;
    memcpy(string, start, (size_t)(reader->at - start));
    string[reader->at - start] = '\0';
    reader->at++;
    return true;
}

static bool read_dimension(struct reader *reader, size_t *dimension)
{
    size_t value = 0;

    skip_blanks(reader);
    if (reader->at < reader->end && *reader->at == '-')
        return refuse(reader, "a dimension of the shape is negative");
    if (reader->at == reader->end || !isdigit((unsigned char)*reader->at))
        return refuse(reader, "the shape is not a tuple of whole numbers");
    for (; reader->at < reader->end && isdigit((unsigned char)*reader->at); reader->at++)
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, (size_t)(*reader->at - '0'), &value))
            return refuse(reader, "a dimension of the shape is beyond 64 bits");
    accept(reader, 'L'); /* Python 2's long integers */
    *dimension = value;
    return true;
}

static bool read_shape(struct reader *reader)
{
    struct cca_array_info *info = reader->info;

    if (!accept(reader, '('))
        return refuse(reader, "the shape is not a tuple");
    for (info->dimensions = 0; !accept(reader, ')'); info->dimensions++) {
        if (info->dimensions == MAX_DIMENSIONS)
            return refuse(reader, "the array has more than 8 dimensions");
        if (!read_dimension(reader, &info->shape[info->dimensions]))
            return false;
        if (!accept(reader, ',')) {
            info->dimensions++;
            if (!accept(reader, ')'))
                return refuse(reader, "the shape is not a tuple of whole numbers");
            break;
        }
    }
    if (info->dimensions == 0)
        return refuse(reader, "the array is a single number, not samples × features");
    return true;
}

static bool read_order(struct reader *reader)
{
    if (accept_word(reader, "True"))
        reader->fortran = true;
    else if (accept_word(reader, "False"))
        reader->fortran = false;
    else
        return refuse(reader, "fortran_order is neither True nor False");
    return true;
}

static const struct {
    const char *code;
    enum cca_type type;
} type_codes[] = {
    {"b1", CCA_BOOL}, {"i1", CCA_I8},  {"u1", CCA_U8},  {"i2", CCA_I16}, {"u2", CCA_U16}, {"i4", CCA_I32},
    {"u4", CCA_U32},  {"i8", CCA_I64}, {"u8", CCA_U64}, {"f2", CCA_F16}, {"f4", CCA_F32}, {"f8", CCA_F64},
};

bool npy_read_type(const char *code, const char *name, enum cca_type *type, bool *swap,
                   struct cca_error *error)
{
    const unsigned little = 1;
    bool little_endian = *(const unsigned char *)&little == 1;

    for (size_t i = 0; *code && strchr("<>=|", *code) && i < sizeof type_codes / sizeof *type_codes; i++)
        if (strcmp(code + 1, type_codes[i].code) == 0) {
            *type = type_codes[i].type;
            *swap = *code == (little_endian ? '>' : '<');
            return true;
        }
    return cca_fail(
        error, CCA_REFUSED,
        *code && code[1] == 'O'
            ? "%s: values of type '%s' are Python objects, which are never loaded; save numbers: "
              "numpy.save(file, array.astype('float32'))"
            : "%s: values of type '%s' are not read; save float16, float32, float64, integers or bool",
        name, code);
}

static bool read_type(struct reader *reader)
{
    char code[32];

    skip_blanks(reader);
    if (reader->at < reader->end && *reader->at == '[')
        return refuse(reader, "the values are records of several fields; save one array of numbers");
    if (!read_string(reader, code, sizeof code))
        return refuse(reader, "descr is not a type's name");
    return npy_read_type(code, reader->name, &reader->info->type, reader->swap, reader->error);
}

static const struct {
    const char *key;
    bool (*read)(struct reader *reader);
} header_keys[] = {{"descr", read_type}, {"fortran_order", read_order}, {"shape", read_shape}};

#define HEADER_KEYS (sizeof header_keys / sizeof *header_keys)

static bool read_entry(struct reader *reader, unsigned *seen)
{
    char key[32];

    if (!read_string(reader, key, sizeof key) || !accept(reader, ':'))
        return refuse(reader, "not a dictionary of descr, fortran_order and shape");
    for (size_t i = 0; i < HEADER_KEYS; i++)
        if (strcmp(key, header_keys[i].key) == 0) {
            if (*seen & 1u << i)
                return refuse(reader, "a key is given twice");
            *seen |= 1u << i;
            return header_keys[i].read(reader);
        }
    return refuse(reader, "a key other than descr, fortran_order and shape");
}

/* Parses the header's text (a Python literal; nothing is executed) into *info, without its count, and *swap.
 */
static bool npy_header(const char *text, size_t length, const char *name, struct cca_array_info *info,
                       bool *swap, struct cca_error *error)
{
    struct reader reader = {text, text + length, name, info, swap, false, error};
    unsigned seen = 0;

    if (!accept(&reader, '{'))
        return refuse(&reader, "not a dictionary");
    while (!accept(&reader, '}')) {
        if (!read_entry(&reader, &seen))
            return false;
        if (!accept(&reader, ',')) {
            if (!accept(&reader, '}'))
                return refuse(&reader, "the dictionary does not end");
            break;
        }
    }
    skip_blanks(&reader);
    if (reader.at != reader.end)
        return refuse(&reader, "something follows the dictionary");
    if (seen != (1u << HEADER_KEYS) - 1)
        return refuse(&reader, "descr, fortran_order or shape is missing");
    array_info_order(info, reader.fortran);
    return true;
}

/* From the first NPY_PREFIX bytes (`size` of them are there): where the header's text starts and how long it
 * is. */
static bool npy_prefix(const unsigned char *bytes, size_t size, const char *name, size_t *start,
                       size_t *length, struct cca_error *error)
{
    bool first_version = size > NPY_MAGIC_SIZE && bytes[NPY_MAGIC_SIZE] == 1;

    *start = first_version ? 10 : 12;
    if (size < *start)
        return cca_fail(error, CCA_REFUSED, "%s: the file ends inside its .npy header; save it again", name);
    if (bytes[6] < 1 || bytes[6] > 3)
        return cca_fail(error, CCA_REFUSED, "%s: .npy format version %d.%d; versions 1 to 3 are read", name,
                        bytes[6], bytes[7]);
    *length = (size_t)bytes[8] | (size_t)bytes[9] << 8;
    if (!first_version)
        *length |= (size_t)bytes[10] << 16 | (size_t)bytes[11] << 24;
    if (*length > NPY_HEADER_MAX)
        return cca_fail(error, CCA_REFUSED, "%s: the .npy header claims to be %zu bytes long; save it again",
                        name, *length);
    return true;
}

bool npy_recognises(const unsigned char *head, size_t size)
{
    return size >= NPY_MAGIC_SIZE && memcmp(head, NPY_MAGIC, NPY_MAGIC_SIZE) == 0;
}

bool npy_read_header(struct bytes *bytes, struct cca_array_info *info, struct placement *placement,
                     struct cca_error *error)
{
    unsigned char prefix[NPY_PREFIX];
    ssize_t size = bytes_read(bytes, 0, prefix, sizeof prefix, error);
    size_t start = 0, length = 0;
    char *text;
    bool good;

    if (size < 0 || !npy_prefix(prefix, (size_t)size, bytes->name, &start, &length, error))
        return false;
    if (!(text = malloc(length + 1)))
        return cca_fail_memory(error, bytes->name, (double)length);
    size = bytes_read(bytes, start, text, length, error);
    if (size >= 0 && (size_t)size < length)
        good = cca_fail(error, CCA_REFUSED, "%s: the file ends inside its .npy header; save it again",
                        bytes->name);
    else
        good = size >= 0 && npy_header(text, length, bytes->name, info, &placement->swap, error) &&
               array_info_check(info, bytes->size - start - length, bytes->name, error);
    free(text);
    placement->bytes = bytes;
    placement->offset = start + length;
    return good;
}

struct npy {
    struct bytes *bytes;
};

static bool npy_open(void *state, struct bytes *bytes, const char *path, struct cca_error *error)
{
    (void)path, (void)error;
    ((struct npy *)state)->bytes = bytes;
    return true;
}

static bool npy_select(void *state, const char *member, struct cca_array_info *info,
                       struct placement *placement, struct cca_error *error)
{
    if (member)
        return cca_fail(error, CCA_MISSING, "%s: no such member; ccascope init on its folder tells what the file holds", ((struct npy *)state)->bytes->name);
    return npy_read_header(((struct npy *)state)->bytes, info, placement, error);
}

static bool npy_list(void *state, struct cca_array_list *list, struct cca_error *error)
{
    struct cca_array_info info = {0};
    struct placement placement;

    return npy_read_header(((struct npy *)state)->bytes, &info, &placement, error) &&
           array_list_add(list, NULL, &info, error);
}

static void npy_close(void *state)
{
    bytes_close(((struct npy *)state)->bytes);
}

const struct array_format npy_format = {"npy",    sizeof(struct npy), npy_recognises, npy_open,
                                        npy_list, npy_select,         npy_close};
