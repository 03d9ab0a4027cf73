#include "tui/sequence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct keyed {
    double value;
    size_t place;
};

static int compare(const void *left, const void *right)
{
    const struct keyed *a = left, *b = right;

    if (isnan(a->value) || isnan(b->value)) {
        if (isnan(a->value) != isnan(b->value))
            return isnan(a->value) ? 1 : -1;
    } else if (a->value != b->value) {
        return a->value < b->value ? -1 : 1;
    }
    return a->place < b->place ? -1 : 1;
}

/* The places in the sequence of their values; NULL when memory gives out. */
static size_t *sorted_places(const double *values, size_t length, bool descending)
{
    struct keyed *keyed = malloc((length + 1) * sizeof *keyed);
    size_t *places = malloc((length + 1) * sizeof *places);

    for (size_t i = 0; keyed && places && i < length; i++)
        keyed[i] = (struct keyed){descending ? -values[i] : values[i], i};
    if (keyed && places) {
        qsort(keyed, length, sizeof *keyed, compare);
        for (size_t i = 0; i < length; i++)
            places[i] = keyed[i].place;
    } else {
        free(places);
        places = NULL;
    }
    free(keyed);
    return places;
}

/* What is shown, from `sorted` and `hidden`. */
static void rebuild(struct sequence *sequence)
{
    sequence->count = 0;
    for (size_t i = 0; i < sequence->length; i++) {
        size_t place = sequence->sorted ? sequence->sorted[i] : i;

        sequence->positions[place] = sequence->count;
        if (!sequence->hidden || !sequence->hidden[place])
            sequence->places[sequence->count++] = place;
    }
    sequence->version++;
}

/* Makes ready for an axis of this length; what was for another is forgotten. */
static bool prepare(struct sequence *sequence, size_t length)
{
    size_t *places, *positions;

    if (sequence->length == length)
        return true;
    places = malloc((length + 1) * sizeof *places);
    positions = malloc((length + 1) * sizeof *positions);
    if (!places || !positions) {
        free(places);
        free(positions);
        return false;
    }
    sequence_release(sequence);
    sequence->length = length;
    sequence->places = places;
    sequence->positions = positions;
    return true;
}

bool sequence_sort(struct sequence *sequence, const double *values, size_t length, bool descending)
{
    size_t *sorted = values ? sorted_places(values, length, descending) : NULL;

    if ((values && !sorted) || !prepare(sequence, length)) {
        free(sorted);
        return false;
    }
    free(sequence->sorted);
    sequence->sorted = sorted;
    rebuild(sequence);
    return true;
}

bool sequence_filter(struct sequence *sequence, const bool *keep, size_t length)
{
    bool *hidden = keep ? malloc(length + 1) : NULL;

    if ((keep && !hidden) || !prepare(sequence, length)) {
        free(hidden);
        return false;
    }
    for (size_t i = 0; keep && i < length; i++)
        hidden[i] = !keep[i];
    free(sequence->hidden);
    sequence->hidden = hidden;
    rebuild(sequence);
    return true;
}

void sequence_release(struct sequence *sequence)
{
    unsigned version = sequence->version;

    free(sequence->sorted);
    free(sequence->hidden);
    free(sequence->places);
    free(sequence->positions);
    *sequence = (struct sequence){.version = version + 1};
}

static bool applies(const struct sequence *sequence, size_t length)
{
    return length > 0 && sequence->length == length;
}

size_t sequence_count(const struct sequence *sequence, size_t length)
{
    return applies(sequence, length) ? sequence->count : length;
}

size_t sequence_place(const struct sequence *sequence, size_t length, size_t position)
{
    return applies(sequence, length) ? sequence->places[position] : position;
}

bool sequence_shows(const struct sequence *sequence, size_t length, size_t place)
{
    return !applies(sequence, length) || !sequence->hidden || !sequence->hidden[place];
}

size_t sequence_position(const struct sequence *sequence, size_t length, size_t place)
{
    size_t position = applies(sequence, length) ? sequence->positions[place] : place;
    size_t count = sequence_count(sequence, length);

    return position < count ? position : count ? count - 1 : 0;
}
