#include "tui/picker.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tui/keymap.h"
#include "tui/pattern.h"
#include "tui/style.h"
#include "tui/text.h"

#define TEXT_SIZE 400

/* How good a match is; the lower, the better. */
enum { RANK_SAME, RANK_BEGINS, RANK_WORD, RANK_ANY, RANK_COUNT, RANK_NONE = RANK_COUNT };

static int rank_of(const char *typed, const char *text)
{
    size_t length = strlen(typed);
    const char *blank = strchr(text, ' ');

    if (!pattern_matches(typed, text))
        return RANK_NONE;
    if (strcasecmp(typed, text) == 0)
        return RANK_SAME;
    if (strncasecmp(typed, text, length) == 0)
        return RANK_BEGINS;
    return blank && strncasecmp(typed, blank + 1, length) == 0 ? RANK_WORD : RANK_ANY;
}

/* The items that match, the best first, those of a kind in their own order. */
static void narrow(struct picker *picker, const struct picker_source *source)
{
    char buffer[TEXT_SIZE];

    picker->match_count = picker->selected = picker->first = 0;
    for (int rank = 0; picker->matches && rank < RANK_COUNT; rank++)
        for (size_t item = 0; item < source->count; item++)
            if (rank_of(picker->prompt.text, source->text(source->context, item, buffer, sizeof buffer)) ==
                rank)
                picker->matches[picker->match_count++] = item;
}

void picker_open(struct picker *picker, const struct picker_source *source, size_t selected)
{
    picker_close(picker);
    picker->matches = malloc((source->count + 1) * sizeof *picker->matches);
    narrow(picker, source);
    for (size_t i = 0; i < picker->match_count; i++)
        if (picker->matches[i] == selected)
            picker->selected = i;
}

static void move(struct picker *picker, long by)
{
    long to = (long)picker->selected + by, last = (long)picker->match_count - 1;

    picker->selected = (size_t)(to > last ? last : to);
    if (to < 0 || last < 0)
        picker->selected = 0;
}

static bool moves(struct picker *picker, int key)
{
    long page = picker->visible > 1 ? (long)picker->visible - 1 : 1;
    const struct {
        int key;
        long by;
    } steps[] = {{INPUT_UP, -1},         {INPUT_DOWN, 1},         {'P' - '@', -1},     {'N' - '@', 1},
                 {INPUT_PAGE_UP, -page}, {INPUT_PAGE_DOWN, page}, {INPUT_BACK_TAB, -1}};

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i].key == key) {
            move(picker, steps[i].by);
            return true;
        }
    return false;
}

enum picker_outcome picker_key(struct picker *picker, const struct picker_source *source, int key)
{
    char buffer[TEXT_SIZE];

    if (moves(picker, key))
        return PICKER_GOES_ON;
    if (key == INPUT_TAB) {
        if (picker->match_count > 0) {
            prompt_set(&picker->prompt,
                       source->text(source->context, picker_item(picker), buffer, sizeof buffer));
            narrow(picker, source);
        }
        return PICKER_GOES_ON;
    }
    switch (prompt_key(&picker->prompt, key)) {
    case PROMPT_ENTERED:
        return PICKER_CHOSEN;
    case PROMPT_LEFT:
        return PICKER_LEFT;
    case PROMPT_EDITED:
        narrow(picker, source);
        return PICKER_GOES_ON;
    default:
        return PICKER_GOES_ON;
    }
}

size_t picker_item(const struct picker *picker)
{
    return picker->match_count > 0 ? picker->matches[picker->selected] : SIZE_MAX;
}

size_t picker_item_at(struct picker *picker, struct rectangle area, int y)
{
    size_t match = picker->first + (size_t)(y - area.y);

    if (y < area.y || y >= area.y + area.height || match >= picker->match_count)
        return SIZE_MAX;
    picker->selected = match;
    return picker_item(picker);
}

/* Scrolls just so far that the selected match is among the rows. */
static void scroll(struct picker *picker, size_t rows)
{
    picker->visible = rows;
    if (picker->selected < picker->first)
        picker->first = picker->selected;
    if (rows > 0 && picker->selected >= picker->first + rows)
        picker->first = picker->selected - rows + 1;
}

static void draw_rule(struct canvas *canvas, const struct look *look, struct rectangle line,
                      const char *title, const struct picker *picker, size_t all)
{
    int x = line.x + 2, end = line.x + line.width;
    char32_t rule = look->unicode ? U'─' : '-';

    canvas_fill(canvas, line, rule, STYLE_DIM);
    x += canvas_text(canvas, x, line.y, end - x - 1, STYLE_PLAIN, " ");
    x += canvas_text(canvas, x, line.y, end - x - 1, STYLE_HEADING, title);
    canvas_textf(canvas, x, line.y, end - x - 1, STYLE_DIM, "  %zu of %zu ", picker->match_count, all);
}

static void draw_row(struct canvas *canvas, struct rectangle line, int texts, bool selected,
                     const struct picker_source *source, size_t item)
{
    char buffer[TEXT_SIZE];
    int notes = line.width - texts - 3;

    canvas_fill(canvas, line, ' ', selected ? STYLE_CURSOR : STYLE_PLAIN);
    canvas_text(canvas, line.x + 1, line.y, texts, selected ? STYLE_CURSOR : STYLE_PLAIN,
                source->text(source->context, item, buffer, sizeof buffer));
    canvas_text(canvas, line.x + texts + 3, line.y, notes, selected ? STYLE_CURSOR : STYLE_DIM,
                source->note(source->context, item, buffer, sizeof buffer));
}

/* Columns for the texts of all items, so that nothing jumps while typing. */
static int text_width_of(const struct picker_source *source, int width)
{
    char buffer[TEXT_SIZE];
    int widest = 8, most = width * 3 / 5;

    for (size_t item = 0; item < source->count && widest < most; item++) {
        int columns = text_columns(source->text(source->context, item, buffer, sizeof buffer));

        widest = columns > widest ? columns : widest;
    }
    return widest < most ? widest : most;
}

struct rectangle picker_draw(struct canvas *canvas, const struct look *look, struct rectangle area,
                             const char *title, const char *label, struct picker *picker,
                             const struct picker_source *source)
{
    int most = area.height - 2, texts = text_width_of(source, area.width);
    int rows = source->count < (size_t)(most > 0 ? most : 0) ? (int)source->count : most;
    struct rectangle list = {area.x, area.y + area.height - 1 - rows, area.width, rows};
    struct rectangle prompt = {area.x, area.y + area.height - 1, area.width, 1};

    if (rows < 1)
        list = (struct rectangle){area.x, prompt.y, area.width, 0};
    scroll(picker, (size_t)list.height);
    if (list.y > area.y)
        draw_rule(canvas, look, (struct rectangle){area.x, list.y - 1, area.width, 1}, title, picker,
                  source->count);
    canvas_fill(canvas, list, ' ', STYLE_PLAIN);
    canvas_fill(canvas, prompt, ' ', STYLE_PLAIN);
    for (int row = 0; row < list.height && picker->first + (size_t)row < picker->match_count; row++) {
        size_t match = picker->first + (size_t)row;

        draw_row(canvas, (struct rectangle){list.x, list.y + row, list.width, 1}, texts,
                 match == picker->selected, source, picker->matches[match]);
    }
    prompt_draw(canvas, prompt, label, &picker->prompt,
                *picker->prompt.text ? "" : "type to narrow, arrows, Enter; Esc leaves");
    return list;
}

void picker_close(struct picker *picker)
{
    free(picker->matches);
    *picker = (struct picker){0};
}
