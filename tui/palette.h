/* Colours of data. */
#ifndef CCASCOPE_TUI_PALETTE_H
#define CCASCOPE_TUI_PALETTE_H

#include <stddef.h>

#include "tui/look.h"

/* The style of a field cell for a share in [0, 1] (0: the low end of the scale): background from the palette,
 * a foreground (black or white) of sufficient contrast for digits. Alike (share 0) is the stronger colour,
 * far from the background of the terminal: bright on dark backgrounds, dark on light ones, as a full shade is
 * where there are no colours. Lightness is monotone in share at every depth >= 16 (at 256, the colours are
 * xterm's own). At DEPTH_NONE and DEPTH_8 the default style: palette_shade carries the value there. NaN:
 * default style. */
struct style palette_field(const struct look *look, double share);
/* A colour that is far from all of the palette: for the cursor in a field of cells too small for anything
 * else. */
colour palette_accent(const struct look *look);
/* Another one, for the marked cell there. */
colour palette_mark(const struct look *look);
/* The shade that stands for a share where colour can't: " ░▒▓█" or, in ASCII, " .:+#"; share 0 is the
 * fullest. */
char32_t palette_shade(const struct look *look, double share);
/* The colour of curve `index` of `count` ordered curves (layers by depth): from the palette, but never so
 * dark or light that it vanishes on the background. At low depths distinct ANSI colours. */
struct style palette_curve(const struct look *look, size_t index, size_t count);

#endif
