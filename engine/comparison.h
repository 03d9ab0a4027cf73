/* Comparing two representations: one product M = U_xᵀ U_y gives every measure (ccascope(1), MEASURES). */
#ifndef CCASCOPE_ENGINE_COMPARISON_H
#define CCASCOPE_ENGINE_COMPARISON_H

#include "engine/basis.h"

/* What a reader must know besides the numbers; a bit each. */
enum cca_note {
    CCA_NOTE_RANK_ZERO_X = 1 << 0, /* no live direction on the row side: nothing is defined */
    CCA_NOTE_RANK_ZERO_Y = 1 << 1,
    CCA_NOTE_FEW_SAMPLES = 1 << 2, /* n < 5 · max(rank_x, rank_y) */
    CCA_NOTE_BY_CONSTRUCTION = 1 << 3,
    CCA_NOTE_AMBIGUOUS_X = 1 << 4, /* equal correlations leave the row side's PWCCA weights undetermined */
    CCA_NOTE_AMBIGUOUS_Y = 1 << 5,
    CCA_NOTE_UNEQUAL_D = 1 << 6, /* cosine and euclidean need as many columns on both sides */
    CCA_NOTE_ZERO_ROWS = 1 << 7, /* cosine leaves out rows that are zero on a side: they have no direction */
    CCA_NOTE_FEW_HELD_OUT = 1 << 8,     /* half of the samples leaves open which directions belong together */
    CCA_NOTE_DEAD_FREQUENCIES = 1 << 9, /* by frequency: where a side is constant the mean leaves it out */
    CCA_NOTE_NO_VALUES = 1 << 10,       /* by frequency: cosine, euclidean and cca-held-out are undefined */
};
#define CCA_NOTE_COUNT 11

/* The fixed-size part of a comparison. */
struct cca_summary {
    size_t n, d_x, d_y, rank_x, rank_y;
    size_t by_construction;           /* correlations that are 1 whatever the networks do */
    size_t kept_x, kept_y;            /* directions that svcca keeps */
    double similarity[MEASURE_COUNT]; /* NaN: undefined. pwcca: by the row side's weights; euclidean: the
                                         distance */
    double pwcca_y;                   /* by the column side's weights */
    double chance[MEASURE_COUNT];     /* similarity of independent data; NaN where there is no such law */
    size_t zero_rows;                 /* rows that cosine leaves out */
    size_t frequencies;      /* of positions: dft, that both have; ranks are then the largest at any */
    size_t dead_frequencies; /* those that are left out */
    unsigned measured;       /* MEASURE_BITs: which measures were asked for; others are NaN */
    unsigned notes;          /* of enum cca_note */
};

/* A comparison in full. Arrays are owned. */
struct cca_comparison {
    struct cca_summary summary;
    size_t count;         /* min(rank_x, rank_y) */
    double *correlations; /* count canonical correlations, descending, in [0, 1] */
    size_t weight_count;  /* count, or fewer when pwcca truncates */
    double *weights_x;    /* PWCCA weights of the correlations by the row side's neurons; sum 1 */
    double *weights_y;
};

/* MEASURE_BITs that need no singular values, so that bases which only span will do for them (cca_keeping).
 * Others of such bases are NaN. */
unsigned cca_span_measures(const struct measure_options *options);
/* The numbers of the `wanted` measures (MEASURE_BITs) only, by the fastest ways that keep them within 1e-6 of
 * exact. What is undefined is NaN, with a note; that is no failure. False with *error filled when n differs
 * (CCA_UNDEFINED), or memory, LAPACK or a file that is read again gives out. */
bool cca_summarise(const struct cca_basis *x, const struct cca_basis *y,
                   const struct measure_options *options, unsigned wanted, struct cca_summary *summary,
                   struct cca_error *error);
struct product_pair;
/* The same of a product that is there already (product.h), whose m is kept. Not for users of the engine. */
bool summarise_product(const struct product_pair *product, const struct measure_options *options,
                       unsigned wanted, struct cca_summary *summary, struct cca_error *error);
/* Compares by all measures and in full, every correlation to rounding. Failures as above. The caller frees
 * it. */
bool cca_compare(const struct cca_basis *x, const struct cca_basis *y, const struct measure_options *options,
                 struct cca_comparison *comparison, struct cca_error *error);
void cca_comparison_free(struct cca_comparison *comparison);

/* The value of a measure, with the weights of the chosen side for pwcca. NaN: undefined. */
double cca_similarity(const struct cca_summary *summary, enum measure measure, enum pwcca_side side);
/* 1 - similarity, at least 0; euclidean: the value itself. NaN: undefined. */
double cca_distance(const struct cca_summary *summary, enum measure measure, enum pwcca_side side);
/* The same comparison with its sides exchanged. */
struct cca_summary cca_summary_swapped(const struct cca_summary *summary);
/* The notes that bear on one measure: those of cosine say nothing of pwcca. */
unsigned cca_notes_for(const struct cca_summary *summary, enum measure measure);
/* One note in words, into `text`. */
void cca_note_text(const struct cca_summary *summary, enum cca_note note, char *text, size_t size);

#endif
