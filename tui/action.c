#include "tui/action.h"

const struct action_entry actions[ACTION_COUNT] = {
#define ACTION_ROW(constant, name, keys, where, help, hint) {name, keys, where, help, hint},
    ACTIONS(ACTION_ROW)
#undef ACTION_ROW
};

bool action_applies(enum action action, unsigned here)
{
    unsigned where = actions[action].where;

    return (where & here & ON_ALL) && (where & NEEDS_ANY & ~here) == 0;
}
