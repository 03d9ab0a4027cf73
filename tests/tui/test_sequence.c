/* What of an axis is shown, and in which sequence. */
#include <criterion/criterion.h>
#include <math.h>

#include "tui/sequence.h"

/* The places shown are these; every one of them is where it says. */
static void expect(const struct sequence *sequence, size_t length, const size_t *places, size_t count)
{
    cr_assert_eq(sequence_count(sequence, length), count);
    for (size_t i = 0; i < count; i++) {
        cr_expect_eq(sequence_place(sequence, length, i), places[i], "position %zu", i);
        cr_expect_eq(sequence_position(sequence, length, places[i]), i, "place %zu", places[i]);
    }
}

Test(sequence, shows_all_places_as_they_are_at_first)
{
    struct sequence sequence = {0};

    expect(&sequence, 3, (const size_t[]){0, 1, 2}, 3);
    expect(&sequence, 0, NULL, 0);
}

Test(sequence, sorts_by_value)
{
    static const double values[] = {0.5, NAN, 0.1, 0.9, 0.1};
    struct sequence sequence = {0};

    cr_assert(sequence_sort(&sequence, values, 5, false));
    expect(&sequence, 5, (const size_t[]){2, 4, 0, 3, 1}, 5);
    cr_assert(sequence_sort(&sequence, values, 5, true));
    expect(&sequence, 5, (const size_t[]){3, 0, 2, 4, 1}, 5);
    cr_assert(sequence_sort(&sequence, NULL, 5, false));
    expect(&sequence, 5, (const size_t[]){0, 1, 2, 3, 4}, 5);
    sequence_release(&sequence);
}

Test(sequence, filters_what_is_sorted)
{
    static const double values[] = {4, 3, 2, 1, 0};
    static const bool keep[] = {true, false, true, false, true}, none[5] = {false};
    struct sequence sequence = {0};

    cr_assert(sequence_filter(&sequence, keep, 5));
    expect(&sequence, 5, (const size_t[]){0, 2, 4}, 3);
    cr_expect_eq(sequence_position(&sequence, 5, 1), 1, "the next that is shown");
    cr_expect(sequence_shows(&sequence, 5, 2) && !sequence_shows(&sequence, 5, 1));
    cr_expect(sequence_shows(&sequence, 4, 1), "of another axis nothing is hidden");
    cr_assert(sequence_sort(&sequence, values, 5, false));
    expect(&sequence, 5, (const size_t[]){4, 2, 0}, 3);
    cr_expect_eq(sequence_position(&sequence, 5, 1), 2);
    cr_assert(sequence_filter(&sequence, NULL, 5));
    expect(&sequence, 5, (const size_t[]){4, 3, 2, 1, 0}, 5);
    cr_assert(sequence_filter(&sequence, none, 5));
    cr_expect_eq(sequence_count(&sequence, 5), 0);
    cr_expect_eq(sequence_position(&sequence, 5, 3), 0);
    sequence_release(&sequence);
}

/* Another network may have more checkpoints: a sequence of the old ones says nothing of its own. */
Test(sequence, counts_only_for_the_axis_it_was_made_for)
{
    static const double values[] = {2, 1, 0};
    static const bool keep[] = {true, true, false, true};
    struct sequence sequence = {0};
    unsigned version;

    cr_assert(sequence_sort(&sequence, values, 3, false));
    version = sequence.version;
    expect(&sequence, 4, (const size_t[]){0, 1, 2, 3}, 4);
    cr_assert(sequence_filter(&sequence, keep, 4));
    expect(&sequence, 4, (const size_t[]){0, 1, 3}, 3);
    expect(&sequence, 3, (const size_t[]){0, 1, 2}, 3);
    cr_expect_neq(sequence.version, version);
    sequence_release(&sequence);
}
