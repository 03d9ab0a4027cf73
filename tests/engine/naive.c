#include "naive.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/held_out.h"

typedef long double real;

struct matrix {
    size_t rows, columns;
    real *values; /* column-major */
};

/* a = u diag(s) vᵀ with the directions that count. */
struct decomposition {
    size_t rank;
    struct matrix u, v;
    real *s;
};

static struct matrix matrix_create(size_t rows, size_t columns)
{
    return (struct matrix){rows, columns, calloc(rows * columns + 1, sizeof(real))};
}

static real *column(const struct matrix *matrix, size_t j)
{
    return matrix->values + j * matrix->rows;
}

static real dot(const real *a, const real *b, size_t count)
{
    real sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

static void rotate(real *a, real *b, size_t count, real cosine, real sine)
{
    for (size_t i = 0; i < count; i++) {
        real first = a[i];

        a[i] = cosine * first - sine * b[i];
        b[i] = sine * first + cosine * b[i];
    }
}

/* One-sided Jacobi: turns pairs of columns until all are orthogonal. */
static bool jacobi_sweep(struct matrix *a, struct matrix *v)
{
    bool turned = false;

    for (size_t p = 0; p < a->columns; p++)
        for (size_t q = p + 1; q < a->columns; q++) {
            real *x = column(a, p), *y = column(a, q);
            real xx = dot(x, x, a->rows), yy = dot(y, y, a->rows), xy = dot(x, y, a->rows), tau, t;

            if (fabsl(xy) <= 1e-17L * sqrtl(xx * yy) || xy * xy < 1e-60L)
                continue;
            tau = (yy - xx) / (2 * xy);
            t = (tau >= 0 ? 1 : -1) / (fabsl(tau) + sqrtl(1 + tau * tau));
            rotate(x, y, a->rows, 1 / sqrtl(1 + t * t), t / sqrtl(1 + t * t));
            rotate(column(v, p), column(v, q), v->rows, 1 / sqrtl(1 + t * t), t / sqrtl(1 + t * t));
            turned = true;
        }
    return turned;
}

static void swap_columns(struct matrix *matrix, size_t a, size_t b)
{
    for (size_t i = 0; a != b && i < matrix->rows; i++) {
        real value = column(matrix, a)[i];

        column(matrix, a)[i] = column(matrix, b)[i];
        column(matrix, b)[i] = value;
    }
}

/* Destroys a. */
static struct decomposition decompose(struct matrix a)
{
    struct decomposition result = {.u = a, .v = matrix_create(a.columns, a.columns)};

    result.s = calloc(a.columns, sizeof *result.s);
    for (size_t j = 0; j < a.columns; j++)
        column(&result.v, j)[j] = 1;
    for (int sweep = 0; sweep < 60 && jacobi_sweep(&a, &result.v); sweep++)
        continue;
    for (size_t j = 0; j < a.columns; j++) {
        size_t largest = j;

        for (size_t k = j; k < a.columns; k++)
            if (dot(column(&a, k), column(&a, k), a.rows) >
                dot(column(&a, largest), column(&a, largest), a.rows))
                largest = k;
        swap_columns(&a, j, largest);
        swap_columns(&result.v, j, largest);
        result.s[j] = sqrtl(dot(column(&a, j), column(&a, j), a.rows));
        if (result.s[j] <= 1e-12L * result.s[0])
            break;
        for (size_t i = 0; i < a.rows; i++)
            column(&a, j)[i] /= result.s[j];
        result.rank = j + 1;
    }
    return result;
}

static void decomposition_free(struct decomposition *decomposition)
{
    free(decomposition->u.values);
    free(decomposition->v.values);
    free(decomposition->s);
}

static struct matrix centred(const double *values, size_t n, size_t d)
{
    struct matrix result = matrix_create(n, d);

    for (size_t j = 0; j < d; j++) {
        real mean = 0;

        for (size_t i = 0; i < n; i++)
            mean += (real)values[i + j * n] / n;
        for (size_t i = 0; i < n; i++)
            column(&result, j)[i] = values[i + j * n] - mean;
    }
    return result;
}

static struct matrix copy(const struct matrix *matrix)
{
    struct matrix result = matrix_create(matrix->rows, matrix->columns);

    memcpy(result.values, matrix->values, matrix->rows * matrix->columns * sizeof(real));
    return result;
}

/* aᵀ b, of the leading columns of both. */
static struct matrix product(const struct matrix *a, size_t a_columns, const struct matrix *b,
                             size_t b_columns)
{
    struct matrix result = matrix_create(a_columns, b_columns);

    for (size_t i = 0; i < a_columns; i++)
        for (size_t j = 0; j < b_columns; j++)
            column(&result, j)[i] = dot(column(a, i), column(b, j), a->rows);
    return result;
}

static real squared_norm(const struct matrix *matrix)
{
    return dot(matrix->values, matrix->values, matrix->rows * matrix->columns);
}

static real sum_of(const real *values, size_t count)
{
    real sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

static size_t kept(const struct decomposition *side, double variance, bool values)
{
    real total = 0, sum = 0;
    size_t count = 0;

    for (size_t i = 0; i < side->rank; i++)
        total += values ? side->s[i] : side->s[i] * side->s[i];
    for (; count < side->rank && sum < variance * total; count++)
        sum += values ? side->s[count] : side->s[count] * side->s[count];
    return count;
}

/* Canonical correlations of two subspaces and one side's weighted mean of them. */
static double weighted(const struct decomposition *side, const struct matrix *neurons,
                       const struct matrix *directions, const struct decomposition *m, size_t count)
{
    real sum = 0, total = 0;

    for (size_t i = 0; i < count; i++) {
        struct matrix variate = matrix_create(neurons->rows, 1);
        real weight = 0;

        for (size_t k = 0; k < directions->rows; k++)
            for (size_t row = 0; row < neurons->rows; row++)
                variate.values[row] += column(&side->u, k)[row] * column(directions, i)[k];
        for (size_t j = 0; j < neurons->columns; j++)
            weight += fabsl(dot(variate.values, column(neurons, j), neurons->rows));
        sum += weight * m->s[i];
        total += weight;
        free(variate.values);
    }
    return (double)(sum / total);
}

static void weigh(const struct decomposition *x, const struct decomposition *y,
                  const struct matrix *x_neurons, const struct matrix *y_neurons, double variance,
                  struct naive_comparison *result)
{
    size_t k_x = variance > 0 ? kept(x, variance, false) : x->rank;
    size_t k_y = variance > 0 ? kept(y, variance, false) : y->rank, count = k_x < k_y ? k_x : k_y;
    struct decomposition m = decompose(product(&x->u, k_x, &y->u, k_y));

    cr_assert_eq(m.rank, count, "the naive reference needs correlations above zero");
    result->similarity[MEASURE_PWCCA] = weighted(x, x_neurons, &m.u, &m, count);
    result->pwcca_y = weighted(y, y_neurons, &m.v, &m, count);
    decomposition_free(&m);
}

static void correlate(const struct decomposition *x, const struct decomposition *y,
                      const struct measure_options *options, struct naive_comparison *result)
{
    size_t fixed = options->svcca_directions;
    struct decomposition m = decompose(product(&x->u, x->rank, &y->u, y->rank)), block;
    double count = (double)(x->rank < y->rank ? x->rank : y->rank);

    result->similarity[MEASURE_CCA] = (double)sum_of(m.s, m.rank) / count;
    result->similarity[MEASURE_R2CCA] = (double)dot(m.s, m.s, m.rank) / count;
    result->kept_x = fixed ? (fixed < x->rank ? fixed : x->rank)
                           : kept(x, options->svcca_variance, options->svcca_share_values);
    result->kept_y = fixed ? (fixed < y->rank ? fixed : y->rank)
                           : kept(y, options->svcca_variance, options->svcca_share_values);
    block = decompose(product(&x->u, result->kept_x, &y->u, result->kept_y));
    count = (double)(result->kept_x < result->kept_y ? result->kept_x : result->kept_y);
    result->similarity[MEASURE_SVCCA] = (double)sum_of(block.s, block.rank) / count;
    decomposition_free(&m);
    decomposition_free(&block);
}

static void by_variance(const struct matrix *x, const struct matrix *y, struct naive_comparison *result)
{
    struct matrix xy = product(x, x->columns, y, y->columns), xx = product(x, x->columns, x, x->columns);
    struct matrix yy = product(y, y->columns, y, y->columns);
    real square = squared_norm(&xy);
    struct decomposition nuclear = decompose(xy);

    result->similarity[MEASURE_CKA] = (double)(square / sqrtl(squared_norm(&xx) * squared_norm(&yy)));
    result->similarity[MEASURE_PROCRUSTES] =
        (double)(sum_of(nuclear.s, nuclear.rank) / sqrtl(squared_norm(x) * squared_norm(y)));
    decomposition_free(&nuclear);
    free(xx.values);
    free(yy.values);
}

static void controls(const double *x, const double *y, size_t n, size_t d, struct naive_comparison *result)
{
    real total = 0, squares = 0;
    size_t rows = 0;

    for (size_t i = 0; i < n; i++) {
        real xx = 0, yy = 0, xy = 0;

        for (size_t j = 0; j < d; j++) {
            real a = x[i + j * n], b = y[i + j * n];

            xx += a * a;
            yy += b * b;
            xy += a * b;
            squares += (a - b) * (a - b);
        }
        if (xx > 0 && yy > 0) {
            total += xy / sqrtl(xx) / sqrtl(yy);
            rows++;
        }
    }
    result->similarity[MEASURE_COSINE] = (double)(total / rows);
    result->similarity[MEASURE_EUCLIDEAN] = (double)sqrtl(squares / n);
}

/* The rows of one half, column-major. */
static double *half_of(const double *values, size_t n, size_t d, bool first, size_t *count)
{
    double *half = malloc((n * d + 1) * sizeof *half);

    *count = 0;
    for (size_t i = 0; i < n; i++)
        *count += held_out_first_half(i) == first;
    for (size_t j = 0, k = 0; j < d; j++)
        for (size_t i = 0; i < n; i++)
            if (held_out_first_half(i) == first)
                half[k++] = values[i + j * n];
    return half;
}

/* Canonical directions of one side in terms of its columns: V S⁻¹ P. */
static struct matrix canonical(const struct decomposition *side, const struct matrix *vectors, size_t count)
{
    struct matrix result = matrix_create(side->v.rows, count);

    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < side->rank; k++)
            for (size_t j = 0; j < side->v.rows; j++)
                column(&result, i)[j] += column(&side->v, k)[j] / side->s[k] * column(vectors, i)[k];
    return result;
}

/* a b, the first of which has a sample in each row. */
static struct matrix applied(const struct matrix *a, const struct matrix *b)
{
    struct matrix result = matrix_create(a->rows, b->columns);

    for (size_t i = 0; i < b->columns; i++)
        for (size_t j = 0; j < a->columns; j++)
            for (size_t row = 0; row < a->rows; row++)
                column(&result, i)[row] += column(a, j)[row] * column(b, i)[j];
    return result;
}

/* Mean correlation on one half of what is fitted on the other. */
static double held_out(const double *x, const double *y, size_t n, size_t d_x, size_t d_y, bool first)
{
    size_t fitted, others;
    double *halves[4] = {half_of(x, n, d_x, first, &fitted), half_of(y, n, d_y, first, &fitted),
                         half_of(x, n, d_x, !first, &others), half_of(y, n, d_y, !first, &others)};
    struct decomposition x_side = decompose(centred(halves[0], fitted, d_x)),
                         y_side = decompose(centred(halves[1], fitted, d_y));
    struct matrix x_other = centred(halves[2], others, d_x), y_other = centred(halves[3], others, d_y);
    size_t count = x_side.rank < y_side.rank ? x_side.rank : y_side.rank;
    struct decomposition m = decompose(product(&x_side.u, x_side.rank, &y_side.u, y_side.rank));
    struct matrix a = canonical(&x_side, &m.u, count), b = canonical(&y_side, &m.v, count);
    struct matrix there_x = applied(&x_other, &a), there_y = applied(&y_other, &b);
    real sum = 0;

    for (size_t i = 0; i < count; i++) {
        const real *p = column(&there_x, i), *q = column(&there_y, i);

        sum += dot(p, q, others) / sqrtl(dot(p, p, others) * dot(q, q, others));
    }
    for (int i = 0; i < 4; i++)
        free(halves[i]);
    decomposition_free(&x_side);
    decomposition_free(&y_side);
    decomposition_free(&m);
    free(x_other.values);
    free(y_other.values);
    free(a.values);
    free(b.values);
    free(there_x.values);
    free(there_y.values);
    return count ? (double)(sum / count) : NAN;
}

void naive_compare(const double *x, const double *y, size_t n, size_t d_x, size_t d_y,
                   const struct measure_options *options, struct naive_comparison *result)
{
    struct matrix x_neurons = centred(x, n, d_x), y_neurons = centred(y, n, d_y);
    struct decomposition x_side = decompose(copy(&x_neurons)), y_side = decompose(copy(&y_neurons));

    *result = (struct naive_comparison){.rank_x = x_side.rank, .rank_y = y_side.rank};
    correlate(&x_side, &y_side, options, result);
    weigh(&x_side, &y_side, &x_neurons, &y_neurons, options->pwcca_variance, result);
    by_variance(&x_neurons, &y_neurons, result);
    result->similarity[MEASURE_HELD_OUT] =
        (held_out(x, y, n, d_x, d_y, true) + held_out(x, y, n, d_x, d_y, false)) / 2;
    if (d_x == d_y)
        controls(x, y, n, d_x, result);
    decomposition_free(&x_side);
    decomposition_free(&y_side);
    free(x_neurons.values);
    free(y_neurons.values);
}

static struct decomposition side_of(const double *values, size_t n, size_t d)
{
    return decompose(centred(values, n, d));
}

void naive_correlations(const double *x, const double *y, size_t n, size_t d_x, size_t d_y,
                        double *correlations)
{
    struct decomposition x_side = side_of(x, n, d_x), y_side = side_of(y, n, d_y);
    struct decomposition m = decompose(product(&x_side.u, x_side.rank, &y_side.u, y_side.rank));
    size_t count = x_side.rank < y_side.rank ? x_side.rank : y_side.rank;

    for (size_t i = 0; i < d_x; i++)
        correlations[i] = i < count ? (double)m.s[i] : NAN;
    decomposition_free(&x_side);
    decomposition_free(&y_side);
    decomposition_free(&m);
}

/* Columns `first` to `first + count - 1` of the variates: those of u, turned by the directions. */
static struct matrix variates(const struct matrix *u, const struct matrix *directions, size_t first,
                              size_t count)
{
    struct matrix result = matrix_create(u->rows, count);

    for (size_t j = 0; j < count; j++)
        for (size_t k = 0; k < directions->rows; k++)
            for (size_t i = 0; i < u->rows; i++)
                column(&result, j)[i] += column(u, k)[i] * column(directions, first + j)[k];
    return result;
}

double naive_stability(const double *early, const double *halfway, const double *later, size_t n, size_t d,
                       size_t first, size_t count)
{
    struct decomposition e = side_of(early, n, d), h = side_of(halfway, n, d), t = side_of(later, n, d);
    struct decomposition m = decompose(product(&e.u, e.rank, &h.u, h.rank)), rho;
    struct matrix taken = variates(&e.u, &m.u, first, count);
    double distance;

    rho = decompose(product(&taken, count, &t.u, t.rank));
    distance = 1 - (double)(sum_of(rho.s, rho.rank) / (real)(count < t.rank ? count : t.rank));
    decomposition_free(&e);
    decomposition_free(&h);
    decomposition_free(&t);
    decomposition_free(&m);
    decomposition_free(&rho);
    free(taken.values);
    return distance;
}

struct cca_basis *basis_of_values(const double *values, size_t n, size_t d)
{
    struct cca_matrix matrix = {n, d, n, malloc(n * d * sizeof(double)), CCA_F64};
    struct cca_error error;
    struct cca_basis *basis;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < d; j++)
            matrix.values[i * d + j] = values[i + j * n];
    basis = cca_basis_create(&matrix, 0, &error);
    cr_assert(basis, "%s", error.text);
    return basis;
}
