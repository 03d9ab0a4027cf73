/* What libyaml says is wrong, in the words of someone who writes manifests. */
#ifndef CCASCOPE_CONFIG_YAML_ERROR_H
#define CCASCOPE_CONFIG_YAML_ERROR_H

#include <stddef.h>
#include <yaml.h>

#include "config/diagnostics.h"

struct place place_of_mark(yaml_mark_t mark);

/* Adds the error on which the parser of this text stopped. */
void yaml_error_add(const yaml_parser_t *parser, const char *text, size_t length,
                    struct diagnostics *diagnostics);

#endif
