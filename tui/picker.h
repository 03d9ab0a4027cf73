/* A list of choices that typing narrows. Knows keys, but no terminal and nothing of what is chosen. */
#ifndef CCASCOPE_TUI_PICKER_H
#define CCASCOPE_TUI_PICKER_H

#include "tui/look.h"
#include "tui/prompt.h"

/* What can be chosen: `text` is what typing is held against, `note` says more (may be empty). Both may use
 * the buffer of `size` bytes. */
struct picker_source {
    size_t count;
    const char *(*text)(void *context, size_t item, char *buffer, size_t size);
    const char *(*note)(void *context, size_t item, char *buffer, size_t size);
    void *context;
};

/* All zeros: closed. */
struct picker {
    struct prompt prompt;
    size_t *matches;    /* items, the best first; owned */
    size_t match_count; /* 0 also when memory gives out */
    size_t selected;    /* among the matches */
    size_t first;       /* that is shown; set by drawing */
    size_t visible;     /* how many are; set by drawing */
};

enum picker_outcome {
    PICKER_GOES_ON,
    PICKER_CHOSEN, /* Enter: the selected match, or, where nothing matches, what is typed */
    PICKER_LEFT,
};

/* Opens it with all items, `selected` among them. */
void picker_open(struct picker *picker, const struct picker_source *source, size_t selected);
/* Does what a key means: arrows and pages move the selection, Tab completes what is typed to the selected
 * text, others are those of prompt.h and narrow the list: by pattern.h, names that begin with what is typed
 * first. */
enum picker_outcome picker_key(struct picker *picker, const struct picker_source *source, int key);
/* The selected item; SIZE_MAX when nothing matches. */
size_t picker_item(const struct picker *picker);
/* The item in the row `y` of the area drawn last; SIZE_MAX when there is none. Selects it. */
size_t picker_item_at(struct picker *picker, struct rectangle area, int y);
/* The list at the end of the area, under a line that says what it is, and below them the prompt. Rows that do
 * not fit scroll. Returns the rectangle of the list's rows. */
struct rectangle picker_draw(struct canvas *canvas, const struct look *look, struct rectangle area,
                             const char *title, const char *label, struct picker *picker,
                             const struct picker_source *source);
void picker_close(struct picker *picker);

#endif
