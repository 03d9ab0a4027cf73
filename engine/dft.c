#include "engine/dft.h"

#include <complex.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/dft_transform.h"
#include "engine/lapack.h"

/* While a representation is transformed and decomposed. */
struct making {
    struct dft *dft;
    const struct rows *rows;
    size_t channels;
    double rank_tolerance;
    struct dft_transform *transform;
    double complex **values; /* of each frequency, n × channels, column-major; owned */
    double *norms;           /* of each channel as stored, over all positions */
};

size_t dft_positions(const struct rows *rows)
{
    return rows->height * rows->width;
}

static bool is_own_conjugate(int frequency, size_t size)
{
    return frequency == 0 || (size_t)(2 * frequency) == size;
}

/* One of every two conjugates: across from 0 on, and where across is its own conjugate, down from 0 on too.
 */
static void list_frequencies(struct dft *dft)
{
    int height = (int)dft->height, width = (int)dft->width;

    for (int across = 0; across <= width / 2; across++)
        for (int down = -((height - 1) / 2); down <= height / 2; down++) {
            bool own = is_own_conjugate(across, dft->width);

            if (own && down < 0)
                continue;
            dft->list[dft->count++] = (struct frequency){
                .down = down, .across = across, .weight = own && is_own_conjugate(down, dft->height) ? 1 : 2};
        }
}

static bool transform_block(void *context, size_t first, size_t count, double *block, struct cca_error *error)
{
    struct making *making = context;
    const struct dft *dft = making->dft;

    (void)error;
    dft_transform_images(making->transform, count * making->channels, block);
    for (size_t f = 0; f < dft->count; f++)
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < making->channels; j++)
                making->values[f][first + i + j * dft->n] = dft_transform_at(
                    making->transform, i * making->channels + j, dft->list[f].down, dft->list[f].across);
    return true;
}

/* Brings everything into units of a power of two, so that no square overflows or vanishes; false for what has
 * overflowed in the transform. */
static bool scale(struct making *making, struct cca_error *error)
{
    size_t count = 2 * making->dft->n * making->channels;
    double largest = 0;
    int exponent;

    for (size_t f = 0; f < making->dft->count; f++) {
        const double *parts = (const double *)making->values[f];

        for (size_t i = 0; i < count; i++) {
            if (!isfinite(parts[i]))
                return cca_fail(error, CCA_REFUSED, "%s: values are too large for a Fourier transform",
                                making->rows->source.path);
            largest = fmax(largest, fabs(parts[i]));
        }
    }
    frexp(largest, &exponent);
    for (size_t f = 0; f < making->dft->count; f++)
        for (size_t i = 0; i < count; i++)
            ((double *)making->values[f])[i] = ldexp(((double *)making->values[f])[i], -exponent);
    return true;
}

/* By Parseval's theorem from the frequencies. */
static void find_norms(struct making *making)
{
    const struct dft *dft = making->dft;

    for (size_t j = 0; j < making->channels; j++) {
        double squares = 0;

        for (size_t f = 0; f < dft->count; f++) {
            double norm = lapack_norm(2 * dft->n, (const double *)(making->values[f] + j * dft->n));

            squares += dft->list[f].weight * norm * norm;
        }
        making->norms[j] = sqrt(squares);
    }
}

/* Centres a column; its norm then. */
static double centre(double complex *column, size_t n)
{
    double complex sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += column[i];
    for (size_t i = 0; i < n; i++)
        column[i] -= sum / (double)n;
    return lapack_norm(2 * n, (const double *)column);
}

/* Centres the channels of a frequency, moving those that live to the front; *frobenius: what their norms as
 * stored give to each frequency alike. Rounding in stored values is spread so. */
static void select_live(const struct making *making, struct frequency *frequency, double complex *values,
                        double *frobenius)
{
    size_t n = making->dft->n;
    double resolution = cca_type_resolution(making->rows->type), squares = 0;
    double share = 1 / sqrt((double)dft_positions(making->rows));

    for (size_t j = 0; j < making->channels; j++) {
        double norm = centre(values + j * n, n), stored = share * making->norms[j];

        if (norm <= resolution * stored)
            continue;
        if (frequency->live < j)
            memcpy(values + frequency->live * n, values + j * n, n * sizeof *values);
        frequency->live++;
        squares += stored * stored;
    }
    *frobenius = sqrt(squares);
}

/* The rule of ccascope(1), Numerical rank. */
static size_t count_directions(const struct making *making, struct frequency *frequency, double frobenius)
{
    double n = (double)making->dft->n, live = (double)frequency->live, first = frequency->s[0];
    double noise = cca_type_resolution(making->rows->type) * frobenius * (1 / sqrt(n) + 1 / sqrt(live));
    size_t rank = 0;

    frequency->threshold = making->rank_tolerance > 0 ? making->rank_tolerance * first
                                                      : fmax(noise, first * fmax(n, live) * DBL_EPSILON);
    while (rank < frequency->spectrum && frequency->s[rank] > frequency->threshold)
        rank++;
    return rank;
}

