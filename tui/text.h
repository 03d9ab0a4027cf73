/* Text on its way to a screen: the one sanitiser, and the width of characters. */
#ifndef CCASCOPE_TUI_TEXT_H
#define CCASCOPE_TUI_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <uchar.h>

/* Reads one character of UTF-8 at *text and moves *text behind it. What must not reach a terminal comes back as a
 * visible stand-in, piece by piece (C0 and DEL as ^X; C1, bidi controls, zero-width and invalid bytes as U+FFFD).
 * 0 at the end. Overlong forms, surrogates and values beyond U+10FFFF are invalid. */
char32_t text_next(const char **text);
/* Columns of one sanitised character: 0 (combining), 1 or 2. Independent of the locale. */
int text_width(char32_t character);
/* Columns of a whole sanitised text. */
int text_columns(const char *utf8);
/* Writes one character as UTF-8 into `out` (at least 5 bytes, NUL-terminated); returns its bytes. */
int text_encode(char32_t character, char *out);
/* Writes text to a stream through the sanitiser, newlines included (as ^J): for messages that name the user's files. */
void text_print(FILE *out, const char *utf8);
/* A malloc'ed copy in which the text is sanitised; NULL when there is no memory. */
char *text_sanitised(const char *utf8);
/* Shortens text to `width` columns by cutting its middle, so that names that differ at either end still differ:
 * "generalizing-network-7" -> "gener…rk-7". malloc'ed. */
char *text_abbreviated(const char *utf8, int width, const char *ellipsis);

#endif
