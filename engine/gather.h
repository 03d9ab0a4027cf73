/* The rows of some samples, gathered from an array on disk, wherever its axes put them. Not for users of the
 * engine. */
#ifndef CCASCOPE_ENGINE_GATHER_H
#define CCASCOPE_ENGINE_GATHER_H

#include "engine/array.h"
#include "engine/representation.h"

struct gather;

/* Opens the array and lays its axes out; `source` and what it points to are borrowed. NULL with *error filled
 * when the array cannot be read or does not fit its treatment. One thread at a time. */
struct gather *gather_open(const struct cca_source *source, struct cca_error *error);
const struct cca_outline *gather_outline(const struct gather *gather);
struct cca_identity gather_identity(const struct gather *gather);
/* Whether gather_rows may be called for a few samples at a time at no more cost than for all: not where the
 * samples lie across the whole of a file that can only be read forward. */
bool gather_in_parts(const struct gather *gather);
/* Whether what belongs to a sample lies together in the file: else a few samples are as many pieces as one
 * has values. */
bool gather_sample_by_sample(const struct gather *gather);
/* Samples `first` to `first + count - 1` (of those that sampling draws), each of n / drawn samples rows of d
 * values, row after row, to `values`. Refuses NaN and infinity anywhere in the array's selection, saying how
 * many there are and where the first is. */
bool gather_rows(struct gather *gather, size_t first, size_t count, double *values, struct cca_error *error);
void gather_close(struct gather *gather);

#endif
