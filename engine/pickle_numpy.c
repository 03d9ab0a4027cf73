#include "engine/pickle_numpy.h"

#include <stdio.h>
#include <string.h>

#include "engine/pickle_machine.h"

static bool malformed(struct pickle *pickle, const char *what)
{
    return pickle_malformed(pickle, what) != NULL;
}

struct pickle_value *pickle_new_array(struct pickle *pickle)
{
    struct pickle_value *value = pickle_new(pickle, PICKLE_ARRAY);

    return value && (value->array = pickle_allocate(pickle, sizeof *value->array)) ? value : NULL;
}

bool pickle_set_shape(struct pickle_array *array, const struct pickle_value *shape)
{
    size_t count = shape && shape->kind == PICKLE_TUPLE ? shape->items.count : 0;

    if (!shape || shape->kind != PICKLE_TUPLE)
        return false;
    array->dimensions = count > MAX_DIMENSIONS ? MAX_DIMENSIONS + 1 : (int)count;
    for (size_t i = 0; i < count; i++) {
        const struct pickle_value *length = pickle_item(&shape->items, i, PICKLE_INTEGER);

        if (!length || length->integer < 0)
            return false;
        if (i < MAX_DIMENSIONS)
            array->shape[i] = (size_t)length->integer;
    }
    return true;
}

struct pickle_value *pickle_make_array(struct pickle *pickle, const struct pickle_items *arguments)
{
    return pickle_item(arguments, 0, PICKLE_GLOBAL) ? pickle_new_array(pickle)
                                                    : pickle_malformed(pickle, "an array");
}

struct pickle_value *pickle_make_dtype(struct pickle *pickle, const struct pickle_items *arguments)
{
    const char *code = arguments->count > 0 ? pickle_string(arguments->list[0]) : NULL;
    struct pickle_value *value;

    if (!code)
        return pickle_malformed(pickle, "a type of values");
    if (!(value = pickle_new(pickle, PICKLE_DTYPE)) ||
        !(value->dtype = pickle_allocate(pickle, sizeof *value->dtype)))
        return NULL;
    snprintf(value->dtype->code, sizeof value->dtype->code, "%s%s", *code && strchr("<>=|", *code) ? "" : "=",
             code);
    return value;
}

bool pickle_set_dtype(struct pickle *pickle, struct pickle_dtype *dtype, const struct pickle_value *state)
{
    const char *order =
        state->kind == PICKLE_TUPLE && state->items.count > 1 ? pickle_string(state->items.list[1]) : NULL;

    if (!order || !*order || order[1] || !strchr("<>=|", *order))
        return malformed(pickle, "a type of values");
    dtype->code[0] = *order;
    return true;
}

static bool fill_array(struct pickle_array *array, const struct pickle_value *dtype,
                       const struct pickle_value *shape, bool fortran, const struct pickle_value *data)
{
    if (!dtype || !pickle_set_shape(array, shape))
        return false;
    array->dtype = *dtype->dtype;
    array->fortran = fortran;
    array->text = data ? data->text : NULL; /* a list where the values are objects */
    return !array->text || !array->text->wide;
}

bool pickle_set_array(struct pickle *pickle, struct pickle_array *array, const struct pickle_value *state)
{
    const struct pickle_items *items = &state->items;
    const struct pickle_value *fortran;

    if (state->kind != PICKLE_TUPLE || items->count != 5 || array->storage)
        return malformed(pickle, "an array");
    fortran = pickle_item(items, 3, PICKLE_INTEGER);
    return (fortran && fill_array(array, pickle_item(items, 2, PICKLE_DTYPE), items->list[1],
                                  fortran->integer != 0, pickle_item(items, 4, PICKLE_TEXT))) ||
           malformed(pickle, "an array");
}

struct pickle_value *pickle_make_array_of_buffer(struct pickle *pickle, const struct pickle_items *arguments)
{
    const struct pickle_value *data = pickle_item(arguments, 0, PICKLE_TEXT);
    const char *order = arguments->count == 4 ? pickle_string(arguments->list[3]) : NULL;
    struct pickle_value *value = order ? pickle_new_array(pickle) : NULL;

    if (order && !value)
        return NULL;
    if (!order || !data ||
        !fill_array(value->array, pickle_item(arguments, 1, PICKLE_DTYPE), arguments->list[2], *order == 'F',
                    data))
        return pickle_malformed(pickle, "an array");
    return value;
}
