#include "engine/controls.h"

#include <math.h>
#include <stdlib.h>

#include "engine/rows.h"

/* Values of a side taken together: both sides' stay in the second-level cache. */
#define BLOCK_VALUES ((size_t)1 << 14)

/* Rows of both sides, side by side. */
struct walk {
    const struct cca_basis *x, *y;
    struct row_reader *x_reader, *y_reader;
    double *x_rows, *y_rows;
    size_t most; /* rows at once */
};

typedef void take_rows(void *context, const double *x, const double *y, size_t d);

/* Powers of two that keep squares in range: each side by its own for cosine, both by the larger for the
 * difference. */
struct scales {
    double x, y, common;
};

struct totals {
    struct scales scales;
    double cosines, squares;
    size_t skipped;
    double largest; /* of the differences */
};

static bool open_walk(struct walk *walk, struct cca_error *error)
{
    const struct rows *x = walk->x->rows, *y = walk->y->rows;

    walk->most = rows_together(x, y, BLOCK_VALUES / x->d, x->n);
    walk->x_rows = malloc(walk->most * x->d * sizeof *walk->x_rows);
    walk->y_rows = malloc(walk->most * x->d * sizeof *walk->y_rows);
    if (!walk->x_rows || !walk->y_rows)
        return cca_fail_memory(error, "a block of rows", 2 * (double)(walk->most * x->d * sizeof(double)));
    walk->x_reader = row_reader_open(x, error);
    walk->y_reader = walk->x_reader ? row_reader_open(y, error) : NULL;
    return walk->y_reader != NULL;
}

/* Calls `take` for every row of both sides. */
static bool walk_rows(const struct cca_basis *x, const struct cca_basis *y, take_rows *take, void *context,
                      struct cca_error *error)
{
    struct walk walk = {.x = x, .y = y};
    bool good = open_walk(&walk, error);

    for (size_t first = 0; good && first < x->n; first += walk.most) {
        size_t count = walk.most < x->n - first ? walk.most : x->n - first;

        good = row_reader_read(walk.x_reader, NULL, first, count, walk.x_rows, error) &&
               row_reader_read(walk.y_reader, NULL, first, count, walk.y_rows, error);
        for (size_t i = 0; good && i < count; i++)
            take(context, walk.x_rows + i * x->d, walk.y_rows + i * x->d, x->d);
    }
    row_reader_close(walk.x_reader);
    row_reader_close(walk.y_reader);
    free(walk.x_rows);
    free(walk.y_rows);
    return good;
}

/* Below this the sums of a row have lost digits, or all of them, to underflow: the sides' common powers of
 * two were made for larger values. What is lost beside a larger sum is beyond its last digit. */
#define TOO_SMALL 0x1p-450

static double cosine_of_sums(double xx, double yy, double xy)
{
    double cosine = xy / sqrt(xx * yy); /* of equal rows exactly 1, as √(xx · xx) is xx */

    return cosine > 1 ? 1 : cosine < -1 ? -1 : cosine;
}

/* Exponent e with |x| < 2^e for all values of a row; false when all are zero. */
static bool row_exponent(const double *x, size_t d, int *exponent)
{
    double largest = 0;

    for (size_t j = 0; j < d; j++)
        largest = fmax(largest, fabs(x[j]));
    frexp(largest, exponent);
    return largest > 0;
}

/* Cosine of one row at a scale of its own; false when it has no direction on a side. */
static bool row_cosine(const double *x, const double *y, size_t d, double *cosine)
{
    int exponent_x, exponent_y;
    double xx = 0, yy = 0, xy = 0;

    if (!row_exponent(x, d, &exponent_x) || !row_exponent(y, d, &exponent_y))
        return false;
    for (size_t j = 0; j < d; j++) {
        double a = ldexp(x[j], -exponent_x), b = ldexp(y[j], -exponent_y);

        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    *cosine = cosine_of_sums(xx, yy, xy);
    return true;
}

static void add_row(void *context, const double *x, const double *y, size_t d)
{
    struct totals *totals = context;
    const struct scales scales = totals->scales;
    double xx = 0, yy = 0, xy = 0, squares = 0, cosine;

    for (size_t j = 0; j < d; j++) {
        double a = x[j] * scales.x, b = y[j] * scales.y;
        double difference = x[j] * scales.common - y[j] * scales.common;

        xx += a * a;
        yy += b * b;
        xy += a * b;
        squares += difference * difference;
    }
    totals->squares += squares;
    if (xx > TOO_SMALL && yy > TOO_SMALL)
        totals->cosines += cosine_of_sums(xx, yy, xy);
    else if (row_cosine(x, y, d, &cosine))
        totals->cosines += cosine;
    else
        totals->skipped++;
}

static void note_largest(void *context, const double *x, const double *y, size_t d)
{
    struct totals *totals = context;

    for (size_t j = 0; j < d; j++)
        totals->largest = fmax(totals->largest, fabs(x[j] - y[j]));
}

static void add_small_differences(void *context, const double *x, const double *y, size_t d)
{
    struct totals *totals = context;
    int exponent;

    frexp(totals->largest, &exponent);
    for (size_t j = 0; j < d; j++) {
        double difference = ldexp(x[j] - y[j], -exponent);

        totals->squares += difference * difference;
    }
}

/* Root mean square over the rows of differences that are tiny beside the values, or zero. */
static bool small_distance(const struct cca_basis *x, const struct cca_basis *y, double *distance,
                           struct cca_error *error)
{
    struct totals totals = {0};
    int exponent;

    if (!walk_rows(x, y, note_largest, &totals, error))
        return false;
    frexp(totals.largest, &exponent);
    if (totals.largest > 0 && !walk_rows(x, y, add_small_differences, &totals, error))
        return false;
    *distance = ldexp(sqrt(totals.squares / (double)x->n), exponent);
    return true;
}

bool controls_measure(const struct cca_basis *x, const struct cca_basis *y, double *cosine, size_t *skipped,
                      double *euclidean, struct cca_error *error)
{
    int exponent = x->raw_exponent > y->raw_exponent ? x->raw_exponent : y->raw_exponent;
    struct totals totals = {
        .scales = {ldexp(1, -x->raw_exponent), ldexp(1, -y->raw_exponent), ldexp(1, -exponent)}};

    if (!walk_rows(x, y, add_row, &totals, error))
        return false;
    *skipped = totals.skipped;
    *cosine = totals.skipped < x->n ? totals.cosines / (double)(x->n - totals.skipped) : NAN;
    if (totals.squares > TOO_SMALL)
        *euclidean = ldexp(sqrt(totals.squares / (double)x->n), exponent);
    else
        return small_distance(x, y, euclidean, error);
    return true;
}
