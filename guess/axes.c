/* What the axes of arrays are, once it is known how many samples there are. */
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "config/number.h"
#include "guess/guess.h"
#include "guess/question.h"
#include "guess/words.h"

/* Layers in one array; more are taken for something else. */
#define STACK_MOST 512

/* The layers of so many dimensions, looked at together: whoever saves one channels first does so with all. */
struct rank {
    const struct guess *guess;
    int dimensions;
    size_t samples;
    size_t place;    /* of the samples ... */
    bool unmistaken; /* ... as some array has no other axis of that length */
    size_t layers;   /* that have samples */
    size_t in_time;  /* by their names: lstm, attn ... */
    size_t first_of; /* the first such layer */
    size_t tail_square,
        head_square; /* the last two of the others are equal, and not the one before; the first two */
    bool varies[MAX_DIMENSIONS]; /* a length of the others that is not the same in all of these layers */
};

static size_t samples_of(const struct guess *guess)
{
    uint64_t samples = 0;

    if (guess->samples.count)
        number_parse_unsigned(guess->samples.answers[guess->samples.chosen].value, &samples);
    return (size_t)samples;
}

/* How many axes are as long as there are samples. */
static int count_places(const struct cca_array_info *info, size_t samples)
{
    int count = 0;

    for (int axis = 0; axis < info->dimensions; axis++)
        count += info->shape[axis] == samples;
    return count;
}

static int find_place(const struct cca_array_info *info, size_t samples)
{
    int axis = 0;

    while (axis < info->dimensions && info->shape[axis] != samples)
        axis++;
    return axis;
}

/* The axis that is the samples: by the arrays in which only one can be it, else the first. */
static void vote(struct rank *rank)
{
    size_t votes[MAX_DIMENSIONS] = {0};

    for (size_t i = 0; i < rank->guess->layer_count; i++) {
        const struct cca_array_info *info = &rank->guess->layers[i].info;

        if (info->dimensions == rank->dimensions && count_places(info, rank->samples) == 1)
            votes[find_place(info, rank->samples)]++;
    }
    for (size_t place = 0; place < MAX_DIMENSIONS; place++) {
        rank->unmistaken = rank->unmistaken || votes[place];
        if (votes[place] > votes[rank->place])
            rank->place = place;
    }
}

/* The lengths of the axes that are not the samples. */
static void lengths_of_others(const struct rank *rank, const struct cca_array_info *info, size_t *lengths)
{
    for (int axis = 0, other = 0; axis < info->dimensions; axis++)
        if ((size_t)axis != rank->place)
            lengths[other++] = info->shape[axis];
}

static void look_at(struct rank *rank, const struct guess_layer *layer, size_t *before)
{
    size_t lengths[MAX_DIMENSIONS] = {0};
    int others = rank->dimensions - 1;

    lengths_of_others(rank, &layer->info, lengths);
    rank->in_time += (words_in(layer->name, strlen(layer->name)) & WORDS_TIME) != 0;
    if (others >= 3) {
        rank->tail_square +=
            lengths[others - 1] == lengths[others - 2] && lengths[others - 2] != lengths[others - 3];
        rank->head_square += lengths[0] == lengths[1] && lengths[1] != lengths[2];
    }
    for (int i = 0; i < others; i++) {
        rank->varies[i] = rank->varies[i] || (rank->layers > 0 && lengths[i] != before[i]);
        before[i] = lengths[i];
    }
}

static struct rank find_rank(const struct guess *guess, int dimensions)
{
    struct rank rank = {.guess = guess, .dimensions = dimensions, .samples = samples_of(guess)};
    size_t before[MAX_DIMENSIONS] = {0};

    vote(&rank);
    for (size_t i = guess->layer_count; i-- > 0;) {
        const struct guess_layer *layer = &guess->layers[i];

        if (layer->info.dimensions != dimensions || !count_places(&layer->info, rank.samples))
            continue;
        look_at(&rank, layer, before);
        rank.layers++;
        rank.first_of = i;
    }
    return rank;
}

/* Adds axes: the letters of the others, with n in its place. */
static void offer(const struct rank *rank, struct question *question, const char *others, const char *meaning)
{
    size_t place = rank->place;

    question_add(question, memory_format("%.*sn%s", (int)place, others, others + place),
                 memory_duplicate(meaning));
}

static void offer_two(const struct rank *rank, struct question *question)
{
    struct rank turned = *rank;

    offer(rank, question, "c", "the others are the features");
    turned.place = 1 - rank->place;
    offer(&turned, question, "c", "features and samples the other way round");
    question->certain = rank->unmistaken;
}

