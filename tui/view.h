/* The views: which axis of the experiment runs down, which across, and what is fixed. A view is a row of a table, not a
 * program; the explorer, `show` and `compute` all walk the same grid. Knows no canvas and no terminal. */
#ifndef CCASCOPE_TUI_VIEW_H
#define CCASCOPE_TUI_VIEW_H

#include "engine/look.h"
#include "tui/statistics.h"

enum axis {
    AXIS_NONE, /* one place */
    AXIS_NETWORK,
    AXIS_CHECKPOINT, /* of the side's network */
    AXIS_LAYER,
    AXIS_TIMESTEP,
    AXIS_STEP,  /* at which any network of the view has a checkpoint */
    AXIS_GROUP, /* of networks */
    AXIS_CURVE, /* every group with itself, then every two groups */
    AXIS_MEASURE,
    AXIS_INDEX,      /* of a canonical correlation, the largest first */
    AXIS_DIRECTIONS, /* stable, unstable, all: enum cca_stability */
    AXIS_TARGET,
};

enum view_drawing { DRAW_MATRIX, DRAW_CURVES, DRAW_POINTS };
enum { SIDE_A = 1, SIDE_B = 2, SIDE_BOTH = SIDE_A | SIDE_B };

/* Where B stands in training, unless an axis moves it there; or it is a target, which no network trains. */
enum view_end { END_CHOSEN, END_LAST, END_TARGET };

/* Which pairs, or which look, a place of the grid stands for. What is shown of several is their mean and standard deviation. */
enum view_set {
    SET_PAIR,   /* one */
    SET_EACH,   /* every network of the scene's group with itself, as a pair would be */
    SET_GROUPS, /* every network of the row's one group with every one of its other */
    SET_OTHERS, /* the row's network with all others of its group */
    /* A number of a look (engine/look.h), of which there is one for each checkpoint of A. */
    SET_CORRELATIONS, /* all of the pair's canonical correlations */
    SET_STABILITY,    /* how far directions of an early checkpoint are from this one */
};

/* A view is named by the first word and, where there are several of it, by the second, the first being the usual one.
 * X(constant, name, form, title, drawing, axis down, sides it moves, axis across, sides it moves, end, set, what it
 * shows) */
