/* Random numbers for tests: the same on every machine, so that a failure can be repeated. */
#ifndef TESTS_ENGINE_DRAW_H
#define TESTS_ENGINE_DRAW_H

#include <stddef.h>
#include <stdint.h>

/* Uniform below `bound`, which is small. *state is any number but 0. */
size_t draw_below(uint64_t *state, size_t bound);
/* Uniform in (0, 1). */
double draw_uniform(uint64_t *state);
/* Standard normal. */
double draw_normal(uint64_t *state);
void draw_normals(uint64_t *state, double *values, size_t count);

#endif
