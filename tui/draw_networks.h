/* The matrix of networks, with their clusters, groups and dendrogram beside the rows. */
#ifndef CCASCOPE_TUI_DRAW_NETWORKS_H
#define CCASCOPE_TUI_DRAW_NETWORKS_H

#include "tui/draw.h"

void draw_networks(struct canvas *canvas, const struct look *look, struct rectangle area,
                   const struct scene *scene, struct view_state *state);

#endif
