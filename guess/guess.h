/* From the arrays below a directory to what a manifest would say about them. Pure: only names, members,
 * shapes and types are looked at, never a disk, so that anything can be tried.
 *
 * It goes in steps, each of which may leave a question open. A question has its answers, the likeliest first
 * and chosen; whoever has somebody to ask may choose another before the next step. */
#ifndef CCASCOPE_GUESS_GUESS_H
#define CCASCOPE_GUESS_GUESS_H

#include "config/experiment.h"
#include "guess/named.h"

#define ANSWERS_MOST READINGS_MOST

struct answer {
    char *value;   /* a template; a number of samples; letters of axes */
    char *meaning; /* in words */
};

struct question {
    char *about;                         /* what is asked, and why the first answer is the first */
    struct answer answers[ANSWERS_MOST]; /* no two alike */
    size_t count, chosen;
    bool certain; /* little speaks for the other answers */
};

struct guess_layer {
    char *name;
    struct cca_array_info info;    /* of its first array */
    bool has_samples;              /* an axis as long as the question of samples says */
    char axes[MAX_DIMENSIONS + 1]; /* "" when it has none, or too many dimensions: it is left out then */
};

/* Arrays of no use: how many, and the first of them (borrowed). */
struct unused {
    const struct cca_entry *first;
    size_t count;
};

/* All owned, but for entries and title; zero it before the first step, free it with guess_free. */
struct guess {
    const char *title;
    struct unused unnamed; /* the name is not UTF-8, or part of it cannot be seen */
    struct unused flat;    /* fewer than two dimensions */
    struct unused strays;  /* named in another way than most */
    struct named named;    /* the others */

    struct question reading;                  /* of the names: templates relative to the directory */
    struct question samples;                  /* how many there are in every array */
    struct question axes[MAX_DIMENSIONS + 1]; /* of arrays of so many dimensions */

    struct network *networks;
    size_t network_count;
    struct guess_layer *layers; /* input first, as far as names tell */
    size_t layer_count;
    bool stacked; /* a single array holds all layers, along its axis l: layers[0] is its name */
};

/* Looks at names. False, with nothing to describe, when no array has two dimensions and a name that a
 * manifest can say. `title`: what a network is called when names do not say. */
bool guess_names(const struct cca_entry *entries, size_t count, const char *title, struct guess *guess);
/* With the reading chosen: networks, checkpoints and layers. */
void guess_experiment(struct guess *guess);
/* The question of samples. */
void guess_samples(struct guess *guess);
/* With the samples chosen: the question of axes for each number of dimensions that there is. */
void guess_axes(struct guess *guess);
/* With those chosen: the axes of each layer. */
void guess_layers(struct guess *guess);

void guess_free(struct guess *guess);

/* Whether a manifest can say the first bytes of a path or name: UTF-8, with something to be seen in every
 * folder. */
bool guess_can_say(const char *text, size_t length);

#endif
