#include "engine/pickle_members.h"

#include <stdio.h>
#include <string.h>

#include "engine/format.h"
#include "engine/npy.h"
#include "engine/strides.h"

/* A pickle may hold itself, and one value in many places: what is walked is bounded. */
#define DEPTH_MAX   32
#define NAME_SIZE   8192
#define VISITED_MAX ((size_t)1 << 20)

struct walk {
    struct pickle *pickle;
    struct pickle_members *members;
    size_t visited;
    int depth;
    char name[NAME_SIZE]; /* of where the walk is; "" at the root */
    size_t length;
};

static bool add_member(struct walk *walk, const struct pickle_array *array)
{
    struct pickle_members *members = walk->members;
    char *name = NULL;

    if (members->count == members->room) {
        size_t room = members->room ? 2 * members->room : 16;
        struct pickle_member *list = pickle_allocate(walk->pickle, room * sizeof *list);

        if (!list)
            return false;
        if (members->count)
            memcpy(list, members->list, members->count * sizeof *list);
        members->list = list;
        members->room = room;
    }
    if (walk->depth > 0) {
        if (!(name = pickle_allocate(walk->pickle, walk->length + 1)))
            return false;
        memcpy(name, walk->name, walk->length);
    }
    members->list[members->count++] = (struct pickle_member){name, array};
    return true;
}

static bool visit(struct walk *walk, const struct pickle_value *value);

/* Visits what lies under `name` in the container where the walk is; NULL: it cannot be named, and is left
 * out. */
static bool descend(struct walk *walk, const char *name, const struct pickle_value *value)
{
    size_t length = walk->length;
    int added;
    bool good;

    if (!name)
        return true;
    added =
        snprintf(walk->name + length, sizeof walk->name - length, "%s%s", walk->depth > 0 ? "/" : "", name);
    if (walk->depth == DEPTH_MAX || (size_t)added >= sizeof walk->name - length)
        return cca_fail(walk->pickle->error, CCA_REFUSED,
                        "%s: the pickle is nested too deeply; save dictionaries of arrays",
                        walk->pickle->name);
    walk->length += (size_t)added;
    walk->depth++;
    good = visit(walk, value);
    walk->depth--;
    walk->length = length;
    return good;
}

/* The name that a key gives; in `text` where it is a number. */
static const char *name_of_key(const struct pickle_value *key, char text[24])
{
    if (key->kind != PICKLE_INTEGER)
        return pickle_string(key);
    snprintf(text, 24, "%lld", (long long)key->integer);
    return text;
}

static bool visit(struct walk *walk, const struct pickle_value *value)
{
    const struct pickle_items *items = &value->items;
    struct pickle_value place = {.kind = PICKLE_INTEGER};
    char text[24];

    if (walk->visited++ == VISITED_MAX)
        return cca_fail(walk->pickle->error, CCA_REFUSED,
                        "%s: the pickle holds itself, or too many values; save dictionaries of arrays",
                        walk->pickle->name);
    if (value->kind == PICKLE_ARRAY)
        return add_member(walk, value->array);
    if (value->kind == PICKLE_DICT)
        for (size_t i = 0; i + 1 < items->count; i += 2)
            if (!descend(walk, name_of_key(items->list[i], text), items->list[i + 1]))
                return false;
    if (value->kind == PICKLE_LIST || value->kind == PICKLE_TUPLE)
        for (place.integer = 0; (size_t)place.integer < items->count; place.integer++)
            if (!descend(walk, name_of_key(&place, text), items->list[place.integer]))
                return false;
    return true;
}

bool pickle_find_members(struct pickle *pickle, const struct pickle_value *root,
                         struct pickle_members *members)
{
    struct walk walk = {.pickle = pickle, .members = members};

    *members = (struct pickle_members){0};
    return visit(&walk, root);
}

const struct pickle_array *pickle_member(const struct pickle_members *members, const char *name)
{
    for (size_t i = members->count; i-- > 0;) {
        const char *found = members->list[i].name;

        if (found && name ? strcmp(found, name) == 0 : found == name)
            return members->list[i].array;
    }
    return NULL;
}

/* NumPy's arrays: all values of the text, in order. */
static bool place_text(const struct pickle_array *array, const char *name, struct cca_array_info *info,
                       struct placement *placement, struct cca_error *error)
{
    if (!npy_read_type(array->dtype.code, name, &info->type, &placement->swap, error))
        return false;
    array_info_order(info, array->fortran);
    if (!array_info_check(info, array->text ? array->text->length : 0, name, error))
        return false;
    if (array->text->length != info->count * cca_type_size(info->type))
        return cca_fail(error, CCA_REFUSED,
                        "%s: damaged pickle: an array and its values differ in size; save it again", name);
    return true;
}

/* PyTorch's tensors: views of a storage. */
static bool place_view(const struct pickle_array *array, const char *name, struct cca_array_info *info,
                       struct placement *placement, struct cca_error *error)
{
    const unsigned little = 1;
    uint64_t values, span;

    info->type = array->type;
    placement->swap = *(const unsigned char *)&little != 1;
    if (!array_info_check(info, UINT64_MAX, name, error))
        return false;
    if (!strides_order(array->strides, info))
        return cca_fail(error, CCA_REFUSED,
                        "%s: the tensor's values overlap in memory; save tensor.contiguous() instead", name);
    values = array->storage->size / cca_type_size(info->type);
    if (!strides_span(array->strides, info, &span) || span > values || array->first > values - span)
        return cca_fail(error, CCA_REFUSED, "%s: damaged: a tensor reaches beyond its storage; save it again",
                        name);
    placement->strided = true;
    memcpy(placement->strides, array->strides, sizeof placement->strides);
    placement->offset = array->first * cca_type_size(info->type);
    return true;
}

bool pickle_place(const struct pickle_array *array, const char *name, struct cca_array_info *info,
                  struct placement *placement, struct cca_error *error)
{
    *info = (struct cca_array_info){.dimensions = array->dimensions};
    *placement = (struct placement){0};
    if (array->dimensions == 0)
        return cca_fail(error, CCA_REFUSED, "%s: the array is a single number, not samples × features; save one row per input", name);
    if (array->dimensions > MAX_DIMENSIONS)
        return cca_fail(error, CCA_REFUSED, "%s: the array has more than %d dimensions; reshape it before saving", name,
                        MAX_DIMENSIONS);
    memcpy(info->shape, array->shape, sizeof info->shape);
    return array->storage ? place_view(array, name, info, placement, error)
                          : place_text(array, name, info, placement, error);
}

bool pickle_list(const struct pickle_members *members, const char *name, struct cca_array_list *list,
                 struct cca_error *error)
{
    for (size_t i = 0; i < members->count; i++) {
        struct placement placement;
        struct cca_array_info info;

        if (pickle_place(members->list[i].array, name, &info, &placement, error) &&
            !array_list_add(list, members->list[i].name, &info, error))
            return false;
    }
    return true;
}
