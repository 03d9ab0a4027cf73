#include "engine/centring.h"

#include <math.h>
#include <stdlib.h>

#include "engine/element.h"
#include "engine/vectorised.h"

void centring_free(struct centring *centring)
{
    free(centring->columns);
    free(centring->mean);
    free(centring->rest);
}

static void select_live(const struct centring *centring, size_t count, double *rows)
{
    size_t d = centring->d, live = centring->live;
    double first = ldexp(1, -centring->exponent / 2);
    double second = ldexp(1, -centring->exponent - -centring->exponent / 2);

    for (size_t i = 0; live < d && i < count; i++)
        for (size_t j = 0; j < live; j++)
            rows[i * live + j] = rows[i * d + centring->columns[j]];
    for (size_t i = 0; centring->exponent && i < count * live; i++)
        rows[i] = rows[i] * first * second;
}

VECTORISED static void subtract_means(const struct centring *centring, size_t count, double *rows)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < centring->live; j++) {
            double *value = &rows[i * centring->live + j];

            *value = *value - centring->mean[j] - centring->rest[j];
        }
}

/* The usual case, no column dead: in one pass. */
VECTORISED static void widen_and_subtract(const struct centring *centring, size_t count, const float *rows,
                                          double *to)
{
    size_t d = centring->d;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < d; j++)
            to[i * d + j] = rows[i * d + j] - centring->mean[j] - centring->rest[j];
}

void centring_apply(const struct centring *centring, size_t count, double *rows)
{
    select_live(centring, count, rows);
    if (!centring->keeps_means)
        subtract_means(centring, count, rows);
}

void centring_widen(const struct centring *centring, size_t count, const float *rows, double *to)
{
    if (centring->live == centring->d && !centring->exponent && !centring->keeps_means) {
        widen_and_subtract(centring, count, rows, to);
        return;
    }
    element_widen(rows, count * centring->d, to);
    centring_apply(centring, count, to);
}
