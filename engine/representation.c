#include "engine/representation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/array.h"

/* Values read at once: half a megabyte of doubles, so that a block and the columns it goes to stay in cache.
 */
#define BLOCK_VALUES ((size_t)1 << 16)

/* One axis of the array in storage order, and where its indices go in the matrix. */
struct axis {
    char letter;
    size_t length;
    size_t stride; /* in the matrix's values, per index; 0: merged with others by averaging, or selected */
    const size_t *chosen; /* only these indices, ascending (NULL: all) ... */
    size_t chosen_count;  /* ... and how many there are */
    size_t single;        /* room for a `chosen` of one */
};

struct gather {
    struct axis axes[MAX_DIMENSIONS]; /* slowest first */
    int count;
    struct cca_array *array;
    double *block;
    double scale;     /* a power of two that keeps sums of averages from overflowing */
    size_t bad;       /* values that are NaN or infinite ... */
    size_t first_bad; /* ... and the place of the first in C order, whatever the order of storage */
    struct cca_error *error;
};

static size_t axis_length(const struct treatment *treatment, const struct cca_array_info *info, char letter)
{
    const char *found = strchr(treatment->axes, letter);

    return found ? info->shape[found - treatment->axes] : 1;
}

static void format_shape(const struct cca_array_info *info, char *text, size_t size)
{
    size_t used = 0;

    text[0] = '\0';
    for (int i = 0; i < info->dimensions && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, i ? " × %zu" : "%zu", info->shape[i]);
}

static const char *usual_axes(int dimensions)
{
    static const char *const usual[] = {"", "n", "nc", "ntc", "nchw"};

    return dimensions <= 4 ? usual[dimensions] : "a letter of n c h w t l each";
}

static bool check_axes(const struct cca_source *source, const struct cca_array *array,
                       struct cca_error *error)
{
    const struct treatment *treatment = source->treatment;
    const struct cca_array_info *info = cca_array_info(array);
    const char *name = cca_array_name(array);
    char shape[160];

    format_shape(info, shape, sizeof shape);
    if (info->dimensions == 1)
        return cca_fail(error, CCA_REFUSED,
                        "%s: the array has one dimension (%s); samples × features are needed", name, shape);
    if ((size_t)info->dimensions != strlen(treatment->axes))
        return cca_fail(error, CCA_REFUSED,
                        "%s: the array has %d dimensions (%s) but axes '%s' names %zu; perhaps axes: %s",
                        name, info->dimensions, shape, treatment->axes, strlen(treatment->axes),
                        usual_axes(info->dimensions));
    if (strchr(treatment->axes, 'l') && treatment->index >= axis_length(treatment, info, 'l'))
        return cca_fail(error, CCA_REFUSED, "%s: index %zu along the axis l, which has %zu entries", name,
                        treatment->index, axis_length(treatment, info, 'l'));
    return true;
}

static bool timesteps_apart(const struct treatment *treatment)
{
    return strchr(treatment->axes, 't') && treatment->timesteps != TIMESTEPS_AVERAGE &&
           treatment->timesteps != TIMESTEPS_SAMPLES;
}

/* Which timestep the source means; false when it is beyond the array. */
static bool find_timestep(const struct cca_source *source, const struct cca_array *array, size_t *timestep,
                          struct cca_error *error)
{
    size_t length = axis_length(source->treatment, cca_array_info(array), 't');

    *timestep = source->timestep == CCA_LAST_TIMESTEP ? length - 1 : (size_t)source->timestep;
    if (timesteps_apart(source->treatment) && *timestep >= length)
        return cca_fail(error, CCA_REFUSED,
                        "%s: timestep %zu of an array with %zu timesteps (counted from 0)",
                        cca_array_name(array), *timestep, length);
    return true;
}

/* Rows after sampling: n times whatever becomes samples too. */
static void outline_of(const struct cca_source *source, const struct cca_array_info *info,
                       struct cca_outline *outline)
{
    const struct treatment *treatment = source->treatment;
    size_t positions = axis_length(treatment, info, 'h') * axis_length(treatment, info, 'w');
    uint64_t limit = source->sampling.limit;

    outline->samples = axis_length(treatment, info, 'n');
    outline->timesteps = axis_length(treatment, info, 't');
    outline->type = info->type;
    outline->n = limit && limit < outline->samples ? (size_t)limit : outline->samples;
    outline->d = axis_length(treatment, info, 'c');
    if (treatment->positions == POSITIONS_SAMPLES)
        outline->n *= positions;
    if (treatment->positions == POSITIONS_FEATURES)
        outline->d *= positions;
    if (treatment->timesteps == TIMESTEPS_SAMPLES)
        outline->n *= outline->timesteps;
}

