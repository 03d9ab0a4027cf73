#include "engine/basis_rows.h"

#include <stdlib.h>
#include <string.h>

#include "engine/dft.h"
#include "engine/rows.h"
#include "engine/whitening.h"

struct basis_reader {
    const struct cca_basis *basis;
    const struct basis_scratch *scratch;
    struct row_reader *rows; /* NULL: the basis is in memory */
    void *made;              /* the rows at hand, float32 or float64 */
};

static bool in_memory(const struct cca_basis *basis)
{
    return basis->u || basis->u_single;
}

/* Rows in the type that the basis has. */
static void take_rows(const struct cca_basis *basis, const double *made, size_t count, void *to)
{
    if (basis->single)
        element_narrow(made, count * basis->rank, to);
    else
        memcpy(to, made, count * basis->rank * sizeof *made);
}

struct basis_reader *basis_reader_open(const struct cca_basis *basis, size_t most,
                                       const struct basis_scratch *scratch, struct cca_error *error)
{
    struct basis_reader *reader = calloc(1, sizeof *reader);
    size_t size =
        in_memory(basis) ? 0 : most * basis->rank * (basis->single ? sizeof(float) : sizeof(double));

    if (basis->dft) {
        free(reader);
        cca_fail(error, CCA_UNDEFINED,
                 "%s: layers by frequency (positions: dft) have no such directions; choose other positions "
                 "for this",
                 basis->rows->source.path);
        return NULL;
    }
    if (reader) {
        reader->basis = basis;
        reader->scratch = scratch;
        reader->made = malloc(size + 1);
    }
    if (!reader || !reader->made)
        cca_fail_memory(error, "a block of rows", (double)size);
    else if (in_memory(basis) || (reader->rows = row_reader_open(basis->rows, error)))
        return reader;
    basis_reader_close(reader);
    return NULL;
}

const void *basis_reader_rows(struct basis_reader *reader, size_t first, size_t count,
                              struct cca_error *error)
{
    const struct cca_basis *basis = reader->basis;
    const double *made;

    if (basis->u)
        return basis->u + first * basis->rank;
    if (basis->u_single)
        return basis->u_single + first * basis->rank;
    if (!row_reader_read(reader->rows, &basis->whitening->centring, first, count, reader->scratch->block,
                         error) ||
        !(made = whitening_apply(basis->whitening, count, reader->scratch->block, reader->scratch->u, error)))
        return NULL;
    take_rows(basis, made, count, reader->made);
    return reader->made;
}

void basis_reader_close(struct basis_reader *reader)
{
    if (!reader)
        return;
    row_reader_close(reader->rows);
    free(reader->made);
    free(reader);
}

/* Directions on their way into memory. */
struct keeping {
    struct cca_basis *basis;
    double *block; /* room */
};

static bool keep_block(void *context, size_t first, size_t count, double *rows, struct cca_error *error)
{
    struct keeping *keeping = context;
    struct cca_basis *basis = keeping->basis;
    const double *made = whitening_apply(basis->whitening, count, rows, keeping->block, error);
    size_t start = first * basis->rank;

    if (made)
        take_rows(basis, made, count, basis->single ? (void *)(basis->u_single + start) : basis->u + start);
    return made != NULL;
}

bool basis_keep_directions(struct cca_basis *basis, struct cca_error *error)
{
    size_t count = basis->n * basis->rank, most = rows_per_block(basis->rows);
    struct keeping keeping = {basis, NULL};
    bool good;

    if (basis->rank == 0 || in_memory(basis))
        return true;
    keeping.block = malloc(most * basis->rank * sizeof *keeping.block);
    if (basis->single)
        basis->u_single = malloc(count * sizeof *basis->u_single);
    else
        basis->u = malloc(count * sizeof *basis->u);
    good = keeping.block && in_memory(basis);
    if (!good)
        cca_fail_memory(error, "a basis", (double)count * sizeof(double));
    good = good && rows_each(basis->rows, &basis->whitening->centring, keep_block, &keeping, error);
    free(keeping.block);
    if (!good)
        basis_drop(basis);
    return good;
}

/* All of it: what is left would not be much less. */
static void drop_frequencies(struct cca_basis *basis)
{
    dft_free(basis->dft);
    basis->dft = NULL;
}

void basis_drop(struct cca_basis *basis)
{
    if (basis->rows->by_frequency)
        drop_frequencies(basis);
    free(basis->u);
    free(basis->u_single);
    basis->u = NULL;
    basis->u_single = NULL;
    rows_unload(basis->rows);
}

bool basis_restore(struct cca_basis *basis, struct cca_keeping keeping, struct cca_error *error)
{
    if (basis->rows->by_frequency)
        return basis->dft || (basis->dft = dft_create(basis->rows, basis->rank_tolerance, error));
    return (!keeping.values || rows_load(basis->rows, error)) &&
           (!keeping.directions || basis_keep_directions(basis, error));
}
