#include "tui/heatmap_layout.h"

#include <math.h>
#include <string.h>

#include "tui/palette.h"
#include "tui/text.h"

/* Names beyond these are not measured: a thousand rows would be asked for at every key. */
#define NAMES_MEASURED 256
#define NAME_WIDTH_MAX 24
#define BAR_WIDTH      2
#define BAR_GAP        2

struct size {
    int width, height;
};

static int minimum(int a, int b)
{
    return a < b ? a : b;
}

static int maximum(int a, int b)
{
    return a > b ? a : b;
}

static int widest_name(const char *(*name)(const void *, size_t), const void *context, size_t count)
{
    int widest = count > 0 ? text_columns(name(context, count - 1)) : 0;
    for (size_t i = 0; i < count; i += count / NAMES_MEASURED + 1)
        widest = maximum(widest, text_columns(name(context, i)));
    return widest;
}

/* How many cells of `size` go into `room`, at least one and no more than there are. */
static size_t cells_that_fit(int room, int size, size_t count)
{
    size_t fitting = (size_t)maximum(1, room / size);
    return fitting < count ? fitting : count;
}

/* Half blocks show two matrix rows in one row of the canvas; they need two colours in a cell. */
static bool can_halve(const struct look *look)
{
    return look_has_parts(look) && palette_has_field(look);
}

/* From half blocks (height 0) up; cells of 4 columns hold ".43", wider ones "0.43". */
static struct size fixed_size(const struct look *look, int size)
{
    static const struct size sizes[HEATMAP_SIZES] = {{1, 0}, {2, 1},  {4, 1}, {6, 2},
                                                     {8, 3}, {10, 4}, {12, 5}};
    struct size cell = sizes[size - 1];
    if (cell.height == 0 && !can_halve(look))
        cell.height = 1;
    return cell;
}

/* No larger than the room. */
static struct size limited(struct size cell, struct size room)
{
    cell.width = minimum(cell.width, maximum(1, room.width));
    cell.height = minimum(cell.height, maximum(1, room.height));
    return cell;
}

/* Larger or smaller as the eye sees it: half blocks are the smallest. */
static int visible_area(int width, int height)
{
    return height == 0 ? width : 2 * width * height;
}

int heatmap_next_size(const struct heatmap_extent *extent, const struct look *look, int by)
{
    int now = visible_area(extent->cell_width, extent->cell_height), next = 0;
    for (int size = 1; size <= HEATMAP_SIZES; size++) {
        struct size cell = fixed_size(look, size);
        int area = visible_area(cell.width, cell.height);
        if (by < 0 && area < now)
            next = size;
        if (by > 0 && area > now && next == 0)
            next = size;
    }
    return next;
}

int heatmap_size_within(int columns, int rows, const struct look *look)
{
    int largest = 1;
    for (int size = 1; size <= HEATMAP_SIZES; size++) {
        struct size cell = fixed_size(look, size);
        if (cell.width <= columns && cell.height <= rows)
            largest = size;
    }
    return largest;
}

/* The size of a cell (height 0: half blocks) for a field within `room`: as large as there is room, but about
 * as wide as high for the eye, to whom a character is twice as high as wide. */
static struct size cell_size(const struct heatmap *heatmap, const struct look *look, struct size room)
{
    static const int width_at_height[] = {2, 6, 6, 8, 10, 12};
    if (heatmap->size > 0)
        return limited(fixed_size(look, minimum(heatmap->size, HEATMAP_SIZES)), room);
    int rows = (int)minimum((int)(heatmap->rows < 100000 ? heatmap->rows : 100000), 100000);
    int columns = (int)(heatmap->columns < 100000 ? heatmap->columns : 100000);
    int width = maximum(1, room.width / columns);
    int height = minimum(5, room.height / rows);
    if (height > 1)
        height = minimum(height, maximum(1, width / 2));
    if (height < 1)
        height = can_halve(look) ? 0 : 1;
    return (struct size){minimum(width, width_at_height[height]), height};
}

/* The smallest 1-2-5 count of columns that is wide enough for a name. */
static int sparse_step(int name_width, int cell_width)
{
    static const int factors[] = {1, 2, 5};
    for (int power = 1;; power *= 10)
        for (int i = 0; i < 3; i++)
            if (factors[i] * power * cell_width > name_width)
                return factors[i] * power;
}