#define VIEWS(X)                                                                                             \
    X(VIEW_LAYERS, "layers", "", "layers", DRAW_MATRIX, AXIS_LAYER, SIDE_A, AXIS_LAYER, SIDE_B, END_CHOSEN,  \
      SET_PAIR, "layers of A against layers of B")                                                           \
    X(VIEW_CONVERGENCE, "convergence", "network", "convergence", DRAW_CURVES, AXIS_LAYER, SIDE_BOTH,         \
      AXIS_CHECKPOINT, SIDE_A, END_LAST, SET_PAIR,                                                           \
      "each layer's distance to its end, over training")                                         \
    X(VIEW_CONVERGENCE_GROUP, "convergence", "group", "convergence of a group", DRAW_CURVES, AXIS_LAYER,     \
      SIDE_BOTH, AXIS_STEP, SIDE_A, END_LAST, SET_EACH, "the same as mean of a group")                       \
    X(VIEW_CONVERGENCE_NETWORKS, "convergence", "networks", "convergence of networks", DRAW_CURVES,          \
      AXIS_NETWORK, SIDE_BOTH, AXIS_STEP, SIDE_A, END_LAST, SET_PAIR, "of one layer in every network")       \
    X(VIEW_CHECKPOINTS, "checkpoints", "", "checkpoints", DRAW_MATRIX, AXIS_CHECKPOINT, SIDE_A,              \
      AXIS_CHECKPOINT, SIDE_B, END_CHOSEN, SET_PAIR, "checkpoint against checkpoint of a layer")             \
    X(VIEW_TIMESTEPS, "timesteps", "matrix", "timesteps", DRAW_MATRIX, AXIS_TIMESTEP, SIDE_A, AXIS_TIMESTEP, \
      SIDE_B, END_CHOSEN, SET_PAIR, "timestep against timestep of a layer")                                  \
    X(VIEW_TIMESTEPS_LAYERS, "timesteps", "layers", "timesteps of layers", DRAW_CURVES, AXIS_LAYER,          \
      SIDE_BOTH, AXIS_TIMESTEP, SIDE_A, END_CHOSEN, SET_PAIR, "each layer's distance to one timestep")       \
    X(VIEW_TIMESTEPS_TRAINING, "timesteps", "training", "timesteps in training", DRAW_CURVES, AXIS_TIMESTEP, \
      SIDE_BOTH, AXIS_CHECKPOINT, SIDE_A, END_LAST, SET_PAIR, "each timestep's convergence, of a layer")     \
    X(VIEW_NETWORKS, "networks", "", "networks", DRAW_MATRIX, AXIS_NETWORK, SIDE_A, AXIS_NETWORK, SIDE_B,    \
      END_CHOSEN, SET_PAIR, "network against network at a layer")                                            \
    X(VIEW_GROUPS, "groups", "", "groups", DRAW_CURVES, AXIS_CURVE, 0, AXIS_LAYER, SIDE_BOTH, END_CHOSEN,    \
      SET_GROUPS, "per layer: within every group, between every two")                                        \
    X(VIEW_SCATTER, "scatter", "networks", "scatter", DRAW_POINTS, AXIS_NETWORK, 0, AXIS_NONE, 0,            \
      END_CHOSEN, SET_OTHERS, "networks' distance to their group, by attribute")                   \
    X(VIEW_SCATTER_GROUPS, "scatter", "groups", "scatter of groups", DRAW_POINTS, AXIS_GROUP, 0, AXIS_NONE,  \
      0, END_CHOSEN, SET_GROUPS, "distance within groups, by mean attribute")                    \
    X(VIEW_MEASURES, "measures", "checkpoints", "measures", DRAW_CURVES, AXIS_MEASURE, 0, AXIS_CHECKPOINT,   \
      SIDE_A, END_LAST, SET_PAIR, "every measure of a layer's convergence")                                  \
    X(VIEW_MEASURES_LAYERS, "measures", "layers", "measures over layers", DRAW_CURVES, AXIS_MEASURE, 0,      \
      AXIS_LAYER, SIDE_BOTH, END_CHOSEN, SET_PAIR, "of each layer of A and B")                               \
    X(VIEW_MEASURES_TIMESTEPS, "measures", "timesteps", "measures over timesteps", DRAW_CURVES,              \
      AXIS_MEASURE, 0, AXIS_TIMESTEP, SIDE_A, END_CHOSEN, SET_PAIR, "of each timestep and one")              \
    X(VIEW_MEASURES_NETWORKS, "measures", "networks", "measures over networks", DRAW_CURVES, AXIS_MEASURE,   \
      0, AXIS_NETWORK, SIDE_A, END_CHOSEN, SET_PAIR, "of each network and B")                                \
    X(VIEW_SPECTRUM, "spectrum", "curves", "spectrum", DRAW_CURVES, AXIS_CHECKPOINT, SIDE_A, AXIS_INDEX, 0,  \
      END_LAST, SET_CORRELATIONS, "every checkpoint's canonical correlations with the end")                  \
    X(VIEW_SPECTRUM_HEATMAP, "spectrum", "heatmap", "spectrum over training", DRAW_MATRIX, AXIS_INDEX, 0,    \
      AXIS_CHECKPOINT, SIDE_A, END_LAST, SET_CORRELATIONS, "the same, index against step")                   \
    X(VIEW_STABILITY, "stability", "", "stability", DRAW_CURVES, AXIS_DIRECTIONS, 0, AXIS_CHECKPOINT,        \
      SIDE_A, END_LAST, SET_STABILITY, "stable and unstable directions of an early checkpoint")                            \
    X(VIEW_TARGETS, "targets", "layers", "targets", DRAW_CURVES, AXIS_TARGET, SIDE_B, AXIS_LAYER, SIDE_A,    \
      END_TARGET, SET_PAIR, "each target's distance to the layers, over depth")                              \
    X(VIEW_TARGETS_MATRIX, "targets", "matrix", "layers and targets", DRAW_MATRIX, AXIS_LAYER, SIDE_A,       \
      AXIS_TARGET, SIDE_B, END_TARGET, SET_PAIR, "the same as layers against targets")                       \
    X(VIEW_TARGETS_TRAINING, "targets", "training", "target in training", DRAW_CURVES, AXIS_LAYER, SIDE_A,   \
      AXIS_CHECKPOINT, SIDE_A, END_TARGET, SET_PAIR, "each layer's distance to a target, over training")     \
    X(VIEW_TARGETS_LEARNING, "targets", "learning", "targets in training", DRAW_CURVES, AXIS_TARGET, SIDE_B, \
      AXIS_CHECKPOINT, SIDE_A, END_TARGET, SET_PAIR, "each target's distance to a layer, over training")

