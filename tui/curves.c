#include "tui/curves.h"

#include <math.h>
#include <stdlib.h>

/* Distances are good to this: smaller differences say nothing. */
#define NOISE 1e-6

const struct scene_value *curves_value(const struct curves *curves, size_t row, size_t column)
{
    return &curves->values[row * curves->columns + column];
}

static bool is_current(const struct curves *curves, const struct scene *scene)
{
    return curves->complete && scene_same(&curves->scene, scene) && curves->rows == scene_rows(scene) &&
           curves->columns == scene_columns(scene);
}

static void fill(struct curves *curves)
{
    const struct cca_looked **looked = scene_looked(&curves->scene);

    curves->complete = true;
    for (size_t column = 0; column < curves->columns; column++)
        curves->x[column] = scene_column_x(&curves->scene, column);
    for (size_t row = 0; row < curves->rows; row++)
        for (size_t column = 0; column < curves->columns; column++) {
            struct scene_value *value = &curves->values[row * curves->columns + column];

            *value = scene_value_of(&curves->scene, looked, row, column);
            curves->complete = curves->complete && value->state != CCA_PENDING;
        }
    free(looked);
}

bool curves_gather(struct curves *curves, const struct scene *scene)
{
    if (is_current(curves, scene))
        return true;
    curves_free(curves);
    *curves = (struct curves){.scene = *scene, .rows = scene_rows(scene), .columns = scene_columns(scene)};
    curves->x = calloc(curves->columns + 1, sizeof *curves->x);
    curves->values = calloc(curves->rows * curves->columns + 1, sizeof *curves->values);
    if (!curves->x || !curves->values) {
        curves_free(curves);
        return false;
    }
    fill(curves);
    return true;
}

void curves_free(struct curves *curves)
{
    free(curves->x);
    free(curves->values);
    *curves = (struct curves){0};
}

double curves_chance(const struct curves *curves, size_t column)
{
    double sum = 0;
    size_t count = 0;

    for (size_t row = 0; row < curves->rows; row++) {
        double chance = curves_value(curves, row, column)->chance;

        if (isnan(chance))
            continue;
        sum += chance;
        count++;
    }
    return count ? sum / (double)count : NAN;
}

double curves_highest(const struct curves *curves)
{
    double high = 0;

    for (size_t i = 0; i < curves->rows * curves->columns; i++) {
        const struct scene_value *value = &curves->values[i];
        double top = value->mean + (isnan(value->deviation) ? 0 : value->deviation);

        high = top > high ? top : high;
    }
    return high;
}

/* The first column from which a row stays within `tolerance` of `end`. */
static size_t stays_from(const struct curves *curves, size_t row, double end, double tolerance)
{
    size_t column = curves->columns;

    while (column > 0) {
        double mean = curves_value(curves, row, column - 1)->mean;

        if (!isnan(mean) && fabs(mean - end) > tolerance)
            break;
        column--;
    }
    return column;
}

/* The last value of a row, and the range of all; false while some are missing, or where there is none. */
static bool range_of(const struct curves *curves, size_t row, double *low, double *high, double *end)
{
    *low = INFINITY;
    *high = -INFINITY;
    *end = NAN;
    for (size_t column = 0; column < curves->columns; column++) {
        const struct scene_value *value = curves_value(curves, row, column);

        if (value->state == CCA_PENDING)
            return false;
        if (isnan(value->mean))
            continue;
        *low = fmin(*low, value->mean);
        *high = fmax(*high, value->mean);
        *end = value->mean;
    }
    return !isnan(*end);
}

size_t curves_settle(const struct curves *curves, size_t row)
{
    double low, high, end;
    size_t settled;

    if (!range_of(curves, row, &low, &high, &end))
        return SIZE_MAX;
    settled = stays_from(curves, row, end, fmax(0.1 * (high - low), NOISE));
    return settled < curves->columns ? settled : SIZE_MAX;
}

size_t curves_reach(const struct curves *curves, size_t row, double tolerance)
{
    double low, high, end;

    return range_of(curves, row, &low, &high, &end) ? stays_from(curves, row, 0, tolerance) : SIZE_MAX;
}

double curves_freeze(const struct curves *curves, double tolerance, size_t *from)
{
    double whole, saved = 0;
    size_t latest = 0;

    if (curves->rows == 0 || curves->columns == 0)
        return NAN;
    whole = curves->x[curves->columns - 1] - curves->x[0];
    for (size_t row = 0; row < curves->rows; row++) {
        size_t reached = curves_reach(curves, row, tolerance);

        if (reached == SIZE_MAX)
            return NAN;
        latest = reached > latest ? reached : latest;
        from[row] = latest < curves->columns ? latest : curves->columns - 1;
        saved += curves->x[curves->columns - 1] - curves->x[from[row]];
    }
    return whole > 0 ? saved / (whole * (double)curves->rows) : 0;
}
