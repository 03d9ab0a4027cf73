/* Reading a comparison's summary. */
#include <math.h>
#include <stdio.h>

#include "engine/comparison.h"

double cca_similarity(const struct cca_summary *summary, enum measure measure, enum pwcca_side side)
{
    double x = summary->similarity[measure];

    if (measure != MEASURE_PWCCA || side == PWCCA_X)
        return x;
    return side == PWCCA_Y ? summary->pwcca_y : (x + summary->pwcca_y) / 2;
}

double cca_distance(const struct cca_summary *summary, enum measure measure, enum pwcca_side side)
{
    double similarity = cca_similarity(summary, measure, side);

    if (measure == MEASURE_EUCLIDEAN || isnan(similarity))
        return similarity;
    return fmax(0, 1 - similarity);
}

static unsigned exchange(unsigned notes, unsigned a, unsigned b)
{
    return (notes & ~(a | b)) | (notes & a ? b : 0) | (notes & b ? a : 0);
}

struct cca_summary cca_summary_swapped(const struct cca_summary *summary)
{
    struct cca_summary swapped = *summary;

    swapped.d_x = summary->d_y;
    swapped.d_y = summary->d_x;
    swapped.rank_x = summary->rank_y;
    swapped.rank_y = summary->rank_x;
    swapped.kept_x = summary->kept_y;
    swapped.kept_y = summary->kept_x;
    swapped.similarity[MEASURE_PWCCA] = summary->pwcca_y;
    swapped.pwcca_y = summary->similarity[MEASURE_PWCCA];
    swapped.notes = exchange(swapped.notes, CCA_NOTE_RANK_ZERO_X, CCA_NOTE_RANK_ZERO_Y);
    swapped.notes = exchange(swapped.notes, CCA_NOTE_AMBIGUOUS_X, CCA_NOTE_AMBIGUOUS_Y);
    return swapped;
}

unsigned cca_notes_for(const struct cca_summary *summary, enum measure measure)
{
    unsigned controls = CCA_NOTE_UNEQUAL_D | CCA_NOTE_ZERO_ROWS | CCA_NOTE_NO_VALUES;
    unsigned inflated = CCA_NOTE_FEW_SAMPLES | CCA_NOTE_BY_CONSTRUCTION;
    unsigned notes = summary->notes;

    if (measure == MEASURE_EUCLIDEAN)
        notes &= ~CCA_NOTE_ZERO_ROWS;
    else if (measure == MEASURE_HELD_OUT)
        notes &= ~(controls & ~CCA_NOTE_NO_VALUES);
    else if (measure != MEASURE_COSINE)
        notes &= ~controls;
    notes &= ~(measure == MEASURE_HELD_OUT ? inflated : CCA_NOTE_FEW_HELD_OUT);
    return measure == MEASURE_PWCCA ? notes : notes & ~(CCA_NOTE_AMBIGUOUS_X | CCA_NOTE_AMBIGUOUS_Y);
}

void cca_note_text(const struct cca_summary *summary, enum cca_note note, char *text, size_t size)
{
    size_t largest = summary->rank_x > summary->rank_y ? summary->rank_x : summary->rank_y;

    switch (note) {
    case CCA_NOTE_RANK_ZERO_X:
        snprintf(text, size, "undefined: the first side has rank 0 (every neuron is constant)");
        break;
    case CCA_NOTE_RANK_ZERO_Y:
        snprintf(text, size, "undefined: the second side has rank 0 (every neuron is constant)");
        break;
    case CCA_NOTE_FEW_SAMPLES:
        snprintf(text, size, "few samples: n = %zu is less than 5 × rank %zu; correlations are inflated",
                 summary->n, largest);
        break;
    case CCA_NOTE_BY_CONSTRUCTION:
        snprintf(text, size,
                 "%zu correlations are 1 by construction: ranks %zu and %zu share n - 1 = %zu dimensions",
                 summary->by_construction, summary->rank_x, summary->rank_y, summary->n - 1);
        break;
    case CCA_NOTE_AMBIGUOUS_X:
        snprintf(text, size,
                 "pwcca by the first side is not unique: equal correlations leave its weights open");
        break;
    case CCA_NOTE_AMBIGUOUS_Y:
        snprintf(text, size,
                 "pwcca by the second side is not unique: equal correlations leave its weights open");
        break;
    case CCA_NOTE_UNEQUAL_D:
        snprintf(text, size, "cosine and euclidean are undefined: %zu and %zu columns", summary->d_x,
                 summary->d_y);
        break;
    case CCA_NOTE_ZERO_ROWS:
        snprintf(text, size, "cosine leaves out %zu samples whose row is zero", summary->zero_rows);
        break;
    case CCA_NOTE_FEW_HELD_OUT:
        snprintf(text, size,
                 "cca-held-out is not unique: half of n = %zu is fitted perfectly by ranks %zu and %zu",
                 summary->n, summary->rank_x, summary->rank_y);
        break;
    case CCA_NOTE_DEAD_FREQUENCIES:
        snprintf(text, size,
                 "the mean leaves out %zu of %zu frequencies: every channel of a side is constant there",
                 summary->dead_frequencies, summary->frequencies);
        break;
    case CCA_NOTE_NO_VALUES:
        snprintf(text, size,
                 "cosine, euclidean and cca-held-out are undefined by frequency (positions: dft)");
        break;
    }
}
