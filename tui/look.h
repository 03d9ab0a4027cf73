/* How things are to look: what the terminal (or file) can show and what the user likes. Views ask it, never
 * the environment. */
#ifndef CCASCOPE_TUI_LOOK_H
#define CCASCOPE_TUI_LOOK_H

#include <stdbool.h>

#include "config/palette.h"
#include "tui/canvas.h"

enum colour_depth { DEPTH_NONE, DEPTH_8, DEPTH_16, DEPTH_256, DEPTH_DIRECT };
enum plot_glyphs { GLYPHS_BRAILLE, GLYPHS_BLOCK, GLYPHS_ASCII };

struct look {
    enum palette palette;
    enum colour_depth depth;
    enum plot_glyphs glyphs;
    bool unicode;          /* false: only ASCII may appear on the canvas */
    bool whole_blocks;     /* of the blocks only whole ones and two shades: the console's fonts have no more */
    bool light_background; /* true: the palettes run the other way, so that alike stays the stronger colour */
};

/* Whether there are halves, quarters and eighths of cells. */
static inline bool look_has_parts(const struct look *look)
{
    return look->unicode && !look->whole_blocks;
}

#endif