/* Chooses how column names are written, and with the rows that are left the size of the cells. */
static struct size arrange_header(struct heatmap_layout *layout, const struct heatmap *heatmap,
                                  const struct look *look, struct size room)
{
    int widest = widest_name(heatmap->column_name, heatmap->context, heatmap->columns);
    struct size cell = cell_size(heatmap, look, room);
    layout->header_rows = 0;
    layout->name_every = 1;
    layout->header = HEADER_NONE;
    if (room.height < 4 || widest == 0)
        return cell;
    int rows_at_most = room.height >= 12 ? 3 : room.height >= 8 ? 2 : 1;
    for (int rows = 1; rows <= rows_at_most; rows++) {
        cell = cell_size(heatmap, look, (struct size){room.width, room.height - rows});
        layout->header = HEADER_STAGGERED;
        layout->header_rows = rows;
        if (widest < rows * cell.width || cell.width < 3)
            break;
    }
    if (cell.width < 3 && widest >= cell.width) {
        layout->header = HEADER_SPARSE;
        layout->header_rows = heatmap->has_cursor && room.height >= 8 ? 2 : 1;
        layout->name_every = sparse_step(minimum(widest, 9), cell.width);
        cell = cell_size(heatmap, look, (struct size){room.width, room.height - layout->header_rows});
    }
    return cell;
}

/* Digits after the point that tell multiples of `step` exactly, within reason. */
static int exact_decimals(double step)
{
    int most = step >= 1 ? 1 : minimum(6, (int)ceil(-log10(step)) + 1);
    for (int decimals = 0; decimals < most; decimals++) {
        double scaled = step * pow(10, decimals);
        if (scaled > 0.5 && fabs(scaled - round(scaled)) < 0.01)
            return decimals;
    }
    return most;
}

/* Labels of the colour bar; returns the columns of the widest. */
static int label_ticks(struct heatmap_layout *layout, const struct heatmap *heatmap, int count)
{
    double range = heatmap->high - heatmap->low, step = fabs(count > 1 ? range / (count - 1) : range);
    double largest = fmax(fabs(heatmap->low), fabs(heatmap->high));
    int widest = 0;
    layout->tick_count = count;
    for (int i = 0; i < count; i++) {
        double value = count > 1 ? heatmap->low + range * i / (count - 1) : heatmap->low;
        bool plain = largest < 1000 && step >= 1e-5;
        int length = plain ? number_fixed(layout->ticks[i], value, exact_decimals(step))
                           : number_compact(layout->ticks[i], value);
        widest = maximum(widest, length);
    }
    return widest;
}

static int tick_count(int length, int five, int three)
{
    return length >= five ? BAR_TICKS : length >= three ? 3 : 2;
}

/* Whether there is room for what is to be left free below a bar that still says something. */
static bool spares(const struct heatmap_layout *layout, const struct heatmap *heatmap)
{
    return layout->bar == BAR_RIGHT && heatmap->spare_height > 0 &&
           layout->area.height >= heatmap->spare_height + 8 && layout->area.width >= 3 * heatmap->spare_width;
}

/* The rows and columns that a bar takes from the area. */
static struct size bar_size(struct heatmap_layout *layout, const struct heatmap *heatmap)
{
    if (layout->bar == BAR_RIGHT) {
        int width = BAR_WIDTH + 1 + label_ticks(layout, heatmap, BAR_TICKS);
        return (struct size){
            BAR_GAP + (spares(layout, heatmap) ? maximum(width, heatmap->spare_width) : width), 0};
    }
    return (struct size){0, layout->bar == BAR_BELOW ? 3 : 0};
}

static void place_bar(struct heatmap_layout *layout, const struct heatmap *heatmap)
{
    struct rectangle field = layout->extent.field;
    int right = layout->area.x + layout->area.width, bottom = layout->area.y + layout->area.height;
    if (layout->bar == BAR_RIGHT) {
        bool spared = spares(layout, heatmap);
        int end = bottom - (spared ? heatmap->spare_height + 1 : 0);
        int height = minimum(maximum(field.height, 5), end - field.y);
        if (spared)
            layout->extent.spare = (struct rectangle){field.x + field.width + BAR_GAP, field.y + height + 1,
                                                      heatmap->spare_width, heatmap->spare_height};
        layout->bar_area = (struct rectangle){field.x + field.width + BAR_GAP, field.y, BAR_WIDTH, height};
        label_ticks(layout, heatmap, tick_count(height, 9, 5));
    } else if (layout->bar == BAR_BELOW) {
        int width = minimum(maximum(field.width, 20), right - field.x);
        layout->bar_area = (struct rectangle){field.x, field.y + field.height + 1, width, 1};
        int widest = label_ticks(layout, heatmap, BAR_TICKS) + 2;
        label_ticks(layout, heatmap, tick_count(width, 5 * widest, 3 * widest));
    }
}

