/* The inside of the explorer, shared by explorer.c (screen and loop) and explorer_actions.c (keys). */
#ifndef CCASCOPE_TUI_EXPLORER_PRIVATE_H
#define CCASCOPE_TUI_EXPLORER_PRIVATE_H

#include "tui/arrangement.h"
#include "tui/draw.h"
#include "tui/explorer.h"
#include "tui/keymap.h"
#include "tui/load.h"
#include "tui/overlays.h"
#include "tui/terminal.h"

enum screen { SCREEN_VIEW, SCREEN_PAIR, SCREEN_ERRORS, SCREEN_HELP };

#define SCREENS_MAX 4 /* a view, a pair, errors, help: each at most once */

struct explorer {
    struct scene scene;
    struct cca_study *study;
    struct terminal *terminal;
    struct canvas *canvas;
    struct look look;
    struct keymap keymap;
    struct overlays overlays;             /* performance over training; the scene borrows it */
    struct arrangement arrangement;       /* of a matrix of networks; the scene borrows it */
    struct view_state states[VIEW_COUNT]; /* each view keeps its cursor */
    enum screen screens[SCREENS_MAX];     /* where one is and how one came there */
    int depth;
    size_t scroll, scroll_end; /* of help and errors */
    double collected;          /* when results were last taken over */
    bool playing;              /* the checkpoints of A in turn */
    double played;             /* when the last of them came up */
    bool unread;               /* logs that are drawn have yet to be read */
    bool quit;
};

enum screen explorer_screen(const struct explorer *explorer);
struct view_state *explorer_state(struct explorer *explorer);
void explorer_draw(struct explorer *explorer, struct canvas *canvas);
/* Asks the study for what the view needs now; call whenever the scene has changed. */
void explorer_want(struct explorer *explorer);
/* Asks for everything about the pair under the cursor, if that is what is shown. */
void explorer_want_pair(struct explorer *explorer);
void explorer_clamp_cursor(struct explorer *explorer);
/* Does what a key stands for in views of groups and sets; false where it stands for what it does elsewhere.
 */
bool explorer_act_on_figure(struct explorer *explorer, enum action action);
/* Shows the next checkpoint of A when it is time, and the present one has been computed; stops behind the
 * last. */
void explorer_play(struct explorer *explorer, double now);
/* Seconds until explorer_play has something to do; negative: not before results come in, or never. */
double explorer_play_wait(const struct explorer *explorer, double now);
/* Does what a key stands for. */
void explorer_act(struct explorer *explorer, enum action action, bool *redraw);

#endif
