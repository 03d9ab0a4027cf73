#include "config/measure.h"

#include <stddef.h>
#include <string.h>

static const char *const names[] = {
#define NAME(constant, name, title) name,
    MEASURES(NAME)
#undef NAME
};

static const char *const titles[] = {
#define TITLE(constant, name, title) title,
    MEASURES(TITLE)
#undef TITLE
};

const char *measure_name(enum measure measure)
{
    return names[measure];
}

const char *measure_title(enum measure measure)
{
    return titles[measure];
}

bool measure_parse(const char *name, enum measure *measure)
{
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *measure = (enum measure)i;
            return true;
        }
    }
    return false;
}
