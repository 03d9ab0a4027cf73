/* Colours of data. */
#ifndef CCASCOPE_TUI_PALETTE_H
#define CCASCOPE_TUI_PALETTE_H

#include <stddef.h>

#include "tui/look.h"

/* The style of a field cell for a share in [0, 1] (0: the low end of the scale): background from the palette, a
 * foreground (black or white) of sufficient contrast for digits. Smaller distances are darker on dark backgrounds, and
 * the reverse on light ones (lightness monotone in share at every depth >= 16). At DEPTH_NONE and DEPTH_8 the default
 * style: shade_glyph carries the value there. NaN: default style. */
struct style palette_field(const struct look *look, double share);
/* The shade that stands for a share where colour can't: " ░▒▓█" or, in ASCII, " .:+#"; share 0 is the fullest. */
char32_t palette_shade(const struct look *look, double share);
/* The colour of curve `index` of `count` ordered curves (layers by depth): from the palette, but never so dark or light
 * that it vanishes on the background. At low depths distinct ANSI colours. */
struct style palette_curve(const struct look *look, size_t index, size_t count);

#endif
