#include "tui/dendrogram.h"

#include <math.h>
#include <stdlib.h>

#include "tui/category.h"

enum { LEFT = 1, RIGHT = 2, UP = 4, DOWN = 8 };

/* A cluster where it stands: the middle of its leaves, and its height as a column. */
struct node {
    double y;
    int x;
    size_t label; /* of all its leaves; 0: of several */
};

struct drawing {
    struct rectangle area;
    struct arm {
        unsigned char arms; /* of LEFT ... */
        size_t label;
    } * cells; /* of the area, row by row */
};

static void add_arms(const struct drawing *drawing, int x, int y, unsigned arms, size_t label)
{
    struct rectangle area = drawing->area;
    struct arm *cell;

    if (x < area.x || x >= area.x + area.width || y < area.y || y >= area.y + area.height)
        return;
    cell = &drawing->cells[(y - area.y) * area.width + x - area.x];
    cell->arms |= (unsigned char)arms;
    cell->label = cell->label && cell->label != label ? 0 : label;
}

/* From a parent's column to the child's, along the child's line. */
static void add_across(const struct drawing *drawing, int from, int to, int y, size_t label)
{
    for (int x = from; x < to; x++) {
        add_arms(drawing, x, y, RIGHT, label);
        add_arms(drawing, x + 1, y, LEFT, label);
    }
}

static void add_down(const struct drawing *drawing, int x, int from, int to, size_t label)
{
    struct rectangle area = drawing->area;
    int first = from > area.y - 1 ? from : area.y - 1,
        last = to < area.y + area.height ? to : area.y + area.height;

    for (int y = first; y < last; y++) { /* no farther than the area, however long the list */
        add_arms(drawing, x, y, DOWN, label);
        add_arms(drawing, x, y + 1, UP, label);
    }
}

static void put_arms(struct canvas *canvas, const struct look *look, const struct drawing *drawing)
{
    static const char32_t unicode[] = U" ╴╶─╵┘└┴╷┐┌┬│┤├┼", ascii[] = U" ---|+++|+++|+++";
    struct rectangle area = drawing->area;

    for (int y = 0; y < area.height; y++)
        for (int x = 0; x < area.width; x++) {
            const struct arm *cell = &drawing->cells[y * area.width + x];

            if (cell->arms)
                canvas_put(canvas, area.x + x, area.y + y, (look->unicode ? unicode : ascii)[cell->arms],
                           cell->label ? category_style(look, cell->label - 1) : (struct style){0});
        }
}

static void draw_merge(const struct drawing *drawing, const struct node *a, const struct node *b, int x)
{
    int upper = (int)floor(fmin(a->y, b->y)), lower = (int)floor(fmax(a->y, b->y));
    const struct node *first = a->y <= b->y ? a : b, *second = a->y <= b->y ? b : a;
    size_t label = a->label == b->label ? a->label : 0;

    add_across(drawing, x, first->x, upper, first->label);
    add_across(drawing, x, second->x, lower, second->label);
    add_down(drawing, x, upper, lower, label);
}

bool dendrogram_draw(struct canvas *canvas, const struct look *look, struct rectangle area,
                     const struct dendrogram *dendrogram)
{
    size_t count = dendrogram->leaf_count;
    struct drawing drawing = {area,
                              calloc((size_t)area.width * (size_t)area.height + 1, sizeof *drawing.cells)};
    struct node *nodes = calloc(2 * count + 1, sizeof *nodes);
    double highest = count > 1 ? dendrogram->merges[count - 2].height : 0;
    bool good = drawing.cells && nodes;

    for (size_t i = 0; i < count && good; i++) {
        nodes[i] = (struct node){dendrogram->line(dendrogram->context, dendrogram->places[i]) + 0.5,
                                 area.x + area.width - 1, dendrogram->labels[dendrogram->places[i]]};
        add_arms(&drawing, nodes[i].x, (int)floor(nodes[i].y), RIGHT, nodes[i].label); /* up to its row */
    }
    for (size_t i = 0; i + 1 < count && good; i++) {
        const struct merge *merge = &dendrogram->merges[i];
        const struct node *a = &nodes[merge->a], *b = &nodes[merge->b];
        double share = highest > 0 ? merge->height / highest : 1;

        nodes[count + i] =
            (struct node){(a->y + b->y) / 2, area.x + (int)lround((area.width - 2) * (1 - share)),
                          a->label == b->label ? a->label : 0};
        draw_merge(&drawing, a, b, nodes[count + i].x);
    }
    if (good)
        put_arms(canvas, look, &drawing);
    free(drawing.cells);
    free(nodes);
    return good;
}
