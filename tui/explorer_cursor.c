/* The cursor: it stands on a place of the grid, and moves along what is shown of it. */
#include "tui/explorer_private.h"

/* A long way: to the end. */
#define FAR 999999999

static bool scrolls(const struct explorer *explorer)
{
    return explorer_screen(explorer) == SCREEN_ERRORS || explorer_screen(explorer) == SCREEN_HELP ||
           (explorer_screen(explorer) == SCREEN_PAIR && scene_has_sets(&explorer->scene));
}

/* Moves a position by `by`, staying in 0 .. count - 1. */
static size_t moved(size_t position, long by, size_t count)
{
    if (count == 0)
        return 0;
    if (by < 0)
        return (size_t)-by > position ? 0 : position - (size_t)-by;
    return position + (size_t)by < count ? position + (size_t)by : count - 1;
}

/* By tiles: to the same place within the tile, as far as there is. */
static size_t moved_tiles(size_t position, long by, size_t tile, size_t count)
{
    size_t target = moved(position / tile, by, (count + tile - 1) / tile) * tile + position % tile;

    if (by >= FAR)
        return count ? count - 1 : 0;
    if (by <= -FAR)
        return 0;
    return target < count ? target : count ? count - 1 : 0;
}

/* Where a tile shows its least or largest value, that is the cell which the cursor is on. */
static void go_to_extreme(struct explorer *explorer, const struct tiling *tiling, size_t down, size_t across)
{
    struct view_state *state = explorer_state(explorer);
    struct tile tile;

    if (tiling->pooling == POOL_MEAN || (tiling->height == 1 && tiling->width == 1))
        return;
    tile = tiling_pool(tiling, down / tiling->height, across / tiling->width);
    if (tile.state != HEAT_VALUE)
        return;
    state->row = tiling->pooling == POOL_MAX ? tile.highest.row : tile.lowest.row;
    state->column = tiling->pooling == POOL_MAX ? tile.highest.column : tile.lowest.column;
}

void explorer_go_to(struct explorer *explorer, size_t down, size_t across)
{
    struct tiling tiling = explorer_tiling(explorer);
    struct view_state *state = explorer_state(explorer);
    size_t rows, columns;
    struct grid_place place;

    rows = tiling_positions_down(&tiling);
    columns = tiling_positions_across(&tiling);
    if (rows == 0 || columns == 0)
        return;
    place = tiling_place(&tiling, down < rows ? down : rows - 1, across < columns ? across : columns - 1);
    state->row = place.row;
    state->column = place.column;
    go_to_extreme(explorer, &tiling, down < rows ? down : rows - 1, across < columns ? across : columns - 1);
}

static void move_by(struct explorer *explorer, long down_by, long across_by)
{
    const struct view_state *state = explorer_state(explorer);
    struct tiling tiling = explorer_tiling(explorer);
    size_t down, across;

    if (tiling.grid->rows == 0 || tiling.grid->columns == 0)
        return;
    tiling_positions(&tiling, (struct grid_place){state->row, state->column}, &down, &across);
    explorer_go_to(explorer, moved_tiles(down, down_by, tiling.height, tiling_positions_down(&tiling)),
                   moved_tiles(across, across_by, tiling.width, tiling_positions_across(&tiling)));
}

/* A place along an axis of so many. How many indices there are will be known soon: meanwhile it stays as it
 * was on another layer. */
static size_t clamped(size_t place, size_t count, enum axis axis)
{
    if (count == 0)
        return axis == AXIS_INDEX ? place : 0;
    return place < count ? place : count - 1;
}

void explorer_clamp_cursor(struct explorer *explorer)
{
    size_t rows = scene_rows(&explorer->scene), columns = scene_columns(&explorer->scene);
    struct view_state *state = explorer_state(explorer);

    state->row = clamped(state->row, rows, views[explorer->scene.view].down);
    state->column = clamped(state->column, columns, views[explorer->scene.view].across);
    if (sequence_count(&state->rows, rows) > 0) /* a hidden one gives way to its neighbour */
        state->row = sequence_place(&state->rows, rows, sequence_position(&state->rows, rows, state->row));
    if (sequence_count(&state->columns, columns) > 0)
        state->column = sequence_place(&state->columns, columns,
                                       sequence_position(&state->columns, columns, state->column));
}

static long page(struct explorer *explorer)
{
    const struct view_state *state = explorer_state(explorer);
    size_t tile = state->tile_height ? state->tile_height : 1, tiles = state->visible_rows / tile;

    return scrolls(explorer) ? 10 : tiles > 1 ? (long)tiles - 1 : 1;
}

bool explorer_move(struct explorer *explorer, enum action action)
{
    long rows = page(explorer);
    const struct {
        enum action action;
        long down, across;
    } moves[] = {
        {ACTION_UP, -1, 0},         {ACTION_DOWN, 1, 0},         {ACTION_LEFT, 0, -1},   {ACTION_RIGHT, 0, 1},
        {ACTION_FIRST, -FAR, 0},    {ACTION_LAST, FAR, 0},       {ACTION_HOME, 0, -FAR}, {ACTION_END, 0, FAR},
        {ACTION_PAGE_UP, -rows, 0}, {ACTION_PAGE_DOWN, rows, 0},
    };

    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (moves[i].action != action)
            continue;
        if (scrolls(explorer)) /* Home and End go where g and G do */
            explorer->scroll = moved(explorer->scroll, moves[i].down ? moves[i].down : moves[i].across,
                                     explorer->scroll_end + 1);
        else
            move_by(explorer, moves[i].down, moves[i].across);
        return true;
    }
    return false;
}
