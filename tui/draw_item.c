#include "tui/draw_item.h"

#include <stdlib.h>
#include <string.h>

#include "tui/style.h"
#include "tui/text.h"

/* Columns of the label with the blanks behind it. */
#define LABEL 9

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

/* Draws sanitised text. */
static int draw_lines(struct canvas *canvas, struct rectangle area, int y, const char *text)
{
    int lines = 0, width = area.width - LABEL;

    for (; *text && width > 0; lines++) {
        size_t length = line_length(text, width);
        char *line = strndup(text, length);

        if (y + lines >= area.y && y + lines < area.y + area.height)
            canvas_text(canvas, area.x + LABEL, y + lines, width, STYLE_PLAIN, line ? line : "");
        free(line);
        text += length;
    }
    return lines;
}

int draw_item(struct canvas *canvas, struct rectangle area, int y, const char *label, struct style style,
              const char *text)
{
    char *sanitised = text_sanitised(text);
    int lines = sanitised ? draw_lines(canvas, area, y, sanitised) : 0;

    if (lines > 0 && y >= area.y && y < area.y + area.height)
        canvas_text(canvas, area.x, y, LABEL - 1, style, label);
    free(sanitised);
    return lines;
}
