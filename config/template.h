/* Path templates: "activations/{network}/{step:06}.h5#{layer}".
 *
 * {network}, {checkpoint} and {layer} stand for names, {step} for a number, {step:06} for one of at least 6
 * digits; {{ and }} for a brace. All else is plain text. The first # of the template parts the path from the
 * name of a member in that file; a # in a name parts nothing. A name may hold / and then reaches into
 * subfolders, .. included: whoever writes a manifest may name any file, as with an absolute path. */
#ifndef CCASCOPE_CONFIG_TEMPLATE_H
#define CCASCOPE_CONFIG_TEMPLATE_H

#include <stdbool.h>
#include <stdint.h>

#include "config/diagnostics.h"

#define TEMPLATE_LONGEST 4096

enum template_field {
    TEMPLATE_NETWORK,
    TEMPLATE_CHECKPOINT,
    TEMPLATE_LAYER,
    TEMPLATE_STEP,
    TEMPLATE_FIELD_COUNT
};

struct template_values {
    const char *network;
    const char *checkpoint;
    const char *layer;
    int64_t step;
};

/* Adds an error for everything wrong with a template; true when there is nothing. */
bool template_check(const char *text, struct place place, struct diagnostics *diagnostics);

/* The functions below are for templates that template_check found right. */

/* Whether a field occurs, in the path or the member; whether in the path. */
bool template_has(const char *text, enum template_field field);
bool template_path_has(const char *text, enum template_field field);

/* The path, and in *member the member or NULL; both malloc'ed for the caller. */
char *template_expand(const char *text, const struct template_values *values, char **member);

/* One piece after another, for those who read templates in their own way. Begin with a zeroed piece whose
 * `rest` is the template; false behind the last one. */
struct template_piece {
    enum { PIECE_TEXT, PIECE_FIELD, PIECE_MEMBER, PIECE_WRONG } kind; /* PIECE_MEMBER: the #; no text */
    const char *text; /* PIECE_TEXT: the text; else as written in the template */
    size_t length;
    enum template_field field;
    int width; /* least number of digits of a step */
    bool in_member;
    const char *rest;
};
bool template_next(struct template_piece *piece);

#endif
