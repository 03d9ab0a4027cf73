#include "training.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SAMPLES_EACH 60
#define UNITS        6

static const char manifest[] = "ccascope: 1\n"
                               "activations: \"run/{network}/{step:04}/{layer}.npy\"\n"
                               "networks: [{name: a}]\n"
                               "checkpoints: auto\n"
                               "layers: [l0, l1]\n";

struct training training_begin(void)
{
    struct training training = {.laboratory = laboratory_create()};

    laboratory_file(&training.laboratory, "live.yaml", manifest);
    snprintf(training.manifest, sizeof training.manifest, "%s/live.yaml", training.laboratory.directory);
    return training;
}

void training_save(const struct training *training, int step, int layer)
{
    char path[60];

    snprintf(path, sizeof path, "run/a/%04d/l%d.npy", step, layer);
    laboratory_array(&training->laboratory, path, (uint64_t)(step / 100 + 10 * layer), SAMPLES_EACH, 0,
                     UNITS);
}

void training_save_all(const struct training *training, int step)
{
    training_save(training, step, 0);
    training_save(training, step, 1);
}

void training_save_slowly(const struct training *training, int step, int layer, int pieces, int written)
{
    char whole[120], path[120], bytes[8192];
    size_t size;
    FILE *in, *out;

    laboratory_array(&training->laboratory, "elsewhere.npy", (uint64_t)(step / 100 + 10 * layer),
                     SAMPLES_EACH, 0, UNITS);
    snprintf(whole, sizeof whole, "%s/elsewhere.npy", training->laboratory.directory);
    cr_assert_not_null(in = fopen(whole, "rb"));
    size = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    snprintf(path, sizeof path, "%s/run", training->laboratory.directory);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/run/a", training->laboratory.directory);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/run/a/%04d", training->laboratory.directory, step);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/run/a/%04d/l%d.npy", training->laboratory.directory, step, layer);
    cr_assert_not_null(out = fopen(path, "wb"));
    for (int i = 0; i < written; i++) {
        size_t from = size * (size_t)i / (size_t)pieces, to = size * (size_t)(i + 1) / (size_t)pieces;

        cr_assert_eq(fwrite(bytes + from, 1, to - from, out), to - from);
        fflush(out);
        usleep(150000);
    }
    fclose(out);
}
