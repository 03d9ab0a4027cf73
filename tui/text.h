/* Text on its way to a screen: the one sanitiser, and the width of characters. */
#ifndef CCASCOPE_TUI_TEXT_H
#define CCASCOPE_TUI_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <uchar.h>

/* What stands for anything that must not be shown, one for each. */
#define TEXT_REPLACEMENT 0xFFFDu

/* Reads text character by character. Borrows the text. Start with { .next = utf8 }. */
struct text_reader {
    const char *next; /* the rest of the text */
    char32_t held;    /* second half of a ^X, or 0 */
    bool has_base;    /* a combining mark has something to stand on */
    bool has_mark;    /* that base has its mark already */
};

/* The next sanitised character, 0 at the end. What must not reach a terminal comes back as a visible
 * stand-in:
 * - C0 and DEL as two characters, ^X;
 * - C1, bidi controls, zero-width and other invisible characters, separators of lines and paragraphs, tags,
 * private use and noncharacters as U+FFFD each, so that names that differ only there do not look the same;
 * - characters on whose width terminals do not agree, as U+FFFD too: parts of flags, skin colours, what is no
 * character yet, a few others; columns behind them would not be where they should;
 * - every byte that is not part of valid UTF-8 (overlong forms, surrogates, beyond U+10FFFF) as U+FFFD;
 * - variation selectors are dropped: they only ask for another width, which no terminal agrees on;
 * - a combining mark without a base as U+FFFD; of several marks on one base only the first is kept.
 * Nothing is reordered: right-to-left text stays in its logical order. */
char32_t text_next(struct text_reader *reader);
/* Columns of one sanitised character: 0 (combining), 1 or 2. Independent of the locale. */
int text_width(char32_t character);
/* Whether it is a character of Unicode (as of the version that text_width_tables.h names). */
bool text_is_assigned(char32_t character);
/* Columns of a whole sanitised text. */
int text_columns(const char *utf8);
/* Writes one character as UTF-8 into `out` (at least 5 bytes, NUL-terminated); returns its bytes. */
int text_encode(char32_t character, char *out);
/* Writes text to a stream through the sanitiser, newlines included (as ^J): for messages that name the user's
 * files. */
void text_print(FILE *out, const char *utf8);
/* The same of what a format makes. */
void text_print_formatted(FILE *out, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
/* A malloc'ed copy in which the text is sanitised; NULL when there is no memory. */
char *text_sanitised(const char *utf8);
/* Shortens text to `width` columns by cutting its middle, so that names that differ at either end still
 * differ: "generalizing-network-7" -> "gener…rk-7". malloc'ed, sanitised; NULL when there is no memory. */
char *text_abbreviated(const char *utf8, int width, const char *ellipsis);
/* The same without allocation, into `out` of `size` bytes; TEXT_BYTES(width) are always enough, with fewer
 * the end is cut. Returns the columns used. */
#define TEXT_BYTES(width) ((size_t)(width)*8 + 16)
int text_abbreviate(char *out, size_t size, const char *utf8, int width, const char *ellipsis);

#endif
