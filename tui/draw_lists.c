#include "tui/draw_lists.h"

#include <stdio.h>
#include <string.h>

#include "tui/draw_item.h"
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

/* The sections of help: what matters where one is comes first. */
enum section { SECTION_HERE, SECTION_EVERYWHERE, SECTION_ELSEWHERE, SECTION_COUNT };

static enum section section_of(enum action action, unsigned here)
{
    if ((actions[action].where & ON_ALL) == ON_ALL)
        return SECTION_EVERYWHERE;
    return action_applies(action, here) ? SECTION_HERE : SECTION_ELSEWHERE;
}

/* Where the lines of a list go: below one another in columns, from line `first` on. */
struct lines {
    struct canvas *canvas;
    struct rectangle area;
    size_t first, count, per_column;
};

static int columns_of(struct rectangle area)
{
    return area.width >= 190 ? 3 : area.width >= 100 ? 2 : 1;
}

/* The place of the next line; false when it is not in view. */
static bool next_line(struct lines *lines, struct rectangle *line)
{
    size_t number = lines->count++;
    int width = lines->area.width / columns_of(lines->area);
    size_t column = number / lines->per_column, row = number % lines->per_column;

    if (row < lines->first || row - lines->first >= (size_t)lines->area.height)
        return false;
    *line = (struct rectangle){lines->area.x + (int)column * width, lines->area.y + (int)(row - lines->first),
                               width - 1, 1};
    return true;
}

static void draw_section(struct lines *lines, const struct look *look, const struct keymap *keymap,
                         enum section section, unsigned here)
{
    static const char *const titles[] = {"Here", "Everywhere", "Elsewhere"};
    struct rectangle line;
    char keys[64];

    if (lines->count > 0)
        next_line(lines, &line); /* a blank one */
    if (next_line(lines, &line))
        canvas_text(lines->canvas, line.x + 20, line.y, line.width - 20, STYLE_HEADING, titles[section]);
    for (int action = 0; action < ACTION_COUNT; action++) {
        if (section_of((enum action)action, here) != section || !next_line(lines, &line))
            continue;
        keymap_keys(keymap, (enum action)action, look->unicode, keys, sizeof keys);
        if (!*keys)
            snprintf(keys, sizeof keys, ":%s", actions[action].name);
        canvas_text_right(lines->canvas, line.x, line.y, 18, *keys == ':' && keys[1] ? STYLE_DIM : STYLE_KEY,
                          keys);
        canvas_text(lines->canvas, line.x + 20, line.y, line.width - 20, STYLE_PLAIN, actions[action].help);
    }
}

/* How many lines a column of help has: each section has one, as far as there are columns; the last holds the
 * rest. */
static size_t lines_per_column(unsigned here, int columns)
{
    size_t most = 0, used = 0;

    for (int section = 0; section < SECTION_COUNT; section++) {
        used = section < columns ? 1 : used + 2; /* a title, and a blank line between sections */
        for (int action = 0; action < ACTION_COUNT; action++)
            used += section_of((enum action)action, here) == (enum section)section;
        most = used > most ? used : most;
    }
    return most;
}

size_t draw_help(struct canvas *canvas, const struct look *look, struct rectangle area,
                 const struct keymap *keymap, unsigned here, size_t first)
{
    int columns = columns_of(area);
    struct lines lines = {canvas, area, first, 0, lines_per_column(here, columns)};

    for (int section = 0; section < SECTION_COUNT; section++) {
        if (section > 0 && section < columns)
            lines.count = (size_t)section * lines.per_column - 1; /* a section begins with a blank line */
        draw_section(&lines, look, keymap, (enum section)section, here);
    }
    for (size_t i = 0; i < REMARKS; i++)
        if (lines.per_column + i >= first && lines.per_column + i - first < (size_t)area.height)
            canvas_text(canvas, area.x + 2, area.y + (int)(lines.per_column + i - first), area.width - 2,
                        STYLE_DIM, remarks[i]);
    return lines.per_column + REMARKS;
}

/* As the manifest names files: relative to its directory. */
static const char *without_directory(const struct scene *scene, const char *text)
{
    const char *directory = scene->experiment->directory;
    size_t prefix = strlen(directory);

    return prefix && strncmp(text, directory, prefix) == 0 && text[prefix] == '/' ? text + prefix + 1 : text;
}

static int draw_file(struct canvas *canvas, struct rectangle area, const struct scene *scene, int y,
                     bool missing, const char *text)
{
    return draw_item(canvas, area, y, missing ? "missing" : "failed", missing ? STYLE_WARNING : STYLE_ERROR,
                     without_directory(scene, text));
}

size_t draw_problems(struct canvas *canvas, struct rectangle area, const struct scene *scene, size_t first)
{
    const struct cca_problem *problems;
    size_t count = cca_study_problems(scene->study, &problems);
    size_t logs = scene->overlays ? scene->overlays->problem_count : 0;
    int lines = count + logs == 0;

    if (lines > 0 && first == 0)
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

size_t draw_messages(struct canvas *canvas, struct rectangle area, const struct log *log, long above)
{
    int lines = 1; /* a blank one before them */

    if (log->count == 0)
        return 0;
    for (size_t i = 0; i < log->count; i++)
        lines += draw_item(canvas, area, area.y + lines + (int)above, "message", STYLE_KEY, log_line(log, i));
    return (size_t)lines;
}
