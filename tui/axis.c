#include "tui/axis.h"

#include <math.h>
#include <string.h>

/* How much room labels need. */
struct spacing {
    int length;
    bool across;
    int gap;    /* across: free columns between labels; else rows from tick to tick */
    int margin; /* across: how far labels may reach beyond the ends */
};

static double transform(const struct axis *axis, double value)
{
    if (axis->linear <= 0)
        return value;
    double ratio = fabs(value) / axis->linear;
    /* The ratio of two doubles may be none. */
    double logarithm = isinf(ratio) ? log(fabs(value)) - log(axis->linear) : log1p(ratio);
    return copysign(logarithm, value);
}

double axis_share(const struct axis *axis, double value)
{
    double low = transform(axis, axis->low), high = transform(axis, axis->high);
    if (!(low < high))
        return 0.5;
    /* Halved, as the range of doubles does not hold the difference of its ends. */
    return (transform(axis, value) / 2 - low / 2) / (high / 2 - low / 2);
}

double axis_value(const struct axis *axis, double share)
{
    double low = transform(axis, axis->low), high = transform(axis, axis->high);
    double position = low * (1 - share) + high * share;
    return axis->linear > 0 ? copysign(expm1(fabs(position)) * axis->linear, position) : position;
}

int axis_place(double share, int length)
{
    double place = floor(share * length + 1e-9);
    if (!(place > 0))
        return 0;
    return place < length ? (int)place : length - 1;
}

/* False when the set is full. */
static bool add_tick(struct axis_ticks *set, const struct axis *axis, const struct spacing *spacing,
                     double value, double step)
{
    double tolerance = (axis->high / 2 - axis->low / 2) * 2e-9;
    if (value < axis->low - tolerance || value > axis->high + tolerance)
        return true;
    if (set->count == AXIS_TICKS_MAX)
        return false;
    struct axis_tick *tick = &set->ticks[set->count++];
    tick->value = value;
    tick->position = axis_place(axis_share(axis, value), spacing->length);
    if (step > 0)
        number_step(tick->label, value, step);
    else
        number_compact(tick->label, value);
    return true;
}

static bool has_room(const struct axis_ticks *set, const struct spacing *spacing)
{
    int free_from = -spacing->margin;
    for (int i = 0; i < set->count; i++) {
        int width = spacing->across ? (int)strlen(set->ticks[i].label) : 1;
        int left = set->ticks[i].position - (width - 1) / 2;
        if (left < free_from || (spacing->across && left + width > spacing->length + spacing->margin))
            return false;
        free_from = left + (spacing->across ? width + spacing->gap : spacing->gap);
    }
    return true;
}

/* Multiples of `step` in the range; false when they are too many or have no room. */
static bool linear_ticks(struct axis_ticks *set, const struct axis *axis, const struct spacing *spacing,
                         double step)
{
    set->count = 0;
    double first = ceil(axis->low / step - 1e-9), last = floor(axis->high / step + 1e-9);
    if (!(last - first < AXIS_TICKS_MAX))
        return false;
    for (int i = 0; i <= (int)(last - first); i++)
        add_tick(set, axis, spacing, (first + i) * step, step);
    return has_room(set, spacing);
}

static struct axis_ticks pick_linear(const struct axis *axis, const struct spacing *spacing)
{
    static const double factors[] = {1, 2, 5};
    struct axis_ticks set = {0};
    double range = axis->high / 2 - axis->low / 2;
    if (!(range > 0) || !isfinite(range))
        return set;
    /* From more ticks than any terminal has room for up to a step beyond the range. */
    int power = (int)floor(log10(range)) - 1;
    for (int i = 0; i < 12; i++) {
        double step = factors[i % 3] * pow(10, power + i / 3);
        if (step > 0 && !(axis->whole && step < 0.75) && linear_ticks(&set, axis, spacing, step))
            return set;
    }
    set.count = 0;
    return set;
}

/* The first decades crowd at 0, which matters more than they do. */
static void clear_around_zero(struct axis_ticks *set, const struct spacing *spacing)
{
    struct axis_ticks pair = {.count = 2};
    while (set->count > 1 && set->ticks[0].value == 0) {
        pair.ticks[0] = set->ticks[0];
        pair.ticks[1] = set->ticks[1];
        if (has_room(&pair, spacing))
            return;
        set->count--;
        memmove(&set->ticks[1], &set->ticks[2], (size_t)(set->count - 1) * sizeof set->ticks[0]);
    }
}

/* 0 and round values from the linear part up: every `every`-th decade, in each of them `count` of `factors`.
 */
static bool logarithmic_ticks(struct axis_ticks *set, const struct axis *axis, const struct spacing *spacing,
                              int count, int every)
{
    static const double factors[] = {1, 2, 5};
    int power = (int)floor(log10(axis->linear) + 1e-9), last = (int)floor(log10(axis->high) + 1e-9);
    bool complete = true;
    set->count = 0;
    if (axis->low <= 0)
        add_tick(set, axis, spacing, 0, 0);
    for (; power <= last && complete; power += every)
        for (int i = 0; i < count; i++) {
            double value = factors[i] * pow(10, power);
            if (value >= axis->linear * (1 - 1e-9))
                complete = complete && add_tick(set, axis, spacing, value, 0);
        }
    clear_around_zero(set, spacing);
    return complete && has_room(set, spacing);
}

static struct axis_ticks pick_logarithmic(const struct axis *axis, const struct spacing *spacing)
{
    struct axis_ticks set = {0};
    if (logarithmic_ticks(&set, axis, spacing, 3, 1))
        return set;
    for (int every = 1; every < 700; every++)
        if (logarithmic_ticks(&set, axis, spacing, 1, every))
            return set;
    set.count = 0;
    return set;
}

static struct axis_ticks pick(const struct axis *axis, const struct spacing *spacing)
{
    struct axis_ticks none = {0};
    if (spacing->length < 1 || !(axis->low < axis->high) || !isfinite(axis->low) || !isfinite(axis->high))
        return none;
    bool logarithmic = axis->linear > 0 && isfinite(axis->linear) && axis->high > axis->linear;
    if (!logarithmic)
        return pick_linear(axis, spacing);
    struct axis_ticks set = pick_logarithmic(axis, spacing);
    /* A window within one decade may hold none of them. */
    return set.count > 1 ? set : pick_linear(axis, spacing);
}

struct axis_ticks axis_ticks_across(const struct axis *axis, int length, int gap, int margin)
{
    struct spacing spacing = {length, true, gap, margin};
    return pick(axis, &spacing);
}

struct axis_ticks axis_ticks_along(const struct axis *axis, int length, int spacing)
{
    struct spacing needed = {length, false, spacing, 0};
    return pick(axis, &needed);
}
