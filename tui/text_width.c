/* Columns of a character. wcwidth answers by the locale of the process, and "C" knows nothing beyond ASCII;
 * tables of the program's own answer the same everywhere. General categories Mn and Me and the joining Hangul
 * vowels have no width, East Asian Wide and Fullwidth have two. */
#include "tui/text.h"

#include <stdbool.h>

struct span {
    char32_t first, last;
};

#include "tui/text_width_tables.h"

#define CONTAINS(table, character) contains(table, sizeof(table) / sizeof *(table), character)

static bool contains(const struct span *spans, size_t count, char32_t character)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (character > spans[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && character >= spans[low].first;
}

int text_width(char32_t character)
{
    if (character < combining[0].first)
        return 1;
    if (CONTAINS(combining, character))
        return 0;
    return CONTAINS(wide, character) ? 2 : 1;
}

bool text_is_assigned(char32_t character)
{
    return character < unassigned[0].first || !CONTAINS(unassigned, character);
}
