#include "engine/basis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/basis_rows.h"
#include "engine/dft.h"
#include "engine/means.h"
#include "engine/rows.h"
#include "engine/whitening.h"

/* Moves the spectrum out of the factor and makes what turns rows into directions; takes the centring over. */
static bool take_factor(struct cca_basis *basis, struct factor *factor, struct centring *centring,
                        struct cca_error *error)
{
    basis->s = factor->s;
    basis->spectrum = factor->s ? factor->count : 0;
    basis->threshold = factor->threshold;
    factor->s = NULL;
    basis->rank = factor->rank;
    if (basis->rank == 0) {
        centring_free(centring);
        return true;
    }
    basis->w = malloc(basis->rank * basis->live * sizeof *basis->w);
    if (!basis->w) {
        centring_free(centring);
        return cca_fail_memory(error, "a basis", (double)(basis->rank * basis->live * sizeof *basis->w));
    }
    factor->s = basis->s;
    basis->whitening = whitening_create(basis->rows, centring, factor, basis->w, error);
    factor->s = NULL;
    return basis->whitening != NULL;
}

static bool decompose(struct cca_basis *basis, bool load, double rank_tolerance, enum factoring how,
                      struct cca_error *error)
{
    struct centring centring;
    struct factor factor = {0};
    bool good = means_find(basis->rows, load, &centring, error);

    basis->live = centring.live;
    basis->exponent = centring.exponent;
    basis->raw_exponent = centring.stored_exponent < -1000 ? -1000 : centring.stored_exponent;
    if (good && basis->live > 0)
        good = factor_create(basis->rows, &centring, rank_tolerance, how, &factor, error);
    if (good && basis->live > 0)
        good = take_factor(basis, &factor, &centring, error);
    else
        centring_free(&centring);
    factor_free(&factor);
    return good;
}

static int descending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a < b) - (a > b);
}

/* The singular values of all frequencies in one list, and the least that counted anywhere. */
static bool collect_spectrum(struct cca_basis *basis, struct cca_error *error)
{
    const struct dft *dft = basis->dft;
    size_t count = 0;

    for (size_t f = 0; f < dft->count; f++)
        count += dft->list[f].spectrum;
    basis->s = malloc((count + 1) * sizeof *basis->s);
    if (!basis->s)
        return cca_fail_memory(error, "a spectrum", (double)count * sizeof *basis->s);
    for (size_t f = 0; f < dft->count; f++) {
        if (dft->list[f].spectrum == 0)
            continue;
        memcpy(basis->s + basis->spectrum, dft->list[f].s, dft->list[f].spectrum * sizeof *basis->s);
        basis->spectrum += dft->list[f].spectrum;
        basis->threshold = fmax(basis->threshold, dft->list[f].threshold);
    }
    qsort(basis->s, count, sizeof *basis->s, descending);
    return true;
}

/* A basis for each frequency; takes the rows over, also on failure. */
static struct cca_basis *basis_by_frequency(struct rows *rows, double rank_tolerance, struct cca_error *error)
{
    struct cca_basis *basis = calloc(1, sizeof *basis);

    if (!basis) {
        rows_free(rows);
        cca_fail_memory(error, "a basis", sizeof *basis);
        return NULL;
    }
    *basis = (struct cca_basis){
        .n = rows->n, .d = rows->d / dft_positions(rows), .rank_tolerance = rank_tolerance, .rows = rows};
    basis->live = basis->d;
    basis->dft = dft_create(rows, rank_tolerance, error);
    if (basis->dft && collect_spectrum(basis, error)) {
        basis->rank = dft_rank(basis->dft);
        return basis;
    }
    cca_basis_free(basis);
    return NULL;
}

/* Takes the rows over, also on failure. */
static struct cca_basis *basis_of(struct rows *rows, struct cca_keeping keeping, double rank_tolerance,
                                  struct cca_error *error)
{
    struct cca_basis *basis = calloc(1, sizeof *basis);
    bool good = basis != NULL, load;

    if (!good) {
        rows_free(rows);
        cca_fail_memory(error, "a basis", sizeof *basis);
        return NULL;
    }
    basis->rows = rows;
    basis->n = rows->n;
    basis->d = rows->d;
    /* Values that will be gone are read once all the same, unless memory is short: each pass would read them
     * anew. */
    load = keeping.directions || keeping.values || !rows->in_parts;
    good = decompose(basis, load, rank_tolerance, keeping.span ? FACTOR_SPAN : FACTOR_AS_NEEDED, error);
    basis->single = rows->n >= BASIS_SINGLE_SAMPLES && basis->rank >= BASIS_SINGLE_DIRECTIONS;
    good = good && (!keeping.directions || basis_keep_directions(basis, error));
    if (good && !keeping.values)
        rows_unload(rows);
    if (good)
        return basis;
    cca_basis_free(basis);
    return NULL;
}

struct cca_basis *cca_basis_create(struct cca_matrix *matrix, double rank_tolerance, struct cca_error *error)
{
    struct rows *rows = rows_of_matrix(matrix, error);

    return rows ? basis_of(rows, (struct cca_keeping){.directions = true, .values = true}, rank_tolerance,
                           error)
                : NULL;
}

struct cca_basis *cca_basis_open(const struct cca_source *source, struct cca_keeping keeping,
                                 double rank_tolerance, struct cca_error *error)
{
    struct rows *rows = rows_open(source, error);

    return rows ? basis_of_rows(rows, keeping, rank_tolerance, error) : NULL;
}

struct cca_basis *basis_of_rows(struct rows *rows, struct cca_keeping keeping, double rank_tolerance,
                                struct cca_error *error)
{
    if (rows->by_frequency)
        return basis_by_frequency(rows, rank_tolerance, error);
    return basis_of(rows, keeping, rank_tolerance, error);
}

void cca_basis_free(struct cca_basis *basis)
{
    if (!basis)
        return;
    free(basis->u);
    free(basis->u_single);
    free(basis->s);
    free(basis->w);
    whitening_free(basis->whitening);
    dft_free(basis->dft);
    rows_free(basis->rows);
    free(basis);
}

size_t basis_core_bytes(const struct cca_basis *basis)
{
    return cca_basis_bytes(basis->n, basis->d, basis->rows->type, (struct cca_keeping){0});
}

size_t cca_basis_bytes(size_t n, size_t d, enum cca_type type, struct cca_keeping keeping)
{
    size_t rank = n < d ? n : d, direction;
    bool single = n >= BASIS_SINGLE_SAMPLES && rank >= BASIS_SINGLE_DIRECTIONS;
    size_t value = cca_type_size(type) <= 2 || type == CCA_F32 ? sizeof(float) : sizeof(double);

    direction = single ? sizeof(float) : sizeof(double);
    return (2 * rank * d + rank + 3 * d) * sizeof(double) + (keeping.directions ? n * rank * direction : 0) +
           (keeping.values ? n * d * value : 0) + sizeof(struct cca_basis);
}
