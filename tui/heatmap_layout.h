/* Where the parts of a heatmap go. Private to heatmap.c and its tests. */
#ifndef CCASCOPE_TUI_HEATMAP_LAYOUT_H
#define CCASCOPE_TUI_HEATMAP_LAYOUT_H

#include "tui/heatmap.h"
#include "tui/number.h"

/* How the names of the columns share the rows above the field. */
enum header_kind {
    HEADER_NONE,
    HEADER_STAGGERED, /* centred over their columns, in turn on `header_rows` rows (mostly 1) */
    HEADER_SPARSE, /* every `name_every`-th, above narrow columns; the cursor's name has a row of its own */
};

enum bar_place { BAR_RIGHT, BAR_BELOW, BAR_NONE };

#define BAR_TICKS 5

struct heatmap_layout {
    struct heatmap_extent extent;
    struct rectangle area;
    int name_width; /* of the names of the rows, in front of the field; 0: none */
    enum header_kind header;
    int header_rows;
    int name_every;
    enum bar_place bar;
    struct rectangle bar_area; /* the coloured part */
    int tick_count;
    char ticks[BAR_TICKS][NUMBER_SIZE]; /* labels from the low end to the high one */
};

struct heatmap_layout heatmap_arrange(const struct heatmap *heatmap, const struct look *look,
                                      struct rectangle area);

#endif
