/* Text on its way into a YAML file. */
#ifndef CCASCOPE_TUI_YAML_TEXT_H
#define CCASCOPE_TUI_YAML_TEXT_H

#include <stdio.h>

/* Writes UTF-8 as a scalar that reads back as the same text, in lists and mappings on one line too: plain
 * where that is safe, else in double quotes. What must not reach a terminal is escaped. Returns the bytes
 * written. */
int yaml_write_text(FILE *out, const char *utf8);
/* The same, always in quotes. */
int yaml_write_quoted(FILE *out, const char *utf8);

#endif
