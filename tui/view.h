/* The views: which axis of the experiment runs down, which across, and what is fixed. A view is a row of a table, not a
 * program; the explorer, `show` and `compute` all walk the same grid. Knows no canvas and no terminal. */
#ifndef CCASCOPE_TUI_VIEW_H
#define CCASCOPE_TUI_VIEW_H

#include "engine/study.h"

enum axis { AXIS_NETWORK, AXIS_CHECKPOINT, AXIS_LAYER, AXIS_TIMESTEP };

/* X(constant, name, title, drawing, axis down, sides it moves, axis across, sides it moves, what it shows) */
#define VIEWS(X)                                                                                             \
    X(VIEW_LAYERS, "layers", "layers", DRAW_MATRIX, AXIS_LAYER, SIDE_A, AXIS_LAYER, SIDE_B,                  \
      "layers of A against layers of B")                                                                     \
    X(VIEW_CONVERGENCE, "convergence", "convergence", DRAW_CURVES, AXIS_LAYER, SIDE_A | SIDE_B,              \
      AXIS_CHECKPOINT, SIDE_A, "each layer's distance to its last checkpoint, over training")                \
    X(VIEW_CHECKPOINTS, "checkpoints", "checkpoints", DRAW_MATRIX, AXIS_CHECKPOINT, SIDE_A, AXIS_CHECKPOINT, \
      SIDE_B, "checkpoint against checkpoint of a layer")                                                    \
    X(VIEW_TIMESTEPS, "timesteps", "timesteps", DRAW_MATRIX, AXIS_TIMESTEP, SIDE_A, AXIS_TIMESTEP, SIDE_B,   \
      "timestep against timestep of a layer")                                                                \
    X(VIEW_NETWORKS, "networks", "networks", DRAW_MATRIX, AXIS_NETWORK, SIDE_A, AXIS_NETWORK, SIDE_B,        \
      "network against network at a layer")

enum view_drawing { DRAW_MATRIX, DRAW_CURVES };
enum { SIDE_A = 1, SIDE_B = 2 };

#define VIEW_CONSTANT(constant, ...) constant,
enum view_id { VIEWS(VIEW_CONSTANT) VIEW_COUNT };
#undef VIEW_CONSTANT

struct view {
    const char *name, *title;
    enum view_drawing drawing;
    enum axis down;
    unsigned down_moves; /* of SIDE_A, SIDE_B */
    enum axis across;
    unsigned across_moves;
    const char *about;
};

extern const struct view views[VIEW_COUNT];
bool view_parse(const char *name, enum view_id *view);

/* One side of what is fixed. */
struct scene_side {
    size_t network;
    size_t checkpoint; /* in the network's own list */
};

#define SCENE_LAST SIZE_MAX

/* What is looked at: the view, and what it holds fixed. A plain value; study and experiment are borrowed. */
struct scene {
    const struct experiment *experiment;
    struct cca_study *study;
    enum view_id view;
    struct scene_side a, b;
    size_t layer;    /* where no axis of the view runs over layers */
    size_t timestep; /* among the layer's own, likewise; SCENE_LAST: the last */
    enum measure measure;
    enum pwcca_side side;
    bool pinned; /* distances over training are to B's checkpoint, not to the last one whichever that is */
};

/* The first network against itself at its last checkpoint, last layer, last timestep, the manifest's measure. */
struct scene scene_default(const struct experiment *experiment, struct cca_study *study);
/* The side of pwcca that the scene's view shows: the mean where nothing orders the two sides (networks). */
enum pwcca_side scene_side(const struct scene *scene);
/* Moves one side to another network: to its last checkpoint if it was at its last, else to the nearest step. */
void scene_set_network(const struct scene *scene, struct scene_side *side, size_t network);

/* Pins what distances over training are to, where it is now, or lets it be the last checkpoint again. */
void scene_pin(struct scene *scene, bool pinned);
/* Goes on with the experiment as it is now, the same but for checkpoints: each side stays where it is, or at the last
 * checkpoint. */
void scene_renew(struct scene *scene, const struct experiment *experiment);

/* Size of the view's grid. */
size_t scene_rows(const struct scene *scene);
size_t scene_columns(const struct scene *scene);
/* The pair at a place of the grid. False when there is none, as a network lacks the checkpoint (a hole). */
bool scene_pair(const struct scene *scene, size_t row, size_t column, struct cca_pair *pair);
/* Names along the grid, and of one index along an axis, into `text`; as in the manifest, so unsanitised. */
const char *scene_row_name(const struct scene *scene, size_t row, char *text, size_t size);
const char *scene_column_name(const struct scene *scene, size_t column, char *text, size_t size);
/* The distance at a place; a hole when there is no pair. */
enum cca_state scene_distance(const struct scene *scene, size_t row, size_t column, double *distance);
/* All pairs of the grid, row by row, malloc'ed; *count how many. NULL when memory gives out. */
struct cca_pair *scene_pairs(const struct scene *scene, size_t *count);

const struct network *scene_network(const struct scene *scene, const struct scene_side *side);
const struct checkpoint *scene_checkpoint(const struct scene *scene, const struct scene_side *side);

#endif
