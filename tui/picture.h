/* The curves of a view as a plot takes them, made anew for every frame. Knows no canvas. */
#ifndef CCASCOPE_TUI_PICTURE_H
#define CCASCOPE_TUI_PICTURE_H

#include "tui/curves.h"
#include "tui/overlays.h"
#include "tui/plot.h"
#include "tui/sequence.h"

/* Owned, but for curves, scene and sequence. */
struct picture {
    const struct scene *scene;
    const struct curves *curves;
    const struct sequence *sequence; /* which rows have a curve, and in which order */
    size_t shown;                    /* how many of them */
    struct curve *list; /* a curve a row that is shown, the chance level, and performance over training, a
                           curve a network */
    size_t count;
    double *x, *y, *band_low, *band_high; /* of the rows: rows × columns; the last two of their bands */
    double *chance;            /* columns */
    const char **names;        /* columns */
    char (*texts)[SCENE_NAME]; /* of the names */
    double *overlay_x, *overlay_y;
    double high, right_low, right_high; /* ends of the scales; no right one unless low < high */
};

/* False when memory gives out; picture_free is due in both cases. */
bool picture_make(struct picture *picture, const struct scene *scene, const struct curves *curves,
                  const struct sequence *sequence, const struct look *look);
/* The row of the curve at a position < shown of the list. */
size_t picture_row(const struct picture *picture, size_t position);
void picture_free(struct picture *picture);

#endif
