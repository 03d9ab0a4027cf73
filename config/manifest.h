/* Reads a manifest (format version 1) into an experiment. */
#ifndef CCASCOPE_CONFIG_MANIFEST_H
#define CCASCOPE_CONFIG_MANIFEST_H

#include "config/diagnostics.h"
#include "config/experiment.h"

/* The experiment that the file at `path` describes; the caller frees it with experiment_free. NULL when
 * anything in it is wrong: then `diagnostics` has every error found in one pass, sorted by place. Reads at
 * most 16 MiB, refuses non-UTF-8, nesting deeper than 32 and alias expansion beyond a budget before building
 * anything large. */
struct experiment *manifest_load(const char *path, struct diagnostics *diagnostics);

/* The same for a text in memory; `path` says which file it is to be: the experiment's name, and where
 * relative paths start. */
struct experiment *manifest_parse(const char *text, size_t length, const char *path,
                                  struct diagnostics *diagnostics);

/* The `index`-th of all keys that a manifest and the mappings in it may have; NULL behind the last. */
const char *manifest_key(size_t index);

#endif
