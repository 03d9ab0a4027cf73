/* Small experiments on disk, made up for a test and removed with it. Knows nothing of Criterion, so that
 * plain programs can use it too: whatever goes wrong here aborts. */
#ifndef TESTS_ENGINE_LABORATORY_H
#define TESTS_ENGINE_LABORATORY_H

#include <stddef.h>
#include <stdint.h>

#include "engine/study.h"

struct laboratory {
    char directory[40];
    struct experiment *experiment; /* NULL until laboratory_load */
};

struct laboratory laboratory_create(void);
void laboratory_destroy(struct laboratory *laboratory);

/* Writes an array of float64, samples × features or samples × timesteps × features, below the directory
 * (folders are made). What two seeds share makes distances between 0 and 1: the nearer the seeds, the more
 * alike. */
void laboratory_array(const struct laboratory *laboratory, const char *path, uint64_t seed, size_t samples,
                      size_t timesteps, size_t features);
/* A vector of these numbers: classes, say. */
void laboratory_vector(const struct laboratory *laboratory, const char *path, const double *values,
                       size_t count);
void laboratory_file(const struct laboratory *laboratory, const char *path, const char *text);
void laboratory_remove(const struct laboratory *laboratory, const char *path);
/* A second name for a file that is there. */
void laboratory_link(const struct laboratory *laboratory, const char *path, const char *target);
/* Loads this text as the manifest. */
void laboratory_load(struct laboratory *laboratory, const char *manifest);

/* Networks a, b, ... × checkpoints 0, 1, ... × layers l0, l1, ..., an array of samples × features each,
 * loaded. */
struct laboratory laboratory_grid(size_t networks, size_t checkpoints, size_t layers, size_t samples,
                                  size_t features);

/* One network, "a", with one layer, "rnn", of many timesteps, loaded: a large matrix from one small file. */
struct laboratory laboratory_sequence(size_t timesteps);

struct cca_study *laboratory_study(const struct laboratory *laboratory, int threads, uint64_t memory);
/* A pair of the first timesteps-free representations: (network, checkpoint, layer) twice. */
struct cca_pair laboratory_pair(int network_a, int checkpoint_a, int layer_a, int network_b, int checkpoint_b,
                                int layer_b);
/* Every layer against every layer of the first network at its first checkpoint; malloc'ed. */
struct cca_pair *laboratory_layer_pairs(size_t layers);

#endif
