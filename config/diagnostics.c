#include "config/diagnostics.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"

void diagnostics_add(struct diagnostics *diagnostics, struct place place, const char *format, ...)
{
    struct diagnostic *diagnostic;
    va_list arguments;
    char *text = NULL;

    if (diagnostics->count == DIAGNOSTICS_MAX) {
        diagnostics->dropped++;
        return;
    }
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    va_end(arguments);
    if (!diagnostics->list)
        diagnostics->list = memory_allocate(DIAGNOSTICS_MAX, sizeof(*diagnostics->list));
    diagnostic = &diagnostics->list[diagnostics->count++];
    diagnostic->place = place;
    diagnostic->text = text ? text : memory_duplicate("out of memory");
}

static int compare(const struct diagnostic *a, const struct diagnostic *b)
{
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line ? -1 : 1;
    return (a->place.column > b->place.column) - (a->place.column < b->place.column);
}

/* What an alias repeats is wrong in one place only. */
static void drop_repeated(struct diagnostics *diagnostics)
{
    size_t kept = 0;

    for (size_t i = 0; i < diagnostics->count; i++) {
        struct diagnostic *one = &diagnostics->list[i];
        bool repeated = false;

        for (size_t j = kept; j > 0 && compare(&diagnostics->list[j - 1], one) == 0 && !repeated; j--)
            repeated = strcmp(diagnostics->list[j - 1].text, one->text) == 0;
        if (repeated)
            free(one->text);
        else
            diagnostics->list[kept++] = *one;
    }
    diagnostics->count = kept;
}

void diagnostics_sort(struct diagnostics *diagnostics)
{
    struct diagnostic *list = diagnostics->list;

    /* Insertion: stable, and there are few. */
    for (size_t i = 1; i < diagnostics->count; i++) {
        struct diagnostic moving = list[i];
        size_t j = i;

        for (; j > 0 && compare(&list[j - 1], &moving) > 0; j--)
            list[j] = list[j - 1];
        list[j] = moving;
    }
    drop_repeated(diagnostics);
}

void diagnostics_free(struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->count; i++)
        free(diagnostics->list[i].text);
    free(diagnostics->list);
    *diagnostics = (struct diagnostics){0};
}
