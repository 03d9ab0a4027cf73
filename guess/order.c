#include "guess/order.h"

#include <stdlib.h>
#include <string.h>

#include "guess/words.h"

static size_t digits_at(const char *text)
{
    size_t length = 0;

    while (is_digit(text[length]))
        length++;
    return length;
}

int order_natural(const char *a, const char *b)
{
    while (*a && *b) {
        if (is_digit(*a) && is_digit(*b)) {
            size_t zeros_a = strspn(a, "0"), zeros_b = strspn(b, "0"), length_a, length_b;
            int order;

            a += zeros_a;
            b += zeros_b;
            length_a = digits_at(a);
            length_b = digits_at(b);
            if (length_a != length_b)
                return length_a < length_b ? -1 : 1;
            if ((order = memcmp(a, b, length_a)) != 0)
                return order;
            if (zeros_a != zeros_b)
                return zeros_a > zeros_b ? -1 : 1;
            a += length_a;
            b += length_b;
        } else if (*a != *b) {
            return (unsigned char)*a - (unsigned char)*b;
        } else {
            a++;
            b++;
        }
    }
    return (unsigned char)*a - (unsigned char)*b;
}

int order_layers(const char *a, const char *b)
{
    int order = words_depth(a) - words_depth(b);

    return order ? order : order_natural(a, b);
}

static int compare_texts(const void *left, const void *right)
{
    return order_natural(*(char *const *)left, *(char *const *)right);
}

size_t order_distinct(char **texts, size_t count)
{
    size_t kept = 0;

    if (count)
        qsort(texts, count, sizeof *texts, compare_texts);
    for (size_t i = 0; i < count; i++) {
        if (kept && strcmp(texts[kept - 1], texts[i]) == 0)
            free(texts[i]);
        else
            texts[kept++] = texts[i];
    }
    return kept;
}

size_t order_find(char *const *texts, size_t count, const char *text)
{
    char *const *found = bsearch(&text, texts, count, sizeof *texts, compare_texts);

    return (size_t)(found - texts);
}
