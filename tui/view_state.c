#include "tui/view_state.h"

void view_state_release(struct view_state *state)
{
    sequence_release(&state->rows);
    sequence_release(&state->columns);
    curves_free(&state->curves);
}

void view_cache_release(struct view_cache *cache)
{
    grid_release(&cache->grid);
    mosaic_release(&cache->field);
    mosaic_release(&cache->overview);
}

struct tiling view_tiling(const struct view_state *state, struct grid *grid)
{
    return (struct tiling){.grid = grid,
                           .rows = &state->rows,
                           .columns = &state->columns,
                           .transposed = state->transposed,
                           .height = state->tile_height ? state->tile_height : 1,
                           .width = state->tile_width ? state->tile_width : 1,
                           .pooling = state->pooling};
}
