/* A trainer that saves the activations of one network with two layers while a test looks on. */
#ifndef TESTS_TUI_TRAINING_H
#define TESTS_TUI_TRAINING_H

#include "../engine/laboratory.h"

struct training {
    struct laboratory laboratory;
    char manifest[80];
};

/* An empty folder with a manifest that says `checkpoints: auto`; the caller destroys the laboratory. */
struct training training_begin(void);
void training_save(const struct training *training, int step, int layer);
void training_save_all(const struct training *training, int step);
/* Writes an array as a slow trainer does, so many of its `pieces`; those that are not written never come. */
void training_save_slowly(const struct training *training, int step, int layer, int pieces, int written);

#endif
