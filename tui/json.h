/* JSON on its way out. */
#ifndef CCASCOPE_TUI_JSON_H
#define CCASCOPE_TUI_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* A text as a JSON string. JSON holds UTF-8 only, names of files need not be: what is not is sanitised. */
json_t *json_text(const char *text);
/* A number, or null for what is none. */
json_t *json_number(double value);
/* Writes a value with 17 significant digits and drops it. For a terminal only ASCII is written, the rest
 * escaped: a name may hold what a terminal would obey. `flags` are jansson's. False when writing failed. */
bool json_write(json_t *value, size_t flags, bool terminal, FILE *out);

#endif
