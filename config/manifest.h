/* Reads a manifest (contract §4) into an experiment. */
#ifndef CCASCOPE_CONFIG_MANIFEST_H
#define CCASCOPE_CONFIG_MANIFEST_H

#include "config/diagnostics.h"
#include "config/experiment.h"

/* The experiment that the file at `path` describes; the caller frees it with experiment_free. NULL when anything in it
 * is wrong: then `diagnostics` has every error found in one pass, sorted by place. Reads at most 16 MiB, refuses
 * non-UTF-8, nesting deeper than 32 and alias expansion beyond a budget before building anything large. */
struct experiment *manifest_load(const char *path, struct diagnostics *diagnostics);

#endif
