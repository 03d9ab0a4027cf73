#include "config/palette.h"

#include <stddef.h>
#include <string.h>

static const char *const names[] = {
#define NAME(constant, name) name,
    PALETTES(NAME)
#undef NAME
};

const char *palette_name(enum palette palette)
{
    return names[palette];
}

bool palette_parse(const char *name, enum palette *palette)
{
    for (size_t i = 0; i < PALETTE_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *palette = (enum palette)i;
            return true;
        }
    }
    return false;
}
