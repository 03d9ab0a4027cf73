/* Arrays whose values do not simply follow one another: slices, transposed and expanded tensors. Strides
 * count values, not bytes, and are never negative. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_STRIDES_H
#define CCASCOPE_ENGINE_STRIDES_H

#include "engine/array.h"

/* The strides of an array without gaps that is stored in this order. */
void strides_of_order(const struct cca_array_info *info, size_t *strides);
/* Sets info->order to the one in which the values are stored, so that reading them goes forward only; false
 * when they overlap (as in an unfolded tensor), so that there is none. */
bool strides_order(const size_t *strides, struct cca_array_info *info);
/* How many values lie from the first to the last, both included; false when that is beyond 64 bits. */
bool strides_span(const size_t *strides, const struct cca_array_info *info, uint64_t *span);

/* The same array with as few axes as can be, slowest first; one of stride 1 when nothing is left out. */
struct strides {
    int count;
    size_t lengths[MAX_DIMENSIONS], strides[MAX_DIMENSIONS];
};

void strides_merge(struct strides *merged, const size_t *strides, const struct cca_array_info *info);
/* Where the value at `place` in the order of storage lies, and in *run how many follow it without a gap. */
uint64_t strides_find(const struct strides *merged, size_t place, size_t *run);

#endif
