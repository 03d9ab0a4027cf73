/* YAML as a small tree without a schema. Aliases are followed by reference: a node may have several parents,
 * so walk it, never free a node alone. */
#ifndef CCASCOPE_CONFIG_YAML_TREE_H
#define CCASCOPE_CONFIG_YAML_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "config/diagnostics.h"

/* What no manifest needs and a hostile file may have. A scalar counts as one value for every 16 bytes, and
 * what an alias stands for counts every time. */
#define YAML_TREE_DEEPEST        32
#define YAML_TREE_LONGEST_SCALAR 65536
#define YAML_TREE_MOST_VALUES    1000000
#define YAML_TREE_MOST_ANCHORS   256

enum node_kind {
    NODE_SCALAR,
    NODE_SEQUENCE,
    NODE_MAPPING,
    NODE_BROKEN, /* an error was added for it; whoever meets it says nothing more */
};

struct node {
    enum node_kind kind;
    struct place place;
    bool quoted;         /* scalar: in quotes, a block or tagged !!str: text, whatever it looks like */
    bool open;           /* while building: an alias to it would be inside itself */
    size_t weight;       /* values in it, aliases followed */
    char *text;          /* scalar: UTF-8 without NUL */
    struct node **items; /* sequence; owned by the tree */
    struct pair *pairs;  /* mapping, in the order of the file */
    size_t count;        /* of items or pairs */
    size_t capacity;
    struct node *previous; /* the node made before this one: how the tree frees them */
};

struct pair {
    struct node *key; /* always a scalar */
    struct node *value;
};

struct yaml_tree {
    struct node *root; /* NULL when there is no document in the text */
    struct node *last; /* the node made last */
};

/* Builds the tree of a text that holds one document, or none. Adds an error for everything wrong with it as
 * YAML; false when it is so wrong that there is no tree. Free the tree in either case. */
bool yaml_tree_parse(const char *text, size_t length, struct yaml_tree *tree,
                     struct diagnostics *diagnostics);
void yaml_tree_free(struct yaml_tree *tree);

/* The version of libyaml. */
const char *yaml_tree_version(void);

/* Plain ~, null or nothing at all. */
bool node_is_null(const struct node *node);
/* The value of a key of a mapping; NULL when it has none. */
const struct node *node_find(const struct node *mapping, const char *key);

#endif
