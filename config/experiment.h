/* An experiment: what a manifest says, as plain structs. Nothing here knows of files' contents, BLAS or
 * screens.
 *
 * An experiment is a table with four axes: network, checkpoint, layer and timestep. One cell of it is a
 * representation. Immutable once loaded; may be read from any thread. Everything is owned by the experiment.
 */
#ifndef CCASCOPE_CONFIG_EXPERIMENT_H
#define CCASCOPE_CONFIG_EXPERIMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/measure.h"
#include "config/palette.h"

#define MAX_DIMENSIONS 8

/* What becomes of the spatial axes h and w (ccascope-manifest(5), Axes). */
enum positions {
    POSITIONS_AVERAGE,  /* one value per channel */
    POSITIONS_SAMPLES,  /* every position is a sample: n·h·w rows */
    POSITIONS_FEATURES, /* flattened: c·h·w columns */
    POSITIONS_DFT,      /* by spatial frequency: a comparison is the mean over those of complex ones */
};

/* What becomes of the time axis t (ccascope-manifest(5), Axes). */
enum timesteps {
    TIMESTEPS_ALL,     /* each timestep is a representation of its own */
    TIMESTEPS_LIST,    /* so are the listed ones */
    TIMESTEPS_LAST,    /* only the last one */
    TIMESTEPS_AVERAGE, /* one value per unit, averaged over time */
    TIMESTEPS_SAMPLES, /* every timestep of every sequence is a sample */
};

/* What becomes of class numbers (targets only). */
enum coding {
    CODING_NONE,    /* values are taken as they are */
    CODING_ONE_HOT, /* a column for every class that occurs: 1 where a sample is of it, else 0 */
    CODING_CLASS,   /* that column of one class */
};

/* How an array becomes representations. */
struct treatment {
    char axes[MAX_DIMENSIONS + 1]; /* a letter of "ncthwl" per axis, in storage order */
    enum positions positions;
    enum timesteps timesteps;
    int64_t *timestep_list; /* TIMESTEPS_LIST only: ascending, distinct, >= 0 */
    size_t timestep_count;
    size_t index; /* place along the axis l; unused without one */
    enum coding coding;
    size_t class; /* CODING_CLASS only */
};

/* The same rows, drawn without replacement, in every representation. limit 0: all rows. */
struct sampling {
    uint64_t limit;
    uint64_t seed;
};

/* The knobs of the measures (ccascope(1), MEASURES) and of the numerical rank (§2). */
struct measure_options {
    double svcca_variance;   /* share of the variance kept on each side, in (0, 1] */
    size_t svcca_directions; /* a fixed number of directions instead; 0: use svcca_variance */
    bool svcca_share_values; /* cumulative share of Σs instead of Σs² */
    double pwcca_variance;   /* weight after truncating to this share; 0: no truncation */
    double rank_tolerance; /* a direction counts when s_i > rank_tolerance · s_1; 0: the rule of ccascope(1),
                              Numerical rank */
};

struct attribute {
    char *name;
    double value;
};

struct checkpoint {
    char *name;   /* as in {checkpoint}; the step in decimal unless the manifest names it */
    int64_t step; /* as in {step} */
};

struct network {
    char *name;
    char *group;     /* NULL: in no group */
    size_t in_group; /* among the experiment's groups; SIZE_MAX: in none */
    struct attribute *attributes;
    size_t attribute_count;
    struct checkpoint
        *checkpoints; /* ascending by step, at least one unless `checkpoints: auto` found none */
    size_t checkpoint_count;
};

/* Networks that belong together. */
struct group {
    char *name;
    size_t *networks; /* as listed */
    size_t network_count;
    int64_t *steps; /* at which any of them has a checkpoint: ascending, distinct */
    size_t step_count;
};

struct layer {
    char *name;
    char
        *activations; /* template of this layer; never NULL (the experiment's own unless the layer has one) */
    struct treatment treatment;
};

struct experiment {
    char *file;      /* the manifest, as named by the user */
    char *directory; /* where its relative paths start */
    char *title;     /* never NULL; the file's name when the manifest has none */
    struct network *networks;
    size_t network_count;
    struct layer *layers; /* input first */
    size_t layer_count;
    struct layer *targets; /* what layers are compared with that belongs to no network: a path without fields, axes n
                              and c */
    size_t target_count;
    struct group everyone; /* all networks */
    struct group *groups;  /* by first mention; where no network is in one, a group of all: never none */
    size_t group_count;
    char **attributes; /* the names of all attributes, by first mention */
    size_t attribute_count;
    char *curves; /* template of the CSV of a network's performance; NULL: none */
    struct sampling sampling;
    struct measure_options options;
    enum pwcca_side pwcca_side;
    enum measure measure; /* shown first */
    enum palette palette;
    bool has_palette;        /* the manifest chose it: it wins over the user's settings */
    bool checkpoints_follow; /* `checkpoints: auto`: new ones may appear on disk */
};

/* the defaults: pwcca of the row side, svcca at 99 % of the variance, auto rank. */
struct measure_options measure_options_default(void);

/* Targets are addressed as layers of one more network behind the last, which has no name and one checkpoint. */
bool experiment_is_target(const struct experiment *experiment, size_t network);
/* The layer of a network, or the target. */
const struct layer *experiment_layer(const struct experiment *experiment, size_t network, size_t layer);
/* Where the activations of a cell are. Both strings are malloc'ed for the caller; *member is NULL for a plain
 * file. */
char *experiment_activations(const struct experiment *experiment, size_t network, size_t checkpoint,
                             size_t layer, char **member);

/* Where a network has this checkpoint (name and step), looked for from `hint` on; SIZE_MAX: nowhere. */
size_t network_find_checkpoint(const struct network *network, const struct checkpoint *wanted, size_t hint);

/* Frees what a network owns. */
void network_free(struct network *network);
/* Where the performance of a network is, malloc'ed for the caller; NULL when the manifest does not say. */
char *experiment_curves(const struct experiment *experiment, size_t network);

/* The value of an attribute; NaN where the network has none of that name. */
double network_attribute(const struct network *network, const char *name);
/* The checkpoint of a network at a step, the last of several; SIZE_MAX without one. */
size_t network_checkpoint_at(const struct network *network, int64_t step);
/* The one nearest to a step, the first of several; 0 without any. */
size_t network_nearest_checkpoint(const struct network *network, int64_t step);

/* Frees an experiment and all it owns; NULL is fine. */
void experiment_free(struct experiment *experiment);

#endif
