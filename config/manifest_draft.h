/* A manifest while it is read: the experiment, and where in the file its parts stand. For manifest*.c. */
#ifndef CCASCOPE_CONFIG_MANIFEST_DRAFT_H
#define CCASCOPE_CONFIG_MANIFEST_DRAFT_H

#include "config/diagnostics.h"
#include "config/experiment.h"
#include "config/schema.h"

/* Lists that the manifest gives once and that every network or layer gets a copy of: at most so many bytes in
 * all, so that a small file cannot ask for all memory. */
#define INHERITED_BYTES_MOST ((size_t)256 << 20)

/* The place of a key is 0 when it is not given; of a default that is taken over, activations keep their
 * place. */
struct layer_record {
    struct layer layer; /* axes "" and activations NULL: given, but wrong */
    struct place place;
    struct place activations;
    struct place axes;
    struct place positions;
    struct place timesteps;
    struct place index;
};

struct checkpoint_list {
    struct checkpoint *list;
    size_t count;
    bool automatic;
    struct place place; /* 0: not given */
};

struct network_record {
    struct network network; /* its checkpoints are below until the end */
    struct place place;
    struct checkpoint_list checkpoints;
};

struct draft {
    struct experiment experiment; /* with targets; without networks and layers until the end */
    struct place place;
    struct place curves;  /* of that key */
    size_t errors_before; /* in the list when the tree was ready */
    struct layer_record defaults;
    struct checkpoint_list checkpoints;
    bool networks_given; /* rightly or wrongly */
    bool layers_given;
    struct network_record *networks;
    size_t network_count;
    struct layer_record *layers;
    size_t layer_count;
};

/* manifest_layers.c; the first four fill a struct layer_record, the last the draft, whose defaults are known
 * then. */
schema_reader read_activations;
schema_reader read_axes;
schema_reader read_positions;
schema_reader read_timesteps;
schema_reader read_layers;

/* manifest_networks.c; a struct checkpoint_list, and the draft. */
schema_reader read_checkpoints;
schema_reader read_networks;
void free_checkpoints(struct checkpoint_list *list);

/* manifest_targets.c; the draft, whose networks and layers are known then. */
schema_reader read_targets;

/* The keys of a mapping, for whoever describes them. */
struct schema_table {
    const struct schema_field *fields;
    size_t count;
};
#define SCHEMA_TABLE(list) {.fields = (list), .count = sizeof(list) / sizeof(*(list))}
extern const struct schema_table layer_keys, network_keys, checkpoint_keys, target_keys;

/* manifest_check.c: gives every network its checkpoints (looking for them where they are `auto`), and adds an
 * error for what is missing and for arrays that the templates cannot tell apart. */
void complete_draft(struct draft *draft, struct diagnostics *diagnostics);

#endif
