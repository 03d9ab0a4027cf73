#include "engine/pickle_torch.h"

#include <stdlib.h>
#include <string.h>

#include "engine/pickle_machine.h"
#include "engine/pickle_numpy.h"

/* torch.serialization's MAGIC_NUMBER as a pickle. */
#define MAGIC            "\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."
#define MAGIC_SIZE       (sizeof MAGIC - 1)
#define PROTOCOL_VERSION 1001

static struct pickle_value *make_tensor(struct pickle *pickle, const struct pickle_items *arguments,
                                        const enum cca_type *type)
{
    const struct pickle_value *storage = pickle_item(arguments, 0, PICKLE_STORAGE);
    const struct pickle_value *first = pickle_item(arguments, 1, PICKLE_INTEGER);
    const struct pickle_value *strides = pickle_item(arguments, 3, PICKLE_TUPLE);
    struct pickle_value *value = pickle_new_array(pickle);

    if (!value)
        return NULL;
    if (!storage || !first || first->integer < 0 || !strides ||
        !pickle_set_shape(value->array, arguments->list[2]) ||
        arguments->list[2]->items.count != strides->items.count)
        return pickle_malformed(pickle, "a tensor");
    for (size_t i = 0; i < strides->items.count; i++) {
        const struct pickle_value *stride = pickle_item(&strides->items, i, PICKLE_INTEGER);

        if (!stride || stride->integer < 0)
            return pickle_malformed(pickle, "a tensor");
        if (i < MAX_DIMENSIONS)
            value->array->strides[i] = (size_t)stride->integer;
    }
    value->array->storage = storage->storage;
    value->array->first = (uint64_t)first->integer;
    value->array->type = type ? *type : storage->storage->type;
    return value;
}

struct pickle_value *pickle_make_tensor(struct pickle *pickle, const struct pickle_items *arguments)
{
    return make_tensor(pickle, arguments, NULL);
}

struct pickle_value *pickle_make_tensor_of_type(struct pickle *pickle, const struct pickle_items *arguments)
{
    enum cca_type type;

    if (!pickle_global_type(pickle_item(arguments, 6, PICKLE_GLOBAL), &type))
        return pickle_malformed(pickle, "a tensor");
    return make_tensor(pickle, arguments, &type);
}

static bool is_text(const struct pickle_items *items, size_t index, const char *text)
{
    const char *string = index < items->count ? pickle_string(items->list[index]) : NULL;

    return string && strcmp(string, text) == 0;
}

struct pickle_value *pickle_persistent(struct pickle *pickle, const struct pickle_value *name)
{
    const struct pickle_items *items = &name->items;
    const struct pickle_value *count;
    struct pickle_storage *storage;
    struct pickle_value *value;
    const char *key;

    if (!pickle->torch) {
        cca_fail(pickle->error, CCA_REFUSED,
                 "%s: the pickle keeps its values outside the file; save it with torch.save", pickle->name);
        return NULL;
    }
    if (name->kind != PICKLE_TUPLE || items->count < 5 || !is_text(items, 0, "storage") ||
        !(key = pickle_string(items->list[2])) || !(count = pickle_item(items, 4, PICKLE_INTEGER)) ||
        count->integer < 0 || (items->count > 5 && items->list[5]->kind != PICKLE_OTHER))
        return pickle_malformed(pickle, "a storage of tensors");
    if (!(value = pickle_new(pickle, PICKLE_STORAGE)) ||
        !(storage = pickle_allocate(pickle, sizeof *storage)))
        return NULL;
    value->storage = storage;
    storage->key = key;
    if (!pickle_global_type(items->list[1], &storage->type) ||
        __builtin_mul_overflow((uint64_t)count->integer, cca_type_size(storage->type), &storage->size))
        return pickle_malformed(pickle, "a storage of tensors");
    storage->next = pickle->storages;
    pickle->storages = storage;
    return value;
}

bool pickle_is_legacy(const unsigned char *head, size_t size)
{
    return size >= MAGIC_SIZE && memcmp(head, MAGIC, MAGIC_SIZE) == 0;
}

/* The pickles before that of the tensors: a version, and of what kind the machine was. */
static bool run_preamble(struct pickle *pickle, struct bytes *bytes, uint64_t *offset)
{
    const struct pickle_value *version = pickle_run(pickle, bytes, offset);
    const struct pickle_value *machine = version ? pickle_run(pickle, bytes, offset) : NULL;

    if (!machine)
        return false;
    if (version->kind != PICKLE_INTEGER || version->integer != PROTOCOL_VERSION ||
        machine->kind != PICKLE_DICT)
        return pickle_malformed(pickle, "the beginning of a file of torch.save") != NULL;
    for (size_t i = 0; i < machine->items.count; i += 2) {
        const struct pickle_value *little = pickle_item(&machine->items, i + 1, PICKLE_INTEGER);

        if (is_text(&machine->items, i, "little_endian") && (!little || little->integer != 1))
            return cca_fail(
                pickle->error, CCA_REFUSED,
                "%s: saved by an old PyTorch on a big-endian machine; save it again with a new one",
                pickle->name);
    }
    return true;
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp((*(struct pickle_storage *const *)a)->key, (*(struct pickle_storage *const *)b)->key);
}

