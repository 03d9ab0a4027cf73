#include "engine/gather.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/outline.h"
#include "engine/vectorised.h"

/* Values read at once: half a megabyte of doubles, so that a block and the rows it goes to stay in cache. */
#define BLOCK_VALUES ((size_t)1 << 16)

/* One axis of the array in storage order, and where its indices go in the rows. */
struct axis {
    char letter;
    size_t length;
    size_t begin, count;  /* which indices are wanted: a run of all, or of `chosen` */
    const size_t *chosen; /* ascending; NULL: all */
    size_t single;        /* room for a `chosen` of one */
    size_t stride; /* in the rows' values, per index; 0: merged with others by averaging, or selected */
};

struct gather {
    const struct cca_source *source;
    struct cca_array *array;
    struct cca_outline outline;
    size_t drawn;                     /* samples after sampling */
    size_t *rows;                     /* which they are; NULL: all */
    struct axis axes[MAX_DIMENSIONS]; /* slowest first */
    int count;
    struct axis *samples; /* the axis n */
    size_t averaged;      /* values that add up in one place ... */
    double scale;         /* ... and the power of two that keeps their sum from overflowing */
    double *block;
    double *values; /* where the rows go; NULL: only counting bad values */
    bool found_bad;
    size_t bad;       /* values that are NaN or infinite ... */
    size_t first_bad; /* ... and the place of the first in C order, whatever the order of storage */
    struct cca_error *error;
};

static void choose_one(struct axis *axis, size_t index)
{
    axis->single = index;
    axis->chosen = &axis->single;
    axis->count = 1;
}

/* Where an axis goes. A row is (sample, timestep, h, w), a column (channel, h, w), the last the fastest; an
 * axis that becomes neither has stride 0, so that its values add up in one place. */
static void lay_out_axis(const struct gather *gather, struct axis *axis, size_t height, size_t width,
                         size_t timestep)
{
    const struct treatment *treatment = gather->source->treatment;
    bool position_rows = treatment->positions == POSITIONS_SAMPLES;
    bool position_columns =
        treatment->positions == POSITIONS_FEATURES || treatment->positions == POSITIONS_DFT;
    bool time_rows = treatment->timesteps == TIMESTEPS_SAMPLES;
    size_t d = gather->outline.d, per_position = position_rows ? d : position_columns ? 1 : 0;
    size_t row = position_rows ? d * height * width : d; /* one timestep of one sample */

    switch (axis->letter) {
    case 'n':
        axis->stride = row * (time_rows ? gather->outline.timesteps : 1);
        axis->chosen = gather->rows;
        break;
    case 'c':
        axis->stride = position_columns ? height * width : 1;
        break;
    case 'h':
        axis->stride = per_position * width;
        break;
    case 'w':
        axis->stride = per_position;
        break;
    case 't':
        axis->stride = time_rows ? row : 0;
        if (treatment_keeps_timesteps(treatment))
            choose_one(axis, timestep);
        break;
    default: /* 'l' */
        choose_one(axis, treatment->index);
    }
}

static void lay_out(struct gather *gather, size_t timestep)
{
    const struct treatment *treatment = gather->source->treatment;
    const struct cca_array_info *info = cca_array_info(gather->array);
    size_t height = treatment_axis_length(treatment, info, 'h');
    size_t width = treatment_axis_length(treatment, info, 'w');

    gather->count = info->dimensions;
    gather->averaged = 1;
    for (int i = 0; i < gather->count; i++) {
        int stored = info->order[i];
        struct axis *axis = &gather->axes[i];

        *axis = (struct axis){.letter = treatment->axes[stored], .length = info->shape[stored]};
        axis->count = axis->length;
        lay_out_axis(gather, axis, height, width, timestep);
        if (axis->letter == 'n')
            gather->samples = axis;
        else if (axis->stride == 0)
            gather->averaged *= axis->count;
    }
}

