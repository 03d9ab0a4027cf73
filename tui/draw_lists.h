/* The screens that are lists of lines: all keys, and all problems with all messages. */
#ifndef CCASCOPE_TUI_DRAW_LISTS_H
#define CCASCOPE_TUI_DRAW_LISTS_H

#include "tui/draw.h"
#include "tui/keymap.h"
#include "tui/log.h"

/* Both draw from line `first` on, and return how many lines there are in all. Help begins with what applies
 * `here` (action.h). */
size_t draw_help(struct canvas *canvas, const struct look *look, struct rectangle area,
                 const struct keymap *keymap, unsigned here, size_t first);
/* Files are named as the manifest does, relative to its directory; long lines are wrapped. */
size_t draw_problems(struct canvas *canvas, struct rectangle area, const struct scene *scene, size_t first);
/* What was said, below so many lines of other things (negative: above the area). Returns its lines. */
size_t draw_messages(struct canvas *canvas, struct rectangle area, const struct log *log, long above);

#endif
