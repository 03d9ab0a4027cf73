#include "engine/outline.h"

#include <string.h>

#include "engine/rows.h"

size_t treatment_axis_length(const struct treatment *treatment, const struct cca_array_info *info,
                             char letter)
{
    const char *found = strchr(treatment->axes, letter);

    return found ? info->shape[found - treatment->axes] : 1;
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
    char shape[200];

    cca_array_shape(info, shape, sizeof shape);
    if (info->dimensions == 1 && strcmp(treatment->axes, "n") != 0)
        return cca_fail(
            error, CCA_REFUSED,
            "%s: the array has one dimension (%s); samples × features are needed, or axes: n for one "
            "number a sample",
            name, shape);
    if ((size_t)info->dimensions != strlen(treatment->axes))
        return cca_fail(error, CCA_REFUSED,
                        "%s: the array has %d dimensions (%s) but axes '%s' names %zu; perhaps axes: %s",
                        name, info->dimensions, shape, treatment->axes, strlen(treatment->axes),
                        usual_axes(info->dimensions));
    if (strchr(treatment->axes, 'l') && treatment->index >= treatment_axis_length(treatment, info, 'l'))
        return cca_fail(error, CCA_REFUSED, "%s: index %zu along the axis l, which has %zu entries; they count from 0", name,
                        treatment->index, treatment_axis_length(treatment, info, 'l'));
    return true;
}

bool treatment_keeps_timesteps(const struct treatment *treatment)
{
    return strchr(treatment->axes, 't') && treatment->timesteps != TIMESTEPS_AVERAGE &&
           treatment->timesteps != TIMESTEPS_SAMPLES;
}

/* Which timestep the source means; false when it is beyond the array. */
static bool find_timestep(const struct cca_source *source, const struct cca_array *array, size_t *timestep,
                          struct cca_error *error)
{
    size_t length = treatment_axis_length(source->treatment, cca_array_info(array), 't');

    *timestep = source->timestep == CCA_LAST_TIMESTEP ? length - 1 : (size_t)source->timestep;
    if (treatment_keeps_timesteps(source->treatment) && *timestep >= length)
        return cca_fail(error, CCA_REFUSED,
                        "%s: timestep %zu of an array with %zu timesteps; they count from 0",
                        cca_array_name(array), *timestep, length);
    return true;
}

/* Rows after sampling: n times whatever becomes samples too. */
static void outline_of(const struct cca_source *source, const struct cca_array_info *info,
                       struct cca_outline *outline)
{
    const struct treatment *treatment = source->treatment;
    size_t positions =
        treatment_axis_length(treatment, info, 'h') * treatment_axis_length(treatment, info, 'w');
    uint64_t limit = source->sampling.limit;

    outline->samples = treatment_axis_length(treatment, info, 'n');
    outline->timesteps = treatment_axis_length(treatment, info, 't');
    outline->type = info->type;
    outline->height = outline->width = 1;
    outline->n = limit && limit < outline->samples ? (size_t)limit : outline->samples;
    outline->d = treatment_axis_length(treatment, info, 'c');
    if (treatment->positions == POSITIONS_SAMPLES)
        outline->n *= positions;
    if (treatment->positions == POSITIONS_FEATURES || treatment->positions == POSITIONS_DFT)
        outline->d *= positions;
    if (treatment->positions == POSITIONS_DFT) {
        outline->height = treatment_axis_length(treatment, info, 'h');
        outline->width = treatment_axis_length(treatment, info, 'w');
    }
    if (treatment->timesteps == TIMESTEPS_SAMPLES)
        outline->n *= outline->timesteps;
}

bool representation_fits(const struct cca_source *source, const struct cca_array *array,
                         struct cca_outline *outline, size_t *timestep, struct cca_error *error)
{
    if (!check_axes(source, array, error) || !find_timestep(source, array, timestep, error))
        return false;
    outline_of(source, cca_array_info(array), outline);
    return true;
}

/* How many columns classes make is in the values. */
static bool outline_of_classes(const struct cca_source *source, struct cca_outline *outline,
                               struct cca_error *error)
{
    struct rows *rows = rows_open(source, error);

    if (!rows)
        return false;
    *outline = (struct cca_outline){rows->samples, rows->n, rows->d, 1, 1, 1, rows->type};
    rows_free(rows);
    return true;
}

bool cca_representation_outline(const struct cca_source *source, struct cca_outline *outline,
                                struct cca_error *error)
{
    struct cca_array *array;
    size_t timestep;
    bool good;

    if (source->treatment->coding != CODING_NONE)
        return outline_of_classes(source, outline, error);
    array = cca_array_open(source->path, source->member, error);
    if (!array)
        return false;
    good = representation_fits(source, array, outline, &timestep, error);
    cca_array_close(array);
    return good;
}
