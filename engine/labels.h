/* Class numbers as rows of zeros and ones (enum coding). Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_LABELS_H
#define CCASCOPE_ENGINE_LABELS_H

#include "engine/gather.h"

/* Which of `d` columns is 1 in each row; `d` or more: none. */
struct labels {
    uint16_t *columns; /* owned */
    size_t d;
};

/* Reads the class of every sample that is drawn: one whole number from 0 each, or it is refused with the
 * first that is none. One-hot columns are those of the classes that occur, ascending; a single class must
 * occur. */
bool labels_read(struct gather *gather, const struct cca_source *source, struct labels *labels,
                 struct cca_error *error);
/* Rows `first` to `first + count - 1` to `values`, row-major. */
void labels_rows(const struct labels *labels, size_t first, size_t count, double *values);

#endif