#define VIEW_CONSTANT(constant, ...) constant,
enum view_id { VIEWS(VIEW_CONSTANT) VIEW_COUNT };
#undef VIEW_CONSTANT

struct view {
    const char *name, *form, *title;
    enum view_drawing drawing;
    enum axis down;
    unsigned down_moves; /* of SIDE_A, SIDE_B */
    enum axis across;
    unsigned across_moves;
    enum view_end end;
    enum view_set set;
    const char *about;
};

extern const struct view views[VIEW_COUNT];
/* The usual form of the view of this name; false when there is none. */
bool view_parse(const char *name, enum view_id *view);
/* Turns a view into its form of this name; false when it has none. */
bool view_parse_form(const char *form, enum view_id *view);
/* Whether it is the usual form of its name. */
bool view_is_usual(enum view_id view);
/* The usual form of the view `by` names on, round and round; the next form of the same name likewise. */
enum view_id view_step(enum view_id view, int by);
enum view_id view_next_form(enum view_id view);

/* One side of what is fixed. */
struct scene_side {
    size_t network;
    size_t checkpoint; /* in the network's own list */
};

#define SCENE_LAST  SIZE_MAX
#define SCENE_USUAL INT64_MIN

/* X(constant, name): the order of networks in a matrix of them. */
#define ORDERS(X)                                                                                            \
    X(ORDER_LISTED, "listed")                                                                                \
    X(ORDER_GROUP, "group")                                                                                  \
    X(ORDER_CLUSTER, "cluster")

#define ORDER_CONSTANT(constant, name) constant,
enum order { ORDERS(ORDER_CONSTANT) ORDER_COUNT };
#undef ORDER_CONSTANT

struct arrangement;
struct overlays;

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
    size_t resamples; /* for the interval of a pair's distance; 0: none */
    bool pinned; /* distances over training are to B's checkpoint, not to the last one whichever that is */
    size_t target;    /* among the experiment's, where no axis of the view runs over targets */
    size_t group;     /* among the experiment's: whose networks a view of one group is about */
    size_t attribute; /* among the experiment's: what points are drawn against */
    size_t curve[2];  /* of AXIS_CURVE: which two are tested against one another */
    enum order order;
    size_t clusters;  /* how many to tell apart */
    double tolerance; /* a layer has settled where it stays as near to its end */
    int64_t early, halfway; /* steps of A's network: whose directions are followed, and what they are sorted by;
                               SCENE_USUAL: as follows from the length of training */
    size_t directions;      /* of the most and the least stable; 0: cca_stability_directions */
    const struct overlays *overlays; /* performance over training, borrowed; NULL: none */
    const char *overlay;             /* the name of its curve, borrowed; NULL: the usual one, "": none */
    const struct arrangement *arrangement; /* the networks in order, borrowed; NULL: as listed */
};

/* The first network against itself at its last checkpoint, last layer, last timestep, the manifest's measure. */
struct scene scene_default(const struct experiment *experiment, struct cca_study *study);
/* Whether two scenes show the same numbers, in whatever order. */
bool scene_same(const struct scene *a, const struct scene *b);
/* The side of pwcca that the scene's view shows: the mean where nothing orders the two sides, as between networks. */
enum pwcca_side scene_side(const struct scene *scene);
/* The measure of a row. */
enum measure scene_measure(const struct scene *scene, size_t row);
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
/* The network at a place of an axis of them, in the order of the scene. */
size_t scene_network_at(const struct scene *scene, size_t index);
/* The place along the axis t of the `index`-th of a layer's timesteps. */
size_t scene_timestep(const struct scene *scene, size_t layer, size_t index);
/* The early and the halfway checkpoint of A's network: those chosen, else the nearest to half of training, but neither
 * its first nor its last, and before it the nearest to a tenth. */