/* U and Vᴴ of the live channels become u and w, of the directions that count. */
static bool decompose(const struct making *making, struct frequency *frequency, double complex *values,
                      double frobenius, struct cca_error *error)
{
    size_t n = making->dft->n, live = frequency->live, all = n < live ? n : live;
    double complex *rows;

    frequency->spectrum = all;
    frequency->s = malloc(all * sizeof *frequency->s);
    frequency->u = lapack_new_complex(n, all);
    frequency->w = rows = lapack_new_complex(all, live);
    if (!frequency->s || !frequency->u || !rows)
        return cca_fail_memory(error, "a frequency", (double)all * (double)(n + live) * sizeof *rows);
    if (!lapack_svd_complex(n, live, values, frequency->s, frequency->u, rows, error))
        return false;
    frequency->rank = count_directions(making, frequency, frobenius);
    for (size_t j = 0; j < live; j++)
        for (size_t i = 0; i < frequency->rank; i++)
            rows[i + j * frequency->rank] = frequency->s[i] * rows[i + j * all];
    rows = realloc(frequency->u, n * frequency->rank * sizeof *rows + 1);
    frequency->u = rows ? rows : frequency->u;
    return true;
}

static bool decompose_all(struct making *making, struct cca_error *error)
{
    bool good = true;

    for (size_t f = 0; good && f < making->dft->count; f++) {
        struct frequency *frequency = &making->dft->list[f];
        double frobenius;

        select_live(making, frequency, making->values[f], &frobenius);
        if (frequency->live > 0)
            good = decompose(making, frequency, making->values[f], frobenius, error);
        free(making->values[f]);
        making->values[f] = NULL;
    }
    return good;
}

static bool allocate(struct making *making, struct cca_error *error)
{
    struct dft *dft = making->dft;
    size_t size = dft->n * making->channels, images = rows_per_block(making->rows) * making->channels;
    bool good = true;

    dft->list = calloc(dft->height * dft->width, sizeof *dft->list);
    making->values = calloc(dft->height * dft->width, sizeof *making->values);
    making->norms = malloc(making->channels * sizeof *making->norms);
    if (!dft->list || !making->values || !making->norms)
        return cca_fail_memory(error, "frequencies", (double)(dft->height * dft->width) * sizeof *dft->list);
    list_frequencies(dft);
    for (size_t f = 0; f < dft->count; f++)
        good = good && (making->values[f] = lapack_new_complex(dft->n, making->channels));
    if (!good)
        return cca_fail_memory(error, "frequencies",
                               (double)dft->count * (double)size * sizeof **making->values);
    making->transform = dft_transform_create(dft->height, dft->width, images, error);
    return making->transform != NULL;
}

static void release(struct making *making)
{
    for (size_t f = 0; making->values && f < making->dft->count; f++)
        free(making->values[f]);
    free(making->values);
    free(making->norms);
    dft_transform_free(making->transform);
}

struct dft *dft_create(const struct rows *rows, double rank_tolerance, struct cca_error *error)
{
    struct dft *dft = calloc(1, sizeof *dft);
    struct making making = {.dft = dft,
                            .rows = rows,
                            .channels = rows->d / dft_positions(rows),
                            .rank_tolerance = rank_tolerance};
    bool good;

    if (!dft) {
        cca_fail_memory(error, "frequencies", sizeof *dft);
        return NULL;
    }
    *dft = (struct dft){.n = rows->n, .height = rows->height, .width = rows->width};
    good = allocate(&making, error) && rows_each(rows, NULL, transform_block, &making, error) &&
           scale(&making, error);
    if (good)
        find_norms(&making);
    good = good && decompose_all(&making, error);
    release(&making);
    if (good)
        return dft;
    dft_free(dft);
    return NULL;
}

void dft_free(struct dft *dft)
{
    if (!dft)
        return;
    for (size_t f = 0; f < dft->count; f++) {
        free(dft->list[f].s);
        free(dft->list[f].u);
        free(dft->list[f].w);
    }
    free(dft->list);
    free(dft);
}

static bool is_common(int frequency, size_t a, size_t b)
{
    return a == b || (size_t)(2 * abs(frequency)) < (a < b ? a : b);
}

const struct frequency *dft_match(const struct dft *x, size_t index, const struct dft *y)
{
    const struct frequency *wanted = &x->list[index];

    if (!is_common(wanted->down, x->height, y->height) || !is_common(wanted->across, x->width, y->width))
        return NULL;
    for (size_t f = 0; f < y->count; f++)
        if (y->list[f].down == wanted->down && y->list[f].across == wanted->across)
            return &y->list[f];
    return NULL;
}

size_t dft_rank(const struct dft *dft)
{
    size_t rank = 0;

    for (size_t f = 0; f < dft->count; f++)
        rank = dft->list[f].rank > rank ? dft->list[f].rank : rank;
    return rank;
}
