/* The two-dimensional Fourier transforms of many small images, by products with matrices of roots of unity:
 * exact, and as fast as BLAS. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_DFT_TRANSFORM_H
#define CCASCOPE_ENGINE_DFT_TRANSFORM_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/error.h"

struct dft_transform;

/* Room for `images` images of height × width at a time. NULL with *error filled. */
struct dft_transform *dft_transform_create(size_t height, size_t width, size_t images,
                                           struct cca_error *error);
void dft_transform_free(struct dft_transform *transform);
/* Transforms so many images, one after the other, row-major; scaled by 1 / √(height · width). */
void dft_transform_images(struct dft_transform *transform, size_t images, const double *values);
/* The coefficient of the `image`-th of them at a frequency, 0 <= across <= width / 2, down from 0 or from -1
 * down. */
double _Complex dft_transform_at(const struct dft_transform *transform, size_t image, int down, int across);

#endif
