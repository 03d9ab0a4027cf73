#include "tui/heatmap.h"

#include <math.h>

#include "tui/abbreviation.h"
#include "tui/colour.h"
#include "tui/heatmap_layout.h"
#include "tui/palette.h"
#include "tui/text.h"

/* Names are cut to this; wider ones would leave no room for the picture. */
#define NAME_COLUMNS 64

/* One drawing, with what its parts need. */
struct drawing {
    struct canvas *canvas;
    const struct look *look;
    const struct heatmap *map;
    struct heatmap_layout layout;
    int decimals; /* of the numbers in cells; -1: none fit */
    struct abbreviation row_names, column_names;
};

static const struct style quiet = {.attributes = ATTRIBUTE_DIM};
static const struct style emphasis = {.attributes = ATTRIBUTE_BOLD | ATTRIBUTE_REVERSE};
static const struct style plain;

/* How a cell without a value looks; the glyphs differ from each other and from the shades, also without
 * colour. */
static const struct {
    char32_t glyph, ascii;
    struct style style;
} states[] = {
    [HEAT_PENDING] = {U'·', ',', {.attributes = ATTRIBUTE_DIM}},
    [HEAT_MISSING] = {'-', '-', {.attributes = ATTRIBUTE_DIM}},
    [HEAT_UNDEFINED] = {U'∅', 'o', {0}},
    [HEAT_FAILED] = {'!', '!', {.foreground = COLOUR_ANSI(9), .attributes = ATTRIBUTE_BOLD}},
};

/* The colours, and the shade where there are none, at a share of the scale. */
static struct style field_style(const struct drawing *drawing, double share)
{
    return (drawing->map->diverging ? palette_diverging : palette_field)(drawing->look, share);
}

static char32_t field_shade(const struct drawing *drawing, double share)
{
    return (drawing->map->diverging ? palette_shade_diverging : palette_shade)(drawing->look, share);
}

static struct heat_cell cell_of(const struct heatmap *map, size_t row, size_t column)
{
    struct heat_cell cell = map->cell(map->context, row, column);
    if (cell.state == HEAT_VALUE && isnan(cell.value))
        cell.state = HEAT_UNDEFINED;
    return cell;
}

static double share_of(const struct heatmap *map, double value)
{
    return (value - map->low) / (map->high - map->low);
}

static char32_t state_glyph(const struct look *look, enum heat_state state)
{
    return look->unicode ? states[state].glyph : states[state].ascii;
}

static bool at_mark(const struct heatmap *map, size_t row, size_t column)
{
    return map->has_mark && map->mark_row == row && map->mark_column == column;
}

static bool under_cursor(const struct heatmap *map, size_t row, size_t column)
{
    return map->has_cursor && map->cursor_row == row && map->cursor_column == column;
}

/* A cell's number as it is written, in at most width - 1 columns; the length, 0 when it does not fit. */
static int cell_number(const struct drawing *drawing, double value, char text[NUMBER_SIZE])
{
    int width = drawing->layout.extent.cell_width, decimals = drawing->decimals;
    if (decimals < 0)
        return 0;
    int length = width > 5 ? number_fixed(text, value, decimals) : number_fraction(text, value, decimals);
    while (length > width - 1 && decimals > 0)
        length = number_fraction(text, value, --decimals);
    if (length > width - 1)
        length = number_compact(text, value);
    return length < width ? length : 0;
}

/* Two digits that tell values on this scale apart: from 0 to 2 it takes those of 0 to 1. */
static int decimals_for(const struct heatmap *map, int cell_width)
{
    double largest = fmax(fabs(map->low), fabs(map->high));
    int decimals = largest > 0 ? 2 - (int)ceil(log10(largest)) : 2;
    decimals = decimals < 0 ? 0 : largest <= 2 && decimals < 2 ? 2 : decimals;
    return cell_width < 4 || decimals + 2 > cell_width ? -1 : decimals;
}

/* The style of a whole cell, and what fills it where colour does not tell the value. */
static struct style cell_style(const struct drawing *drawing, struct heat_cell cell, char32_t *fill)
{
    *fill = ' ';
    if (cell.state != HEAT_VALUE)
        return states[cell.state].style;
    double share = share_of(drawing->map, cell.value);
    if (!palette_has_field(drawing->look))
        *fill = field_shade(drawing, share);
    return field_style(drawing, share);
}

