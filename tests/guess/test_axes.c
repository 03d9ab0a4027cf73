/* How many samples there are, and what the other axes of arrays are. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guess/guess.h"
#include "trees.h"

/* A tree, the number of samples, and the axes of each layer; a "?" in front of either where it is not
 * certain. */
static const struct axes_case {
    const char *tree, *samples, *axes;
} cases[] = {
    /* samples: the length that all have */
    {"{conv1>400x8x4x4,fc>400x24,logits>400x10}.npy", "400", "conv1 nchw, fc nc, logits nc"},
    {"{fc>24x400,logits>10x400}.npy", "400", "fc cn, logits cn"},
    {"{fc>24x400,logits>400x10}.npy", "400", "fc cn, logits nc"},
    {"{lstm1>16x500x32,fc>500x10}.npy", "500", "lstm1 tnc, fc nc"},
    {"{lstm1>500x16x32,lstm2>500x16x64}.npy", "500", "lstm1 ntc, lstm2 ntc"},
    {"{fc>400x64}.npy", "400", "fc nc"},
    {"{lay03>10x10000}.npy", "?10000", "lay03 cn"},
    {"{fc>256x512}.npy", "?256", "fc nc"},
    {"{fc>256x256}.npy", "256", "?fc nc"},
    {"{a>256x256,b>256x10}.npy", "256", "a nc, b nc"},
    {"{a>256x256,b>10x256}.npy", "256", "a cn, b cn"},
    {"{a>100x8,b>100x4,weights>30x8}.npy", "100", "a nc, b nc, weights -"},

    /* four dimensions: the two that are equal are a picture */
    {"{conv1>100x3x32x32,conv2>100x64x8x8}.npy", "100", "conv1 nchw, conv2 nchw"},
    {"{conv1>100x32x32x3,conv2>100x8x8x64}.npy", "100", "conv1 nhwc, conv2 nhwc"},
    {"{conv1>100x8x8x8,conv2>100x4x4x16}.npy", "100", "conv1 nhwc, conv2 nhwc"},
    {"{conv1>100x8x8x8,conv2>100x8x8x8}.npy", "100", "?conv1 nchw, conv2 nchw"},
    {"{conv1>100x8x6x5,fc>100x8}.npy", "100", "?conv1 nchw, fc nc"},
    {"{conv1>3x32x32x100,conv2>3x32x32x100}.npy {fc>10x100}.npy", "100", "conv1 chwn, conv2 chwn, fc cn"},

    /* three: what varies from layer to layer is features */
    {"{x1>100x20x8,x2>100x20x16}.npy", "100", "x1 ntc, x2 ntc"},
    {"{x1>100x8x20,x2>100x16x20}.npy", "100", "x1 nct, x2 nct"},
    {"{x1>100x8x20,x2>100x8x20}.npy", "100", "?x1 ntc, x2 ntc"},
    {"{attn1>100x8x20,mlp2>100x8x20}.npy", "100", "attn1 ntc, mlp2 ntc"},

    /* all layers in one array */
    {"step{1,2}/{hidden_states>100x13x64}.npy", "100", "hidden_states nlc"},
    {"step{1,2}/{hidden_states>13x100x64}.npy", "?100", "hidden_states lnc"},
    {"step{1,2}/{hidden_states>100x13x20x64}.npy", "100", "hidden_states nltc"},
    {"step{1,2}/{x>100x13x64}.npy", "100", "?x ntc"},

    {"{film>100x5x3x8x8,fc>100x4}.npy", "100", "?film ntchw, fc nc"},
    {"{deep>100x2x2x2x2x2,fc>100x4}.npy", "100", "deep -, fc nc"},
};

static char *describe(const struct guess *guess)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    bool certain = true;

    for (int i = 0; i <= MAX_DIMENSIONS; i++)
        certain = certain && (guess->axes[i].count < 2 || guess->axes[i].certain);
    if (!certain)
        fputc('?', out);
    for (size_t i = 0; i < guess->layer_count; i++)
        fprintf(out, "%s%s %s", i ? ", " : "", guess->layers[i].name,
                guess->layers[i].axes[0] ? guess->layers[i].axes : "-");
    fclose(out);
    return text;
}

static void check_case(const struct axes_case *one)
{
    struct cca_catalog catalog = tree_make(one->tree);
    struct guess guess = {0};
    char *axes, samples[40];

    cr_assert(guess_names(catalog.entries, catalog.count, "title", &guess), "%s", one->tree);
    guess_experiment(&guess);
    guess_samples(&guess);
    guess_axes(&guess);
    guess_layers(&guess);
    axes = describe(&guess);
    snprintf(samples, sizeof samples, "%s%s", guess.samples.certain ? "" : "?",
             guess.samples.answers[0].value);
    cr_expect_str_eq(samples, one->samples, "%s: %s samples instead of %s", one->tree, samples, one->samples);
    cr_expect_str_eq(axes, one->axes, "%s: %s instead of %s", one->tree, axes, one->axes);
    free(axes);
    guess_free(&guess);
    cca_catalog_free(&catalog);
}

Test(axes, follow_from_shapes)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_case(&cases[i]);
}