/* The buffers, and the rows that are drawn (none when all are taken). */
static bool prepare(struct gather *gather, size_t timestep)
{
    uint64_t limit = gather->source->sampling.limit;
    bool draws = limit && limit < gather->outline.samples;
    int exponent = 0;

    gather->drawn = draws ? (size_t)limit : gather->outline.samples;
    gather->rows = draws ? malloc(gather->drawn * sizeof *gather->rows) : NULL;
    gather->block = malloc(BLOCK_VALUES * sizeof *gather->block);
    if (!gather->block || (draws && !gather->rows))
        return cca_fail_memory(gather->error, cca_array_name(gather->array),
                               (double)BLOCK_VALUES * sizeof(double));
    if (draws)
        cca_sample_rows(gather->source->sampling, gather->outline.samples, gather->rows);
    lay_out(gather, timestep);
    while (((size_t)1 << exponent) < gather->averaged)
        exponent++;
    gather->scale = ldexp(1, -exponent);
    return true;
}

struct gather *gather_open(const struct cca_source *source, struct cca_error *error)
{
    struct gather *gather = calloc(1, sizeof *gather);
    size_t timestep;

    if (!gather) {
        cca_fail_memory(error, source->path, sizeof *gather);
        return NULL;
    }
    gather->source = source;
    gather->error = error;
    gather->array = cca_array_open(source->path, source->member, error);
    if (gather->array && representation_fits(source, gather->array, &gather->outline, &timestep, error) &&
        prepare(gather, timestep))
        return gather;
    gather_close(gather);
    return NULL;
}

const struct cca_outline *gather_outline(const struct gather *gather)
{
    return &gather->outline;
}

struct cca_identity gather_identity(const struct gather *gather)
{
    return cca_array_identity(gather->array);
}

bool gather_sample_by_sample(const struct gather *gather)
{
    const struct axis *axis = gather->axes;

    while (axis < gather->samples && axis->count == 1)
        axis++;
    return axis == gather->samples;
}

bool gather_in_parts(const struct gather *gather)
{
    return !cca_array_info(gather->array)->forward_only || gather_sample_by_sample(gather);
}

/* Place in C order of what is stored at `place`. */
static size_t place_in_c_order(const struct gather *gather, size_t place)
{
    const struct cca_array_info *info = cca_array_info(gather->array);
    size_t index[MAX_DIMENSIONS], result = 0;

    for (int i = gather->count - 1; i >= 0; i--) {
        index[info->order[i]] = place % gather->axes[i].length;
        place /= gather->axes[i].length;
    }
    for (int axis = 0; axis < gather->count; axis++)
        result = result * info->shape[axis] + index[axis];
    return result;
}

static void count_bad(struct gather *gather, size_t first, size_t count, const double *values)
{
    gather->found_bad = true;
    for (size_t i = 0; i < count; i++) {
        size_t place;

        if (isfinite(values[i]))
            continue;
        place = place_in_c_order(gather, first + i);
        if (gather->bad++ == 0 || place < gather->first_bad)
            gather->first_bad = place;
    }
}

/* The usual case without a branch or an addition per value: neither would be done several at once. */
VECTORISED static bool all_finite(const double *values, size_t count)
{
    int bad = 0;

    for (size_t i = 0; i < count; i++)
        bad |= !(fabs(values[i]) <= DBL_MAX);
    return !bad;
}

/* Reads a run of values. */
static bool read_run(struct gather *gather, size_t first, size_t count, double *values)
{
    if (!cca_array_read(gather->array, first, count, values, gather->error))
        return false;
    if (!all_finite(values, count))
        count_bad(gather, first, count, values);
    return true;
}

/* Adds a block that covers axis `level` (`count` indices of it) and all below to its places. */
static const double *scatter(const struct gather *gather, int level, size_t count, const double *from,
                             double *to)
{
    const struct axis *axis = &gather->axes[level];

    if (level == gather->count - 1) {
        for (size_t i = 0; i < count; i++)
            to[i * axis->stride] += from[i] * gather->scale;
        return from + count;
    }
    for (size_t i = 0; i < count; i++)
        from = scatter(gather, level + 1, gather->axes[level + 1].count, from, to + i * axis->stride);
    return from;
}

/* The usual case, nothing averaged and the columns as stored: values are read to where they go. */
static bool rows_as_stored(const struct gather *gather, int level)
{
    size_t stride = 1;

    if (gather->scale != 1 || !gather->values)
        return false;
    for (int i = gather->count - 1; i >= level; stride *= gather->axes[i--].count)
        if (gather->axes[i].stride != stride && gather->axes[i].count > 1)
            return false;
    return true;
}

