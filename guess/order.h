/* The order in which people count: layer2 before layer10. */
#ifndef CCASCOPE_GUESS_ORDER_H
#define CCASCOPE_GUESS_ORDER_H

#include <stddef.h>

/* Below, equal to or above 0 as strcmp has it, but runs of digits by their value. 0 for equal texts only. */
int order_natural(const char *a, const char *b);
/* The same for layers, input first: by where layers of such names usually stand, then natural. */
int order_layers(const char *a, const char *b);

/* Sorts texts in natural order and keeps one of each; frees the others. Returns how many are left. */
size_t order_distinct(char **texts, size_t count);
/* The place in such a list of a text that it has. */
size_t order_find(char *const *texts, size_t count, const char *text);

#endif
