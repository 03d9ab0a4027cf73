#include "config/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *memory)
{
    if (!memory) {
        fputs("ccascope: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

void *memory_allocate(size_t count, size_t size)
{
    return checked(calloc(count ? count : 1, size ? size : 1));
}

void *memory_reserve(void *list, size_t *capacity, size_t needed, size_t size)
{
    size_t room = *capacity ? *capacity : 8;

    if (list && needed <= *capacity)
        return list;
    while (room < needed)
        room = room > SIZE_MAX / 2 ? needed : room * 2;
    *capacity = room;
    return checked(reallocarray(list, room, size));
}

char *memory_duplicate(const char *text)
{
    return text ? checked(strdup(text)) : NULL;
}

char *memory_duplicate_span(const char *text, size_t length)
{
    char *copy;

    if (!text)
        return NULL;
    copy = memory_allocate(length + 1, 1);
    memcpy(copy, text, length);
    return copy;
}

void *memory_copy(const void *list, size_t count, size_t size)
{
    void *copy;

    if (!count)
        return NULL;
    copy = checked(reallocarray(NULL, count, size));
    memcpy(copy, list, count * size);
    return copy;
}

char *memory_format(const char *format, ...)
{
    va_list arguments;
    char *text = NULL;
    int length;

    va_start(arguments, format);
    length = vasprintf(&text, format, arguments);
    va_end(arguments);
    return checked(length < 0 ? NULL : text);
}

void text_buffer_append(struct text_buffer *buffer, const char *text, size_t length)
{
    buffer->text = memory_reserve(buffer->text, &buffer->capacity, buffer->length + length + 1, 1);
    memcpy(buffer->text + buffer->length, text, length);
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}
