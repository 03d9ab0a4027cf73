#include "guess/columns.h"

#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "guess/words.h"

/* Not a byte: the change from letters to digits, or back. */
#define CHANGE 1

/* Member and folders first; of the others, those that part more than they join. */
static const char separators[] = {'\0', '/', '_', '-', '.', '=', ',', '+', '@', '~', ' ', CHANGE};
#define STRONG_COUNT    2
#define SEPARATOR_COUNT sizeof separators

/* What is cut. */
struct cutting {
    const struct name *names;
    size_t count;
    struct columns *columns;
};

uint64_t text_hash(const char *text, size_t length)
{
    uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3u;
    return hash ^ hash >> 32;
}

static int compare_numbers(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

size_t count_distinct(uint64_t *list, size_t count)
{
    size_t distinct = count > 0;

    if (count)
        qsort(list, count, sizeof *list, compare_numbers);
    for (size_t i = 1; i < count; i++)
        distinct += list[i] != list[i - 1];
    return distinct;
}

static size_t count_texts(const struct cutting *cutting, const struct span *spans)
{
    uint64_t *hashes = memory_allocate(cutting->count, sizeof *hashes);
    size_t distinct;

    for (size_t i = 0; i < cutting->count; i++)
        hashes[i] = text_hash(cutting->names[i].text + spans[i].start, spans[i].end - spans[i].start);
    distinct = count_distinct(hashes, cutting->count);
    free(hashes);
    return distinct;
}

/* The first place in a piece of a name, from `at` on, where the separator parts it; the end when there is
 * none. *width: of the separator itself. */
static size_t find_cut(const char *text, struct span span, size_t at, char separator, size_t *width)
{
    const char *found;

    *width = separator != CHANGE;
    if (separator == CHANGE) {
        for (size_t i = at + 1; i < span.end; i++)
            if ((is_digit(text[i]) && is_letter(text[i - 1])) ||
                (is_letter(text[i]) && is_digit(text[i - 1])))
                return i;
        return span.end;
    }
    found = memchr(text + at, separator, span.end - at);
    return found ? (size_t)(found - text) : span.end;
}

static size_t count_pieces(const char *text, struct span span, char separator)
{
    size_t pieces = 1, width;

    for (size_t at = find_cut(text, span, span.start, separator, &width); at < span.end;
         at = find_cut(text, span, at + width, separator, &width))
        pieces++;
    return pieces;
}

/* The pieces from `first` to `last`, counted from 0, with what is between them. */
static struct span find_pieces(const char *text, struct span span, char separator, size_t first, size_t last)
{
    struct span found = span;
    size_t at = span.start, width;

    for (size_t piece = 0; piece <= last; piece++) {
        if (piece == first)
            found.start = at;
        found.end = find_cut(text, span, at, separator, &width);
        at = found.end + width;
    }
    return found;
}

/* How names fall apart at a separator. */
struct pieces {
    char separator;
    size_t least, most; /* pieces of a name */
};

static struct pieces count_all(const struct cutting *cutting, const struct span *spans, char separator)
{
    struct pieces pieces = {.separator = separator, .least = SIZE_MAX};

    for (size_t i = 0; i < cutting->count; i++) {
        size_t count = count_pieces(cutting->names[i].text, spans[i], separator);

        pieces.least = count < pieces.least ? count : pieces.least;
        pieces.most = count > pieces.most ? count : pieces.most;
    }
    return pieces;
}

/* Column `index` of the `least`, when column `taker` takes what is over. */
static struct span *make_column(const struct cutting *cutting, const struct span *spans,
                                const struct pieces *pieces, size_t index, size_t taker)
{
    struct span *column = memory_allocate(cutting->count, sizeof *column);

    for (size_t i = 0; i < cutting->count; i++) {
        const char *text = cutting->names[i].text;
        size_t over = count_pieces(text, spans[i], pieces->separator) - pieces->least;

        column[i] = find_pieces(text, spans[i], pieces->separator, index + (index > taker ? over : 0),
                                index + (index >= taker ? over : 0));
    }
    return column;
}

static size_t count_column(const struct cutting *cutting, const struct span *spans,
                           const struct pieces *pieces, size_t index, size_t taker)
{
    struct span *column = make_column(cutting, spans, pieces, index, taker);
    size_t texts = count_texts(cutting, column);

    free(column);
    return texts;
}

/* The column that takes what is over: see columns_cut. With one more to the left of the taker, only that
 * column and the taker differ from before. */
static size_t choose_taker(const struct cutting *cutting, const struct span *spans,
                           const struct pieces *pieces)
{
    size_t best = 0, fewest = SIZE_MAX, left = 0, right = 0;

    if (pieces->least == pieces->most)
        return 0;
    for (size_t i = 1; i < pieces->least; i++)
        right += count_column(cutting, spans, pieces, i, 0);
    for (size_t taker = 0; taker < pieces->least; taker++) {
        size_t texts = left + right + count_column(cutting, spans, pieces, taker, taker);

        if (texts < fewest) {
            best = taker;
            fewest = texts;
        }
        left += count_column(cutting, spans, pieces, taker, taker + 1);
        if (taker + 1 < pieces->least)
            right -= count_column(cutting, spans, pieces, taker + 1, taker);
    }
    return best;
}

/* Which separator to cut at next; false when there is none. `used`: a bit for each that is out of the
 * question. */
static bool choose_separator(const struct cutting *cutting, const struct span *spans, unsigned used,
                             struct pieces *chosen)
{
    struct pieces uneven = {0};

    for (size_t i = 0; i < SEPARATOR_COUNT; i++) {
        struct pieces pieces;

        if (used & 1u << i)
            continue;
        pieces = count_all(cutting, spans, separators[i]);
        if (pieces.least > 1 && (pieces.least == pieces.most || i < STRONG_COUNT)) {
            *chosen = pieces;
            return true;
        }
        if (pieces.least > 1 && !uneven.least && separators[i] != CHANGE)
            uneven = pieces;
    }
    *chosen = uneven;
    return uneven.least > 0;
}

static void add_column(const struct cutting *cutting, const struct span *spans, bool constant)
{
    struct column *column = &cutting->columns->list[cutting->columns->count++];

    column->spans = memory_copy(spans, cutting->count, sizeof *spans);
    column->constant = constant;
    for (size_t i = 0; i < cutting->count; i++)
        if (spans[i].start < spans[i].end && is_digit(cutting->names[i].text[spans[i].start]))
            column->numbered = true;
}

static unsigned separator_bit(char separator)
{
    return 1u << ((const char *)memchr(separators, separator, SEPARATOR_COUNT) - separators);
}

/* Cuts one column into as many as there are, though into no more than `room`. */
static void cut(const struct cutting *cutting, const struct span *spans, unsigned used, size_t room)
{
    bool constant = count_texts(cutting, spans) == 1;
    size_t before = cutting->columns->count, taker;
    struct pieces pieces;

    if (!choose_separator(cutting, spans, used, &pieces) || pieces.least > room) {
        add_column(cutting, spans, constant);
        return;
    }
    taker = choose_taker(cutting, spans, &pieces);
    for (size_t i = 0; i < pieces.least; i++) {
        struct span *column = make_column(cutting, spans, &pieces, i, taker);
        size_t taken = cutting->columns->count - before, waiting = pieces.least - i - 1;

        cut(cutting, column, used | separator_bit(pieces.separator), room - taken - waiting);
        free(column);
    }
}

void columns_cut(const struct name *names, size_t count, struct columns *columns)
{
    const struct cutting cutting = {names, count, columns};
    struct span *whole = memory_allocate(count, sizeof *whole);

    *columns = (struct columns){0};
    for (size_t i = 0; i < count; i++)
        whole[i].end = names[i].length;
    cut(&cutting, whole, 0, COLUMNS_MOST);
    free(whole);
}

void columns_free(struct columns *columns)
{
    for (size_t i = 0; i < columns->count; i++)
        free(columns->list[i].spans);
    *columns = (struct columns){0};
}
