#include "engine/means.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/twofold.h"
#include "engine/vectorised.h"

/* Sums over the rows, a column each. */
struct sums {
    size_t n, d;
    bool scaled;            /* columns have units of their own */
    double resolution;      /* of the stored type */
    int *exponent;          /* unit of each column, 2^exponent */
    double *low, *high;     /* extremes, as stored */
    double *sum, *sum_rest; /* twofold, in the column's unit */
    double *squares;        /* of the values as stored, in the column's unit squared */
    double *shift;          /* the first row, in the columns' units ... */
    double *shifted;        /* ... and the squares of the values less it */
    double *mean, *mean_rest;
};

/* Sums of a column are fetched once for so many rows. */
#define TOGETHER 4

/* What one column's sums become by a few rows. */
static inline void note_some(const struct sums *sums, size_t count, const double *restrict rows)
{
    size_t d = sums->d;
    double *restrict lows = sums->low, *restrict highs = sums->high;

    for (size_t j = 0; j < d; j++) {
        double low = lows[j], high = highs[j];

        for (size_t i = 0; i < count; i++) {
            double x = rows[i * d + j];

            low = x < low ? x : low;
            high = x > high ? x : high;
        }
        lows[j] = low;
        highs[j] = high;
    }
}

static inline void add_some(const struct sums *sums, size_t count, const double *restrict rows)
{
    size_t d = sums->d;
    double *restrict sum = sums->sum, *restrict rest = sums->sum_rest, *restrict squares = sums->squares,
                     *restrict shifted = sums->shifted;
    const double *restrict shift = sums->shift;

    for (size_t j = 0; j < d; j++) {
        double high = sum[j], low = rest[j], square = squares[j], around = shifted[j];

        for (size_t i = 0; i < count; i++) {
            double x = rows[i * d + j], from_shift = x - shift[j], error;

            high = twofold_sum(high, x, &error);
            low += error;
            square += x * x;
            around += from_shift * from_shift;
        }
        sum[j] = high;
        rest[j] = low;
        squares[j] = square;
        shifted[j] = around;
    }
}

typedef void take_some(const struct sums *sums, size_t count, const double *rows);

/* Inlined, so that `count` is a number and loops over it are unrolled. */
static inline void take_together(take_some *take, const struct sums *sums, size_t count, const double *rows)
{
    size_t i = 0;

    for (; i + TOGETHER <= count; i += TOGETHER)
        take(sums, TOGETHER, rows + i * sums->d);
    for (; i < count; i++)
        take(sums, 1, rows + i * sums->d);
}

VECTORISED static void note_rows(const struct sums *sums, size_t count, const double *rows)
{
    take_together(note_some, sums, count, rows);
}

VECTORISED static void add_rows(const struct sums *sums, size_t count, const double *rows)
{
    take_together(add_some, sums, count, rows);
}

static bool note_extremes(void *context, size_t first, size_t count, double *block, struct cca_error *error)
{
    (void)first;
    (void)error;
    note_rows(context, count, block);
    return true;
}

/* x · 2^exponent. In two steps, as 2^1074 itself is infinite. */
static double scale(double x, int exponent)
{
    return x * ldexp(1, exponent / 2) * ldexp(1, exponent - exponent / 2);
}

static void use_column_units(const struct sums *sums, size_t count, double *block)
{
    for (size_t j = 0; sums->scaled && j < sums->d; j++) {
        double first = ldexp(1, -sums->exponent[j] / 2);
        double second = ldexp(1, -sums->exponent[j] - -sums->exponent[j] / 2);

        for (size_t i = 0; i < count; i++)
            block[i * sums->d + j] = block[i * sums->d + j] * first * second;
    }
}

static bool add_values(void *context, size_t first, size_t count, double *block, struct cca_error *error)
{
    struct sums *sums = context;

    (void)error;
    use_column_units(sums, count, block);
    if (first == 0)
        memcpy(sums->shift, block, sums->d * sizeof *block);
    if (!sums->scaled) /* else they are known since the units are */
        note_rows(sums, count, block);
    add_rows(sums, count, block);
    return true;
}

/* Σ (x - mean)², from the squares of values less one of them: no more than log2 n bits are lost, as the sum
 * holds that one's own (x_1 - mean)². */
static double centred_squares(const struct sums *sums, size_t j)
{
    double shift = sums->mean[j] - sums->shift[j] + sums->mean_rest[j];

    return sums->shifted[j] - (double)sums->n * shift * shift;
}

/* Exponent e with |x| < 2^e for both extremes. */
static int exponent_of(double low, double high)
{
    int exponent;

    frexp(fmax(fabs(low), fabs(high)), &exponent);
    return exponent;
}

static void find_means(struct sums *sums)
{
    for (size_t j = 0; j < sums->d; j++)
        twofold_divide(sums->sum[j], sums->sum_rest[j], (double)sums->n, &sums->mean[j], &sums->mean_rest[j]);
}

