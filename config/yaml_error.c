#include "config/yaml_error.h"

#include <stdbool.h>
#include <string.h>

/* Where the parser stopped, as far as the wording depends on it. */
struct spot {
    char at;           /* the character there; 0 at the end of the line */
    char before;       /* the last that is not blank before it on the line; 0 for none */
    bool colon_before; /* the line has a ": " before it */
    bool at_end;       /* nothing follows in the text */
    bool later_line;   /* than the one where the parser began what it could not finish */
};

static bool at_tab(const struct spot *spot)
{
    return spot->at == '\t';
}

static bool after_colon(const struct spot *spot)
{
    return spot->colon_before;
}

static bool after_bracket(const struct spot *spot)
{
    return spot->before == '}' || spot->before == ']';
}

static bool after_quote(const struct spot *spot)
{
    return spot->before == '"' || spot->before == '\'';
}

static bool at_item(const struct spot *spot)
{
    return spot->at == '-' && !spot->before;
}

static bool at_end(const struct spot *spot)
{
    return spot->at_end;
}

static bool on_later_line(const struct spot *spot)
{
    return spot->later_line;
}

/* The first rule that fits counts. `words` is part of libyaml's problem or context. */
static const struct rule {
    const char *words;
    bool (*fits)(const struct spot *spot); /* NULL: always */
    bool at_context;                       /* the place is where the unfinished thing began */
    const char *text;
} rules[] = {
    {"tab character", NULL, false, "a tab in the indentation; use spaces"},
    {"cannot start any token", at_tab, false, "a tab in the indentation; use spaces"},
    {"cannot start any token", NULL, false, "text that begins with %, @ or ` must be quoted"},
    {"mapping values are not allowed", after_colon, false, "text that contains ': ' must be quoted"},
    {"mapping values are not allowed", NULL, false,
     "a key where none can be; align it with the other keys of its mapping, or quote it if it is text"},
    {"did not find expected key", after_bracket, false,
     "text after a closing bracket; text that begins with { or [ must be quoted"},
    {"did not find expected key", after_quote, false,
     "text after a closing quote; put all of it in quotes, and look for a quote above that is not closed"},
    {"did not find expected key", at_item, false,
     "a list item among keys; indent the list below its own key"},
    {"did not find expected key", NULL, false,
     "the indentation fits no line above; keys of one mapping begin in the same column"},
    {"expected '-' indicator", NULL, false,
     "a line among list items that is none; items begin with '- ', in the same column"},
    {"did not find expected ','", on_later_line, true,
     "this bracket is never closed; close it, and quote text that begins with one"},
    {"did not find expected ','", NULL, false,
     "a comma or a closing bracket is missing; inside brackets text with [ ] { } or , must be quoted"},
    {"while scanning a quoted scalar", NULL, true, "this quote is never closed; add the closing one"},
    {"could not find expected ':'", NULL, true,
     "neither 'key: value' nor '- item'; is a ': ' or '- ' missing?"},
    {"did not find expected node content", at_end, false, "the text ends inside a bracket; close it"},
    {"did not find expected node content", NULL, false,
     "a value is missing here; text that begins with ] } or , must be quoted"},
    {"block sequence entries", NULL, false,
     "a list item where none can be; begin the list on a new line, or quote text that begins with '- '"},
    {"mapping keys are not allowed", NULL, false, "text that begins with '? ' must be quoted"},
    {"escape", NULL, false,
     "no such escape in double quotes; write \\\\ for a backslash, or use single quotes"},
    {"while parsing a quoted scalar", NULL, false,
     "no such escape in double quotes; write \\\\ for a backslash, or use single quotes"},
    {"scanning an a", NULL, true, "text that begins with & or * must be quoted"},
    {"tag", NULL, true, "text that begins with ! must be quoted"},
    {"directive", NULL, true, "a line that begins with % is a YAML directive; leave it out"},
    {"incompatible YAML document", NULL, false, "another version of YAML; leave out the line %YAML"},
    {"<document start>", NULL, false,
     "a line that does not belong to what is above; keys of one mapping begin in the same column"},
    {"block scalar", NULL, false,
     "| and > begin a block on the next line; other text that begins so must be quoted"},
};

struct place place_of_mark(yaml_mark_t mark)
{
    return (struct place){mark.line + 1, mark.column + 1};
}

/* The text from the beginning of a line, counted from 0; ends where the text does. */
static const char *find_line(const char *text, size_t length, size_t line, const char **end)
{
    const char *stop = text + length, *next;

    for (; line > 0 && (next = memchr(text, '\n', (size_t)(stop - text))); line--)
        text = next + 1;
    next = memchr(text, '\n', (size_t)(stop - text));
    *end = next ? next : stop;
    return text;
}

static struct spot find_spot(const yaml_parser_t *parser, const char *text, size_t length)
{
    struct spot spot = {.later_line = parser->problem_mark.line > parser->context_mark.line};
    size_t column = 0;
    const char *end, *at = find_line(text, length, parser->problem_mark.line, &end);

    for (; at < end && column < parser->problem_mark.column; at++) {
        bool last = at + 1 == end || ((unsigned char)at[1] & 0xc0) != 0x80;

        if (*at != ' ')
            spot.before = *at;
        if (*at == ':' && at + 1 < end && at[1] == ' ')
            spot.colon_before = true;
        column += last;
    }
    if (at < end)
        spot.at = *at;
    spot.at_end = at == text + length;
    return spot;
}

static bool has_words(const char *text, const char *words)
{
    return text && strstr(text, words);
}

void yaml_error_add(const yaml_parser_t *parser, const char *text, size_t length,
                    struct diagnostics *diagnostics)
{
    struct spot spot = find_spot(parser, text, length);

    for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
        const struct rule *rule = &rules[i];

        if ((has_words(parser->problem, rule->words) || has_words(parser->context, rule->words)) &&
            (!rule->fits || rule->fits(&spot))) {
            yaml_mark_t mark = rule->at_context ? parser->context_mark : parser->problem_mark;

            diagnostics_add(diagnostics, place_of_mark(mark), "%s", rule->text);
            return;
        }
    }
    diagnostics_add(diagnostics, place_of_mark(parser->problem_mark),
                    "not YAML: %s; check the quotes and brackets",
                    parser->problem ? parser->problem : "unknown reason");
}
