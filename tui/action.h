/* What a user can do. Declared once: the enum, the default keys, the help screen, the last line, the command line and
 * the settings file come from this table, so they cannot disagree. */
#ifndef CCASCOPE_TUI_ACTION_H
#define CCASCOPE_TUI_ACTION_H

#include <stdbool.h>
#include <stddef.h>

/* Where an action applies: a bit for views of each kind of drawing (1 << enum view_drawing), for the screen of a pair,
 * for lists. */
enum action_place {
    ON_MATRIX = 1 << 0,
    ON_CURVES = 1 << 1,
    ON_POINTS = 1 << 2,
    ON_PLOTS = ON_CURVES | ON_POINTS,
    ON_FIGURES = ON_MATRIX | ON_PLOTS,
    ON_VIEWS = 0xff,
    ON_PAIR = 1 << 8,
    ON_LISTS = 1 << 9,
    ON_READING = ON_VIEWS | ON_PAIR, /* everywhere but on lists */
    ON_ALL = ON_READING | ON_LISTS,
    /* And only where the scene holds these fixed, so that there is something to step. */
    FIXED_CHECKPOINT_A = 1 << 16,
    FIXED_CHECKPOINT_B = 1 << 17,
    FIXED_LAYER = 1 << 18,
    FIXED_TIMESTEP = 1 << 19,
    FIXED_NETWORKS = 1 << 20,
    /* Or where the view has these to choose from. */
    HAS_FORMS = 1 << 21,
    HAS_ORDER = 1 << 22,
    HAS_AGAINST = 1 << 23,
    HAS_AMOUNT = 1 << 24,
    HAS_TRAINING = 1 << 25,
    HAS_MEASURES = 1 << 26,
    NEEDS_ANY = 0x7ff << 16,
    /* Where what is for networks elsewhere is for groups: it works, but the last line does not call it so. */
    OF_GROUPS = 1 << 27,
};

/* X(constant, name in settings and on the command line, default keys, where it applies, help, hint in the last line or
 * ""). Keys are separated by blanks: a character, or a name of keymap.h; an action without any is done by its name (`:`).
 * A hint that begins with & stands for this action and the next one, and names a key of each; one that begins with + is
 * shown only where all others leave room. */
