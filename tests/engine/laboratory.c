#include "laboratory.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/manifest.h"
#include "draw.h"

#define PATH_SIZE 400

static void require(bool condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "laboratory: %s\n", what);
    abort();
}

struct laboratory laboratory_create(void)
{
    struct laboratory laboratory = {.directory = "/tmp/ccascope-study-XXXXXX"};

    require(mkdtemp(laboratory.directory) != NULL, "no directory");
    return laboratory;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

void laboratory_destroy(struct laboratory *laboratory)
{
    experiment_free(laboratory->experiment);
    laboratory->experiment = NULL;
    nftw(laboratory->directory, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

/* The whole path, with the folders above it made. */
static void place(const struct laboratory *laboratory, const char *path, char *whole)
{
    require(snprintf(whole, PATH_SIZE, "%s/%s", laboratory->directory, path) < PATH_SIZE, "a long path");
    for (char *slash = strchr(whole + strlen(laboratory->directory) + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(whole, 0700);
        *slash = '/';
    }
}

static void write_file(const struct laboratory *laboratory, const char *path, const void *head,
                       size_t head_size, const void *body, size_t body_size)
{
    char whole[PATH_SIZE];
    FILE *out;

    place(laboratory, path, whole);
    out = fopen(whole, "wb");
    require(out && fwrite(head, 1, head_size, out) == head_size &&
                fwrite(body, 1, body_size, out) == body_size && fclose(out) == 0,
            "a file could not be written");
}

void laboratory_file(const struct laboratory *laboratory, const char *path, const char *text)
{
    write_file(laboratory, path, text, strlen(text), "", 0);
}

void laboratory_remove(const struct laboratory *laboratory, const char *path)
{
    char whole[PATH_SIZE];

    place(laboratory, path, whole);
    require(remove(whole) == 0, "a file could not be removed");
}

void laboratory_link(const struct laboratory *laboratory, const char *path, const char *target)
{
    char whole[PATH_SIZE], target_whole[PATH_SIZE];

    place(laboratory, path, whole);
    place(laboratory, target, target_whole);
    require(link(target_whole, whole) == 0, "no link");
}

/* Noise of the seed's own upon a signal that all arrays of a size share, the weaker the larger the seed. */
static double *draw_values(uint64_t seed, size_t samples, size_t features)
{
    size_t count = samples * features;
    double *values = malloc((count + 1) * sizeof *values), *noise = malloc((count + 1) * sizeof *noise);
    double share = 1 / (1 + 0.2 * (double)seed);
    uint64_t common = 1234567, own = 0x9e3779b97f4a7c15u * (seed + 1);

    require(values && noise, "no memory");
    draw_normals(&common, values, count);
    draw_normals(&own, noise, count);
    for (size_t i = 0; i < count; i++)
        values[i] = share * values[i] + (1 - share) * noise[i];
    free(noise);
    return values;
}

/* An array of float64 of this shape, as in its header. */
static void write_npy(const struct laboratory *laboratory, const char *path, const char *shape,
                      const double *values, size_t count)
{
    char header[129];

    memset(header, ' ', sizeof header);
    memcpy(header, "\x93NUMPY\1\0\x76\0{'descr': '<f8', 'fortran_order': False, 'shape': (", 61);
    memcpy(header + 61, shape, strlen(shape));
    memcpy(header + 61 + strlen(shape), ")}", 2);
    header[127] = '\n';
    write_file(laboratory, path, header, 128, values, count * sizeof *values);
}

void laboratory_array(const struct laboratory *laboratory, const char *path, uint64_t seed, size_t samples,
                      size_t timesteps, size_t features)
{
    double *values = draw_values(seed, samples, (timesteps ? timesteps : 1) * features);
    char shape[64];

    if (timesteps)
        snprintf(shape, sizeof shape, "%zu, %zu, %zu", samples, timesteps, features);
    else
        snprintf(shape, sizeof shape, "%zu, %zu", samples, features);
    write_npy(laboratory, path, shape, values, samples * (timesteps ? timesteps : 1) * features);
    free(values);
}

void laboratory_vector(const struct laboratory *laboratory, const char *path, const double *values,
                       size_t count)
{
    char shape[32];

    snprintf(shape, sizeof shape, "%zu,", count);
    write_npy(laboratory, path, shape, values, count);
}
void laboratory_load(struct laboratory *laboratory, const char *manifest)
{
    struct diagnostics diagnostics = {0};
    char whole[PATH_SIZE];

    laboratory_file(laboratory, "manifest.yaml", manifest);
    place(laboratory, "manifest.yaml", whole);
    laboratory->experiment = manifest_load(whole, &diagnostics);
    for (size_t i = 0; i < diagnostics.count; i++)
        fprintf(stderr, "%s\n", diagnostics.list[i].text);
    require(laboratory->experiment != NULL, "the manifest is wrong");
    diagnostics_free(&diagnostics);
}

static void grid_manifest(FILE *out, size_t networks, size_t checkpoints, size_t layers)
{
    fputs("ccascope: 1\ntitle: Grid\nactivations: \"{network}-{checkpoint}-{layer}.npy\"\nnetworks: [", out);
    for (size_t i = 0; i < networks; i++)
        fprintf(out, "%s{name: %c}", i ? ", " : "", (char)('a' + i));
    fputs("]\ncheckpoints: [", out);
    for (size_t i = 0; i < checkpoints; i++)
        fprintf(out, "%s%zu", i ? ", " : "", i);
    fputs("]\nlayers: [", out);
    for (size_t i = 0; i < layers; i++)
        fprintf(out, "%sl%zu", i ? ", " : "", i);
    fputs("]\n", out);
}

struct laboratory laboratory_grid(size_t networks, size_t checkpoints, size_t layers, size_t samples,
                                  size_t features)
{
    struct laboratory laboratory = laboratory_create();
    char path[60], *manifest = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&manifest, &size);

    for (size_t i = 0; i < networks * checkpoints * layers; i++) {
        snprintf(path, sizeof path, "%c-%zu-l%zu.npy", (char)('a' + i / (checkpoints * layers)),
                 i / layers % checkpoints, i % layers);
        laboratory_array(&laboratory, path, i, samples, 0, features);
    }
    require(out != NULL, "no memory");
    grid_manifest(out, networks, checkpoints, layers);
    fclose(out);
    laboratory_load(&laboratory, manifest);
    free(manifest);
    return laboratory;
}

struct laboratory laboratory_sequence(size_t timesteps)
{
    struct laboratory laboratory = laboratory_create();

    laboratory_array(&laboratory, "rnn.npy", 3, 12, timesteps, 2);
    laboratory_load(&laboratory,
                    "ccascope: 1\ntitle: sequence\nactivations: \"{layer}.npy\"\n"
                    "networks: [{name: a}]\ncheckpoints: [0]\nlayers: [{name: rnn, axes: ntc}]\n");
    return laboratory;
}

struct cca_study *laboratory_study(const struct laboratory *laboratory, int threads, uint64_t memory)
{
    struct cca_study_options options = {.threads = threads, .memory = memory};
    struct cca_error error;
    struct cca_study *study = cca_study_open(laboratory->experiment, &options, &error);

    require(study != NULL, "the study did not open");
    return study;
}

struct cca_pair laboratory_pair(int network_a, int checkpoint_a, int layer_a, int network_b, int checkpoint_b,
                                int layer_b)
{
    return (struct cca_pair){
        {(uint16_t)network_a, (uint16_t)checkpoint_a, (uint16_t)layer_a, CCA_LAST_TIMESTEP},
        {(uint16_t)network_b, (uint16_t)checkpoint_b, (uint16_t)layer_b, CCA_LAST_TIMESTEP}};
}

struct cca_pair *laboratory_layer_pairs(size_t layers)
{
    struct cca_pair *pairs = malloc(layers * layers * sizeof *pairs);

    require(pairs != NULL, "no memory");
    for (size_t i = 0; i < layers * layers; i++)
        pairs[i] = laboratory_pair(0, 0, (int)(i / layers), 0, 0, (int)(i % layers));
    return pairs;
}
