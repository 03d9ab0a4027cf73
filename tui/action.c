#include "tui/action.h"

const struct action_entry actions[ACTION_COUNT] = {
#define ACTION_ROW(constant, name, keys, help, hint) {name, keys, help, hint},
    ACTIONS(ACTION_ROW)
#undef ACTION_ROW
};