static bool allocate_sums(struct sums *sums, const struct rows *rows, struct cca_error *error)
{
    double **columns[] = {&sums->low,   &sums->high,    &sums->sum,  &sums->sum_rest, &sums->squares,
                          &sums->shift, &sums->shifted, &sums->mean, &sums->mean_rest};
    bool good = true;

    *sums = (struct sums){.n = rows->n,
                          .d = rows->d,
                          .scaled = rows->type == CCA_F64,
                          .resolution = cca_type_resolution(rows->type)};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        good = (*columns[i] = calloc(rows->d, sizeof **columns[i])) && good;
    good = (sums->exponent = calloc(rows->d, sizeof *sums->exponent)) && good;
    for (size_t j = 0; good && j < rows->d; j++) {
        sums->low[j] = INFINITY;
        sums->high[j] = -INFINITY;
    }
    return good || cca_fail_memory(error, "centring", 10 * (double)rows->d * sizeof(double));
}

static void free_sums(struct sums *sums)
{
    double *columns[] = {sums->low,   sums->high,    sums->sum,  sums->sum_rest, sums->squares,
                         sums->shift, sums->shifted, sums->mean, sums->mean_rest};

    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        free(columns[i]);
    free(sums->exponent);
}

static bool each(struct rows *rows, bool load, rows_take *take, struct sums *sums, struct cca_error *error)
{
    return load ? rows_each_loading(rows, take, sums, error) : rows_each(rows, NULL, take, sums, error);
}

static bool add_up(struct sums *sums, struct rows *rows, bool load, struct cca_error *error)
{
    if (sums->scaled) {
        if (!each(rows, load, note_extremes, sums, error))
            return false;
        for (size_t j = 0; j < sums->d; j++)
            sums->exponent[j] = exponent_of(sums->low[j], sums->high[j]);
    }
    if (!each(rows, load, add_values, sums, error))
        return false;
    find_means(sums);
    return true;
}

/* A column of equal values centres to exactly zero, whatever rounding of the mean would say. */
static bool is_live(const struct sums *sums, size_t j)
{
    return sums->low[j] < sums->high[j] &&
           sqrt(fmax(0, centred_squares(sums, j))) > sums->resolution * sqrt(sums->squares[j]);
}

/* Magnitude of the centred values, in the column's unit. */
static double largest_centred(const struct sums *sums, size_t j)
{
    double low = scale(sums->low[j], -sums->exponent[j]), high = scale(sums->high[j], -sums->exponent[j]);

    return fmax(sums->mean[j] - low, high - sums->mean[j]);
}

/* The common unit of the live columns: the largest centred magnitude is about 1. */
static void choose_units(const struct sums *sums, struct centring *centring)
{
    int largest = INT_MIN, stored = INT_MIN;

    for (size_t j = 0; j < sums->d; j++) {
        int exponent;

        if (is_live(sums, j)) {
            frexp(largest_centred(sums, j), &exponent);
            exponent += sums->exponent[j];
            largest = exponent > largest ? exponent : largest;
        }
        if (sums->squares[j] > 0 && sums->exponent[j] > stored)
            stored = sums->exponent[j];
    }
    centring->exponent = sums->scaled && largest > INT_MIN ? largest : 0;
    centring->stored_exponent = sums->scaled ? stored : 0;
}

static void keep_live(const struct sums *sums, struct centring *centring)
{
    double squares = 0;

    choose_units(sums, centring);
    for (size_t j = 0; j < sums->d; j++) {
        int shift = sums->exponent[j] - centring->exponent;
        double norm;

        if (!is_live(sums, j))
            continue;
        norm = scale(sqrt(sums->squares[j]), shift);
        squares += norm * norm;
        centring->mean[centring->live] = scale(sums->mean[j], shift);
        centring->rest[centring->live] = scale(sums->mean_rest[j], shift);
        centring->columns[centring->live++] = j;
    }
    centring->frobenius = sqrt(squares);
}

bool means_find(struct rows *rows, bool load, struct centring *centring, struct cca_error *error)
{
    struct sums sums;
    bool good = allocate_sums(&sums, rows, error) && add_up(&sums, rows, load, error);

    *centring = (struct centring){.n = rows->n, .d = rows->d};
    if (good) {
        centring->columns = malloc(rows->d * sizeof *centring->columns);
        centring->mean = malloc(rows->d * sizeof *centring->mean);
        centring->rest = malloc(rows->d * sizeof *centring->rest);
        good = (centring->columns && centring->mean && centring->rest) ||
               cca_fail_memory(error, "centring", 3 * (double)rows->d * sizeof(double));
    }
    if (good)
        keep_live(&sums, centring);
    free_sums(&sums);
    return good;
}
