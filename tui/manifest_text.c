#include "tui/manifest_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "tui/text.h"
#include "tui/yaml_text.h"

/* Comments behind layers begin here. */
#define COMMENT_COLUMN 44

/* The template of an answer, with the directory in front of it. */
static void write_template(const struct manifest_text *text, const char *template, FILE *out)
{
    char *whole = memory_format("%s%s", text->prefix, template);

    yaml_write_quoted(out, whole);
    free(whole);
}

/* What else could be meant, where it is not certain that the chosen answer is. */
static void write_others(const struct question *question, FILE *out)
{
    if (question->certain)
        return;
    for (size_t i = 0; i < question->count; i++) {
        if (i == question->chosen)
            continue;
        fputs("#   or ", out);
        text_print(out, question->answers[i].value);
        fputs(": ", out);
        text_print(out, question->answers[i].meaning);
        fputc('\n', out);
    }
}

static void write_unused(const struct unused *unused, const char *why, FILE *out)
{
    if (unused->count == 0)
        return;
    fprintf(out, "# Left out: %zu array%s %s, such as ", unused->count, unused->count > 1 ? "s" : "", why);
    text_print(out, unused->first->path);
    if (unused->first->member) {
        fputc('#', out);
        text_print(out, unused->first->member);
    }
    fputc('\n', out);
}

static void write_head(const struct manifest_text *text, FILE *out)
{
    const struct guess *guess = text->guess;

    fputs("# Written by ccascope init ", out);
    text_print(out, text->directory);
    fprintf(out,
            ", from the names and headers of the arrays there (%zu).\n"
            "# What was guessed is said beside it: look it over, and change what is wrong. `ccascope check` "
            "tells\n"
            "# whether the files agree; ccascope-manifest(5) explains every key.\n",
            guess->named.count);
    write_unused(&guess->strays, "named in another way", out);
    write_unused(&guess->flat, "of fewer than two dimensions", out);
    write_unused(&guess->unnamed, "with names that cannot be written here", out);
    fputs("ccascope: 1\ntitle: ", out);
    yaml_write_text(out, guess->title);
    fputs("\n\n", out);
}

static void write_activations(const struct manifest_text *text, FILE *out)
{
    const struct question *reading = &text->guess->reading;

    fputs("# Names are read like this:\n#   ", out);
    text_print(out, reading->answers[reading->chosen].meaning);
    fputc('\n', out);
    if (!reading->certain)
        fputs("# That is not certain; instead it may be\n", out);
    for (size_t i = 0; i < reading->count && !reading->certain; i++) {
        if (i == reading->chosen)
            continue;
        fputs("#   ", out);
        write_template(text, reading->answers[i].value, out);
        fputc('\n', out);
    }
    fputs("activations: ", out);
    write_template(text, reading->answers[reading->chosen].value, out);
    fputs("\n\n", out);
}

/* A checkpoint in a list: its step, or a mapping where its name is not that. */
static void write_checkpoint(const struct checkpoint *checkpoint, FILE *out)
{
    char step[24];

    snprintf(step, sizeof step, "%" PRId64, checkpoint->step);
    if (strcmp(checkpoint->name, step) == 0) {
        fputs(step, out);
        return;
    }
    fputs("{name: ", out);
    yaml_write_text(out, checkpoint->name);
    fprintf(out, ", step: %s}", step);
}

static void write_checkpoints(const struct network *network, FILE *out)
{
    fputs("checkpoints: [", out);
    for (size_t i = 0; i < network->checkpoint_count; i++) {
        if (i > 0)
            fputs(", ", out);
        write_checkpoint(&network->checkpoints[i], out);
    }
    fputc(']', out);
}

static bool have_same_checkpoints(const struct guess *guess)
{
    const struct network *first = guess->networks;

    for (size_t i = 1; i < guess->network_count; i++) {
        const struct network *network = &guess->networks[i];

        if (network->checkpoint_count != first->checkpoint_count)
            return false;
        for (size_t j = 0; j < first->checkpoint_count; j++)
            if (strcmp(network->checkpoints[j].name, first->checkpoints[j].name) != 0)
                return false;
    }
    return true;
}

static void write_networks(const struct manifest_text *text, FILE *out)
{
    const struct guess *guess = text->guess;
    bool lists = !text->automatic && !have_same_checkpoints(guess);

    if (guess->networks[0].group)
        fputs("# Groups are the names without the number at their end.\n", out);
    else
        fputs("# Give each a group (group: NAME) to compare within and between groups.\n", out);
    fputs("networks:\n", out);
    for (size_t i = 0; i < guess->network_count; i++) {
        const struct network *network = &guess->networks[i];

        fputs("  - {name: ", out);
        yaml_write_text(out, network->name);
        if (network->group) {
            fputs(", group: ", out);
            yaml_write_text(out, network->group);
        }
        if (lists) {
            fputs(", ", out);
            write_checkpoints(network, out);
        }
        fputs("}\n", out);
    }
    fputc('\n', out);
}