/* The storages met since `before`, sorted by their keys; malloc'ed. */
static struct pickle_storage **sort_storages(struct pickle *pickle, const struct pickle_storage *before,
                                             size_t *count)
{
    struct pickle_storage **sorted;

    *count = 0;
    for (const struct pickle_storage *storage = pickle->storages; storage != before; storage = storage->next)
        ++*count;
    if (!(sorted = malloc((*count + 1) * sizeof *sorted))) {
        cca_fail_memory(pickle->error, pickle->name, (double)((*count + 1) * sizeof *sorted));
        return NULL;
    }
    *count = 0;
    for (struct pickle_storage *storage = pickle->storages; storage != before; storage = storage->next)
        sorted[(*count)++] = storage;
    qsort(sorted, *count, sizeof *sorted, compare_keys);
    return sorted;
}

/* The first of the storages with this key; NULL when there is none. */
static struct pickle_storage **find_storages(struct pickle_storage **sorted, size_t count, const char *key)
{
    struct pickle_storage wanted = {.key = key}, *pointer = &wanted, **found;

    found = key ? bsearch(&pointer, sorted, count, sizeof *sorted, compare_keys) : NULL;
    while (found && found > sorted && strcmp(found[-1]->key, key) == 0)
        found--;
    return found;
}

/* The storages follow one another in the order of the keys, each behind the number of its values. */
static bool place_storages(struct pickle *pickle, struct bytes *bytes, uint64_t offset,
                           const struct pickle_text *text, const struct pickle_items *keys,
                           struct pickle_storage **sorted, size_t count)
{
    uint64_t there = text ? text->length : bytes->size;

    for (size_t i = 0; i < keys->count; i++) {
        struct pickle_storage **found = find_storages(sorted, count, pickle_string(keys->list[i]));
        uint64_t values, size = found ? (*found)->size : 0;
        unsigned char prefix[sizeof values];
        ssize_t got = bytes_read(bytes, offset, prefix, sizeof prefix, pickle->error);

        if (got < 0)
            return false;
        offset += sizeof prefix;
        if (!found || got < (ssize_t)sizeof prefix || offset > there || size > there - offset)
            return pickle_malformed(pickle, "a storage of tensors") != NULL;
        for (; found < sorted + count && strcmp((*found)->key, pickle_string(keys->list[i])) == 0; found++) {
            if ((*found)->size != size)
                return pickle_malformed(pickle, "a storage of tensors") != NULL;
            (*found)->found = true;
            (*found)->text = text;
            (*found)->offset = offset;
        }
        offset += size;
    }
    return true;
}

struct pickle_value *pickle_run_legacy(struct pickle *pickle, struct bytes *bytes,
                                       const struct pickle_text *text)
{
    const struct pickle_storage *before = pickle->storages;
    uint64_t offset = MAGIC_SIZE;
    struct pickle_value *root = NULL, *keys;
    struct pickle_storage **sorted;
    size_t count;

    if (!run_preamble(pickle, bytes, &offset))
        return NULL;
    pickle->torch = true;
    root = pickle_run(pickle, bytes, &offset);
    pickle->torch = false;
    if (!root || !(keys = pickle_run(pickle, bytes, &offset)))
        return NULL;
    if (keys->kind != PICKLE_LIST)
        return pickle_malformed(pickle, "the list of storages");
    if (!(sorted = sort_storages(pickle, before, &count)))
        return NULL;
    if (!place_storages(pickle, bytes, offset, text, &keys->items, sorted, count))
        root = NULL;
    free(sorted);
    return root;
}

/* The kept beginning of a text, as bytes. */
struct memory_bytes {
    struct bytes base;
    unsigned char bytes[PICKLE_KEPT];
};

static ssize_t memory_read(struct bytes *base, uint64_t offset, void *to, size_t size,
                           struct cca_error *error)
{
    const struct memory_bytes *memory = (const struct memory_bytes *)base;

    (void)error;
    if (offset >= base->size)
        return 0;
    if (size > base->size - offset)
        size = (size_t)(base->size - offset);
    memcpy(to, memory->bytes + offset, size);
    return (ssize_t)size;
}

static void memory_keep(struct memory_bytes *memory, const struct pickle_text *text)
{
    bool characters = text->encoding == PICKLE_UTF8 || text->encoding == PICKLE_ESCAPED_UNICODE;
    size_t at = 0;

    while (at < text->kept && memory->base.size < sizeof memory->bytes) {
        uint32_t character;
        size_t length = pickle_decode(characters ? PICKLE_UTF8 : PICKLE_RAW,
                                      (const unsigned char *)text->string + at, text->kept - at, &character);

        if (length == 0)
            break;
        memory->bytes[memory->base.size++] = (unsigned char)character;
        at += length;
    }
}

/* The pickles of a storage are short and stand before its values, so that the beginning of the text has them
 * all. */
struct pickle_value *pickle_make_storage(struct pickle *pickle, const struct pickle_items *arguments)
{
    static const struct bytes_class memory_class = {memory_read, NULL};
    const struct pickle_value *text = pickle_item(arguments, 0, PICKLE_TEXT);
    struct memory_bytes memory = {.base = {&memory_class, pickle->name, 0, false}};
    struct pickle_value *value;

    if (!text || text->text->wide || pickle->inner)
        return pickle_malformed(pickle, "a storage of tensors");
    memory_keep(&memory, text->text);
    if (!pickle_is_legacy(memory.bytes, (size_t)memory.base.size))
        return pickle_malformed(pickle, "a storage of tensors");
    pickle->inner = true;
    value = pickle_run_legacy(pickle, &memory.base, text->text);
    pickle->inner = false;
    return value;
}
