/* From names and their reading to networks, checkpoints and layers. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "guess/guess.h"
#include "guess/order.h"
#include "guess/words.h"

/* What a role stands for in every name. */
struct texts {
    char **list;     /* one a name; NULL: the names do not say */
    char **distinct; /* in natural order; share nothing with `list` */
    size_t distinct_count;
};

static const struct reading *chosen_reading(const struct guess *guess)
{
    return &guess->named.readings[guess->reading.chosen];
}

static char *text_of(const struct guess *guess, enum role role, size_t name)
{
    struct span span = role_span(&guess->named.names, chosen_reading(guess), role, name);

    return memory_duplicate_span(guess->named.list[name].text + span.start, span.end - span.start);
}

/* `fallback`: what stands for all of them when names do not say. */
static struct texts find_texts(const struct guess *guess, enum role role, const char *fallback)
{
    size_t count = guess->named.count;
    struct stretch run = chosen_reading(guess)->runs[role];
    struct texts texts = {.distinct = memory_allocate(count, sizeof *texts.distinct), .distinct_count = 1};

    if (run.first == run.end) {
        texts.distinct[0] = memory_duplicate(fallback);
        return texts;
    }
    texts.list = memory_allocate(count, sizeof *texts.list);
    for (size_t i = 0; i < count; i++) {
        texts.list[i] = text_of(guess, role, i);
        texts.distinct[i] = memory_duplicate(texts.list[i]);
    }
    texts.distinct_count = order_distinct(texts.distinct, count);
    return texts;
}

static size_t place_of(const struct texts *texts, size_t name)
{
    return texts->list ? order_find(texts->distinct, texts->distinct_count, texts->list[name]) : 0;
}

/* Leaves the distinct texts to whom they were given. */
static void free_texts(struct texts *texts, size_t count)
{
    for (size_t i = 0; i < count && texts->list; i++)
        free(texts->list[i]);
    free(texts->list);
    free(texts->distinct);
}

/* The last number in a text; -1: it has none. */
static int64_t last_number(const char *text, size_t length)
{
    size_t start;

    while (length > 0 && !is_digit(text[length - 1]))
        length--;
    for (start = length; start > 0 && is_digit(text[start - 1]);)
        start--;
    return start < length ? strtoll(text + start, NULL, 10) : -1;
}

/* The checkpoint of one name; step -1 when it has no number. */
static struct checkpoint read_checkpoint(const struct guess *guess, bool numbers, size_t name)
{
    const struct names *names = &guess->named.names;
    const struct reading *reading = chosen_reading(guess);
    struct checkpoint checkpoint = {0};
    struct span span;

    if (reading->runs[ROLE_STEP].end > 0) {
        span = names->columns.list[reading->step].spans[name];
        checkpoint.step = last_number(names->list[name].text + span.start, span.end - span.start);
    }
    checkpoint.name = numbers ? memory_format("%" PRId64, checkpoint.step) : text_of(guess, ROLE_STEP, name);
    return checkpoint;
}

static int compare_names(const void *left, const void *right)
{
    return order_natural(((const struct checkpoint *)left)->name, ((const struct checkpoint *)right)->name);
}

static int compare_steps(const void *left, const void *right)
{
    const struct checkpoint *a = left, *b = right;

    return a->step == b->step ? order_natural(a->name, b->name) : a->step < b->step ? -1 : 1;
}

/* Steps of checkpoints without a number: before training 0, else behind the last number, as `checkpoints:
 * auto` has it. */
static void number_others(struct checkpoint *list, size_t count)
{
    int64_t early = 0, next = 0;

    for (size_t i = 0; i < count; i++)
        if (list[i].step < 0 && words_only(list[i].name, strlen(list[i].name), WORDS_EARLY))
            list[i].step = early++;
    for (size_t i = 0; i < count; i++)
        next = list[i].step >= next ? list[i].step + 1 : next;
    for (size_t i = 0; i < count; i++)
        if (list[i].step < 0)
            list[i].step = next++;
}

/* Each once, in the order of their steps. */
static void order_checkpoints(struct network *network)
{
    struct checkpoint *list = network->checkpoints;
    size_t count = network->checkpoint_count, kept = 0;

    qsort(list, count, sizeof *list, compare_names);
    for (size_t i = 0; i < count; i++)
        if (kept && strcmp(list[kept - 1].name, list[i].name) == 0)
            free(list[i].name);
        else
            list[kept++] = list[i];
    number_others(list, kept);
    qsort(list, kept, sizeof *list, compare_steps);
    network->checkpoint_count = kept;
}