#define ACTIONS(X)                                                                                           \
    X(ACTION_UP, "up", "Up k", ON_ALL, "up", "")                                                             \
    X(ACTION_DOWN, "down", "Down j", ON_ALL, "down", "")                                                     \
    X(ACTION_LEFT, "left", "Left h", ON_ALL, "left", "")                                                     \
    X(ACTION_RIGHT, "right", "Right l", ON_ALL, "right", "")                                                 \
    X(ACTION_PAGE_UP, "page-up", "PageUp Ctrl-B", ON_ALL, "a page up", "")                                   \
    X(ACTION_PAGE_DOWN, "page-down", "PageDown Ctrl-F", ON_ALL, "a page down", "")                           \
    X(ACTION_FIRST, "first", "g", ON_ALL, "first row", "")                                                   \
    X(ACTION_LAST, "last", "G", ON_ALL, "last row", "")                                                      \
    X(ACTION_HOME, "home", "Home 0", ON_ALL, "first column", "")                                             \
    X(ACTION_END, "end", "End $", ON_ALL, "last column", "")                                                 \
    X(ACTION_OPEN, "open", "Enter", ON_VIEWS, "open the pair under the cursor", "open")                      \
    X(ACTION_BACK, "back", "Esc Backspace", ON_PAIR | ON_LISTS, "back to where one was", "back")             \
    X(ACTION_FIND, "find", "/", ON_VIEWS, "find a name", "+find")                                            \
    X(ACTION_FIND_NEXT, "find-next", "n", ON_VIEWS, "find the next", "")                                     \
    X(ACTION_FIND_PREVIOUS, "find-previous", "N", ON_VIEWS, "find the previous", "")                         \
    X(ACTION_FILTER, "filter", "f", ON_VIEWS, "show only names that match", "+filter")                       \
    X(ACTION_NEXT_VIEW, "next-view", "Tab", ON_ALL, "next view", "view")                                     \
    X(ACTION_PREVIOUS_VIEW, "previous-view", "BackTab", ON_ALL, "previous view", "")                         \
    X(ACTION_VIEW_1, "view-1", "1", ON_ALL, "layers", "")                                                    \
    X(ACTION_VIEW_2, "view-2", "2", ON_ALL, "convergence", "")                                               \
    X(ACTION_VIEW_3, "view-3", "3", ON_ALL, "checkpoints", "")                                               \
    X(ACTION_VIEW_4, "view-4", "4", ON_ALL, "timesteps", "")                                                 \
    X(ACTION_VIEW_5, "view-5", "5", ON_ALL, "networks", "")                                                  \
    X(ACTION_VIEW_6, "view-6", "6", ON_ALL, "groups", "")                                                    \
    X(ACTION_VIEW_7, "view-7", "7", ON_ALL, "scatter", "")                                                   \
    X(ACTION_VIEW_8, "view-8", "8", ON_ALL, "measures", "")                                                  \
    X(ACTION_VIEW_9, "view-9", "9", ON_ALL, "spectrum", "")                                                  \
    X(ACTION_VIEW_10, "view-10", "", ON_ALL, "stability", "")                                                \
    X(ACTION_VIEW_11, "view-11", "T", ON_ALL, "targets", "")                                                 \
    X(ACTION_NEXT_FORM, "next-form", "F", ON_VIEWS | HAS_FORMS, "next form of the view", "")                 \
    X(ACTION_NEXT_MEASURE, "next-measure", "m", ON_READING | HAS_MEASURES, "next measure", "measure")                       \
    X(ACTION_PREVIOUS_MEASURE, "previous-measure", "M", ON_READING | HAS_MEASURES, "previous measure", "")                  \
    X(ACTION_CHOOSE_A, "choose-a", "a", ON_READING | FIXED_NETWORKS, "choose network A, or the curve or group", "&network") \
    X(ACTION_CHOOSE_B, "choose-b", "b", ON_READING | FIXED_NETWORKS, "choose network B, the curve tested against, the target", "") \
    X(ACTION_NEXT_A, "next-a", "A", ON_READING | FIXED_NETWORKS, "next network as A", "")                    \
    X(ACTION_NEXT_B, "next-b", "B", ON_READING | FIXED_NETWORKS, "next network as B, or target", "")                    \
    X(ACTION_PREVIOUS_A, "previous-a", "", ON_READING | FIXED_NETWORKS, "previous network as A", "")         \
    X(ACTION_PREVIOUS_B, "previous-b", "", ON_READING | FIXED_NETWORKS, "previous network as B, or target", "")         \
    X(ACTION_CHECKPOINT_A_BACK, "checkpoint-a-back", "[", ON_READING | FIXED_CHECKPOINT_A,                   \
      "earlier checkpoint of A, or the early one", "&step")                                                  \
    X(ACTION_CHECKPOINT_A_ON, "checkpoint-a-on", "]", ON_READING | FIXED_CHECKPOINT_A,                       \
      "later checkpoint of A, or the early one", "")                                                         \
    X(ACTION_CHECKPOINT_B_BACK, "checkpoint-b-back", "(", ON_READING | FIXED_CHECKPOINT_B,                   \
      "earlier checkpoint of B, or the halfway one", "")                                                     \
    X(ACTION_CHECKPOINT_B_ON, "checkpoint-b-on", ")", ON_READING | FIXED_CHECKPOINT_B,                       \
      "later checkpoint of B, or the halfway one", "")                                                       \
    X(ACTION_PIN, "pin", "R", ON_CURVES, "distances to here, or to the last checkpoint", "")                 \
    X(ACTION_TIMESTEP_BACK, "timestep-back", "{ <", ON_READING | FIXED_TIMESTEP, "earlier timestep", "&timestep") \
    X(ACTION_TIMESTEP_ON, "timestep-on", "} >", ON_READING | FIXED_TIMESTEP, "later timestep", "")           \
    X(ACTION_LAYER_BACK, "layer-back", ",", ON_READING | FIXED_LAYER, "earlier layer", "&layer")             \
    X(ACTION_LAYER_ON, "layer-on", ".", ON_READING | FIXED_LAYER, "later layer", "")                         \
    X(ACTION_PLAY, "play", "P", ON_READING | HAS_TRAINING, "play the checkpoints of A, or stop", "")   \
    X(ACTION_ORDER, "order", "r", ON_MATRIX | HAS_ORDER, "networks as listed, by group or by cluster", "")   \
    X(ACTION_AGAINST, "against", "w", ON_PLOTS | HAS_AGAINST, "next attribute, or next curve of the logs", "") \
    X(ACTION_MORE, "more", "i", ON_VIEWS | HAS_AMOUNT, "more clusters or directions, or tolerance", "")           \
    X(ACTION_FEWER, "fewer", "I", ON_VIEWS | HAS_AMOUNT, "fewer clusters or directions, or tolerance", "")       \
    X(ACTION_ZOOM_IN, "zoom-in", "z +", ON_FIGURES, "larger cells, or part of curves", "zoom")               \
    X(ACTION_ZOOM_OUT, "zoom-out", "Z -", ON_FIGURES, "smaller cells, or more of curves", "")                \
    X(ACTION_ZOOM_ALL, "zoom-all", "=", ON_FIGURES, "all of it in view", "")                                 \
    X(ACTION_PAN_LEFT, "pan-left", "ShiftLeft", ON_FIGURES, "look further to the left", "")                  \
    X(ACTION_PAN_RIGHT, "pan-right", "ShiftRight", ON_FIGURES, "look further to the right", "")              \
    X(ACTION_PAN_UP, "pan-up", "ShiftUp", ON_FIGURES, "look further up", "")                                 \
    X(ACTION_PAN_DOWN, "pan-down", "ShiftDown", ON_FIGURES, "look further down", "")                         \
    X(ACTION_INTERVALS, "intervals", "U", ON_READING, "95 % intervals of distances, or none", "")            \
    X(ACTION_POOL, "pool", "p", ON_MATRIX, "mean, max or min of merged cells", "")                           \
    X(ACTION_TRANSPOSE, "transpose", "t", ON_MATRIX, "transpose rows and columns", "")                       \
    X(ACTION_SORT_ROWS, "sort-rows", "o", ON_FIGURES,                                                        \
      "sort rows by value at the cursor", "")                                                                \
    X(ACTION_SORT_COLUMNS, "sort-columns", "O", ON_MATRIX, "sort columns by value there", "")                \
    X(ACTION_MARK, "mark", "Space", ON_VIEWS, "mark this place, to compare", "+mark")                        \
    X(ACTION_SWAP_MARK, "swap-mark", "'", ON_VIEWS, "go to the mark, and mark here", "")                     \
    X(ACTION_LOGARITHMIC, "logarithmic", "L", ON_PLOTS, "logarithmic or linear step axis", "log")            \
    X(ACTION_STEPS_IN, "steps-in", "x", ON_PLOTS, "fewer steps", "")                                         \
    X(ACTION_STEPS_OUT, "steps-out", "X", ON_PLOTS, "more steps", "")                                        \
    X(ACTION_VALUES_IN, "values-in", "v", ON_PLOTS, "a smaller range of values", "")                         \
    X(ACTION_VALUES_OUT, "values-out", "V", ON_PLOTS, "a larger range of values", "")                        \
    X(ACTION_COPY, "copy", "y", ON_READING, "copy the value", "")                                            \
    X(ACTION_COPY_TABLE, "copy-table", "Y", ON_READING, "copy the table", "")                                \
    X(ACTION_SAVE, "save", "s", ON_READING, "save as SVG, CSV, JSON or text", "+save")                       \
    X(ACTION_PALETTE, "palette", "c", ON_ALL, "next palette", "")                                            \
    X(ACTION_MOUSE, "mouse", "u", ON_ALL, "mouse on or off", "")                                             \
    X(ACTION_COMMAND, "command", ":", ON_ALL, "do anything by its name", "+command")                         \
    X(ACTION_ERRORS, "errors", "e", ON_ALL, "what is missing or broken, and all messages", "")               \
    X(ACTION_HELP, "help", "?", ON_ALL, "help", "help")                                                      \
    X(ACTION_REDRAW, "redraw", "Ctrl-L", ON_ALL, "draw the screen again", "")                                \
    X(ACTION_QUIT, "quit", "q", ON_ALL, "quit", "+quit")

#define ACTION_CONSTANT(constant, ...) constant,
enum action { ACTIONS(ACTION_CONSTANT) ACTION_COUNT, ACTION_NONE = ACTION_COUNT };
#undef ACTION_CONSTANT

struct action_entry {
    const char *name, *keys;
    unsigned where; /* of enum action_place */
    const char *help, *hint;
};

extern const struct action_entry actions[ACTION_COUNT];

/* Whether an action applies; `here`: one bit of the places, and one for everything that is fixed. */
bool action_applies(enum action action, unsigned here);

#endif
