#include "engine/estimate.h"

#include <math.h>

double effort_of_load(const struct layer_size *layer)
{
    double n = (double)layer->n, d = (double)layer->d;

    /* Passes over the rows, a Gram matrix, its eigenvectors, the directions. */
    return 50 * n * d + 2 * n * d * d + 25 * d * d * d;
}

double effort_of_pair(const struct layer_size *x, const struct layer_size *y)
{
    double n = (double)fmax((double)x->n, (double)y->n), d_x = (double)x->d, d_y = (double)y->d;
    double d = fmin(d_x, d_y);

    /* The product, and what is done to it. */
    return 20 * n * d + n * d_x * d_y / 2 + 10 * d * d * d;
}

void effort_note(struct effort *effort, double size, double seconds)
{
    effort->left = fmax(0, effort->left - size);
    effort->done += size;
    effort->seconds += seconds;
}

static double seconds_left(const struct effort *effort)
{
    if (effort->left <= 0)
        return 0;
    return effort->done > 0 ? effort->left * effort->seconds / effort->done : NAN;
}

double estimate_left(const struct estimate *estimate, int threads)
{
    double seconds = seconds_left(&estimate->loads) + seconds_left(&estimate->pairs) + seconds_left(&estimate->looks);

    return isnan(seconds) ? -1 : seconds / threads;
}