/* The style of the cell under the cursor: its colours the other way round, so that the value still shows;
 * where there is no digit to show it, the accent. */
static struct style cursor_style(const struct drawing *drawing, struct heat_cell cell, struct style style)
{
    style.attributes = ATTRIBUTE_REVERSE | ATTRIBUTE_BOLD;
    if (drawing->layout.extent.cell_width < 3 && palette_has_field(drawing->look) && cell.state == HEAT_VALUE)
        return (struct style){.background = palette_accent(drawing->look)};
    return style;
}

/* That of the marked cell: quieter. */
static struct style mark_style(const struct drawing *drawing, struct style style)
{
    style.attributes |= ATTRIBUTE_UNDERLINE | ATTRIBUTE_BOLD;
    if (drawing->layout.extent.cell_width < 3 && palette_has_field(drawing->look))
        return (struct style){.background = palette_mark(drawing->look)};
    return style;
}

/* What the cursor covers of a cell: the row of its number. It says the same as the whole cell at half the
 * bytes for each key, and leaves the field calm. */
static struct rectangle cursor_area(struct rectangle cell)
{
    cell.y += (cell.height - 1) / 2;
    cell.height = 1;
    return cell;
}

static void draw_cell(const struct drawing *drawing, size_t row, size_t column, struct rectangle area)
{
    struct heat_cell cell = cell_of(drawing->map, row, column);
    char32_t fill;
    struct style style = cell_style(drawing, cell, &fill);
    canvas_fill(drawing->canvas, area, fill, style);
    bool cursor = under_cursor(drawing->map, row, column), mark = at_mark(drawing->map, row, column);
    if (cursor || mark) {
        style = cursor ? cursor_style(drawing, cell, style) : mark_style(drawing, style);
        canvas_fill(drawing->canvas, cursor_area(area), fill, style);
    }
    int y = area.y + (area.height - 1) / 2;
    if (cell.state != HEAT_VALUE) {
        canvas_put(drawing->canvas, area.x + (area.width - 1) / 2, y, state_glyph(drawing->look, cell.state),
                   style);
        return;
    }
    char text[NUMBER_SIZE];
    int length = cell_number(drawing, cell.value, text), x = area.x + (area.width - length + 1) / 2;
    if (length > 0)
        canvas_text(drawing->canvas, x, y, length, style, text);
    if (mark && length > 0 && x > area.x && x + length < area.x + area.width) {
        canvas_put(drawing->canvas, x - 1, y, '[', style);
        canvas_put(drawing->canvas, x + length, y, ']', style);
    }
}

static void draw_cells(const struct drawing *drawing)
{
    const struct heatmap_extent *extent = &drawing->layout.extent;
    struct rectangle area = {0, 0, extent->cell_width, extent->cell_height};
    for (size_t row = 0; row < extent->visible_rows; row++)
        for (size_t column = 0; column < extent->visible_columns; column++) {
            area.x = extent->field.x + (int)column * area.width;
            area.y = extent->field.y + (int)row * area.height;
            draw_cell(drawing, drawing->map->first_row + row, drawing->map->first_column + column, area);
        }
}

/* One of the two matrix rows in a half-block cell. */
struct half {
    bool exists, cursor;
    struct heat_cell cell;
    colour colour; /* COLOUR_DEFAULT without a value */
};

static struct half half_of(const struct drawing *drawing, size_t row, size_t column)
{
    const struct heatmap *map = drawing->map;
    struct half half = {.exists = row < map->first_row + drawing->layout.extent.visible_rows};
    if (!half.exists)
        return half;
    half.cursor = under_cursor(map, row, column);
    half.cell = cell_of(map, row, column);
    if (half.cell.state == HEAT_VALUE)
        half.colour = field_style(drawing, share_of(map, half.cell.value)).background;
    if (half.cursor)
        half.colour = palette_accent(drawing->look);
    else if (at_mark(map, row, column))
        half.colour = palette_mark(drawing->look);
    return half;
}

/* Two halves as one glyph and its style. A state without a value takes the whole cell when the other half has
 * none either, or when it must not be overlooked. */
