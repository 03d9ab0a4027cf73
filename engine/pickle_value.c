#include "engine/pickle_value.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)16 * 1024)
#define BYTES_MAX   ((size_t)256 << 20) /* values of a container of a hundred thousand arrays */

struct block {
    struct block *next;
    size_t used, size;
    _Alignas(max_align_t) unsigned char data[];
};

void pickle_free(struct pickle *pickle)
{
    while (pickle->blocks) {
        struct block *next = pickle->blocks->next;

        free(pickle->blocks);
        pickle->blocks = next;
    }
}

static bool add_block(struct pickle *pickle, size_t size)
{
    struct block *block;

    if (size > BYTES_MAX - pickle->size)
        return cca_fail(pickle->error, CCA_REFUSED,
                        "%s: the pickle has millions of values that are no arrays; save arrays only",
                        pickle->name);
    if (!(block = calloc(1, sizeof *block + size)))
        return cca_fail_memory(pickle->error, pickle->name, (double)size);
    block->size = size;
    block->next = pickle->blocks;
    pickle->blocks = block;
    pickle->size += size;
    return true;
}

void *pickle_allocate(struct pickle *pickle, size_t size)
{
    struct block *block = pickle->blocks;
    void *memory;

    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    if ((!block || block->size - block->used < size) &&
        !add_block(pickle, size < BLOCK_BYTES ? BLOCK_BYTES : size))
        return NULL;
    block = pickle->blocks;
    memory = block->data + block->used;
    block->used += size;
    return memory;
}

struct pickle_value *pickle_new(struct pickle *pickle, enum pickle_kind kind)
{
    struct pickle_value *value = pickle_allocate(pickle, sizeof *value);

    if (value)
        value->kind = kind;
    return value;
}

bool pickle_append(struct pickle *pickle, struct pickle_items *items, struct pickle_value *value)
{
    if (items->count == items->room) {
        size_t room = items->room ? 2 * items->room : 4;
        struct pickle_value **list = pickle_allocate(pickle, room * sizeof *list);

        if (!list)
            return false;
        if (items->count)
            memcpy(list, items->list, items->count * sizeof *list);
        items->list = list;
        items->room = room;
    }
    items->list[items->count++] = value;
    return true;
}

const struct pickle_value *pickle_item(const struct pickle_items *items, size_t index, enum pickle_kind kind)
{
    return index < items->count && items->list[index]->kind == kind ? items->list[index] : NULL;
}

const char *pickle_string(const struct pickle_value *value)
{
    return value && value->kind == PICKLE_TEXT && value->text->whole ? value->text->string : NULL;
}
