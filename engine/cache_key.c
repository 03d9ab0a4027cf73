#include "engine/cache_key.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *cache_key_of(const struct experiment *experiment, struct cca_cell cell, const char *path,
                   const char *member, const struct cca_identity *identity)
{
    const struct treatment *treatment = &experiment_layer(experiment, cell.network, cell.layer)->treatment;
    char *text;
    /* Paths may hold any byte but NUL: lengths keep them apart. */
    int length =
        asprintf(&text,
                 "%d %zu:%s %zu:%s %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRId64 " %" PRId64
                 " %s p%d t%d:%d l%zu o%d:%zu s%" PRIu64 ":%" PRIu64 " r%a",
                 CACHE_ALGORITHM, strlen(path), path, member ? strlen(member) : 0, member ? member : "",
                 identity->device, identity->inode, identity->size, identity->modified, identity->changed,
                 treatment->axes, treatment->positions, treatment->timesteps, cell.timestep, treatment->index,
                 treatment->coding, treatment->class, experiment->sampling.limit, experiment->sampling.seed,
                 experiment->options.rank_tolerance);

    return length < 0 ? NULL : text;
}

char *cache_key_of_options(const struct measure_options *options)
{
    char *text;
    int length = asprintf(&text, "svcca %a %zu %d pwcca %a", options->svcca_variance,
                          options->svcca_directions, options->svcca_share_values, options->pwcca_variance);

    return length < 0 ? NULL : text;
}

uint64_t cache_checksum(uint64_t seed, const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;
    uint64_t sum = seed ^ 0xcbf29ce484222325u;

    for (size_t i = 0; i < size; i++)
        sum = (sum ^ byte[i]) * 0x100000001b3u;
    sum ^= sum >> 32;
    return sum * 0xd6e8feb86659fd93u;
}
