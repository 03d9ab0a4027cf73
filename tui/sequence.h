/* Which places of an axis are shown, and in which sequence: what is left of them by a filter, sorted by
 * value. Pure; knows no scene. */
#ifndef CCASCOPE_TUI_SEQUENCE_H
#define CCASCOPE_TUI_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>

/* A place is an index along the axis, a position one along what is shown. All zeros: all places as they are;
 * so is any sequence for an axis of another length than it was made for. */
struct sequence {
    size_t length;     /* of the axis that it was made for; 0: none */
    size_t count;      /* of the places shown */
    size_t *sorted;    /* all places in sequence; owned, NULL: as they are */
    bool *hidden;      /* by place; owned, NULL: none is */
    size_t *places;    /* position → place; owned */
    size_t *positions; /* place → position; of a hidden place, that of the next shown one; owned */
    unsigned version;  /* another one after every change */
};

/* Sorts an axis of `length` places by their values, NaN last, equal ones as they were. NULL: as they are.
 * False, and nothing is changed, when memory gives out. */
bool sequence_sort(struct sequence *sequence, const double *values, size_t length, bool descending);
/* Shows only the places that are kept; NULL: all. False likewise. */
bool sequence_filter(struct sequence *sequence, const bool *keep, size_t length);
void sequence_release(struct sequence *sequence);

/* How many of `length` places are shown. */
size_t sequence_count(const struct sequence *sequence, size_t length);
/* The place at a position < count. */
size_t sequence_place(const struct sequence *sequence, size_t length, size_t position);
/* Whether a place < length is shown. */
bool sequence_shows(const struct sequence *sequence, size_t length, size_t place);
/* The position of a place < length, or of the nearest one that is shown; 0 when none is. */
size_t sequence_position(const struct sequence *sequence, size_t length, size_t place);

#endif