static void place_field(struct heatmap_layout *layout, const struct heatmap *heatmap, struct size room,
                        struct size cell)
{
    struct heatmap_extent *extent = &layout->extent;
    size_t rows = heatmap->rows > heatmap->first_row ? heatmap->rows - heatmap->first_row : 0;
    size_t columns = heatmap->columns > heatmap->first_column ? heatmap->columns - heatmap->first_column : 0;
    int field_height = room.height - layout->header_rows;
    extent->cell_width = cell.width;
    extent->cell_height = cell.height;
    extent->visible_columns = cells_that_fit(room.width, cell.width, columns);
    extent->visible_rows = cell.height ? cells_that_fit(field_height, cell.height, rows)
                                       : cells_that_fit(field_height * 2, 1, rows);
    extent->field.x = layout->area.x + layout->name_width + (layout->name_width > 0);
    extent->field.y = layout->area.y + layout->header_rows;
    extent->field.width = (int)extent->visible_columns * cell.width;
    extent->field.height =
        cell.height ? (int)extent->visible_rows * cell.height : (int)(extent->visible_rows + 1) / 2;
}

static struct heatmap_layout arrange_with_bar(const struct heatmap *heatmap, const struct look *look,
                                              struct rectangle area, enum bar_place bar)
{
    struct heatmap_layout layout = {.area = area, .bar = bar};
    struct size taken = bar_size(&layout, heatmap);
    struct size room = {area.width - taken.width, area.height - taken.height};
    if (area.width >= 12) {
        int widest = widest_name(heatmap->row_name, heatmap->context, heatmap->rows);
        layout.name_width = minimum(minimum(widest, NAME_WIDTH_MAX), room.width / 3);
        room.width -= layout.name_width + (layout.name_width > 0);
    }
    struct size cell = arrange_header(&layout, heatmap, look, room);
    place_field(&layout, heatmap, room, cell);
    place_bar(&layout, heatmap);
    return layout;
}

/* How much a layout shows: more cells first, then larger ones. */
static bool shows_more(const struct heatmap_layout *a, const struct heatmap_layout *b)
{
    size_t cells_a = a->extent.visible_rows * a->extent.visible_columns;
    size_t cells_b = b->extent.visible_rows * b->extent.visible_columns;
    if (cells_a != cells_b)
        return cells_a > cells_b;
    return a->extent.field.width * a->extent.field.height > b->extent.field.width * b->extent.field.height;
}

struct heatmap_layout heatmap_arrange(const struct heatmap *heatmap, const struct look *look,
                                      struct rectangle area)
{
    bool right = area.width >= 24 && area.height >= 4, below = area.height >= 8 && area.width >= 12;
    if (area.width < 1 || area.height < 1 || heatmap->rows == 0 || heatmap->columns == 0)
        return (struct heatmap_layout){
            .area = area, .bar = BAR_NONE, .extent.cell_width = 1, .extent.cell_height = 1};
    if (!right && !below)
        return arrange_with_bar(heatmap, look, area, BAR_NONE);
    struct heatmap_layout beside = arrange_with_bar(heatmap, look, area, right ? BAR_RIGHT : BAR_BELOW);
    if (!right || !below)
        return beside;
    if (beside.extent.spare.height > 0)
        return beside;
    struct heatmap_layout under = arrange_with_bar(heatmap, look, area, BAR_BELOW);
    return shows_more(&under, &beside) ? under : beside;
}

struct heatmap_extent heatmap_extent(const struct heatmap *heatmap, const struct look *look,
                                     struct rectangle area)
{
    return heatmap_arrange(heatmap, look, area).extent;
}

/* The first index to show so that `cursor` is among `visible`, nearest to the present one. */
static size_t scrolled(size_t first, size_t visible, size_t count, size_t cursor)
{
    if (visible == 0 || visible >= count)
        return 0;
    if (cursor < first)
        first = cursor;
    if (cursor >= first + visible)
        first = cursor - visible + 1;
    return first > count - visible ? count - visible : first;
}

void heatmap_scroll_to_cursor(struct heatmap *heatmap, const struct look *look, struct rectangle area)
{
    struct heatmap start = *heatmap;
    start.first_row = start.first_column = 0;
    struct heatmap_extent extent = heatmap_extent(&start, look, area);
    heatmap->first_row =
        scrolled(heatmap->first_row, extent.visible_rows, heatmap->rows, heatmap->cursor_row);
    heatmap->first_column =
        scrolled(heatmap->first_column, extent.visible_columns, heatmap->columns, heatmap->cursor_column);
}