static void write_all_checkpoints(const struct manifest_text *text, FILE *out)
{
    const struct network *first = text->guess->networks;

    if (text->automatic) {
        fputs("# What is on disk, now and whenever ccascope starts; of ", out);
        text_print(out, first->name);
        fprintf(out, " %zu, from step %" PRId64 " to %" PRId64 ".\ncheckpoints: auto\n\n",
                first->checkpoint_count, first->checkpoints[0].step,
                first->checkpoints[first->checkpoint_count - 1].step);
    } else if (have_same_checkpoints(text->guess)) {
        if (first->checkpoint_count == 1 && first->checkpoints[0].step == 0)
            fputs("# Names tell no steps of training.\n", out);
        write_checkpoints(first, out);
        fputs("\n\n", out);
    }
}

static void write_shape(const struct cca_array_info *info, FILE *out)
{
    for (int axis = 0; axis < info->dimensions; axis++)
        fprintf(out, axis ? " x %zu" : "%zu", info->shape[axis]);
    fprintf(out, ", %s", cca_type_name(info->type));
}

/* Why samples and axes are what they are. */
static void write_reasons(const struct guess *guess, FILE *out)
{
    const struct answer *samples = &guess->samples.answers[guess->samples.chosen];

    fprintf(out, "# n: %s samples, as %s.\n", samples->value, samples->meaning);
    write_others(&guess->samples, out);
    for (int dimensions = 3; dimensions <= MAX_DIMENSIONS; dimensions++) {
        const struct question *question = &guess->axes[dimensions];

        if (question->count == 0)
            continue;
        fprintf(out, "# %d dimensions: %s, %s.\n", dimensions, question->answers[question->chosen].value,
                question->answers[question->chosen].meaning);
        write_others(question, out);
    }
    if (guess->axes[2].count > 0 && !guess->axes[2].certain) {
        fprintf(out, "# 2 dimensions: %s, by custom alone.\n",
                guess->axes[2].answers[guess->axes[2].chosen].value);
        write_others(&guess->axes[2], out);
    }
}

static bool has_axis(const struct guess *guess, const char *letters)
{
    for (size_t i = 0; i < guess->layer_count; i++)
        if (strpbrk(guess->layers[i].axes, letters))
            return true;
    return false;
}

static void write_axis_hints(const struct guess *guess, FILE *out)
{
    if (has_axis(guess, "hw"))
        fputs("# h and w are averaged; positions: samples or features keeps them apart.\n", out);
    if (has_axis(guess, "t"))
        fputs("# Each t is compared by itself; timesteps: samples, last or average makes one of all.\n", out);
}

/* The axes that all layers have, when they have others than nc. */
static const char *common_axes(const struct guess *guess)
{
    const char *axes = NULL;

    for (size_t i = 0; i < guess->layer_count; i++) {
        if (!guess->layers[i].axes[0])
            continue;
        if (axes && strcmp(axes, guess->layers[i].axes) != 0)
            return NULL;
        axes = guess->layers[i].axes;
    }
    return axes && strcmp(axes, "nc") != 0 ? axes : NULL;
}

/* Without `axes` the layer's are those of all. */
static void write_layer(const char *name, const char *axes, const struct cca_array_info *info, FILE *out)
{
    int used = fprintf(out, axes ? "  - {name: " : "  - ");

    used += yaml_write_text(out, name);
    if (axes)
        used += fprintf(out, ", axes: %s}", axes);
    fprintf(out, "%*s# ", used < COMMENT_COLUMN ? COMMENT_COLUMN - used : 1, "");
    write_shape(info, out);
    fputc('\n', out);
}

static void write_left_out(const struct guess_layer *layer, const struct guess *guess, FILE *out)
{
    fputs("  # left out, as it has ", out);
    if (layer->has_samples)
        fprintf(out, "%d dimensions; add it with its axes: ", layer->info.dimensions);
    else
        fprintf(out, "no axis of %s: ", guess->samples.answers[guess->samples.chosen].value);
    text_print(out, layer->name);
    fputs(", ", out);
    write_shape(&layer->info, out);
    fputc('\n', out);
}

/* Layers that one array holds: as many as its axis l is long. */
static void write_stack(const struct guess_layer *layer, FILE *out)
{
    size_t count = layer->info.shape[strcspn(layer->axes, "l")];

    for (size_t i = 0; i < count; i++) {
        char name[40];

        snprintf(name, sizeof name, "layer%zu", i);
        write_layer(name, NULL, &layer->info, out);
    }
}

static void write_layers(const struct guess *guess, FILE *out)
{
    const char *common = common_axes(guess);

    write_reasons(guess, out);
    write_axis_hints(guess, out);
    if (common)
        fprintf(out, "axes: %s\n", common);
    fputs("# Input first: in the order of their numbers, with what usually comes first or last put there.\n",
          out);
    fputs("layers:\n", out);
    for (size_t i = 0; i < guess->layer_count; i++) {
        const struct guess_layer *layer = &guess->layers[i];

        if (!layer->axes[0])
            write_left_out(layer, guess, out);
        else if (guess->stacked)
            write_stack(layer, out);
        else
            write_layer(layer->name, common || strcmp(layer->axes, "nc") == 0 ? NULL : layer->axes,
                        &layer->info, out);
    }
}

void manifest_text_write(const struct manifest_text *text, FILE *out)
{
    write_head(text, out);
    write_activations(text, out);
    write_networks(text, out);
    write_all_checkpoints(text, out);
    write_layers(text->guess, out);
}
