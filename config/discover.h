/* `checkpoints: auto`: the template read backwards, to find the checkpoints that are on disk. */
#ifndef CCASCOPE_CONFIG_DISCOVER_H
#define CCASCOPE_CONFIG_DISCOVER_H

#include "config/diagnostics.h"
#include "config/experiment.h"

/* The checkpoints of a network of which the file of at least one layer exists below `directory`, distinct and
 * sorted by step; NULL and *count 0 when there are none. List and names are malloc'ed for the caller.
 *
 * With {step} in the path the number there is the step, else the last run of digits in {checkpoint}:
 * step-000100 is step 100. A checkpoint without digits comes after all numbers, in natural order, one step
 * after the one before it. Without {checkpoint} the name is the step in decimal. What begins with a dot is
 * found only where the template has that dot. A {checkpoint} reaches over no /. Layers whose path has neither
 * field are not looked for. One name at two steps is an error at `place`. */
struct checkpoint *discover_checkpoints(const char *directory, const char *network,
                                        const struct layer *layers, size_t layer_count, struct place place,
                                        struct diagnostics *diagnostics, size_t *count);

#endif
