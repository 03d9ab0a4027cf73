/* What a user types to find names: one small language for search, filter and lists. */
#ifndef CCASCOPE_TUI_PATTERN_H
#define CCASCOPE_TUI_PATTERN_H

#include <stdbool.h>

/* Words between blanks must all occur in the name, in any order; `!word` must not; `|` stands between
 * alternatives; `*` inside a word is any run of characters. Capitals count only where the pattern has some.
 * An empty pattern matches everything. */
bool pattern_matches(const char *pattern, const char *name);

#endif