static char32_t join_halves(const struct drawing *drawing, struct half upper, struct half lower,
                            struct style *style)
{
    enum heat_state states_of[] = {upper.cell.state, lower.exists ? lower.cell.state : upper.cell.state};
    enum heat_state worse = states_of[0] > states_of[1] ? states_of[0] : states_of[1];
    bool no_colour = upper.colour == COLOUR_DEFAULT && lower.colour == COLOUR_DEFAULT;
    *style = plain;
    if (worse >= HEAT_UNDEFINED || no_colour) {
        *style = states[worse].style;
        style->background = upper.colour != COLOUR_DEFAULT ? upper.colour : lower.colour;
        if (style->background != COLOUR_DEFAULT)
            style->foreground = colour_contrasting(style->background);
        return state_glyph(drawing->look, worse);
    }
    bool top = upper.colour != COLOUR_DEFAULT;
    style->foreground = top ? upper.colour : lower.colour;
    style->background = top ? lower.colour : COLOUR_DEFAULT;
    return top ? U'▀' : U'▄';
}

static void draw_halves(const struct drawing *drawing)
{
    const struct heatmap_extent *extent = &drawing->layout.extent;
    for (int y = 0; y < extent->field.height; y++)
        for (size_t column = 0; column < extent->visible_columns; column++) {
            size_t row = drawing->map->first_row + 2 * (size_t)y, index = drawing->map->first_column + column;
            struct style style;
            char32_t glyph =
                join_halves(drawing, half_of(drawing, row, index), half_of(drawing, row + 1, index), &style);
            for (int x = 0; x < extent->cell_width; x++)
                canvas_put(drawing->canvas, extent->field.x + (int)column * extent->cell_width + x,
                           extent->field.y + y, glyph, style);
        }
}

/* A name of the user's at (x, y), abbreviated as all of its axis are; those of rows end at the right. */
static void draw_name(const struct drawing *drawing, int x, int y, int width, bool right, bool cursor,
                      const char *name)
{
    char text[TEXT_BYTES(NAME_COLUMNS)];
    struct abbreviation shape = right ? drawing->row_names : drawing->column_names;
    shape.width = width < NAME_COLUMNS ? width : NAME_COLUMNS;
    int columns = abbreviate(text, sizeof text, name, &shape);
    if (right)
        x += width - columns;
    canvas_text(drawing->canvas, x, y, columns, cursor ? emphasis : plain, text);
}

/* How the names of both axes are abbreviated, from the room that most of them have. */
static void choose_abbreviations(struct drawing *drawing)
{
    const struct heatmap_layout *layout = &drawing->layout;
    const struct heatmap *map = drawing->map;
    int columns = layout->header == HEADER_SPARSE ? layout->name_every : layout->header_rows;
    bool unicode = drawing->look->unicode;
    drawing->row_names = abbreviation_for(map->row_name, map->context, layout->name_width ? map->rows : 0,
                                          layout->name_width, unicode);
    drawing->column_names =
        abbreviation_for(map->column_name, map->context, layout->header_rows ? map->columns : 0,
                         columns * layout->extent.cell_width - 1, unicode);
}

static void draw_row_names(const struct drawing *drawing)
{
    const struct heatmap_layout *layout = &drawing->layout;
    const struct heatmap *map = drawing->map;
    int height = layout->extent.cell_height;
    size_t step = height ? 1 : 2;
    if (layout->name_width == 0)
        return;
    for (size_t i = 0; i < layout->extent.visible_rows; i += step) {
        size_t row = map->first_row + i;
        bool cursor = map->has_cursor && map->cursor_row >= row && map->cursor_row < row + step;
        int y = layout->extent.field.y + (height ? (int)i * height + (height - 1) / 2 : (int)i / 2);
        draw_name(drawing, layout->area.x, y, layout->name_width, true, cursor,
                  map->row_name(map->context, cursor ? map->cursor_row : row));
    }
}

