/* --help of a view: what it shows, what chooses it, and an example. */
#include "tui/options_table.h"

static bool runs_along(const struct view *view, enum axis axis, unsigned sides)
{
    return (view->down == axis && view->down_moves & sides) ||
           (view->across == axis && view->across_moves & sides);
}

/* Of correlations and directions there are no other measures, and stability is of one network. */
static bool has_measures(const struct view *view)
{
    return view->set != SET_CORRELATIONS && view->set != SET_STABILITY;
}

/* What the view fixes, and the options choose. */
static void print_selectors(const struct view *view, FILE *out)
{
    static const struct {
        enum axis axis;
        unsigned side;
        const char *option, *about;
    } selectors[] = {
        {AXIS_NETWORK, SIDE_A, "--network A", "network A (default: the first)"},
        {AXIS_NETWORK, SIDE_B, "--against B", "network B (default: A)"},
        {AXIS_CHECKPOINT, SIDE_A, "--checkpoint S", "checkpoint of A (default: the last)"},
        {AXIS_CHECKPOINT, SIDE_B, "--against-checkpoint S", "checkpoint of B (default: the last)"},
        {AXIS_LAYER, SIDE_A | SIDE_B, "--layer L", "layer (default: the last)"},
        {AXIS_TIMESTEP, SIDE_A | SIDE_B, "--timestep T", "timestep (default: the last)"},
    };

    fputs("\nThe view holds fixed, and these choose:\n", out);
    for (size_t i = 0; i < sizeof selectors / sizeof *selectors; i++)
        if (!runs_along(view, selectors[i].axis, selectors[i].side) &&
            !(view->set == SET_STABILITY && selectors[i].side == SIDE_B) &&
            !(view->end == END_TARGET && selectors[i].side == SIDE_B))
            fprintf(out, "  %-25s%s\n", selectors[i].option, selectors[i].about);
    if (view->end == END_TARGET)
        fprintf(out, "  %-25s%s\n", "--target NAME", "target of the form training (default: the first)");
    if (view->set == SET_STABILITY)
        fprintf(out, "  %-25s%s\n  %-25s%s\n  %-25s%s\n", "--early S", "whose directions are followed",
                "--halfway S", "by agreement with which they are sorted", "--directions K",
                "how many of the most and the least stable");
    if (has_measures(view))
        fprintf(out, "  %-25s%s\n", "--measure M", "measure (default: the manifest's, else pwcca)");
}

static void print_examples(const struct view *view, FILE *out)
{
    const char *choice = view->set == SET_STABILITY                ? " --layer LAYER"
                         : view->end == END_TARGET                 ? " --form training --target NAME"
                         : !runs_along(view, AXIS_NETWORK, SIDE_B) ? " --against NETWORK"
                         : !runs_along(view, AXIS_LAYER, SIDE_A)   ? " --layer LAYER"
                                                                   : "";

    fputs("\nFor example:\n", out);
    fprintf(out, "  ccascope show ccascope.yaml %s%s\n", view->name, choice);
    fprintf(out, "  ccascope show ccascope.yaml %s%s --svg -o %s.svg\n", view->name,
            has_measures(view) ? " --measure cka" : "", view->name);
    fprintf(out, "  ccascope compute ccascope.yaml %s --wide -o %s.csv\n", view->name, view->name);
    fprintf(out, "\nccascope show --help and ccascope compute --help have all options.\n");
}

void options_help_view(enum view_id view, FILE *out)
{
    fprintf(out, "%s: %s\n", views[view].name, views[view].about);
    print_selectors(&views[view], out);
    print_examples(&views[view], out);
}