/* Whether the only array of a checkpoint may hold all layers: no name says a layer, and there are few along
 * an axis. */
static bool may_be_stacked(const struct rank *rank)
{
    size_t lengths[MAX_DIMENSIONS];

    if (rank->guess->layer_count > 1 ||
        rank->guess->named.readings[rank->guess->reading.chosen].runs[ROLE_LAYER].end > 0)
        return false;
    lengths_of_others(rank, &rank->guess->layers[0].info, lengths);
    return lengths[0] <= STACK_MOST;
}

static bool is_named_stack(const struct rank *rank)
{
    const char *name = rank->guess->layers[0].name;

    return words_in(name, strlen(name)) & WORDS_STACK;
}

static void offer_three(const struct rank *rank, struct question *question)
{
    bool features_first = rank->varies[0] && !rank->varies[1], stacked = may_be_stacked(rank);
    bool told = rank->varies[0] != rank->varies[1] || 2 * rank->in_time > rank->layers;

    question->certain = stacked ? is_named_stack(rank) : told;
    if (stacked && is_named_stack(rank))
        offer(rank, question, "lc", "layers, stacked as the name says, then features");
    if (features_first)
        offer(rank, question, "ct",
              "the length that varies with the layer is the features, the other is time");
    offer(rank, question, "tc",
          !told             ? "time before features is usual"
          : features_first  ? "time, then features"
          : rank->varies[1] ? "the length that varies with the layer is the features, the other is time"
                            : "by the layers' names: time, then features");
    offer(rank, question, "ct", "features, then time, as in a one-dimensional convolution");
    if (stacked)
        offer(rank, question, "lc", "layers, stacked, then features");
}

static void offer_four(const struct rank *rank, struct question *question)
{
    bool stacked = may_be_stacked(rank), last = rank->head_square > rank->tail_square;

    question->certain = stacked ? is_named_stack(rank) : last || rank->tail_square > rank->head_square;
    if (stacked && is_named_stack(rank))
        offer(rank, question, "ltc", "layers, stacked as the name says, then time, then features");
    if (last)
        offer(rank, question, "hwc",
              "two equal lengths are a picture's height and width; channels come last");
    offer(rank, question, "chw",
          rank->tail_square > rank->head_square
              ? "two equal lengths are a picture's height and width; channels come before"
              : "channels before height and width, as PyTorch has it");
    offer(rank, question, "hwc", "height, width, then channels, as TensorFlow has it");
    if (stacked)
        offer(rank, question, "ltc", "layers, stacked, then time, then features");
}

static void offer_five(const struct rank *rank, struct question *question)
{
    offer(rank, question, "tchw", "time, channels, height and width, as of films");
    offer(rank, question, "cthw", "channels, depth (taken for time), height and width");
    offer(rank, question, "thwc", "time, height and width, channels");
}

void guess_axes(struct guess *guess)
{
    static void (*const offers[])(const struct rank *, struct question *) = {
        [2] = offer_two, [3] = offer_three, [4] = offer_four, [5] = offer_five};

    for (int dimensions = 2; dimensions < (int)(sizeof offers / sizeof *offers); dimensions++) {
        const struct rank rank = find_rank(guess, dimensions);

        if (rank.layers == 0)
            continue;
        guess->axes[dimensions].about =
            memory_format("What are the axes of arrays of %d dimensions, such as %s?", dimensions,
                          guess->layers[rank.first_of].name);
        offers[dimensions](&rank, &guess->axes[dimensions]);
    }
}

/* The axes of its number of dimensions, though with n where this array has the samples. */
static void set_axes(const struct guess *guess, struct guess_layer *layer)
{
    const struct question *question = &guess->axes[layer->info.dimensions];
    size_t samples = samples_of(guess), place, other;

    layer->has_samples = count_places(&layer->info, samples) > 0;
    if (question->count == 0 || !layer->has_samples)
        return;
    strcpy(layer->axes, question->answers[question->chosen].value);
    place = strcspn(layer->axes, "n");
    if (layer->info.shape[place] == samples)
        return;
    other = (size_t)find_place(&layer->info, samples);
    layer->axes[place] = layer->axes[other];
    layer->axes[other] = 'n';
}

void guess_layers(struct guess *guess)
{
    for (size_t i = 0; i < guess->layer_count; i++)
        set_axes(guess, &guess->layers[i]);
    guess->stacked = guess->layer_count == 1 && strchr(guess->layers[0].axes, 'l');
}
