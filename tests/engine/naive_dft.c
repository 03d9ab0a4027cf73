#include "naive_dft.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef long double _Complex number;
typedef long double real;

/* Column-major. */
struct matrix {
    size_t rows, columns;
    number *values;
};

struct decomposition {
    struct matrix u, v;
    real *s; /* descending */
    size_t rank;
};

static struct matrix create(size_t rows, size_t columns)
{
    return (struct matrix){rows, columns, calloc(rows * columns + 1, sizeof(number))};
}

static number *column(const struct matrix *matrix, size_t j)
{
    return matrix->values + j * matrix->rows;
}

static number inner(const number *a, const number *b, size_t count)
{
    number sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += conjl(a[i]) * b[i];
    return sum;
}

/* a := c a - conj(s) b, b := s a + c b. */
static void turn(number *a, number *b, size_t count, real c, number s)
{
    for (size_t i = 0; i < count; i++) {
        number old = a[i];

        a[i] = c * old - conjl(s) * b[i];
        b[i] = s * old + c * b[i];
    }
}

/* One-sided Jacobi: columns are turned until all are orthogonal. */
static void sweep(struct matrix *a, struct matrix *v)
{
    for (size_t p = 0; p < a->columns; p++)
        for (size_t q = p + 1; q < a->columns; q++) {
            number *x = column(a, p), *y = column(a, q), xy = inner(x, y, a->rows), phase;
            real size = cabsl(xy), xx = creall(inner(x, x, a->rows)), yy = creall(inner(y, y, a->rows)), tau,
                 t, c;

            if (size <= 1e-19L * sqrtl(xx * yy) || size < 1e-40L)
                continue;
            phase = xy / size;
            tau = (yy - xx) / (2 * size);
            t = (tau >= 0 ? 1 : -1) / (fabsl(tau) + sqrtl(1 + tau * tau));
            c = 1 / sqrtl(1 + t * t);
            turn(x, y, a->rows, c, c * t * phase);
            turn(column(v, p), column(v, q), v->rows, c, c * t * phase);
        }
}

static void swap(struct matrix *matrix, size_t a, size_t b)
{
    for (size_t i = 0; a != b && i < matrix->rows; i++) {
        number value = column(matrix, a)[i];

        column(matrix, a)[i] = column(matrix, b)[i];
        column(matrix, b)[i] = value;
    }
}

/* Takes a over. */
static struct decomposition decompose(struct matrix a)
{
    struct decomposition result = {.u = a, .v = create(a.columns, a.columns)};

    result.s = calloc(a.columns + 1, sizeof *result.s);
    for (size_t j = 0; j < a.columns; j++)
        column(&result.v, j)[j] = 1;
    for (int i = 0; i < 40; i++)
        sweep(&result.u, &result.v);
    for (size_t j = 0; j < a.columns; j++)
        result.s[j] = sqrtl(creall(inner(column(&a, j), column(&a, j), a.rows)));
    for (size_t j = 0; j < a.columns; j++) {
        size_t largest = j;
        real value;

        for (size_t k = j; k < a.columns; k++)
            if (result.s[k] > result.s[largest])
                largest = k;
        swap(&result.u, j, largest);
        swap(&result.v, j, largest);
        value = result.s[j];
        result.s[j] = result.s[largest];
        result.s[largest] = value;
        if (result.s[j] > 1e-10L * result.s[0])
            result.rank = j + 1;
        for (size_t i = 0; i < a.rows && result.s[j] > 0; i++)
            column(&result.u, j)[i] /= result.s[j];
    }
    return result;
}

static void discard(struct decomposition *decomposition)
{
    free(decomposition->u.values);
    free(decomposition->v.values);
    free(decomposition->s);
}

/* The centred coefficients of every channel at a frequency. */
static struct matrix transform(const struct images *images, int down, int across)
{
    struct matrix result = create(images->n, images->channels);

    for (size_t j = 0; j < images->channels; j++) {
        number mean = 0;

        for (size_t i = 0; i < images->n; i++) {
            const double *image =
                images->values + (i * images->channels + j) * images->height * images->width;

            for (size_t y = 0; y < images->height; y++)
                for (size_t x = 0; x < images->width; x++)
                    column(&result, j)[i] +=
                        image[y * images->width + x] * cexpl(-2 * acosl(-1) * I *
                                                             ((real)down * (real)y / (real)images->height +
                                                              (real)across * (real)x / (real)images->width));
            mean += column(&result, j)[i] / (real)images->n;
        }
        for (size_t i = 0; i < images->n; i++)
            column(&result, j)[i] -= mean;
    }
    return result;
}

static struct matrix product(const struct matrix *a, size_t a_columns, const struct matrix *b,
                             size_t b_columns)
{
    struct matrix result = create(a_columns, b_columns);

    for (size_t i = 0; i < a_columns; i++)
        for (size_t j = 0; j < b_columns; j++)
            column(&result, j)[i] = inner(column(a, i), column(b, j), a->rows);
    return result;
}