bool cca_representation_outline(const struct cca_source *source, struct cca_outline *outline,
                                struct cca_error *error)
{
    struct cca_array *array = cca_array_open(source->path, source->member, error);
    size_t timestep;
    bool good;

    if (!array)
        return false;
    good = check_axes(source, array, error) && find_timestep(source, array, &timestep, error);
    if (good)
        outline_of(source, cca_array_info(array), outline);
    cca_array_close(array);
    return good;
}

static void choose_one(struct axis *axis, size_t index)
{
    axis->single = index;
    axis->chosen_count = 1;
}

/* Where each axis goes. A row is (sample, timestep, h, w), a column (channel, h, w), the last the fastest; an
 * axis that becomes neither has stride 0, so that its values add up in one place. */
static void lay_out_axis(struct axis *axis, const struct treatment *treatment,
                         const struct cca_outline *outline, size_t height, size_t width, size_t timestep,
                         const size_t *rows, size_t row_count)
{
    bool position_rows = treatment->positions == POSITIONS_SAMPLES;
    bool position_columns = treatment->positions == POSITIONS_FEATURES;
    bool time_rows = treatment->timesteps == TIMESTEPS_SAMPLES;
    size_t per_position = position_rows ? 1 : position_columns ? outline->n : 0;
    size_t positions_in_rows = position_rows ? height * width : 1;

    switch (axis->letter) {
    case 'n':
        axis->stride = positions_in_rows * (time_rows ? outline->timesteps : 1);
        axis->chosen = rows;
        axis->chosen_count = row_count;
        break;
    case 'c':
        axis->stride = outline->n * (position_columns ? height * width : 1);
        break;
    case 'h':
        axis->stride = per_position * width;
        break;
    case 'w':
        axis->stride = per_position;
        break;
    case 't':
        axis->stride = time_rows ? positions_in_rows : 0;
        if (timesteps_apart(treatment))
            choose_one(axis, timestep);
        break;
    default: /* 'l' */
        choose_one(axis, treatment->index);
    }
}

static void lay_out(struct gather *gather, const struct cca_source *source, const struct cca_outline *outline,
                    size_t timestep, const size_t *rows, size_t row_count)
{
    const struct treatment *treatment = source->treatment;
    const struct cca_array_info *info = cca_array_info(gather->array);
    size_t height = axis_length(treatment, info, 'h'), width = axis_length(treatment, info, 'w');

    gather->count = info->dimensions;
    for (int i = 0; i < gather->count; i++) {
        int stored = info->fortran ? gather->count - 1 - i : i;
        struct axis *axis = &gather->axes[i];

        *axis = (struct axis){.letter = treatment->axes[stored], .length = info->shape[stored]};
        lay_out_axis(axis, treatment, outline, height, width, timestep, rows, row_count);
    }
    for (int i = 0; i < gather->count; i++) /* only now, as the axes no longer move */
        if (gather->axes[i].chosen_count == 1 && !gather->axes[i].chosen)
            gather->axes[i].chosen = &gather->axes[i].single;
}

/* Place in C order of what is stored at `place`: in Fortran order the fastest stored axis is the array's
 * first. */
static size_t place_in_c_order(const struct gather *gather, size_t place)
{
    size_t result = 0;

    if (!cca_array_info(gather->array)->fortran)
        return place;
    for (int i = gather->count - 1; i >= 0; i--) {
        result = result * gather->axes[i].length + place % gather->axes[i].length;
        place /= gather->axes[i].length;
    }
    return result;
}

static void count_bad(struct gather *gather, size_t first, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t place;

        if (isfinite(gather->block[i]))
            continue;
        place = place_in_c_order(gather, first + i);
        if (gather->bad++ == 0 || place < gather->first_bad)
            gather->first_bad = place;
    }
}

/* x·0 is NaN for NaN and infinity only, and so is their sum: the usual case without a branch per value. */
static bool all_finite(const double *values, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += values[i] * 0;
    return sum == 0;
}

/* Adds a block that covers axes `level` (its first `count` indices) and all below to its places. */
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
        from = scatter(gather, level + 1, gather->axes[level + 1].length, from, to + i * axis->stride);
    return from;
}

/* True when all indices of the axes from `level` on are wanted; *inner is then the number of values per
 * index. */
static bool contiguous(const struct gather *gather, int level, size_t *inner)
{
    *inner = 1;
    for (int i = level; i < gather->count; i++) {
        if (gather->axes[i].chosen)
            return false;
        if (i > level)
            *inner *= gather->axes[i].length;
    }
    return true;
}

/* Gathers everything below axis `level`, whose first value is at place `first` of the array and goes to `to`.
 */
