#include "engine/dft_transform.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "engine/lapack.h"

/* Along an image's rows first, for frequencies from 0 to width / 2 (the others are conjugates), as one
 * product for all images; then down each image. Row-major throughout, which is what column-major LAPACK calls
 * the transpose. */
struct dft_transform {
    size_t height, width, halves; /* frequencies across: width / 2 + 1 */
    double *across;               /* 2 halves × width, column-major: cosines and sines, interleaved */
    double complex *down;         /* height × height */
    double complex *rows;         /* of each image, height × halves */
    double complex *result;
};

/* exp(-2πi k / n); exact on the axes, so that what is real stays so. */
static double complex root_of_unity(size_t k, size_t n)
{
    static const double complex quarters[] = {1, -I, -1, I};
    double angle;

    k %= n;
    if (4 * k % n == 0)
        return quarters[4 * k / n];
    angle = 2 * M_PI * (double)k / (double)n;
    return cos(angle) - sin(angle) * I;
}

static void fill(struct dft_transform *transform)
{
    size_t height = transform->height, width = transform->width, halves = transform->halves;
    double scale = 1 / sqrt((double)(height * width));

    for (size_t x = 0; x < width; x++)
        for (size_t v = 0; v < halves; v++) {
            double complex root = scale * root_of_unity(x * v, width);

            transform->across[2 * v + x * 2 * halves] = creal(root);
            transform->across[2 * v + 1 + x * 2 * halves] = cimag(root);
        }
    for (size_t y = 0; y < height; y++)
        for (size_t u = 0; u < height; u++)
            transform->down[u + y * height] = root_of_unity(u * y, height);
}

struct dft_transform *dft_transform_create(size_t height, size_t width, size_t images,
                                           struct cca_error *error)
{
    struct dft_transform *transform = calloc(1, sizeof *transform);
    size_t halves = width / 2 + 1, room = images * height * halves;
    double bytes = 2.0 * (double)room * sizeof *transform->rows;

    if (transform) {
        *transform = (struct dft_transform){.height = height, .width = width, .halves = halves};
        transform->across = malloc(2 * halves * width * sizeof *transform->across);
        transform->down = malloc(height * height * sizeof *transform->down);
        transform->rows = malloc(room * sizeof *transform->rows);
        transform->result = malloc(room * sizeof *transform->result);
    }
    if (transform && transform->across && transform->down && transform->rows && transform->result) {
        fill(transform);
        return transform;
    }
    dft_transform_free(transform);
    cca_fail_memory(error, "Fourier transforms", bytes);
    return NULL;
}

void dft_transform_free(struct dft_transform *transform)
{
    if (!transform)
        return;
    free(transform->across);
    free(transform->down);
    free(transform->rows);
    free(transform->result);
    free(transform);
}

void dft_transform_images(struct dft_transform *transform, size_t images, const double *values)
{
    size_t height = transform->height, width = transform->width, halves = transform->halves;

    lapack_multiply(false, 2 * halves, images * height, width, transform->across, 2 * halves, values, width,
                    (double *)transform->rows, 2 * halves);
    for (size_t i = 0; i < images; i++) /* the matrix of roots is its own transpose */
        lapack_multiply_complex(false, halves, height, height, transform->rows + i * height * halves, halves,
                                transform->down, height, transform->result + i * height * halves, halves);
}

double complex dft_transform_at(const struct dft_transform *transform, size_t image, int down, int across)
{
    size_t row = down < 0 ? transform->height - (size_t)-down : (size_t)down;

    return transform->result[(image * transform->height + row) * transform->halves + (size_t)across];
}
