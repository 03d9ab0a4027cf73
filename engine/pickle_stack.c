#include "engine/pickle_stack.h"

#include <stdlib.h>

static bool reserve(struct pickle_stack *stack, size_t count)
{
    size_t room = stack->room ? stack->room : 64;
    struct pickle_value **list;

    if (count <= stack->room)
        return true;
    if (count > stack->most)
        return pickle_input_damaged(stack->input);
    while (room < count)
        room *= 2;
    if (!(list = realloc(stack->list, room * sizeof *list)))
        return cca_fail_memory(stack->input->pickle->error, stack->input->pickle->name,
                               (double)(room * sizeof *list));
    stack->list = list;
    stack->room = room;
    return true;
}

bool pickle_stack_set(struct pickle_stack *stack, size_t index, struct pickle_value *value)
{
    if (!value || !reserve(stack, index + 1))
        return false;
    while (stack->count <= index)
        stack->list[stack->count++] = NULL;
    stack->list[index] = value;
    return true;
}

bool pickle_push(struct pickle_stack *stack, struct pickle_value *value)
{
    return pickle_stack_set(stack, stack->count, value);
}

struct pickle_value *pickle_top(const struct pickle_stack *stack)
{
    struct pickle_value *value = stack->count ? stack->list[stack->count - 1] : NULL;

    if (value && value->kind != PICKLE_MARK)
        return value;
    pickle_input_damaged(stack->input);
    return NULL;
}

struct pickle_value *pickle_pop(struct pickle_stack *stack)
{
    struct pickle_value *value = pickle_top(stack);

    if (value)
        stack->count--;
    return value;
}

bool pickle_find_mark(const struct pickle_stack *stack, size_t *mark)
{
    for (size_t i = stack->count; i-- > 0;)
        if (stack->list[i]->kind == PICKLE_MARK) {
            *mark = i;
            return true;
        }
    return pickle_input_damaged(stack->input);
}

bool pickle_pop_to(struct pickle_stack *stack, size_t count, struct pickle_items *items)
{
    size_t mark = 0, first = stack->count - count;

    if (count > stack->count)
        return pickle_input_damaged(stack->input);
    if (count == 0) {
        if (!pickle_find_mark(stack, &mark))
            return false;
        first = mark + 1;
    }
    for (size_t i = first; i < stack->count; i++)
        if (!pickle_append(stack->input->pickle, items, stack->list[i]))
            return false;
    stack->count = count == 0 ? mark : first;
    return true;
}