static void find_checkpoints(struct guess *guess, const struct texts *networks)
{
    size_t *room = memory_allocate(guess->network_count, sizeof *room);
    bool numbers = step_width(&guess->named.names, chosen_reading(guess)) > 0;

    for (size_t i = 0; i < guess->named.count; i++) {
        size_t place = place_of(networks, i);
        struct network *network = &guess->networks[place];

        network->checkpoints = memory_reserve(network->checkpoints, &room[place],
                                              network->checkpoint_count + 1, sizeof *network->checkpoints);
        network->checkpoints[network->checkpoint_count++] = read_checkpoint(guess, numbers, i);
    }
    for (size_t i = 0; i < guess->network_count; i++)
        order_checkpoints(&guess->networks[i]);
    free(room);
}

static bool has_letter(const char *text, size_t length)
{
    while (length > 0 && !is_letter(text[length - 1]))
        length--;
    return length > 0;
}

static size_t without_separators(const char *name, size_t end)
{
    while (end > 0 && strchr("-_./= ", name[end - 1]))
        end--;
    return end;
}

/* The name without the number at its end, and without a word for networks before that: gen of gen-1, wide of
 * wide/seed3. Malloc'ed; "" where no letter would be left. */
static char *group_of(const char *name)
{
    size_t end = strlen(name), word;

    while (end > 0 && is_digit(name[end - 1]))
        end--;
    if (name[end])
        end = without_separators(name, end);
    for (word = end; word > 0 && is_letter(name[word - 1]);)
        word--;
    if (name[end] && word > 0 && words_only(name + word, end - word, WORDS_NETWORK))
        end = without_separators(name, word);
    return memory_duplicate_span(name, has_letter(name, end) ? end : 0);
}

/* Groups, when there are several and one of them has several networks. */
static void find_groups(struct guess *guess)
{
    size_t count = guess->network_count, distinct, named = 0;
    char **groups = memory_allocate(count, sizeof *groups);

    for (size_t i = 0; i < count; i++) {
        groups[i] = group_of(guess->networks[i].name);
        named += groups[i][0] != '\0';
    }
    distinct = order_distinct(groups, count);
    for (size_t i = 0; i < distinct; i++)
        free(groups[i]);
    free(groups);
    if (named < count || distinct < 2 || distinct == count)
        return;
    for (size_t i = 0; i < count; i++)
        guess->networks[i].group = group_of(guess->networks[i].name);
}

/* What the only layer is called: the member, or the file where it is always called the same. */
static char *name_layer(const struct guess *guess)
{
    const char *template = guess->reading.answers[guess->reading.chosen].value, *name = template, *slash;
    size_t length;

    while ((slash = strpbrk(name, "/#")))
        name = slash + 1;
    length = cca_array_stem(name);
    if (memchr(name, '{', length) || !has_letter(name, length))
        return memory_duplicate("activations");
    return memory_duplicate_span(name, length);
}

static int compare_layers(const void *left, const void *right)
{
    return order_layers(((const struct guess_layer *)left)->name, ((const struct guess_layer *)right)->name);
}

static void find_layers(struct guess *guess)
{
    char *fallback = name_layer(guess);
    struct texts texts = find_texts(guess, ROLE_LAYER, fallback);

    guess->layer_count = texts.distinct_count;
    guess->layers = memory_allocate(guess->layer_count, sizeof *guess->layers);
    for (size_t i = 0; i < guess->layer_count; i++)
        guess->layers[i].name = texts.distinct[i];
    for (size_t i = guess->named.count; i-- > 0;)
        guess->layers[place_of(&texts, i)].info = guess->named.entries[i]->info;
    qsort(guess->layers, guess->layer_count, sizeof *guess->layers, compare_layers);
    free_texts(&texts, guess->named.count);
    free(fallback);
}

void guess_experiment(struct guess *guess)
{
    struct texts networks = find_texts(guess, ROLE_NETWORK, guess->title);

    guess->network_count = networks.distinct_count;
    guess->networks = memory_allocate(guess->network_count, sizeof *guess->networks);
    for (size_t i = 0; i < guess->network_count; i++)
        guess->networks[i].name = networks.distinct[i];
    find_checkpoints(guess, &networks);
    free_texts(&networks, guess->named.count);
    find_groups(guess);
    find_layers(guess);
}