size_t scene_early(const struct scene *scene);
size_t scene_halfway(const struct scene *scene);
/* Whether places of the grid stand for several pairs. */
bool scene_has_sets(const struct scene *scene);
/* The pair at a place of the grid; of a look, the one that it is about. False when there is none, as a network lacks the
 * checkpoint (a hole), and in views of sets. */
bool scene_pair(const struct scene *scene, size_t row, size_t column, struct cca_pair *pair);
/* How many pairs a place stands for, and the `index`-th of them; false when it is a hole. */
size_t scene_members(const struct scene *scene, size_t row, size_t column);
bool scene_member(const struct scene *scene, size_t row, size_t column, size_t index, struct cca_pair *pair);
/* The two groups of a row of AXIS_CURVE, the same twice within one; of AXIS_GROUP. */
void scene_row_groups(const struct scene *scene, size_t row, size_t groups[2]);
/* Names along the grid, into `text` where there is none to point at; as in the manifest, so unsanitised. */
#define SCENE_NAME 200
const char *scene_row_name(const struct scene *scene, size_t row, char *text, size_t size);
const char *scene_column_name(const struct scene *scene, size_t column, char *text, size_t size);
/* The distance at a place; a hole when there is no pair. */
enum cca_state scene_distance(const struct scene *scene, size_t row, size_t column, double *distance);
/* Whether the view shows one checkpoint of A at a time. */
bool scene_fixes_checkpoint(const struct scene *scene);
/* Where a column of curves lies: its step, its timestep, else its index. */
double scene_column_x(const struct scene *scene, size_t column);

/* What a place of the grid says. */
struct scene_value {
    enum cca_state state; /* CCA_PENDING while a pair is; CCA_DONE: every pair that is no hole has been compared */
    struct moments moments; /* of the distances of its pairs */
    size_t pairs;         /* those that have a distance */
    double mean;          /* NaN of none */
    double deviation;     /* with n - 1; NaN of fewer than two */
    double chance;        /* the distance that independent data would have, likewise averaged; NaN where unknown */
};
struct scene_value scene_value(const struct scene *scene, size_t row, size_t column);

/* Whether places take their numbers from looks, and nothing from pairs. */
bool scene_has_looks(const struct scene *scene);
/* The look that a place takes its number from; false when it is a hole. */
bool scene_look(const struct scene *scene, size_t row, size_t column, struct cca_look *look);
/* What the scene needs to be looked at, malloc'ed, once each; *count how many. NULL when memory gives out. */
struct cca_look *scene_looks(const struct scene *scene, size_t *count);
/* What is known of the look of each checkpoint (NULL: it has none), malloc'ed: so that many places need no look-up each.
 * NULL where there are no looks, and when memory gives out. */
const struct cca_looked **scene_looked(const struct scene *scene);
/* scene_value with these at hand; NULL: looked up. */
struct scene_value scene_value_of(const struct scene *scene, const struct cca_looked *const *looked, size_t row,
                                  size_t column);
/* How many directions stability has taken from either end, or is to take; 0 while that is unknown. */
size_t scene_directions(const struct scene *scene);
/* How many correlations an axis of them has: those that any checkpoint can have with B; 0 while unknown. */
size_t scene_indices(const struct scene *scene);

/* Whether places show intervals: they are of single pairs, and asked for. */
bool scene_has_intervals(const struct scene *scene);
/* The 95 % interval of the distance at a place: NaN unless CCA_DONE and there is one. */
enum cca_state scene_interval(const struct scene *scene, size_t row, size_t column, double *low, double *high);
/* The looks for the intervals of these pairs, malloc'ed; NULL when memory gives out. */
struct cca_look *scene_interval_looks(const struct scene *scene, const struct cca_pair *pairs, size_t count);

/* All pairs of the grid, row by row, malloc'ed; *count how many; none where numbers come from looks. NULL when memory gives
 * out. */
struct cca_pair *scene_pairs(const struct scene *scene, size_t *count);

const struct network *scene_network(const struct scene *scene, const struct scene_side *side);
const struct checkpoint *scene_checkpoint(const struct scene *scene, const struct scene_side *side);

#endif
