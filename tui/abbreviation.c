#include "tui/abbreviation.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/text.h"

#define WIDEST 64

/* The names that are too wide, sanitised, each a list of characters. */
struct crowd {
    const char *(*name)(const void *context, size_t index);
    const void *context;
    size_t count, step;
};

static size_t crowd_size(const struct crowd *crowd)
{
    return crowd->step ? (crowd->count + crowd->step - 1) / crowd->step : 0;
}

static const char *ellipsis(bool unicode)
{
    return unicode ? "…" : "~";
}

/* Bytes of the first `columns` columns of a sanitised text; a wide character stays whole. */
static size_t bytes_of(const char *text, int columns)
{
    struct text_reader reader = {.next = text};
    const char *end = text;

    for (char32_t character; columns > 0 && (character = text_next(&reader));) {
        columns -= text_width(character);
        if (columns >= 0)
            end = reader.next;
    }
    return (size_t)(end - text);
}

int abbreviate(char *out, size_t size, const char *name, const struct abbreviation *abbreviation)
{
    const char *mark = ellipsis(abbreviation->unicode);
    int columns = text_columns(name), inner = abbreviation->width;
    char *whole, part[TEXT_BYTES(WIDEST)];
    size_t from, to;

    if (columns <= abbreviation->width || (!abbreviation->head && !abbreviation->tail) ||
        !(whole = text_sanitised(name)))
        return text_abbreviate(out, size, name, abbreviation->width, mark);
    from = bytes_of(whole, abbreviation->head);
    to = bytes_of(whole, columns - abbreviation->tail);
    whole[to > from ? to : from] = '\0';
    inner -= (abbreviation->head > 0) + (abbreviation->tail > 0);
    text_abbreviate(part, sizeof part, whole + from, inner > 0 ? inner : 0, mark);
    snprintf(out, size, "%s%s%s", abbreviation->head ? mark : "", part, abbreviation->tail ? mark : "");
    free(whole);
    return text_columns(out);
}

/* Columns that two texts share at their beginning. */
static int shared_head(const char *a, const char *b, int most)
{
    struct text_reader x = {.next = a}, y = {.next = b};
    int columns = 0;

    for (char32_t character; (character = text_next(&x)) && character == text_next(&y);) {
        if (columns + text_width(character) > most)
            break;
        columns += text_width(character);
    }
    return columns;
}

static int shared_tail(const char *a, const char *b, int most)
{
    size_t x = strlen(a), y = strlen(b), same = 0;

    while (same < x && same < y && a[x - same - 1] == b[y - same - 1])
        same++;
    while (same > 0 && ((unsigned char)a[x - same] & 0xC0) == 0x80) /* from the beginning of a character on */
        same--;
    same = (size_t)text_columns(a + x - same);
    return (int)same < most ? (int)same : most;
}

/* What all names that are too wide have in common at their ends. False when there is but one of them. */
static bool find_common(const struct crowd *crowd, struct abbreviation *common)
{
    char *first = NULL;
    size_t wide = 0;

    for (size_t i = 0; i < crowd->count; i += crowd->step) {
        char *name = text_sanitised(crowd->name(crowd->context, i));

        if (name && text_columns(name) > common->width && wide++ > 0) {
            common->head = shared_head(first, name, common->head);
            common->tail = shared_tail(first, name, common->tail);
        }
        if (wide == 1 && !first) {
            first = name;
            common->head = common->tail = text_columns(first);
        } else {
            free(name);
        }
    }
    free(first);
    return wide > 1;
}

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

static uint64_t hash(const char *text)
{
    uint64_t value = 0xcbf29ce484222325u; /* FNV-1a */

    for (; *text; text++)
        value = (value ^ (unsigned char)*text) * 0x100000001b3u;
    return value;
}

/* How many of the names differ when they are shortened like this. */
static size_t distinct(const struct crowd *crowd, const struct abbreviation *abbreviation)
{
    uint64_t hashes[ABBREVIATION_NAMES + 1];
    char text[TEXT_BYTES(WIDEST) + 16];
    size_t count = 0, different = 0;

    for (size_t i = 0; i < crowd->count && count < ABBREVIATION_NAMES; i += crowd->step) {
        abbreviate(text, sizeof text, crowd->name(crowd->context, i), abbreviation);
        hashes[count++] = hash(text);
    }
    qsort(hashes, count, sizeof *hashes, compare);
    for (size_t i = 0; i < count; i++)
        different += i == 0 || hashes[i] != hashes[i - 1];
    return different;
}

struct abbreviation abbreviation_for(const char *(*name)(const void *context, size_t index),
                                     const void *context, size_t count, int width, bool unicode)
{
    struct crowd crowd = {name, context, count, count / ABBREVIATION_NAMES + 1};
    struct abbreviation best = {.width = width < WIDEST ? width : WIDEST, .unicode = unicode}, common = best;
    size_t most;

    if (!find_common(&crowd, &common) || (most = distinct(&crowd, &best)) == crowd_size(&crowd))
        return best;
    for (int ends = 3; ends > 0; ends--) { /* without both ends, the tail, the head */
        struct abbreviation candidate = best;
        size_t different;

        candidate.head = ends & 1 ? common.head : 0;
        candidate.tail = ends & 2 ? common.tail : 0;
        different = distinct(&crowd, &candidate);
        if (different > most) {
            most = different;
            best = candidate;
        }
    }
    return best;
}
