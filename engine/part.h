/* Two sides under weights of their samples: a half of them, or a resample. In the coordinates of their bases,
 * where all samples together are the identity; nothing here has n in it. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_PART_H
#define CCASCOPE_ENGINE_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/error.h"

/* A direction of which the part holds no more than this share of the variance does not count in it. */
#define PART_SHARE 1e-6

struct part_side {
    size_t rank, kept;
    double *gram; /* Uᵀ W U, rank × rank */
    double *sum;  /* weighted sums of the columns of U */
    double
        *transform; /* rank × kept: what makes the directions that count orthonormal, their mean taken off */
};

struct part {
    struct part_side x, y;
    double n;             /* samples by weight, at least 0 */
    double *m;            /* U_xᵀ W U_y, rank_x × rank_y */
    double *work, *other; /* room for a square of the larger rank */
};

/* Room for sides of these ranks, at least 1; to be freed also on failure. */
bool part_create(struct part *part, size_t rank_x, size_t rank_y, struct cca_error *error);
void part_free(struct part *part);
/* Takes gram, sum, m and n from a joint Gram matrix (joint.h). */
void part_take(struct part *part, const double *joint);
/* Finds both transforms, and how many directions count: none where n is below 2. False with *error filled
 * when LAPACK gives out. */
bool part_whiten(struct part *part, struct cca_error *error);
/* m of the orthonormal directions that part_whiten found: kept_x × kept_y, to `product`; room for a square of
 * the larger rank that is none of the part's. Its singular values are the canonical correlations of the part.
 */
void part_product(struct part *part, double *product);
/* gram of a side, its mean taken off. */
void part_centred_gram(const struct part *part, const struct part_side *side, double *centred);

#endif
