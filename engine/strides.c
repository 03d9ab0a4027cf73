#include "engine/strides.h"

void strides_of_order(const struct cca_array_info *info, size_t *strides)
{
    size_t stride = 1;

    for (int i = info->dimensions - 1; i >= 0; i--) {
        strides[info->order[i]] = stride;
        stride *= info->shape[info->order[i]];
    }
}

/* Axes of one index may have any stride; none is as good. */
static size_t stride_of(const size_t *strides, const struct cca_array_info *info, int axis)
{
    return info->shape[axis] == 1 ? 0 : strides[axis];
}

bool strides_order(const size_t *strides, struct cca_array_info *info)
{
    uint64_t span = 1;

    for (int i = 0; i < info->dimensions; i++) { /* by insertion: descending, equal ones as they come */
        int place = i;

        for (; place > 0 && stride_of(strides, info, info->order[place - 1]) < stride_of(strides, info, i);
             place--)
            info->order[place] = info->order[place - 1];
        info->order[place] = i;
    }
    for (int i = info->dimensions - 1; i >= 0; i--) {
        size_t stride = stride_of(strides, info, info->order[i]), reach;

        if (stride == 0)
            continue;
        if (stride < span || __builtin_mul_overflow(stride, info->shape[info->order[i]] - 1, &reach) ||
            __builtin_add_overflow(span, reach, &span))
            return false;
    }
    return true;
}

bool strides_span(const size_t *strides, const struct cca_array_info *info, uint64_t *span)
{
    *span = 1;
    for (int axis = 0; axis < info->dimensions; axis++) {
        uint64_t reach;

        if (__builtin_mul_overflow(stride_of(strides, info, axis), info->shape[axis] - 1, &reach) ||
            __builtin_add_overflow(*span, reach, span))
            return false;
    }
    return true;
}

void strides_merge(struct strides *merged, const size_t *strides, const struct cca_array_info *info)
{
    merged->count = 0;
    for (int i = 0; i < info->dimensions; i++) {
        size_t length = info->shape[info->order[i]], stride = stride_of(strides, info, info->order[i]);
        int last = merged->count - 1;

        if (length == 1)
            continue;
        if (last >= 0 && merged->strides[last] == length * stride) {
            merged->lengths[last] *= length;
            merged->strides[last] = stride;
        } else {
            merged->lengths[merged->count] = length;
            merged->strides[merged->count++] = stride;
        }
    }
    if (merged->count == 0) { /* a single value */
        merged->lengths[0] = merged->strides[0] = 1;
        merged->count = 1;
    }
}

uint64_t strides_find(const struct strides *merged, size_t place, size_t *run)
{
    int last = merged->count - 1;
    uint64_t position = 0;

    *run = merged->strides[last] == 1 ? merged->lengths[last] - place % merged->lengths[last] : 1;
    for (int i = last; i >= 0; i--) {
        position += (uint64_t)(place % merged->lengths[i]) * merged->strides[i];
        place /= merged->lengths[i];
    }
    return position;
}
