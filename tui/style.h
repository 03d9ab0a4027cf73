/* The styles of chrome: the terminal's own colours, so that they suit any theme. */
#ifndef CCASCOPE_TUI_STYLE_H
#define CCASCOPE_TUI_STYLE_H

#include "tui/canvas.h"

#define STYLE_PLAIN ((struct style){COLOUR_DEFAULT, COLOUR_DEFAULT, 0})
#define STYLE_DIM ((struct style){COLOUR_DEFAULT, COLOUR_DEFAULT, ATTRIBUTE_DIM})
#define STYLE_BOLD ((struct style){COLOUR_DEFAULT, COLOUR_DEFAULT, ATTRIBUTE_BOLD})
#define STYLE_CURSOR ((struct style){COLOUR_DEFAULT, COLOUR_DEFAULT, ATTRIBUTE_REVERSE})
#define STYLE_HEADING ((struct style){COLOUR_ANSI(6), COLOUR_DEFAULT, ATTRIBUTE_BOLD})
#define STYLE_KEY ((struct style){COLOUR_ANSI(6), COLOUR_DEFAULT, 0})
#define STYLE_WARNING ((struct style){COLOUR_ANSI(3), COLOUR_DEFAULT, 0})
#define STYLE_ERROR ((struct style){COLOUR_ANSI(1), COLOUR_DEFAULT, 0})

#endif
