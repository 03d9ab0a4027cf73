/* Names of the colour palettes; their colours are in tui/palette.c. */
#ifndef CCASCOPE_CONFIG_PALETTE_H
#define CCASCOPE_CONFIG_PALETTE_H

#include <stdbool.h>

#define PALETTES(X)                                                                                          \
    X(PALETTE_VIRIDIS, "viridis")                                                                            \
    X(PALETTE_CIVIDIS, "cividis")                                                                            \
    X(PALETTE_MAGMA, "magma")                                                                                \
    X(PALETTE_GREY, "grey")

#define PALETTE_CONSTANT(constant, name) constant,
enum palette { PALETTES(PALETTE_CONSTANT) PALETTE_COUNT };
#undef PALETTE_CONSTANT

const char *palette_name(enum palette palette);
bool palette_parse(const char *name, enum palette *palette);

#endif
