/* Colours of data. */
#ifndef CCASCOPE_TUI_PALETTE_H
#define CCASCOPE_TUI_PALETTE_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/look.h"

/* Whether colours can tell values apart; where not, palette_shade does. */
bool palette_has_field(const struct look *look);
/* The style of a field cell for a share in [0, 1] (0: the low end of the scale): background from the palette,
 * a foreground (black or white) of sufficient contrast for digits. Alike (share 0) is the stronger colour,
 * far from the background of the terminal: bright on dark backgrounds, dark on light ones, as a full shade is
 * where there are no colours. Lightness is monotone in share at every depth >= 8 (at 256, the colours are
 * xterm's own). Without field colours the default style. NaN: default style. */
struct style palette_field(const struct look *look, double share);
/* The same for scales about a middle (share 0.5), which is near the background: lightness is monotone from it
 * to either end, which differ in hue. One for all palettes. */
struct style palette_diverging(const struct look *look, double share);
/* A colour that is far from all of the palette and of the diverging one: for the cursor in a field of cells
 * too small for anything else. */
colour palette_accent(const struct look *look);
/* Another one, for the marked cell there. */
colour palette_mark(const struct look *look);
/* The shade that stands for a share where colour can't: " ░▒▓█" or, in ASCII, " .:+#"; share 0 is the
 * fullest. About a middle, which is blank, what lies beyond it has other shades: " -=%". */
char32_t palette_shade(const struct look *look, double share);
char32_t palette_shade_diverging(const struct look *look, double share);
/* The colour of curve `index` of `count` ordered curves (layers by depth): from the palette, but never so
 * dark or light that it vanishes on the background. At low depths distinct ANSI colours. */
struct style palette_curve(const struct look *look, size_t index, size_t count);

/* The terminal's own cyan and yellow hardly show on a light background: chrome in them becomes blue and
 * magenta there. Nothing changes among 16 colours and fewer, where curves have the terminal's own as well. */
void palette_suit_chrome(const struct look *look, struct canvas *canvas);

#endif
