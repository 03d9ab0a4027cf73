/* A representation by spatial frequency (positions: dft): every channel's image is Fourier-transformed, and
 * at each frequency the channels are a complex matrix of samples × channels with a basis of its own (Raghu
 * and others 2017, SVCCA, on convolutional layers). Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_DFT_H
#define CCASCOPE_ENGINE_DFT_H

#include "engine/rows.h"

/* X = U S Vᴴ of the centred channels at one frequency, and what counts of it. Matrices are column-major. */
struct frequency {
    int down, across; /* signed, in cycles per image */
    int weight;       /* 2: it stands for its conjugate at -down, -across too; 1: it is its own, and real */
    size_t live;      /* channels that are not dead */
    size_t rank;      /* directions that count; 0: left out */
    size_t spectrum;
    double *s; /* `spectrum` singular values, descending, in units of 2^exponent of the whole */
    double threshold;
    double _Complex *u; /* n × rank; NULL while dropped */
    double _Complex *w; /* rank × live: Uᴴ X = S Vᴴ */
};

/* Owned by its basis; immutable but for dropping. */
struct dft {
    size_t n, height, width;
    struct frequency *list; /* one of every pair of conjugates; the weights add up to height · width */
    size_t count;
};

/* How many of the columns of such rows are positions, as they follow one another in (channel, height, width)
 * order. */
size_t dft_positions(const struct rows *rows);
/* Transforms the rows, a block at a time, scaled to be unitary, and decomposes every frequency. Channels and
 * directions count as in ccascope(1), Numerical rank, with the norms of a channel spread evenly over
 * frequencies; rank_tolerance as in basis.h. NULL with *error filled. */
struct dft *dft_create(const struct rows *rows, double rank_tolerance, struct cca_error *error);
void dft_free(struct dft *dft);
/* The one in y of the same frequency as x->list[index]; NULL where they have none in common: along an axis on
 * which they differ in size, the common ones are lower than half of the smaller. */
const struct frequency *dft_match(const struct dft *x, size_t index, const struct dft *y);
/* The largest rank of any frequency. */
size_t dft_rank(const struct dft *dft);

#endif
