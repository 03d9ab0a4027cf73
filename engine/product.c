#include "engine/product.h"

#include <stdlib.h>
#include <string.h>

#include "engine/basis_rows.h"
#include "engine/lapack.h"
#include "engine/rows.h"

/* Rows that are summed up in float32. */
#define BLOCK 1024

/* One product under way. */
struct product {
    const struct cca_basis *x, *y;
    struct basis_reader *x_rows, *y_rows;
    float *block;    /* rank_x × rank_y: what one block of rows adds, when both sides are float32 */
    double *widened; /* rows of the one side that is float32, when the other is not */
};

/* Rows taken together: no more than a side that is made from its file reads at once. */
static size_t rows_at_once(const struct cca_basis *x, const struct cca_basis *y)
{
    const struct rows *x_rows = x->u || x->u_single ? NULL : x->rows;
    const struct rows *y_rows = y->u || y->u_single ? NULL : y->rows;
    size_t most = BLOCK;

    if (x_rows && rows_per_block(x_rows) < most)
        most = rows_per_block(x_rows);
    if (y_rows && rows_per_block(y_rows) < most)
        most = rows_per_block(y_rows);
    return rows_together(x_rows, y_rows, most, x->n);
}

static const double *widen(const struct product *product, const struct cca_basis *side, const void *rows,
                           size_t count)
{
    const float *single = rows;

    if (!side->single)
        return rows;
    for (size_t i = 0; i < count * side->rank; i++)
        product->widened[i] = single[i];
    return product->widened;
}

static bool add_block(struct product *product, size_t first, size_t count, double *m, struct cca_error *error)
{
    const struct cca_basis *x = product->x, *y = product->y;
    const void *x_rows = basis_reader_rows(product->x_rows, first, count, error);
    const void *y_rows = x_rows ? basis_reader_rows(product->y_rows, first, count, error) : NULL;

    if (!y_rows)
        return false;
    if (!product->block) {
        lapack_add_outer(x->rank, y->rank, count, widen(product, x, x_rows, count),
                         widen(product, y, y_rows, count), m);
        return true;
    }
    lapack_outer_single(x->rank, y->rank, count, x_rows, y_rows, product->block);
    for (size_t i = 0; i < x->rank * y->rank; i++)
        m[i] += product->block[i];
    return true;
}

static bool open_product(struct product *product, size_t most, struct cca_error *error)
{
    const struct cca_basis *x = product->x, *y = product->y;
    size_t widened = x->single == y->single ? 0 : most * (x->single ? x->rank : y->rank);
    bool good;

    product->block = x->single && y->single ? malloc(x->rank * y->rank * sizeof(float)) : NULL;
    product->widened = widened ? malloc(widened * sizeof(double)) : NULL;
    good = (product->block || !x->single || !y->single) && (product->widened || !widened);
    if (!good)
        return cca_fail_memory(error, "a product", (double)(x->rank * y->rank * sizeof(float)));
    product->x_rows = basis_reader_open(x, most, error);
    product->y_rows = product->x_rows ? basis_reader_open(y, most, error) : NULL;
    return product->y_rows != NULL;
}

/* A basis with itself: known without rounding, so that a layer is at distance 0 from itself. */
static void fill_identity(size_t rank, double *m)
{
    memset(m, 0, rank * rank * sizeof *m);
    for (size_t i = 0; i < rank; i++)
        m[i + i * rank] = 1;
}

bool product_compute(const struct cca_basis *x, const struct cca_basis *y, double *m, struct cca_error *error)
{
    struct product product = {.x = x, .y = y};
    size_t most = rows_at_once(x, y);
    bool good;

    if (x == y) {
        fill_identity(x->rank, m);
        return true;
    }
    memset(m, 0, x->rank * y->rank * sizeof *m);
    good = open_product(&product, most, error);
    for (size_t first = 0; good && first < x->n; first += most)
        good = add_block(&product, first, most < x->n - first ? most : x->n - first, m, error);
    basis_reader_close(product.x_rows);
    basis_reader_close(product.y_rows);
    free(product.block);
    free(product.widened);
    return good;
}
