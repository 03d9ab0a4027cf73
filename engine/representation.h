/* From an array to a representation: a matrix of samples × features (ccascope-manifest(5), Axes). */
#ifndef CCASCOPE_ENGINE_REPRESENTATION_H
#define CCASCOPE_ENGINE_REPRESENTATION_H

#include <stddef.h>
#include <stdint.h>

#include "config/experiment.h"
#include "engine/element.h"
#include "engine/error.h"

/* Names one representation: which array, and what becomes of it. All pointers are borrowed. */
struct cca_source {
    const char *path;
    const char *member; /* NULL: a plain file */
    const struct treatment *treatment;
    struct sampling sampling;
    int64_t
        timestep; /* along the axis t, from 0; CCA_LAST_TIMESTEP. Ignored where treatment merges timesteps */
};
#define CCA_LAST_TIMESTEP (-1)

/* n samples × d features, row-major: row i starts at values + i·d. As stored, not centred. */
struct cca_matrix {
    size_t n, d;
    size_t samples; /* length of the array's axis n, before sampling: must agree throughout an experiment */
    double *values; /* owned */
    enum cca_type type;
};

/* What an array will give, from its header alone (class numbers are read, to count the classes). */
struct cca_outline {
    size_t samples;   /* length of its axis n */
    size_t n, d;      /* of each representation, after sampling */
    size_t timesteps; /* length of its axis t; 1 without one */
    size_t height, width; /* POSITIONS_DFT: of the images that a row's columns are; else 1 */
    enum cca_type type;
};

/* Reads the header at `source` and checks it against the treatment: as many axes as the array has dimensions,
 * an index and timesteps that exist. */
bool cca_representation_outline(const struct cca_source *source, struct cca_outline *outline,
                                struct cca_error *error);
/* Reads the representation; the caller frees it with cca_matrix_free. Refuses NaN and infinity, saying how
 * many there are and where the first is. */
bool cca_representation_read(const struct cca_source *source, struct cca_matrix *matrix,
                             struct cca_error *error);
void cca_matrix_free(struct cca_matrix *matrix);

/* Places of `limit` of `count` rows, drawn without replacement, ascending; the same for equal arguments on
 * every machine. `rows` has room for min(limit, count); returns how many. limit 0: all of them. */
size_t cca_sample_rows(struct sampling sampling, size_t count, size_t *rows);

#endif