static bool gather_level(struct gather *gather, int level, size_t first, double *to)
{
    const struct axis *axis = &gather->axes[level];
    size_t inner, below = 1;

    if (contiguous(gather, level, &inner) && inner <= BLOCK_VALUES) {
        for (size_t i = 0, run; i < axis->length; i += run) {
            run = BLOCK_VALUES / inner < axis->length - i ? BLOCK_VALUES / inner : axis->length - i;
            if (!cca_array_read(gather->array, first + i * inner, run * inner, gather->block, gather->error))
                return false;
            if (!all_finite(gather->block, run * inner))
                count_bad(gather, first + i * inner, run * inner);
            scatter(gather, level, run, gather->block, to + i * axis->stride);
        }
        return true;
    }
    if (level == gather->count - 1) { /* chosen values of the fastest axis, one by one */
        for (size_t i = 0; i < axis->chosen_count; i++) {
            if (!cca_array_read(gather->array, first + axis->chosen[i], 1, gather->block, gather->error))
                return false;
            if (!isfinite(*gather->block))
                count_bad(gather, first + axis->chosen[i], 1);
            to[i * axis->stride] += *gather->block * gather->scale;
        }
        return true;
    }
    for (int i = level + 1; i < gather->count; i++)
        below *= gather->axes[i].length;
    for (size_t i = 0; i < (axis->chosen ? axis->chosen_count : axis->length); i++)
        if (!gather_level(gather, level + 1, first + (axis->chosen ? axis->chosen[i] : i) * below,
                          to + i * axis->stride))
            return false;
    return true;
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

/* How many values add up in one place. */
static size_t averaged_values(const struct gather *gather)
{
    size_t count = 1;

    for (int i = 0; i < gather->count; i++)
        if (gather->axes[i].stride == 0 && !gather->axes[i].chosen && gather->axes[i].letter != 'c' &&
            gather->axes[i].letter != 'n')
            count *= gather->axes[i].length;
    return count;
}

static bool gather_all(struct gather *gather, struct cca_matrix *matrix)
{
    size_t averaged = averaged_values(gather);
    int exponent = 0;

    while (((size_t)1 << exponent) < averaged)
        exponent++;
    gather->scale = ldexp(1, -exponent);
    if (!gather_level(gather, 0, 0, matrix->values))
        return false;
    if (gather->bad)
        return refuse_bad_values(gather);
    if (averaged > 1)
        for (size_t i = 0; i < matrix->n * matrix->d; i++)
            matrix->values[i] *= ldexp(1, exponent) / (double)averaged;
    return true;
}

/* The buffers of a gather, and the rows that are drawn (none when all are taken). */
static bool allocate(struct gather *gather, struct cca_matrix *matrix, size_t drawn, size_t **rows)
{
    *rows = drawn ? malloc(drawn * sizeof **rows) : NULL;
    matrix->values = calloc(matrix->n * matrix->d, sizeof *matrix->values);
    gather->block = malloc(BLOCK_VALUES * sizeof *gather->block);
    if (matrix->values && gather->block && (*rows || !drawn))
        return true;
    return cca_fail_memory(gather->error, cca_array_name(gather->array),
                           (double)matrix->n * (double)matrix->d * sizeof(double));
}

static bool read_open_array(const struct cca_source *source, struct cca_array *array,
                            struct cca_matrix *matrix, struct cca_error *error)
{
    struct gather gather = {.array = array, .error = error};
    uint64_t limit = source->sampling.limit;
    struct cca_outline outline;
    size_t timestep, drawn, *rows;
    bool good = false;

    if (!check_axes(source, array, error) || !find_timestep(source, array, &timestep, error))
        return false;
    outline_of(source, cca_array_info(array), &outline);
    *matrix = (struct cca_matrix){outline.n, outline.d, outline.samples, NULL, outline.type};
    drawn = limit && limit < outline.samples ? (size_t)limit : 0;
    if (allocate(&gather, matrix, drawn, &rows)) {
        if (drawn)
            cca_sample_rows(source->sampling, outline.samples, rows);
        lay_out(&gather, source, &outline, timestep, rows, drawn);
        good = gather_all(&gather, matrix);
    }
    free(rows);
    free(gather.block);
    if (!good)
        cca_matrix_free(matrix);
    return good;
}

bool cca_representation_read(const struct cca_source *source, struct cca_matrix *matrix,
                             struct cca_error *error)
{
    struct cca_array *array = cca_array_open(source->path, source->member, error);
    bool good;

    if (!array)
        return false;
    good = read_open_array(source, array, matrix, error);
    cca_array_close(array);
    return good;
}

void cca_matrix_free(struct cca_matrix *matrix)
{
    free(matrix->values);
    matrix->values = NULL;
}
