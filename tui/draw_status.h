/* The lines below a view: how far the work is, and which keys matter here. */
#ifndef CCASCOPE_TUI_DRAW_STATUS_H
#define CCASCOPE_TUI_DRAW_STATUS_H

#include "tui/draw.h"
#include "tui/keymap.h"

/* Progress bar, count, rate, time left while there is work; failures always. */
void draw_status(struct canvas *canvas, const struct look *look, struct rectangle line,
                 struct cca_study *study);
/* The keys with a hint in the table of actions. */
void draw_keys(struct canvas *canvas, const struct look *look, struct rectangle line,
               const struct keymap *keymap);
/* "0:05", "1:02:03". */
void format_duration(double seconds, char *text, size_t size);

#endif
