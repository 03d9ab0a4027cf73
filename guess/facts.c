#include "guess/facts.h"

#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "guess/words.h"

/* Names looked at for words: the first, the last, and what lies evenly between. */
#define LOOKED_AT   512
#define MOST_DIGITS 18

static size_t span_length(struct span span)
{
    return span.end - span.start;
}

static unsigned words_of_most(const struct names *names, const struct column *column)
{
    size_t step = names->count / LOOKED_AT + 1, looked = 0, counts[8] = {0};
    unsigned kinds = 0;

    for (size_t i = 0; i < names->count; i += step, looked++) {
        unsigned found =
            words_in(names->list[i].text + column->spans[i].start, span_length(column->spans[i]));

        for (size_t bit = 0; bit < 8; bit++)
            counts[bit] += found >> bit & 1;
    }
    for (size_t bit = 0; bit < 8; bit++)
        kinds |= (2 * counts[bit] > looked ? 1u : 0u) << bit;
    return kinds;
}

/* The kinds of the last word of a text. */
static unsigned last_word(const char *text, size_t length)
{
    size_t start;

    while (length > 0 && !is_letter(text[length - 1]))
        length--;
    for (start = length; start > 0 && is_letter(text[start - 1]);)
        start--;
    return words_in(text + start, length - start);
}

/* Words before a column, and in the folder above it. Both are read off the first name. */
static void find_context(const struct names *names, size_t at, struct fact *fact)
{
    const struct columns *columns = &names->columns;
    const char *text = names->list[0].text;
    size_t start = columns->list[at].spans[0].start, end = columns->list[at].spans[0].end, limit = 0, from;

    for (size_t i = 0; i < at; i++)
        if (!columns->list[i].constant)
            limit = columns->list[i].spans[0].end;
    for (from = start; from > limit && !is_folder_end(text[from - 1]);)
        from--;
    fact->left = last_word(text + from, start - from);
    fact->whole = (start == 0 || is_folder_end(text[start - 1])) &&
                  (end == names->list[0].length || is_folder_end(text[end]));
    fact->stuck = start > 0 && is_letter(text[start - 1]);
    fact->joined = fact->stuck && start == limit;
    if (from != start || from <= limit + 1)
        return;
    for (from = start - 1; from > limit && !is_folder_end(text[from - 1]);)
        from--;
    fact->above = words_in(text + from, start - 1 - from);
}

static bool all_digits(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!is_digit(text[i]))
            return false;
    return length > 0 && length <= MOST_DIGITS;
}

bool is_moment(const char *text, size_t length)
{
    size_t letters = 0, digits;

    while (letters < length && is_letter(text[letters]))
        letters++;
    if (letters == length)
        return words_only(text, length, WORDS_EARLY | WORDS_LATE);
    digits = letters + (letters > 0 && !is_digit(text[letters]));
    return all_digits(text + digits, length - digits) && (!letters || words_only(text, letters, WORDS_STEP));
}

bool has_step(const char *text)
{
    for (size_t at = 0, length; text[at]; at += length ? length : 1) {
        for (length = 0; is_letter(text[at + length]);)
            length++;
        if (length > 0 && words_only(text + at, length, WORDS_STEP) &&
            is_digit(text[at + length + (text[at + length] && strchr("_-=", text[at + length]))]))
            return true;
    }
    return false;
}

static uint64_t value_of(const char *digits, size_t length)
{
    uint64_t value = 0;

    for (size_t i = 0; i < length; i++)
        value = value * 10 + (uint64_t)(digits[i] - '0');
    return value;
}

/* Whether the numbers of a column are those of things that are counted. */
static bool find_counts(const struct names *names, const struct column *column)
{
    uint64_t *values = memory_allocate(names->count, sizeof *values), first, last;
    size_t distinct;

    for (size_t i = 0; i < names->count; i++)
        values[i] = value_of(names->list[i].text + column->spans[i].start, span_length(column->spans[i]));
    distinct = count_distinct(values, names->count); /* sorts them */
    first = values[0];
    last = values[names->count - 1];
    free(values);
    return first <= 1 && last - first + 1 == distinct;
}

static void find_texts(const struct names *names, const struct column *column, struct fact *fact)
{
    fact->number = fact->moment = true;
    for (size_t i = 0; i < names->count; i++) {
        const char *text = names->list[i].text + column->spans[i].start;
        size_t length = span_length(column->spans[i]);

        fact->number = fact->number && all_digits(text, length);
        fact->moment = fact->moment && is_moment(text, length);
        fact->filled = fact->filled || (length >= 4 && *text == '0');
        for (size_t at = 0; at < length && !fact->letters; at++)
            fact->letters = is_letter(text[at]) || (text[at] & 0x80);
    }
    fact->moment = fact->moment && !fact->number;
    fact->filled = fact->filled && fact->number;
    fact->counts = fact->number && find_counts(names, column);
}

static bool repeats(const struct names *names, const struct column *one, const struct column *other)
{
    for (size_t i = 0; i < names->count; i++)
        if (span_length(one->spans[i]) != span_length(other->spans[i]) ||
            memcmp(names->list[i].text + one->spans[i].start, names->list[i].text + other->spans[i].start,
                   span_length(one->spans[i])) != 0)
            return false;
    return true;
}

void facts_find(const struct names *names, struct fact facts[COLUMNS_MOST])
{
    const struct column *list = names->columns.list;

    for (size_t i = 0; i < names->columns.count; i++) {
        facts[i] = (struct fact){.inside = words_of_most(names, &list[i]), .original = i};
        find_context(names, i, &facts[i]);
        find_texts(names, &list[i], &facts[i]);
        for (size_t j = 0; j < i && facts[i].original == i && !list[i].constant; j++)
            if (!list[j].constant && repeats(names, &list[i], &list[j]))
                facts[i].original = j;
    }
}
