#include "tui/scatter.h"

#include <math.h>
#include <stdlib.h>

double scatter_x(const struct scene *scene, size_t row, size_t attribute)
{
    const struct experiment *experiment = scene->experiment;
    struct moments moments = {0};
    const struct group *group;

    if (attribute >= experiment->attribute_count)
        return NAN;
    if (views[scene->view].down == AXIS_NETWORK)
        return network_attribute(&experiment->networks[scene_network_at(scene, row)],
                                 experiment->attributes[attribute]);
    group = &experiment->groups[row];
    for (size_t i = 0; i < group->network_count; i++) {
        double value =
            network_attribute(&experiment->networks[group->networks[i]], experiment->attributes[attribute]);

        if (!isnan(value))
            moments_add(&moments, value);
    }
    return moments.count ? moments.mean : NAN;
}

size_t scatter_group(const struct scene *scene, size_t row)
{
    return views[scene->view].down == AXIS_NETWORK
               ? scene->experiment->networks[scene_network_at(scene, row)].in_group
               : row;
}

static int compare_points(const void *left, const void *right)
{
    const struct scatter_point *a = left, *b = right;

    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

size_t scatter_points(const struct curves *curves, size_t attribute, struct scatter_point *points)
{
    size_t count = 0;

    for (size_t row = 0; row < curves->rows; row++) {
        const struct scene_value *value = curves_value(curves, row, 0);
        double x = scatter_x(&curves->scene, row, attribute);

        if (!isnan(x) && !isnan(value->mean))
            points[count++] = (struct scatter_point){row, scatter_group(&curves->scene, row), x, value};
    }
    qsort(points, count, sizeof *points, compare_points);
    return count;
}

struct scatter_fit scatter_fit(const struct scatter_point *points, size_t count)
{
    struct scatter_fit fit = {count, {NAN, NAN, NAN}, {NAN, NAN, NAN}};
    double *x = malloc((count + 1) * sizeof *x), *y = malloc((count + 1) * sizeof *y);

    if (x && y) {
        for (size_t i = 0; i < count; i++) {
            x[i] = points[i].x;
            y[i] = points[i].value->mean;
        }
        fit.pearson = pearson_test(x, y, count);
        fit.spearman = spearman_test(x, y, count);
    }
    free(x);
    free(y);
    return fit;
}
