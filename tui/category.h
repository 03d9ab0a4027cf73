/* Colours of things that have no order: groups and clusters. */
#ifndef CCASCOPE_TUI_CATEGORY_H
#define CCASCOPE_TUI_CATEGORY_H

#include <stddef.h>
#include <uchar.h>

#include "tui/look.h"

/* The colours of Okabe and Ito (jfly.uni-koeln.de/color), which people with any colour vision tell apart, or
 * ANSI ones at low depths; round and round beyond eight. Plain without colours. */
struct style category_style(const struct look *look, size_t index);
/* The same as background, with a foreground that stands out. */
struct style category_field(const struct look *look, size_t index);
/* A digit or letter for each: 1 to 9, then a to z, then +. */
char32_t category_mark(size_t index);

#endif
