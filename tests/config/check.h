/* What the tests of config/ share. */
#ifndef CCASCOPE_TESTS_CONFIG_CHECK_H
#define CCASCOPE_TESTS_CONFIG_CHECK_H

#include <stddef.h>

#include "config/diagnostics.h"

/* The pieces of a sound manifest, a line each. */
#define VERSION     "ccascope: 1\n"
#define ACTIVATIONS "activations: \"{network}/{checkpoint}/{layer}.npy\"\n"
#define NETWORKS    "networks: [{name: a}]\n"
#define CHECKPOINTS "checkpoints: [0]\n"
#define LAYERS      "layers: [conv1]\n"
#define SOUND       VERSION ACTIVATIONS NETWORKS CHECKPOINTS LAYERS

/* What errors end with: the keys of a manifest; how it begins. */
#define ALL_KEYS                                                                                             \
    "ccascope, title, activations, axes, positions, timesteps, checkpoints, networks, layers, targets, "     \
    "curves, samples, rank_tolerance, measure, svcca, pwcca, palette"

#define FIRST_LINES "begin with 'ccascope: 1' and the keys networks, checkpoints, layers and activations"

/* All errors as "LINE:COLUMN: text", a line each without an end to the last; malloc'ed. */
char *diagnostics_joined(const struct diagnostics *diagnostics);

/* A manifest and the errors in it, as diagnostics_joined has them; "" for none. */
struct error_case {
    const char *text;
    const char *expected;
};
/* Fails the test for every case with other errors. `parse` adds the errors of a text. */
void check_errors(const struct error_case *cases, size_t count,
                  void (*parse)(const char *text, struct diagnostics *diagnostics));

/* A directory of its own for a test, made of nothing; removed with all in it by scratch_remove. */
char *scratch_make(void);
void scratch_remove(char *directory);
/* Makes an empty file, and the directories above it, below a directory. */
void scratch_touch(const char *directory, const char *path);

#endif
