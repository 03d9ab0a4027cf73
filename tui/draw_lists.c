#include "tui/draw_lists.h"

#include <stdlib.h>
#include <string.h>

#include "tui/overlays.h"
#include "tui/style.h"
#include "tui/text.h"

/* What help says of measures, below the keys. */
static const char *const remarks[] = {
    "",
    "Distances are 1 - similarity: 0 alike, 1 unlike. cca, svcca, pwcca and r2cca do not depend on",
    "any invertible linear map of either side; cka and procrustes only on rotations and scale;",
    "cosine and euclidean compare neuron by neuron: controls. Chance is what independent data of",
    "the same n and ranks would give; a distance near it says nothing.",
};
#define REMARKS (sizeof remarks / sizeof *remarks)

size_t draw_help(struct canvas *canvas, const struct look *look, struct rectangle area,
                 const struct keymap *keymap, size_t first)
{
    size_t columns = area.width >= 100 ? 2 : 1, per_column = (ACTION_COUNT + columns - 1) / columns;
    int width = area.width / (int)columns;
    char keys[64];

    for (size_t i = 0; i < ACTION_COUNT; i++) {
        int x = area.x + (int)(i / per_column) * width;
        size_t line = i % per_column;

        if (line < first || line - first >= (size_t)area.height)
            continue;
        keymap_keys(keymap, (enum action)i, look->unicode, keys, sizeof keys);
        canvas_text_right(canvas, x, area.y + (int)(line - first), 18, STYLE_KEY, keys);
        canvas_text(canvas, x + 20, area.y + (int)(line - first), width - 21, STYLE_PLAIN, actions[i].help);
    }
    for (size_t i = 0; i < REMARKS; i++)
        if (per_column + i >= first && per_column + i - first < (size_t)area.height)
            canvas_text(canvas, area.x + 2, area.y + (int)(per_column + i - first), area.width - 2, STYLE_DIM,
                        remarks[i]);
    return per_column + REMARKS;
}

/* Bytes of sanitised text that fit `width` columns, broken at a blank where there is one. */
static size_t line_length(const char *text, int width)
{
    struct text_reader reader = {.next = text};
    size_t fitting = 0, blank = 0;
    int columns = 0;

    while (*reader.next) {
        char32_t character = text_next(&reader);

        columns += text_width(character);
        if (columns > width)
            return blank ? blank : fitting ? fitting : 1;
        fitting = (size_t)(reader.next - text);
        if (character == ' ')
            blank = fitting;
    }
    return fitting;
}

/* As the manifest names files: relative to its directory. */
static const char *without_directory(const struct scene *scene, const char *text)
{
    const char *directory = scene->experiment->directory;
    size_t prefix = strlen(directory);

    return prefix && strncmp(text, directory, prefix) == 0 && text[prefix] == '/' ? text + prefix + 1 : text;
}

/* Draws one problem from line `y` on, as far as it is in view; returns its lines. */
static int draw_problem(struct canvas *canvas, struct rectangle area, int y, bool missing, const char *text)
{
    int lines = 0, width = area.width - 9;

    for (; *text && width > 0; lines++) {
        size_t length = line_length(text, width);
        char *line = strndup(text, length);

        if (y + lines >= area.y && y + lines < area.y + area.height) {
            if (lines == 0)
                canvas_text(canvas, area.x, y, 8, missing ? STYLE_WARNING : STYLE_ERROR,
                            missing ? "missing" : "failed");
            canvas_text(canvas, area.x + 9, y + lines, width, STYLE_PLAIN, line ? line : "");
        }
        free(line);
        text += length;
    }
    return lines;
}

/* Draws one with what its text may hold made harmless; returns its lines. */
static int draw_file(struct canvas *canvas, struct rectangle area, const struct scene *scene, int y,
                     bool missing, const char *text)
{
    char *sanitised = text_sanitised(without_directory(scene, text));
    int lines = sanitised ? draw_problem(canvas, area, y, missing, sanitised) : 0;

    free(sanitised);
    return lines;
}

size_t draw_problems(struct canvas *canvas, struct rectangle area, const struct scene *scene, size_t first)
{
    const struct cca_problem *problems;
    size_t count = cca_study_problems(scene->study, &problems);
    size_t logs = scene->overlays ? scene->overlays->problem_count : 0;
    int lines = 0;

    if (count + logs == 0)
        canvas_text(canvas, area.x, area.y, area.width, STYLE_DIM,
                    "nothing is missing or broken in what has been read so far");
    for (size_t i = 0; i < count; i++)
        lines += draw_file(canvas, area, scene, area.y + lines - (int)first,
                           problems[i].failure == CCA_MISSING, problems[i].text);
    for (size_t i = 0; i < logs; i++)
        lines +=
            draw_file(canvas, area, scene, area.y + lines - (int)first, false, scene->overlays->problems[i]);
    return (size_t)lines;
}
