#include "config/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define LONGEST 40

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Optimal string alignment: Levenshtein, and swapped neighbours as one slip. Both words at most LONGEST
 * bytes. */
static size_t count_slips(const char *a, const char *b)
{
    size_t rows[LONGEST + 1][LONGEST + 1];
    size_t length_a = strlen(a), length_b = strlen(b);

    for (size_t i = 0; i <= length_a; i++)
        rows[i][0] = i;
    for (size_t j = 0; j <= length_b; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= length_a; i++) {
        for (size_t j = 1; j <= length_b; j++) {
            size_t replaced = rows[i - 1][j - 1] + !same_letter(a[i - 1], b[j - 1]);

            rows[i][j] = smaller(replaced, smaller(rows[i - 1][j], rows[i][j - 1]) + 1);
            if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) && same_letter(a[i - 2], b[j - 1]))
                rows[i][j] = smaller(rows[i][j], rows[i - 2][j - 2] + 1);
        }
    }
    return rows[length_a][length_b];
}

struct nearest nearest_to(const char *typed)
{
    return (struct nearest){.typed = typed, .slips = LONGEST};
}

void nearest_offer(struct nearest *nearest, const char *word)
{
    size_t length = strnlen(nearest->typed, LONGEST + 1), word_length = strlen(word);
    size_t longer = length > word_length ? length : word_length;
    size_t slips;

    if (length == 0 || longer > LONGEST)
        return;
    slips = count_slips(nearest->typed, word);
    if (slips <= (longer + 1) / 3 && slips < nearest->slips) {
        nearest->found = word;
        nearest->slips = slips;
    }
}
