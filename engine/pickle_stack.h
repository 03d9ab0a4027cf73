/* The stack of the machine that runs a pickle, and its memo, a list of the same kind. Not for users of the
 * engine. */
#ifndef CCASCOPE_ENGINE_PICKLE_STACK_H
#define CCASCOPE_ENGINE_PICKLE_STACK_H

#include "engine/pickle_input.h"

struct pickle_stack {
    struct pickle_input *input; /* for where a pickle is damaged */
    size_t most;                /* values that it may hold */
    struct pickle_value **list; /* owned */
    size_t count, room;
};

/* Each is false or NULL, with the error filled, when the pickle is damaged or memory gives out. */

/* Sets the value at `index`, with NULL between; NULL as a value is the failure of whoever made it, and passed
 * on. */
bool pickle_stack_set(struct pickle_stack *stack, size_t index, struct pickle_value *value);
bool pickle_push(struct pickle_stack *stack, struct pickle_value *value);
/* The value at the top, which is no mark. */
struct pickle_value *pickle_top(const struct pickle_stack *stack);
struct pickle_value *pickle_pop(struct pickle_stack *stack);
/* The place of the last mark. */
bool pickle_find_mark(const struct pickle_stack *stack, size_t *mark);
/* Moves the last `count` values to `items`, or, where that is 0, what is above the last mark, and the mark
 * away. */
bool pickle_pop_to(struct pickle_stack *stack, size_t count, struct pickle_items *items);

#endif
