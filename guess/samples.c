/* How many samples there are: a length that every array has. */
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "guess/guess.h"
#include "guess/question.h"

/* So many times as many samples as features are expected; where another axis is that much longer, it is the
 * samples. */
#define LONGER 5

/* A length of an axis. */
struct length {
    uint64_t value;
    size_t arrays; /* that have an axis of it ... */
    size_t first;  /* ... and of which that is the first axis */
};

static int compare_values(const void *left, const void *right)
{
    const struct length *a = left, *b = right;

    return a->value < b->value ? -1 : a->value > b->value;
}

/* Those that most arrays have; of these the one that is the first axis in most, then the greatest. */
static int compare_lengths(const void *left, const void *right)
{
    const struct length *a = left, *b = right;

    if (a->arrays != b->arrays)
        return a->arrays > b->arrays ? -1 : 1;
    if (a->first != b->first)
        return a->first > b->first ? -1 : 1;
    return a->value > b->value ? -1 : a->value < b->value;
}

/* An array that has a length twice counts once. */
static void add_lengths(const struct cca_array_info *info, struct length *lengths, size_t *count)
{
    for (int axis = 0; axis < info->dimensions; axis++) {
        bool again = false;

        for (int before = 0; before < axis; before++)
            again = again || info->shape[before] == info->shape[axis];
        if (!again)
            lengths[(*count)++] = (struct length){info->shape[axis], 1, axis == 0};
    }
}

/* Every length that there is, the likeliest to be the samples first; malloc'ed. */
static struct length *find_lengths(const struct named *named, size_t *count)
{
    struct length *lengths = memory_allocate(named->count * MAX_DIMENSIONS, sizeof *lengths);
    size_t all = 0;

    for (size_t i = 0; i < named->count; i++)
        add_lengths(&named->entries[i]->info, lengths, &all);
    qsort(lengths, all, sizeof *lengths, compare_values);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (*count > 0 && lengths[*count - 1].value == lengths[i].value) {
            lengths[*count - 1].arrays++;
            lengths[*count - 1].first += lengths[i].first;
        } else {
            lengths[(*count)++] = lengths[i];
        }
    qsort(lengths, *count, sizeof *lengths, compare_lengths);
    return lengths;
}

static char *describe(const struct length *length, size_t arrays)
{
    const char *place = length->first == length->arrays ? "always the first axis"
                        : length->first > 0             ? "sometimes the first axis"
                                                        : "never the first axis";

    if (length->arrays == arrays)
        return memory_format("every array has an axis of this length, %s", place);
    return memory_format("%zu of %zu arrays have an axis of this length, %s", length->arrays, arrays, place);
}

void guess_samples(struct guess *guess)
{
    size_t count, alike = 1, longest = 0;
    struct length *lengths = find_lengths(&guess->named, &count), likeliest;

    while (alike < count && lengths[alike].arrays == lengths[0].arrays)
        alike++;
    for (size_t i = 1; i < alike; i++)
        if (lengths[i].value > lengths[longest].value)
            longest = i;
    guess->samples.certain = longest == 0 && (lengths[0].first == lengths[0].arrays || alike == 1);
    if (lengths[longest].value / LONGER >= lengths[0].value) {
        likeliest = lengths[longest];
        memmove(lengths + 1, lengths, longest * sizeof *lengths);
        lengths[0] = likeliest;
    }
    guess->samples.about = memory_duplicate("How many samples are there?");
    for (size_t i = 0; i < alike; i++)
        question_add(&guess->samples, memory_format("%llu", (unsigned long long)lengths[i].value),
                     describe(&lengths[i], guess->named.count));
    free(lengths);
}
