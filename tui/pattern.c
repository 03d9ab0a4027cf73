#include "tui/pattern.h"

#include <stddef.h>
#include <string.h>

/* Only ASCII letters have a second case here: names of layers and networks are identifiers. */
static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

/* Where the first `length` bytes of `part` occur first in the text; NULL: nowhere. */
static const char *find(const char *text, const char *part, size_t length, bool exact)
{
    for (;; text++) {
        size_t same = 0;

        while (same < length && text[same] && (exact ? text[same] : lower(text[same])) == part[same])
            same++;
        if (same == length)
            return text;
        if (!*text)
            return NULL;
    }
}

/* The parts between the `*` of a word must follow one another; the leftmost place of each leaves most to the
 * rest. */
static bool occurs(const char *word, size_t length, bool exact, const char *name)
{
    const char *end = word + length;

    while (word < end) {
        const char *star = memchr(word, '*', (size_t)(end - word));
        size_t part = (size_t)((star ? star : end) - word);

        if (!(name = find(name, word, part, exact)))
            return false;
        name += part;
        word += part + 1;
    }
    return true;
}

/* One alternative, from `pattern` on for `length` bytes. */
static bool all_occur(const char *pattern, size_t length, bool exact, const char *name)
{
    const char *end = pattern + length;

    while (pattern < end) {
        size_t word = strcspn(pattern, " |");
        bool excluded = *pattern == '!' && word > 1;

        if (word > 0 && occurs(pattern + excluded, word - excluded, exact, name) == excluded)
            return false;
        pattern += word + 1;
    }
    return true;
}

static bool has_capitals(const char *text)
{
    for (; *text; text++)
        if (lower(*text) != *text)
            return true;
    return false;
}

bool pattern_matches(const char *pattern, const char *name)
{
    bool exact = has_capitals(pattern);

    for (;;) {
        size_t length = strcspn(pattern, "|");

        if (all_occur(pattern, length, exact, name))
            return true;
        if (!pattern[length])
            return false;
        pattern += length + 1;
    }
}