/* `count` indices of axis `level`, with the `inner` values below each, from place `first` to `offset`. */
static bool gather_run(struct gather *gather, int level, size_t first, size_t count, size_t inner,
                       size_t offset)
{
    if (rows_as_stored(gather, level))
        return read_run(gather, first, count * inner, gather->values + offset);
    if (!read_run(gather, first, count * inner, gather->block))
        return false;
    if (gather->values)
        scatter(gather, level, count, gather->block, gather->values + offset);
    return true;
}

/* True when all indices of the axes below `level` are wanted; *inner is then the number of values per index.
 */
static bool whole_below(const struct gather *gather, int level, size_t *inner)
{
    *inner = 1;
    for (int i = level + 1; i < gather->count; i++) {
        if (gather->axes[i].chosen || gather->axes[i].count < gather->axes[i].length)
            return false;
        *inner *= gather->axes[i].length;
    }
    return true;
}

/* Gathers everything below axis `level`, whose first value is at place `first` of the array and goes to
 * `offset` of the rows' values. */
static bool gather_level(struct gather *gather, int level, size_t first, size_t offset)
{
    const struct axis *axis = &gather->axes[level];
    size_t inner, below = 1;

    if (whole_below(gather, level, &inner) && inner <= BLOCK_VALUES) {
        size_t most = axis->chosen ? 1 : BLOCK_VALUES / inner;

        for (size_t i = 0, run; i < axis->count; i += run) {
            size_t index = axis->chosen ? axis->chosen[axis->begin + i] : axis->begin + i;

            run = most < axis->count - i ? most : axis->count - i;
            if (!gather_run(gather, level, first + index * inner, run, inner, offset + i * axis->stride))
                return false;
        }
        return true;
    }
    for (int i = level + 1; i < gather->count; i++)
        below *= gather->axes[i].length;
    for (size_t i = 0; i < axis->count; i++) {
        size_t index = axis->chosen ? axis->chosen[axis->begin + i] : axis->begin + i;

        if (!gather_level(gather, level + 1, first + index * below, offset + i * axis->stride))
            return false;
    }
    return true;
}

static void take_samples(struct gather *gather, size_t first, size_t count)
{
    gather->samples->begin = first;
    gather->samples->count = count;
}

static bool refuse_bad_values(const struct gather *gather)
{
    const struct cca_array_info *info = cca_array_info(gather->array);
    size_t rest = gather->first_bad, used = 0;
    size_t index[MAX_DIMENSIONS];
    char place[200] = "";

    for (int i = gather->count - 1; i >= 0; i--) {
        index[i] = rest % info->shape[i];
        rest /= info->shape[i];
    }
    for (int i = 0; i < gather->count; i++)
        used += (size_t)snprintf(place + used, sizeof place - used, i ? ", %zu" : "%zu", index[i]);
    return cca_fail(
        gather->error, CCA_REFUSED,
        "%s: %zu value%s NaN or infinite, the first at (%s), counted from 0; did training diverge?",
        cca_array_name(gather->array), gather->bad, gather->bad == 1 ? " is" : "s are", place);
}

/* Looks through the whole of the selection, from its start, as only that tells how many values are bad. */
static bool count_all_bad(struct gather *gather)
{
    cca_array_close(gather->array);
    gather->array = cca_array_open(gather->source->path, gather->source->member, gather->error);
    if (!gather->array)
        return false;
    gather->values = NULL;
    gather->bad = 0;
    take_samples(gather, 0, gather->drawn);
    return gather_level(gather, 0, 0, 0) && refuse_bad_values(gather);
}

bool gather_rows(struct gather *gather, size_t first, size_t count, double *values, struct cca_error *error)
{
    size_t size = gather->outline.n / gather->drawn * count * gather->outline.d;

    gather->error = error;
    gather->values = values;
    gather->found_bad = false;
    take_samples(gather, first, count);
    if (!rows_as_stored(gather, 0)) /* values add up in their places */
        memset(values, 0, size * sizeof *values);
    if (!gather_level(gather, 0, 0, 0))
        return false;
    if (gather->found_bad)
        return count_all_bad(gather);
    if (gather->averaged > 1)
        for (size_t i = 0; i < size; i++)
            values[i] *= 1 / gather->scale / (double)gather->averaged;
    return true;
}

void gather_close(struct gather *gather)
{
    if (!gather)
        return;
    cca_array_close(gather->array);
    free(gather->rows);
    free(gather->block);
    free(gather);
}