/* A column's name centred over it, as far as there is the same room on both sides. */
static void draw_staggered_name(const struct drawing *drawing, size_t column, bool cursor)
{
    const struct heatmap_layout *layout = &drawing->layout;
    const struct heatmap *map = drawing->map;
    const char *name = map->column_name(map->context, column);
    int cell = layout->extent.cell_width, rows = layout->header_rows;
    int left = layout->extent.field.x + (int)(column - map->first_column) * cell;
    int needed = text_columns(name), width = rows * cell - 1;
    width = needed < width ? needed : width;
    int x = left + (cell - width + 1) / 2, shortfall = layout->area.x - x;
    int beyond = x + width - (layout->area.x + layout->area.width);
    shortfall = shortfall > beyond ? shortfall : beyond;
    if (shortfall > 0) {
        x += shortfall;
        width -= 2 * shortfall;
    }
    draw_name(drawing, x, layout->area.y + (int)(column % (size_t)rows), width, false, cursor, name);
}

/* Every k-th name, starting over its column; dim, as most columns have none. The cursor's stands in a row of
 * its own, so that it is always there and moving it redraws nothing else. */
static void draw_sparse_names(const struct drawing *drawing)
{
    const struct heatmap_layout *layout = &drawing->layout;
    const struct heatmap *map = drawing->map;
    const struct rectangle field = layout->extent.field;
    size_t every = (size_t)layout->name_every, end = map->first_column + layout->extent.visible_columns;
    int right = layout->area.x + layout->area.width, y = field.y - 1;
    for (size_t column = (map->first_column + every - 1) / every * every; column < end; column += every) {
        int x = field.x + (int)(column - map->first_column) * layout->extent.cell_width;
        int width = (int)every * layout->extent.cell_width - 1;
        draw_name(drawing, x, y, width < right - x ? width : right - x, false, false,
                  map->column_name(map->context, column));
    }
    if (layout->header_rows < 2 || map->cursor_column < map->first_column || map->cursor_column >= end)
        return;
    const char *name = map->column_name(map->context, map->cursor_column);
    int x = field.x + (int)(map->cursor_column - map->first_column) * layout->extent.cell_width;
    int needed = text_columns(name), room = right - layout->area.x;
    int width = needed < room ? needed : room;
    draw_name(drawing, x + width > right ? right - width : x, y - 1, width, false, true, name);
}

static void draw_column_names(const struct drawing *drawing)
{
    const struct heatmap *map = drawing->map;
    if (drawing->layout.header == HEADER_SPARSE)
        draw_sparse_names(drawing);
    if (drawing->layout.header != HEADER_STAGGERED)
        return;
    for (size_t i = 0; i < drawing->layout.extent.visible_columns; i++) {
        size_t column = map->first_column + i;
        draw_staggered_name(drawing, column, map->has_cursor && map->cursor_column == column);
    }
}

/* Small arrows beside the field where the matrix goes on. */
static void draw_scroll_marks(const struct drawing *drawing)
{
    const struct heatmap_layout *layout = &drawing->layout;
    const struct heatmap *map = drawing->map;
    const struct rectangle field = layout->extent.field;
    const char32_t *arrows = drawing->look->unicode ? U"↑↓←→" : U"^v<>";
    int top = field.y, bottom = field.y + field.height - 1, right = field.x + field.width;
    bool above = map->first_row > 0, below = map->first_row + layout->extent.visible_rows < map->rows;
    bool before = map->first_column > 0;
    bool after = map->first_column + layout->extent.visible_columns < map->columns;
    if (layout->name_width > 0 && above)
        canvas_put(drawing->canvas, field.x - 1, top, arrows[0], quiet);
    if (layout->name_width > 0 && below)
        canvas_put(drawing->canvas, field.x - 1, bottom, arrows[1], quiet);
    if (layout->name_width > 0 && layout->header_rows > 0 && before)
        canvas_put(drawing->canvas, field.x - 1, top - 1, arrows[2], quiet);
    if (after && right < layout->area.x + layout->area.width)
        canvas_put(drawing->canvas, right, top, arrows[3], quiet);
}

/* One step of the colour bar; with half blocks where they are possible, for a smooth run. */
static void draw_bar_step(const struct drawing *drawing, int x, int y, double share, double next)
{
    const struct look *look = drawing->look;
    struct style style = field_style(drawing, share);
    if (!palette_has_field(look)) {
        canvas_put(drawing->canvas, x, y, field_shade(drawing, share), plain);
    } else if (look_has_parts(look)) {
        style.foreground = field_style(drawing, next).background;
        canvas_put(drawing->canvas, x, y, drawing->layout.bar == BAR_RIGHT ? U'▄' : U'▐', style);
    } else {
        canvas_put(drawing->canvas, x, y, ' ', style);
    }
}

