/* Numbers as people type them, for the manifest, the settings and the command line. The whole text must be a
 * number: no blanks around it, no underscores, hexadecimal, nan or inf. The decimal point is a point in every
 * locale. */
#ifndef CCASCOPE_CONFIG_NUMBER_H
#define CCASCOPE_CONFIG_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* All return false, and leave *value alone, when the text is no such number or does not fit. */

/* Decimal digits only. */
bool number_parse_unsigned(const char *text, uint64_t *value);
/* Decimal digits, with an optional sign. */
bool number_parse_integer(const char *text, int64_t *value);
/* 1, -0.5, .5, 1e-3: always finite (what underflows is 0 or subnormal, what overflows is refused). */
bool number_parse_double(const char *text, double *value);

#endif
