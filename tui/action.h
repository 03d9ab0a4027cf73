/* What a user can do. Declared once: the enum, the default keys, the help screen and the settings file come from this
 * table, so they cannot disagree. */
#ifndef CCASCOPE_TUI_ACTION_H
#define CCASCOPE_TUI_ACTION_H

#include <stddef.h>

/* X(constant, name in settings, default keys, help, hint in the last line or "")
 * A hint of the form "[ ] step" names its keys itself. Keys are separated by blanks: a character, or a name of
 * keymap.h. */
#define ACTIONS(X)                                                                                           \
    X(ACTION_UP, "up", "Up k", "up", "")                                                                     \
    X(ACTION_DOWN, "down", "Down j", "down", "")                                                             \
    X(ACTION_LEFT, "left", "Left h", "left", "")                                                             \
    X(ACTION_RIGHT, "right", "Right l", "right", "")                                                         \
    X(ACTION_PAGE_UP, "page-up", "PageUp Ctrl-B", "a page up", "")                                           \
    X(ACTION_PAGE_DOWN, "page-down", "PageDown Ctrl-F", "a page down", "")                                   \
    X(ACTION_FIRST, "first", "g", "first row", "")                                                           \
    X(ACTION_LAST, "last", "G", "last row", "")                                                              \
    X(ACTION_HOME, "home", "Home 0", "first column", "")                                                     \
    X(ACTION_END, "end", "End $", "last column", "")                                                         \
    X(ACTION_OPEN, "open", "Enter", "open the pair under the cursor", "open")                                \
    X(ACTION_BACK, "back", "Esc Backspace", "back", "")                                               \
    X(ACTION_NEXT_VIEW, "next-view", "Tab", "next view", "view")                                             \
    X(ACTION_PREVIOUS_VIEW, "previous-view", "BackTab", "previous view", "")                                 \
    X(ACTION_VIEW_1, "view-1", "1", "layers", "")                                                            \
    X(ACTION_VIEW_2, "view-2", "2", "convergence", "")                                                       \
    X(ACTION_VIEW_3, "view-3", "3", "checkpoints", "")                                                       \
    X(ACTION_VIEW_4, "view-4", "4", "timesteps", "")                                                         \
    X(ACTION_VIEW_5, "view-5", "5", "networks", "")                                                          \
    X(ACTION_VIEW_6, "view-6", "6", "groups", "")                                                            \
    X(ACTION_VIEW_7, "view-7", "7", "scatter", "")                                                           \
    X(ACTION_VIEW_8, "view-8", "8", "measures", "")                                                          \
    X(ACTION_NEXT_FORM, "next-form", "F", "next form of the view, where it has several", "")                 \
    X(ACTION_PLAY, "play", "P", "play the checkpoints of A in turn, or stop", "")                            \
    X(ACTION_ORDER, "order", "r", "networks as listed, by group or by cluster", "")                          \
    X(ACTION_AGAINST, "against", "w", "next attribute of a scatter, next curve of the logs", "")             \
    X(ACTION_MORE, "more", "i", "more clusters, or a larger tolerance", "")                                  \
    X(ACTION_FEWER, "fewer", "I", "fewer clusters, or a smaller tolerance", "")                              \
    X(ACTION_NEXT_MEASURE, "next-measure", "m", "next measure", "measure")                                   \
    X(ACTION_PREVIOUS_MEASURE, "previous-measure", "M", "previous measure", "")                              \
    X(ACTION_NEXT_A, "next-a", "a", "next network as A", "a b network")                                                \
    X(ACTION_PREVIOUS_A, "previous-a", "A", "previous network as A", "")                                     \
    X(ACTION_NEXT_B, "next-b", "b", "next network as B", "")                                                \
    X(ACTION_PREVIOUS_B, "previous-b", "B", "previous network as B", "")                                     \
    X(ACTION_CHECKPOINT_A_BACK, "checkpoint-a-back", "[", "earlier checkpoint of A", "[ ] step")             \
    X(ACTION_CHECKPOINT_A_ON, "checkpoint-a-on", "]", "later checkpoint of A", "")                           \
    X(ACTION_CHECKPOINT_B_BACK, "checkpoint-b-back", "{", "earlier checkpoint of B", "")                     \
    X(ACTION_CHECKPOINT_B_ON, "checkpoint-b-on", "}", "later checkpoint of B", "")                           \
    X(ACTION_LAYER_BACK, "layer-back", ",", "earlier layer, where the view fixes it", "")                    \
    X(ACTION_LAYER_ON, "layer-on", ".", "later layer, where the view fixes it", "")                          \
    X(ACTION_TIMESTEP_BACK, "timestep-back", "<", "earlier timestep, where the view fixes it", "")           \
    X(ACTION_TIMESTEP_ON, "timestep-on", ">", "later timestep, where the view fixes it", "")                 \
    X(ACTION_LOGARITHMIC, "logarithmic", "L", "logarithmic or linear step axis", "")                         \
    X(ACTION_PALETTE, "palette", "c", "next palette", "")                                                    \
    X(ACTION_ERRORS, "errors", "e", "what is missing or broken", "")                                         \
    X(ACTION_HELP, "help", "?", "help", "help")                                                              \
    X(ACTION_REDRAW, "redraw", "Ctrl-L", "draw the screen again", "")                                        \
    X(ACTION_QUIT, "quit", "q", "quit", "quit")

#define ACTION_CONSTANT(constant, name, keys, help, hint) constant,
enum action { ACTIONS(ACTION_CONSTANT) ACTION_COUNT, ACTION_NONE = ACTION_COUNT };
#undef ACTION_CONSTANT

struct action_entry {
    const char *name, *keys, *help, *hint;
};

extern const struct action_entry actions[ACTION_COUNT];

#endif
