/* The networks of a matrix in order: as listed, by group, or by hierarchical clustering. */
#ifndef CCASCOPE_TUI_ARRANGEMENT_H
#define CCASCOPE_TUI_ARRANGEMENT_H

#include <stddef.h>

struct arrangement {
    size_t *networks; /* by place */
};

#endif
