/* Keys, their names, and which action each stands for. Knows no ncurses. */
#ifndef CCASCOPE_TUI_KEYMAP_H
#define CCASCOPE_TUI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "config/settings.h"
#include "tui/action.h"

/* A key is the character it types, or one of these. */
#define KEYS(X)                                                                                              \
    X(INPUT_UP, "Up")                                                                                        \
    X(INPUT_DOWN, "Down")                                                                                    \
    X(INPUT_LEFT, "Left")                                                                                    \
    X(INPUT_RIGHT, "Right")                                                                                  \
    X(INPUT_SHIFT_UP, "ShiftUp")                                                                             \
    X(INPUT_SHIFT_DOWN, "ShiftDown")                                                                         \
    X(INPUT_SHIFT_LEFT, "ShiftLeft")                                                                         \
    X(INPUT_SHIFT_RIGHT, "ShiftRight")                                                                       \
    X(INPUT_PAGE_UP, "PageUp")                                                                               \
    X(INPUT_PAGE_DOWN, "PageDown")                                                                           \
    X(INPUT_HOME, "Home")                                                                                    \
    X(INPUT_END, "End")                                                                                      \
    X(INPUT_ENTER, "Enter")                                                                                  \
    X(INPUT_BACKSPACE, "Backspace")                                                                          \
    X(INPUT_ESCAPE, "Esc")                                                                                   \
    X(INPUT_TAB, "Tab")                                                                                      \
    X(INPUT_BACK_TAB, "BackTab")                                                                             \
    X(INPUT_DELETE, "Delete")                                                                                \
    X(INPUT_SPACE, "Space")

#define KEY_CONSTANT(constant, name) constant,
enum input_key { INPUT_NAMED = 0x110000, KEYS(KEY_CONSTANT) INPUT_NAMED_END };
#undef KEY_CONSTANT

/* At most so many keys are bound; more than any keymap needs. */
#define KEYMAP_MAX 256

struct keymap {
    struct {
        int key;
        enum action action;
    } bindings[KEYMAP_MAX];
    size_t count;
};

/* The key that a word names ("j", "Up", "Ctrl-L"); 0 when none does. */
int key_parse(const char *word);
/* The keys of the table of actions; then those of the settings, which replace an action's own. Errors
 * (unknown action or key) go to `diagnostics`. */
void keymap_init(struct keymap *keymap, const struct settings *settings, struct diagnostics *diagnostics);
enum action keymap_find(const struct keymap *keymap, int key);
/* The keys of an action as text, "j, Down", for the help. */
void keymap_keys(const struct keymap *keymap, enum action action, bool unicode, char *text, size_t size);

#endif
