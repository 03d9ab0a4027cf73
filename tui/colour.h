/* What colours are: lightness, contrast, and the nearest ones that a terminal has. */
#ifndef CCASCOPE_TUI_COLOUR_H
#define CCASCOPE_TUI_COLOUR_H

#include "tui/canvas.h"

/* The colour that xterm shows for one of its 256 (0..15: its defaults; themes differ). */
colour colour_of_256(int index);
/* CIE lightness L* in [0, 100] of an RGB or ANSI colour. */
double colour_lightness(colour ink);
/* WCAG contrast of two RGB or ANSI colours, in [1, 21]. */
double colour_contrast(colour a, colour b);
/* Black or white, whichever stands out more. */
colour colour_contrasting(colour background);

/* The nearest of the 256 xterm colours / of the 16 ANSI colours to a 24-bit one, as the eye sees it (CIELAB);
 * an ANSI colour is itself. -1 for COLOUR_DEFAULT. */
int colour_to_256(colour ink);
int colour_to_16(colour ink);

#endif
