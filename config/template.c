#include "config/template.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "config/nearest.h"

#define WIDEST 18

static const char *const field_names[] = {
    [TEMPLATE_NETWORK] = "network",
    [TEMPLATE_CHECKPOINT] = "checkpoint",
    [TEMPLATE_LAYER] = "layer",
    [TEMPLATE_STEP] = "step",
};

static bool find_field(const char *name, size_t length, enum template_field *field)
{
    for (size_t i = 0; i < TEMPLATE_FIELD_COUNT; i++) {
        if (strlen(field_names[i]) == length && strncmp(field_names[i], name, length) == 0) {
            *field = (enum template_field)i;
            return true;
        }
    }
    return false;
}

/* "06" is 6: a zero, because zeros are what pads, and one or two digits. 0 for anything else. */
static int parse_width(const char *text, size_t length)
{
    int width = 0;

    if (length < 2 || length > 3 || text[0] != '0')
        return 0;
    for (size_t i = 1; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return 0;
        width = width * 10 + (text[i] - '0');
    }
    return width <= WIDEST ? width : 0;
}

/* From a { up to its }, or to where that is missed. */
static void read_field(struct template_piece *piece)
{
    size_t inside = strcspn(piece->text + 1, "{}");
    const char *name = piece->text + 1, *colon = memchr(name, ':', inside);
    size_t name_length = colon ? (size_t)(colon - name) : inside;
    bool closed = name[inside] == '}';

    piece->length = 1 + inside + closed;
    piece->width = colon ? parse_width(colon + 1, inside - name_length - 1) : 1;
    if (!closed || !find_field(name, name_length, &piece->field) || !piece->width ||
        (colon && piece->field != TEMPLATE_STEP))
        piece->kind = PIECE_WRONG;
    else
        piece->kind = PIECE_FIELD;
}

bool template_next(struct template_piece *piece)
{
    const char *at = piece->rest;
    bool doubled = (*at == '{' || *at == '}') && at[1] == *at;

    if (!*at)
        return false;
    piece->text = at;
    piece->length = 1;
    if (doubled) {
        piece->kind = PIECE_TEXT;
    } else if (*at == '{') {
        read_field(piece);
    } else if (*at == '}') {
        piece->kind = PIECE_WRONG;
    } else if (*at == '#' && !piece->in_member) {
        piece->kind = PIECE_MEMBER;
        piece->in_member = true;
    } else {
        piece->kind = PIECE_TEXT;
        piece->length = strcspn(at, piece->in_member ? "{}" : "{}#");
    }
    piece->rest = at + piece->length + doubled;
    return true;
}

static void report_unknown_field(const char *name, struct place place, struct diagnostics *diagnostics)
{
    struct nearest nearest = nearest_to(name);

    for (size_t i = 0; i < TEMPLATE_FIELD_COUNT; i++)
        nearest_offer(&nearest, field_names[i]);
    if (nearest.found)
        diagnostics_add(diagnostics, place, "unknown field {%.60s} in the template; did you mean {%s}?", name,
                        nearest.found);
    else
        diagnostics_add(
            diagnostics, place,
            "unknown field {%.60s} in the template; known are {network}, {checkpoint}, {layer}, {step} "
            "and {step:06} ({{ is a brace itself)",
            name);
}

static void report_field(const struct template_piece *piece, struct place place,
                         struct diagnostics *diagnostics)
{
    char *name = memory_duplicate_span(piece->text + 1, piece->length - 2);
    char *colon = strchr(name, ':');
    enum template_field field;

    if (colon)
        *colon = '\0';
    if (!find_field(name, strlen(name), &field))
        report_unknown_field(name, place, diagnostics);
    else if (field != TEMPLATE_STEP)
        diagnostics_add(diagnostics, place,
                        "{%s:%.60s} in the template; only {step} takes a width, write {%s}", name, colon + 1,
                        name);
    else
        diagnostics_add(diagnostics, place,
                        "{step:%.60s} in the template; a width is 01 to 0%d, with its zero, as in {step:06}",
                        colon + 1, WIDEST);
    free(name);
}

static void report(const struct template_piece *piece, struct place place, struct diagnostics *diagnostics)
{
    bool closed = piece->length > 1 && piece->text[piece->length - 1] == '}';

    if (*piece->text == '}')
        diagnostics_add(diagnostics, place, "a } without { in the template; write }} for a brace itself");
    else if (!closed)
        diagnostics_add(diagnostics, place,
                        "'%.*s' in the template has no closing brace; add }, or write {{ for a brace itself",
                        (int)(piece->length < 60 ? piece->length : 60), piece->text);
    else
        report_field(piece, place, diagnostics);
}

bool template_check(const char *text, struct place place, struct diagnostics *diagnostics)
{
    struct template_piece piece = {.rest = text};
    size_t before = diagnostics->count + diagnostics->dropped;
    size_t path = 0, member = 0;

    if (strlen(text) > TEMPLATE_LONGEST) {
        diagnostics_add(diagnostics, place, "a template of %zu bytes; at most %d are read", strlen(text),
                        TEMPLATE_LONGEST);
        return false;
    }
    while (template_next(&piece)) {
        if (piece.kind == PIECE_WRONG)
            report(&piece, place, diagnostics);
        if (piece.kind != PIECE_MEMBER)
            *(piece.in_member ? &member : &path) += piece.length;
    }
    if (!path)
        diagnostics_add(
            diagnostics, place,
            "the template names no file; write a path, such as \"{network}/{checkpoint}/{layer}.npy\"");
    if (piece.in_member && !member)
        diagnostics_add(
            diagnostics, place,
            "nothing after the # of the template; name the member of the file, as in \"run.h5#{layer}\"");
    return diagnostics->count + diagnostics->dropped == before;
}

static bool has_field(const char *text, enum template_field field, bool also_member)
{
    struct template_piece piece = {.rest = text};

    while (template_next(&piece))
        if (piece.kind == PIECE_FIELD && piece.field == field && (also_member || !piece.in_member))
            return true;
    return false;
}

bool template_has(const char *text, enum template_field field)
{
    return has_field(text, field, true);
}

bool template_path_has(const char *text, enum template_field field)
{
    return has_field(text, field, false);
}

static void append_field(struct text_buffer *buffer, const struct template_piece *piece,
                         const struct template_values *values)
{
    const char *const names[] = {
        [TEMPLATE_NETWORK] = values->network,
        [TEMPLATE_CHECKPOINT] = values->checkpoint,
        [TEMPLATE_LAYER] = values->layer,
    };
    char *step;

    if (piece->field != TEMPLATE_STEP) {
        text_buffer_append(buffer, names[piece->field], strlen(names[piece->field]));
        return;
    }
    step = memory_format("%0*" PRId64, piece->width, values->step);
    text_buffer_append(buffer, step, strlen(step));
    free(step);
}

char *template_expand(const char *text, const struct template_values *values, char **member)
{
    struct template_piece piece = {.rest = text};
    struct text_buffer path = {0}, inner = {0};

    text_buffer_append(&path, "", 0);
    while (template_next(&piece)) {
        struct text_buffer *buffer = piece.in_member ? &inner : &path;

        if (piece.kind == PIECE_FIELD)
            append_field(buffer, &piece, values);
        else
            text_buffer_append(buffer, piece.text, piece.kind == PIECE_MEMBER ? 0 : piece.length);
    }
    *member = inner.text;
    return path.text;
}
