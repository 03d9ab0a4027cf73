#include "engine/joint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/basis_rows.h"
#include "engine/lapack.h"
#include "engine/rows.h"

/* Rows taken together: enough for BLAS, few enough for the cache. */
#define BLOCK 256

/* Both sides on their way through the rows. */
struct joint {
    const struct cca_basis *sides[2];
    struct basis_reader *readers[2];
    struct basis_scratch scratch;
    size_t size, per_sample, samples;
    double *rows;     /* a block of Z, a row after the other */
    double *weighted; /* those rows of it that count, times the roots of their weights */
};

size_t joint_samples(const struct cca_basis *x, const struct cca_basis *y)
{
    size_t most = x->rows->per_sample > y->rows->per_sample ? x->rows->per_sample : y->rows->per_sample;

    return x->n / most;
}

size_t joint_size(const struct cca_basis *x, const struct cca_basis *y)
{
    return x->rank + y->rank + 1;
}

static bool in_memory(const struct cca_basis *basis)
{
    return basis->u || basis->u_single;
}

/* Rows at once: whole samples of what is read, and no more than it reads at once. */
static size_t rows_at_once(const struct joint *joint)
{
    const struct rows *read[2] = {NULL, NULL};
    size_t most = BLOCK;

    for (int i = 0; i < 2; i++) {
        if (in_memory(joint->sides[i]))
            continue;
        read[i] = joint->sides[i]->rows;
        most = rows_per_block(read[i]) < most ? rows_per_block(read[i]) : most;
    }
    most = rows_together(read[0], read[1], most, joint->sides[0]->n);
    return most < joint->sides[0]->n ? most : joint->sides[0]->n;
}

static bool open_joint(struct joint *joint, size_t most, struct cca_error *error)
{
    size_t d = 1, rank = 1;

    for (int i = 0; i < 2; i++) {
        d = joint->sides[i]->d > d ? joint->sides[i]->d : d;
        rank = joint->sides[i]->rank > rank ? joint->sides[i]->rank : rank;
    }
    joint->scratch.block = malloc(most * d * sizeof(double));
    joint->scratch.u = malloc(most * rank * sizeof(double));
    joint->rows = malloc(most * joint->size * sizeof(double));
    joint->weighted = malloc(most * joint->size * sizeof(double));
    if (!joint->scratch.block || !joint->scratch.u || !joint->rows || !joint->weighted)
        return cca_fail_memory(error, "a block of rows",
                               (double)(most * (d + 2 * joint->size)) * sizeof(double));
    for (int i = 0; i < 2; i++)
        if (!(joint->readers[i] = basis_reader_open(joint->sides[i], most, &joint->scratch, error)))
            return false;
    return true;
}

static void close_joint(struct joint *joint)
{
    for (int i = 0; i < 2; i++)
        basis_reader_close(joint->readers[i]);
    free(joint->scratch.block);
    free(joint->scratch.u);
    free(joint->rows);
    free(joint->weighted);
}

/* Rows of one side into the columns of Z from `column` on. */
static bool place_side(struct joint *joint, int side, size_t column, size_t first, size_t count,
                       struct cca_error *error)
{
    const struct cca_basis *basis = joint->sides[side];
    const void *rows = basis_reader_rows(joint->readers[side], first, count, error);
    const float *single = rows;
    const double *full = rows;

    if (!rows)
        return false;
    for (size_t i = 0; i < count; i++) {
        double *to = joint->rows + i * joint->size + column;

        for (size_t j = 0; j < basis->rank; j++)
            to[j] = basis->single ? (double)single[i * basis->rank + j] : full[i * basis->rank + j];
    }
    return true;
}

static bool place_rows(struct joint *joint, size_t first, size_t count, struct cca_error *error)
{
    if (!place_side(joint, 0, 0, first, count, error) ||
        !place_side(joint, 1, joint->sides[0]->rank, first, count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        joint->rows[(i + 1) * joint->size - 1] = 1;
    return true;
}

/* What the block adds to one Gram matrix. */
static void add_block(struct joint *joint, size_t first, size_t count, const double *weights, double *gram)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        double root = sqrt(weights[(first + i) / joint->per_sample]);
        const double *from = joint->rows + i * joint->size;
        double *to = joint->weighted + kept * joint->size;

        for (size_t j = 0; root > 0 && j < joint->size; j++)
            to[j] = root * from[j];
        kept += root > 0;
    }
    if (kept > 0)
        lapack_add_gram(joint->size, kept, joint->weighted, gram);
}

bool joint_grams(const struct cca_basis *x, const struct cca_basis *y, const double *weights, size_t count,
                 double *grams, struct cca_error *error)
{
    struct joint joint = {.sides = {x, y}, .size = joint_size(x, y), .samples = joint_samples(x, y)};
    size_t n = x->n, square = joint.size * joint.size, most = rows_at_once(&joint);
    bool good = open_joint(&joint, most, error);

    joint.per_sample = n / joint.samples;
    memset(grams, 0, count * square * sizeof *grams);
    for (size_t first = 0; good && first < n; first += most) {
        size_t rows = most < n - first ? most : n - first;

        good = place_rows(&joint, first, rows, error);
        for (size_t i = 0; good && i < count; i++)
            add_block(&joint, first, rows, weights + i * joint.samples, grams + i * square);
    }
    close_joint(&joint);
    return good;
}
