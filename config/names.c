#include "config/names.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *left, const void *right)
{
    const struct named *a = left, *b = right;
    int order;

    if (!a->name || !b->name)
        return (a->name != NULL) - (b->name != NULL);
    order = strcmp(a->name, b->name);
    if (order != 0)
        return order;
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line ? -1 : 1;
    return (a->place.column > b->place.column) - (a->place.column < b->place.column);
}

void names_distinct(struct named *list, size_t count, const char *what, const char *remedy,
                    struct diagnostics *diagnostics)
{
    size_t first = 0;

    if (count)
        qsort(list, count, sizeof(*list), compare);
    for (size_t i = 1; i < count; i++) {
        if (!list[i].name || !list[first].name || strcmp(list[i].name, list[first].name) != 0)
            first = i;
        else
            diagnostics_add(diagnostics, list[i].place, "duplicate %s '%.60s', first at line %zu; %s", what,
                            list[i].name, list[first].place.line, remedy);
    }
}
