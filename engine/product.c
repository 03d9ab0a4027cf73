#include "engine/product.h"

#include <stdlib.h>
#include <string.h>

#include "engine/basis_rows.h"
#include "engine/lapack.h"
#include "engine/rows.h"
#include "engine/vectorised.h"

/* Rows that are summed up in float32. */
#define BLOCK 1024

/* One of the bases that take part, and its rows of the block at hand. */
struct part {
    const struct cca_basis *basis;
    struct basis_reader *reader;
    const void *rows;
};

/* Products under way. */
struct product {
    const struct product_pair *pairs;
    size_t count, n;
    struct part *parts;
    size_t part_count;
    size_t (*sides)[2]; /* for each pair, which parts its sides are */
    struct basis_scratch scratch;
    float *block;    /* what one block of rows adds, when both sides are float32 */
    double *widened; /* rows of the one side that is float32, when the other is not */
};

static bool in_memory(const struct cca_basis *basis)
{
    return basis->u || basis->u_single;
}

/* Which part a basis is, added when new. */
static size_t part_of(struct product *product, const struct cca_basis *basis)
{
    size_t i = 0;

    while (i < product->part_count && product->parts[i].basis != basis)
        i++;
    if (i == product->part_count)
        product->parts[product->part_count++].basis = basis;
    return i;
}

/* Rows taken together: whole samples of all that are read, and no more than any reads at once. */
static size_t rows_at_once(const struct product *product)
{
    const struct rows *first = NULL;
    size_t most = BLOCK;

    for (size_t i = 0; i < product->part_count; i++) {
        const struct cca_basis *basis = product->parts[i].basis;

        if (in_memory(basis))
            continue;
        if (rows_per_block(basis->rows) < most)
            most = rows_per_block(basis->rows);
        most = rows_together(first, basis->rows, most, product->n);
        if (!first || basis->rows->per_sample > first->per_sample)
            first = basis->rows;
    }
    return most < product->n ? most : product->n;
}

static const double *widen(const struct product *product, const struct part *part, size_t count)
{
    const float *single = part->rows;

    if (!part->basis->single)
        return part->rows;
    element_widen(single, count * part->basis->rank, product->widened);
    return product->widened;
}

VECTORISED static void add_single(const float *from, size_t count, double *to)
{
    for (size_t i = 0; i < count; i++)
        to[i] += from[i];
}

static void add_block(const struct product *product, size_t pair, size_t count)
{
    const struct part *x = &product->parts[product->sides[pair][0]],
                      *y = &product->parts[product->sides[pair][1]];
    size_t rank_x = x->basis->rank, rank_y = y->basis->rank;
    double *m = product->pairs[pair].m;

    if (!x->basis->single || !y->basis->single) {
        lapack_add_outer(rank_x, rank_y, count, widen(product, x, count), widen(product, y, count), m);
        return;
    }
    lapack_outer_single(rank_x, rank_y, count, x->rows, y->rows, product->block);
    add_single(product->block, rank_x * rank_y, m);
}

/* A basis with itself: known without rounding, so that a layer is at distance 0 from itself. */
static void fill_identity(size_t rank, double *m)
{
    for (size_t i = 0; i < rank; i++)
        m[i + i * rank] = 1;
}

static bool add_rows(struct product *product, size_t first, size_t count, struct cca_error *error)
{
    for (size_t i = 0; i < product->part_count; i++)
        if (!(product->parts[i].rows = basis_reader_rows(product->parts[i].reader, first, count, error)))
            return false;
    for (size_t i = 0; i < product->count; i++)
        if (product->sides[i][0] != product->sides[i][1])
            add_block(product, i, count);
    return true;
}

/* Room for one block of the largest pair, as far as any needs it. */
static bool allocate_blocks(struct product *product, size_t most)
{
    size_t block = 0, widened = 0, d = 0, rank = 0;

    for (size_t i = 0; i < product->count; i++) {
        const struct cca_basis *x = product->pairs[i].x, *y = product->pairs[i].y;
        size_t single_rank = x->single ? x->rank : y->rank;

        if (x->single && y->single && x->rank * y->rank > block)
            block = x->rank * y->rank;
        if (x->single != y->single && most * single_rank > widened)
            widened = most * single_rank;
    }
    for (size_t i = 0; i < product->part_count; i++) {
        const struct cca_basis *basis = product->parts[i].basis;

        d = !in_memory(basis) && basis->d > d ? basis->d : d;
        rank = !in_memory(basis) && basis->rank > rank ? basis->rank : rank;
    }
    product->scratch.block = malloc((most * d + 1) * sizeof(double));
    product->scratch.u = malloc((most * rank + 1) * sizeof(double));
    product->block = malloc((block + 1) * sizeof *product->block);
    product->widened = malloc((widened + 1) * sizeof *product->widened);
    return product->block && product->widened && product->scratch.block && product->scratch.u;
}

static bool open_product(struct product *product, size_t *most, struct cca_error *error)
{
    product->parts = calloc(2 * product->count, sizeof *product->parts);
    product->sides = calloc(product->count, sizeof *product->sides);
    if (!product->parts || !product->sides)
        return cca_fail_memory(error, "a product", (double)(product->count * sizeof *product->parts));
    for (size_t i = 0; i < product->count; i++) {
        const struct product_pair *pair = &product->pairs[i];

        product->sides[i][0] = part_of(product, pair->x);
        product->sides[i][1] = part_of(product, pair->y);
        memset(pair->m, 0, pair->x->rank * pair->y->rank * sizeof *pair->m);
        if (pair->x == pair->y)
            fill_identity(pair->x->rank, pair->m);
    }
    *most = rows_at_once(product);
    if (!allocate_blocks(product, *most))
        return cca_fail_memory(error, "a product", (double)*most * sizeof(double));
    for (size_t i = 0; i < product->part_count; i++)
        if (!(product->parts[i].reader =
                  basis_reader_open(product->parts[i].basis, *most, &product->scratch, error)))
            return false;
    return true;
}

static void close_product(struct product *product)
{
    for (size_t i = 0; i < product->part_count; i++)
        basis_reader_close(product->parts[i].reader);
    free(product->parts);
    free(product->sides);
    free(product->block);
    free(product->scratch.block);
    free(product->scratch.u);
    free(product->widened);
}

bool product_compute(const struct product_pair *pairs, size_t count, struct cca_error *error)
{
    struct product product = {.pairs = pairs, .count = count, .n = pairs[0].x->n};
    size_t most = 1;
    bool good = open_product(&product, &most, error);
    bool alone = product.part_count == 1; /* a basis that meets only itself */

    for (size_t first = 0; good && !alone && first < product.n; first += most)
        good = add_rows(&product, first, most < product.n - first ? most : product.n - first, error);
    close_product(&product);
    return good;
}