static void draw_tick(const struct drawing *drawing, int index)
{
    const struct heatmap_layout *layout = &drawing->layout;
    const struct rectangle bar = layout->bar_area;
    const char *label = layout->ticks[index];
    int length = layout->bar == BAR_RIGHT ? bar.height : bar.width, last = layout->tick_count - 1;
    int at = (int)lround((double)(length - 1) * index / last);
    if (layout->bar == BAR_RIGHT) {
        int x = bar.x + bar.width + 1;
        canvas_text(drawing->canvas, x, bar.y + at, layout->area.x + layout->area.width - x, plain, label);
        return;
    }
    int width = text_columns(label), x = index == last ? at - width + 1 : index ? at - width / 2 : at;
    if (width <= bar.width)
        canvas_text(drawing->canvas, bar.x + x, bar.y + 1, width, plain, label);
}

/* A value of note beside the colour bar: its name where there is room for it between the numbers. */
static void draw_level(const struct drawing *drawing)
{
    const struct heatmap *map = drawing->map;
    const struct heatmap_layout *layout = &drawing->layout;
    const struct rectangle bar = layout->bar_area;
    double share = share_of(map, map->level);
    bool right = layout->bar == BAR_RIGHT;
    int length = right ? bar.height : bar.width, at = (int)lround((length - 1) * share);
    int x = right ? bar.x + bar.width : bar.x + at, y = right ? bar.y + at : bar.y + 1;
    int room = layout->area.x + layout->area.width - x;
    struct cell *beside = canvas_at(drawing->canvas, x + right, y);
    if (!map->level_name || layout->bar == BAR_NONE || !(share >= 0) || !(share <= 1) || room < 1 ||
        length < 2)
        return;
    if (!beside || beside->glyph != ' ') /* a number */
        return;
    canvas_put(drawing->canvas, x, y,
               drawing->look->unicode ? (right ? U'◂' : U'▴')
               : right                ? '<'
                                      : '^',
               quiet);
    if (right && room > text_columns(map->level_name) + 1)
        canvas_text(drawing->canvas, x + 1, y, room - 1, quiet, map->level_name);
}

static void draw_bar(const struct drawing *drawing)
{
    const struct heatmap_layout *layout = &drawing->layout;
    const struct rectangle bar = layout->bar_area;
    int length = layout->bar == BAR_RIGHT ? bar.height : bar.width;
    int breadth = layout->bar == BAR_RIGHT ? bar.width : bar.height;
    double steps = length > 1 ? 2.0 * length - 1 : 1;
    if (layout->bar == BAR_NONE)
        return;
    for (int i = 0; i < length; i++)
        for (int j = 0; j < breadth; j++) {
            int x = layout->bar == BAR_RIGHT ? bar.x + j : bar.x + i;
            int y = layout->bar == BAR_RIGHT ? bar.y + i : bar.y + j;
            draw_bar_step(drawing, x, y, 2 * i / steps, (2 * i + 1) / steps);
        }
    for (int i = 0; i < layout->tick_count && length > 1; i++)
        draw_tick(drawing, i);
    draw_level(drawing);
}

struct heatmap_extent heatmap_draw(struct canvas *canvas, const struct look *look, struct rectangle area,
                                   const struct heatmap *heatmap)
{
    struct drawing drawing = {
        .canvas = canvas, .look = look, .map = heatmap, .layout = heatmap_arrange(heatmap, look, area)};
    const struct heatmap_extent *extent = &drawing.layout.extent;
    if (extent->visible_rows == 0 || extent->visible_columns == 0)
        return *extent;
    drawing.decimals = decimals_for(heatmap, extent->cell_width);
    choose_abbreviations(&drawing);
    draw_row_names(&drawing);
    draw_column_names(&drawing);
    draw_scroll_marks(&drawing);
    if (extent->cell_height == 0)
        draw_halves(&drawing);
    else
        draw_cells(&drawing);
    draw_bar(&drawing);
    return *extent;
}