static real mean_value(const struct decomposition *decomposition, size_t count)
{
    real sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += decomposition->s[i] / (real)count;
    return sum;
}

static size_t kept(const struct decomposition *decomposition, double variance)
{
    real total = 0, sum = 0;
    size_t count = 0;

    for (size_t i = 0; i < decomposition->rank; i++)
        total += decomposition->s[i] * decomposition->s[i];
    while (sum < variance * total * (1 - 1e-13L))
        sum += decomposition->s[count] * decomposition->s[count], count++;
    return count;
}

/* Weights by the moduli of the variates U p with the neurons themselves. */
static real weigh(const struct matrix *neurons, const struct decomposition *basis,
                  const struct matrix *directions, const real *correlations, size_t count)
{
    real sum = 0, total = 0;

    for (size_t i = 0; i < count; i++) {
        struct matrix variate = create(neurons->rows, 1);

        for (size_t k = 0; k < directions->rows; k++)
            for (size_t r = 0; r < neurons->rows; r++)
                variate.values[r] += column(&basis->u, k)[r] * column(directions, i)[k];
        for (size_t j = 0; j < neurons->columns; j++) {
            real weight = cabsl(inner(variate.values, column(neurons, j), neurons->rows));

            sum += weight * correlations[i];
            total += weight;
        }
        free(variate.values);
    }
    return sum / total;
}

static real fourths(const struct decomposition *decomposition)
{
    real sum = 0;

    for (size_t i = 0; i < decomposition->rank; i++)
        sum += powl(decomposition->s[i], 4);
    return sqrtl(sum);
}

static real squares(const struct decomposition *decomposition)
{
    real sum = 0;

    for (size_t i = 0; i < decomposition->rank; i++)
        sum += decomposition->s[i] * decomposition->s[i];
    return sum;
}

static struct matrix copy(const struct matrix *matrix)
{
    struct matrix result = create(matrix->rows, matrix->columns);

    memcpy(result.values, matrix->values, matrix->rows * matrix->columns * sizeof(number));
    return result;
}

/* CKA and Procrustes from the matrices themselves. */
static void by_variance(const struct matrix *x, const struct matrix *y, const struct decomposition *of_x,
                        const struct decomposition *of_y, double *similarity)
{
    struct decomposition cross = decompose(product(x, x->columns, y, y->columns));
    real nuclear = 0;

    for (size_t i = 0; i < cross.v.rows; i++)
        nuclear += cross.s[i];
    similarity[MEASURE_CKA] += (double)(squares(&cross) / (fourths(of_x) * fourths(of_y)));
    similarity[MEASURE_PROCRUSTES] += (double)(nuclear / sqrtl(squares(of_x) * squares(of_y)));
    discard(&cross);
}

/* Adds what the measures are at one frequency. */
static void add(const struct matrix *x, const struct matrix *y, const struct measure_options *options,
                struct naive_dft *result)
{
    struct decomposition of_x = decompose(copy(x)), of_y = decompose(copy(y));
    struct decomposition all = decompose(product(&of_x.u, of_x.rank, &of_y.u, of_y.rank));
    size_t count = of_x.rank < of_y.rank ? of_x.rank : of_y.rank;
    size_t kept_x = kept(&of_x, options->svcca_variance), kept_y = kept(&of_y, options->svcca_variance);
    struct decomposition block = decompose(product(&of_x.u, kept_x, &of_y.u, kept_y));

    result->similarity[MEASURE_CCA] += (double)mean_value(&all, count);
    result->similarity[MEASURE_SVCCA] += (double)mean_value(&block, kept_x < kept_y ? kept_x : kept_y);
    result->similarity[MEASURE_R2CCA] += (double)(squares(&all) / (real)count);
    result->similarity[MEASURE_PWCCA] += (double)weigh(x, &of_x, &all.u, all.s, count);
    result->pwcca_y += (double)weigh(y, &of_y, &all.v, all.s, count);
    by_variance(x, y, &of_x, &of_y, result->similarity);
    discard(&of_x);
    discard(&of_y);
    discard(&all);
    discard(&block);
}

/* All signed frequencies of an axis that both sizes have. */
static bool in_both(int frequency, size_t a, size_t b)
{
    size_t least = a < b ? a : b;

    if (a == b)
        return 2 * frequency <= (int)a && 2 * frequency > -(int)a;
    return 2 * abs(frequency) < (int)least;
}

void naive_dft(const struct images *x, const struct images *y, const struct measure_options *options,
               struct naive_dft *result)
{
    int most = 20;

    *result = (struct naive_dft){0};
    for (int down = -most; down <= most; down++)
        for (int across = -most; across <= most; across++) {
            struct matrix at_x, at_y;

            if (!in_both(down, x->height, y->height) || !in_both(across, x->width, y->width))
                continue;
            at_x = transform(x, down, across);
            at_y = transform(y, down, across);
            add(&at_x, &at_y, options, result);
            result->frequencies++;
            free(at_x.values);
            free(at_y.values);
        }
    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        result->similarity[measure] /= (double)result->frequencies;
    result->pwcca_y /= (double)result->frequencies;
}
