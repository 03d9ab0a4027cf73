/* The lines below a view: how far the work is, and which keys matter here. */
#ifndef CCASCOPE_TUI_DRAW_STATUS_H
#define CCASCOPE_TUI_DRAW_STATUS_H

#include "tui/draw.h"
#include "tui/keymap.h"

/* Progress bar, count, rate, time left while there is work; failures always; and what else there is to note. */
void draw_status(struct canvas *canvas, const struct look *look, struct rectangle line,
                 struct cca_study *study, const char *notes);
/* The keys with a hint in the table of actions that apply `here` (action.h), as many as there is room for. */
void draw_keys(struct canvas *canvas, const struct look *look, struct rectangle line,
               const struct keymap *keymap, unsigned here);
/* "0:05", "1:02:03". */
void format_duration(double seconds, char *text, size_t size);

#endif
