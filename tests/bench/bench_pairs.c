/* What a pair costs beside its bare matrix product, all in one run:
 *
 *     bench_pairs X.npy Y.npy [REPEATS]
 *
 * prints a line a quantity: name, seconds (the least of the repeats). */
#include <cblas.h>
#include <lapacke.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/basis_rows.h"
#include "engine/comparison.h"
#include "engine/lapack.h"
#include "engine/rate.h"

struct material {
    struct cca_basis *x, *y;
    double *m, *gram, *values;
    float *m_single;
};

static struct cca_basis *open_basis(const char *path)
{
    static const struct treatment treatment = {.axes = "nc"};
    struct cca_source source = {.path = path, .treatment = &treatment, .timestep = CCA_LAST_TIMESTEP};
    struct cca_error error;
    struct cca_basis *basis =
        cca_basis_open(&source, (struct cca_keeping){.directions = true, .values = true}, 0, &error);

    if (!basis) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    return basis;
}

static void bare_product(struct material *m)
{
    int x = (int)m->x->rank, y = (int)m->y->rank, n = (int)m->x->n;

    if (m->x->single)
        cblas_sgemm(CblasColMajor, CblasNoTrans, CblasTrans, x, y, n, 1, m->x->u_single, x, m->y->u_single, y,
                    0, m->m_single, x);
    else
        cblas_dgemm(CblasColMajor, CblasNoTrans, CblasTrans, x, y, n, 1, m->x->u, x, m->y->u, y, 0, m->m, x);
}

/* The calls of BLAS and LAPACK that mean CCA needs for a pair, and nothing else. */
static void bare_calls(struct material *m)
{
    int x = (int)m->x->rank, y = (int)m->y->rank;

    bare_product(m);
    memset(m->gram, 0, (size_t)y * (size_t)y * sizeof *m->gram);
    cblas_dsyrk(CblasColMajor, CblasLower, CblasTrans, y, x, 1, m->m, x, 0, m->gram, y);
    LAPACKE_dsyevd(LAPACK_COL_MAJOR, 'N', 'L', y, m->gram, y, m->values);
}

static void summarise(struct material *m, unsigned wanted)
{
    struct measure_options options = measure_options_default();
    struct cca_summary summary;
    struct cca_error error;

    if (!cca_summarise(m->x, m->y, &options, wanted, &summary, &error))
        exit(1);
}

static void mean_cca(struct material *m)
{
    summarise(m, MEASURE_BIT(MEASURE_CCA));
}

static void every_measure(struct material *m)
{
    summarise(m, USUAL_MEASURES);
}

static const struct {
    const char *name;
    void (*run)(struct material *);
} quantities[] = {{"bare product", bare_product},
                  {"bare BLAS and LAPACK calls", bare_calls},
                  {"mean CCA", mean_cca},
                  {"every measure", every_measure}};

#define QUANTITIES (sizeof quantities / sizeof *quantities)

int main(int count, char **arguments)
{
    int repeats = count > 3 ? atoi(arguments[3]) : 7;
    double least[QUANTITIES];
    struct material m;

    if (count < 3 || repeats < 1)
        return 2;
    lapack_use_threads(1);
    m.x = open_basis(arguments[1]);
    m.y = open_basis(arguments[2]);
    m.m = calloc(m.x->rank * m.y->rank, sizeof *m.m);
    m.gram = calloc(m.y->rank * m.y->rank, sizeof *m.gram);
    m.values = calloc(m.y->rank, sizeof *m.values);
    m.m_single = calloc(m.x->rank * m.y->rank, sizeof *m.m_single);
    for (int i = 0; i < repeats; i++) /* in turn, so that a change of the machine's speed meets all */
        for (size_t k = 0; k < QUANTITIES; k++) {
            double start = rate_clock(), seconds;

            quantities[k].run(&m);
            seconds = rate_clock() - start;
            least[k] = i == 0 || seconds < least[k] ? seconds : least[k];
        }
    for (size_t k = 0; k < QUANTITIES; k++)
        printf("%s\t%.6f\n", quantities[k].name, least[k]);
    return 0;
}
