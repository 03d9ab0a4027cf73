/* The curves of a view as a plot takes them, made anew for every frame. Knows no canvas. */
#ifndef CCASCOPE_TUI_PICTURE_H
#define CCASCOPE_TUI_PICTURE_H

#include "tui/curves.h"
#include "tui/overlays.h"
#include "tui/plot.h"

/* Owned, but for curves and scene. */
struct picture {
    const struct scene *scene;
    const struct curves *curves;
    struct curve
        *list; /* a curve a row, the chance level, and performance over training, a curve a network */
    size_t count;
    double *x, *y, *spread;    /* of the rows: rows × columns */
    double *chance;            /* columns */
    const char **names;        /* columns */
    char (*texts)[SCENE_NAME]; /* of the names */
    double *overlay_x, *overlay_y;
    double high, right_low, right_high; /* ends of the scales; no right one unless low < high */
};

/* False when memory gives out; picture_free is due in both cases. */
bool picture_make(struct picture *picture, const struct scene *scene, const struct curves *curves,
                  const struct look *look);
void picture_free(struct picture *picture);

#endif
