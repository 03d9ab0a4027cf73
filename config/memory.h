/* Allocation for config/. What is built here is small, so a failed allocation ends the program: one line on
 * standard error, exit status 1. No caller has to check for NULL; all memory is malloc'ed and freed with
 * free(). While a screen is open only experiment_activations allocates, a path at a time, and
 * tui/remembered.h, before anything is on it. */
#ifndef CCASCOPE_CONFIG_MEMORY_H
#define CCASCOPE_CONFIG_MEMORY_H

#include <stddef.h>

/* `count` zeroed elements of `size` bytes; never NULL, also for nothing at all. */
void *memory_allocate(size_t count, size_t size);
/* Makes room for `needed` elements in a list that has room for *capacity; grows by doubling. */
void *memory_reserve(void *list, size_t *capacity, size_t needed, size_t size);
/* Copies of a text; of its first `length` bytes; NULL for NULL. */
char *memory_duplicate(const char *text);
char *memory_duplicate_span(const char *text, size_t length);
/* A copy of `count` elements of `size` bytes; NULL for none. */
void *memory_copy(const void *list, size_t count, size_t size);
/* printf into a new text. */
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A text that grows; zero-initialise it. `text` is NULL until something is appended, then NUL-terminated. */
struct text_buffer {
    char *text;
    size_t length;
    size_t capacity;
};

void text_buffer_append(struct text_buffer *buffer, const char *text, size_t length);

#endif
