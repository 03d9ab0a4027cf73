/* The inside of the explorer, shared by the files explorer*.c: the loop, the screen, and what actions do. */
#ifndef CCASCOPE_TUI_EXPLORER_PRIVATE_H
#define CCASCOPE_TUI_EXPLORER_PRIVATE_H

#include "engine/follow.h"
#include "tui/arrangement.h"
#include "tui/draw.h"
#include "tui/explorer.h"
#include "tui/keymap.h"
#include "tui/load.h"
#include "tui/log.h"
#include "tui/picker.h"
#include "tui/overlays.h"
#include "tui/terminal.h"

/* Training that is followed while one looks. Zero: nothing is. */
struct live {
    struct cca_follower *follower;
    int descriptor;         /* of epoll: news, or results of the study */
    struct cca_news news;   /* that the study is paused for; experiment NULL: none */
    struct experiment *own; /* what is explored now, if it came with news; owned */
};

enum screen { SCREEN_VIEW, SCREEN_PAIR, SCREEN_ERRORS, SCREEN_HELP };

#define SCREENS_MAX 4 /* a view, a pair, errors, help: each at most once */

/* What the last line asks for, when it does not show keys. */
enum question { ASK_NOTHING, ASK_FIND, ASK_FILTER, ASK_SAVE, ASK_COMMAND, ASK_NETWORK_A, ASK_NETWORK_B, ASK_TARGET };

/* One of many that a list offers: the `index`-th of its kind (explorer_choices.c). */
struct choice {
    unsigned kind;
    size_t index;
};

struct asking {
    enum question question;
    struct picker picker;   /* its prompt is what is typed, whether there is a list or not */
    struct choice *choices; /* what the list offers; owned */
    size_t choice_count;
    struct rectangle list;    /* where the list is; set by drawing */
    size_t row, column;       /* where the cursor was, to return to */
    char before[PROMPT_SIZE]; /* what was in force */
};

struct explorer {
    struct scene scene;
    struct cca_study *study;
    struct terminal *terminal; /* NULL in tests */
    struct canvas *canvas;
    struct look look;
    enum palette usual_palette; /* without what is remembered */
    enum background background; /* as chosen; BACKGROUND_AUTO: as the terminal says */
    struct keymap keymap;
    struct overlays overlays;              /* performance over training; the scene borrows it */
    struct arrangement arrangement;        /* of a matrix of networks; the scene borrows it */
    struct view_state states[VIEW_COUNT];  /* each view keeps its cursor */
    struct view_cache cache;               /* of the view that is shown */
    char filters[VIEW_COUNT][PROMPT_SIZE]; /* which names each view shows */
    char pattern[PROMPT_SIZE];             /* what was looked for last */
    size_t found;                          /* what it was found among (explorer_find.c) */
    enum screen screens[SCREENS_MAX];      /* where one is and how one came there */
    int depth;
    size_t scroll, scroll_end; /* of help and errors */
    struct asking asking;
    char saved[PROMPT_SIZE]; /* the file that may be replaced without asking: it was saved, or asked about */
    char message[400];       /* in place of the status, until the next key */
    bool message_warns;
    struct log log;       /* all of them, and what libraries print */
    bool mouse;           /* clicks are ours, not the terminal's */
    bool pressed;         /* the button is down */
    int press_x, press_y; /* where it went down, and where it is */
    int drag_x, drag_y;
    bool expectant;    /* no result of the view has come yet */
    double calm_until; /* results are not taken over before */
    bool want_due;    /* the study does not know yet what the view needs */
    bool sweep_due;   /* values that are not in view have come in */
    bool playing;     /* the checkpoints of A in turn */
    size_t resamples; /* of intervals, as the command line has it; 0: the usual number */
    double played;    /* when the last of them came up */
    bool unread;      /* logs that are drawn have yet to be read */
    bool redraw;      /* all of the screen */
    bool quit;
    struct live live;
};

/* explorer.c */
enum screen explorer_screen(const struct explorer *explorer);
struct view_state *explorer_state(struct explorer *explorer);
void explorer_draw(struct explorer *explorer, struct canvas *canvas);
/* Until the user leaves. */
void explorer_loop(struct explorer *explorer);
/* Asks the study for what the view needs now. */
void explorer_want(struct explorer *explorer);
/* Asks for everything about the pair under the cursor, if that is what is shown. */
void explorer_want_pair(struct explorer *explorer);
/* Waits for everything about that pair, if one is shown: without a terminal. */
void explorer_await_pair(struct explorer *explorer);
/* Shows a line until the next key; the last two keep it in the list of messages, too. */
void explorer_mention(struct explorer *explorer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void explorer_say(struct explorer *explorer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void explorer_warn(struct explorer *explorer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Frees what the explorer holds besides study, terminal and canvas. */
void explorer_release(struct explorer *explorer);

/* The view's grid as it is laid out. */
struct tiling explorer_tiling(struct explorer *explorer);

/* explorer_actions.c: does what a key stands for, or what it means to a question. */
void explorer_key(struct explorer *explorer, int key);
void explorer_act(struct explorer *explorer, enum action action);
/* The bits of action.h that say where one is. */
unsigned explorer_here(const struct explorer *explorer);
/* After the scene has changed: cursor and sequences within what there is now, and the study told. */
void explorer_follow_scene(struct explorer *explorer);
void explorer_choose_view(struct explorer *explorer, int view);
/* B follows A while both are the same network where one looks at one network, not at a pair. */
void explorer_choose_network(struct explorer *explorer, unsigned side, size_t network);
/* Between networks, where there is one checkpoint, both sides go there. */
void explorer_choose_checkpoint(struct explorer *explorer, unsigned side, size_t checkpoint);

/* Each of these does an action and is true, or is false when it is not theirs. */
bool explorer_move(struct explorer *explorer, enum action action);    /* explorer_cursor.c */
bool explorer_zoom(struct explorer *explorer, enum action action);    /* explorer_zoom.c */
bool explorer_find(struct explorer *explorer, enum action action);    /* explorer_find.c */
bool explorer_compare(struct explorer *explorer, enum action action); /* explorer_compare.c: sort and mark */
bool explorer_share(struct explorer *explorer, enum action action);   /* explorer_share.c: copy and save */
bool explorer_ask(struct explorer *explorer, enum action action);     /* explorer_ask.c: opens a question */

/* explorer_cursor.c */
void explorer_clamp_cursor(struct explorer *explorer);
/* To positions down and across, which end at those shown. */
void explorer_go_to(struct explorer *explorer, size_t down, size_t across);

/* explorer_zoom.c: makes a part of the view, in positions from and to, fill it. */
void explorer_zoom_to(struct explorer *explorer, size_t top, size_t left, size_t bottom, size_t right);

/* explorer_find.c */
/* Moves the cursor to the next name that matches in the sequence of rows, columns and what is fixed; `by` is
 * 1 or -1, or 0 to stay where it is when that matches. `typing`: what is fixed stays. False when nothing
 * matches. */
bool explorer_find_name(struct explorer *explorer, const char *pattern, int by, bool typing);
/* Shows only the names that match; an empty pattern shows all. False, and nothing changes, when none does. */
bool explorer_filter(struct explorer *explorer, const char *pattern);

/* explorer_share.c: saves what is shown to a file, in the format that its ending says. */
void explorer_save(struct explorer *explorer, const char *path);

/* explorer_remember.c: goes where one was, as far as the command line says nothing else; and keeps where one is. */
void explorer_recall(struct explorer *explorer, const struct options *options);
void explorer_remember(struct explorer *explorer);

/* explorer_ask.c */
void explorer_answer(struct explorer *explorer, int key);
void explorer_draw_question(struct explorer *explorer, struct canvas *canvas);
/* Takes the selected item, or what is typed. */
void explorer_conclude(struct explorer *explorer);

/* Does what stands behind a colon, in full: an action, or what is chosen by name. False: there is no such thing. */
bool explorer_command(struct explorer *explorer, const char *text);

/* explorer_script.c: --script, for an explorer with a scene; returns the exit status. */
int explorer_run_script(struct explorer *explorer, const struct options *options);

/* explorer_choices.c: what a list offers, and what choosing it does. */
/* The choices of a question, malloc'ed; *selected: the one in force, SIZE_MAX for none. */
struct choice *explorer_choices(struct explorer *explorer, enum question question, size_t *count,
                                size_t *selected);
/* As it is called: after its word, "layer conv1", or alone. */
const char *explorer_choice_text(struct explorer *explorer, struct choice choice, bool with_word, char *text,
                                 size_t size);
const char *explorer_choice_note(struct explorer *explorer, struct choice choice, char *text, size_t size);
void explorer_choose(struct explorer *explorer, struct choice choice);

/* explorer_mouse.c */
void explorer_point(struct explorer *explorer, const struct event *event);
void explorer_use_mouse(struct explorer *explorer, bool on);
/* A frame around what the mouse covers, while its button is down. */
void explorer_draw_drag(const struct explorer *explorer, struct canvas *canvas);

/* explorer_live.c */
/* Follows the training that the experiment is of, if it says so. */
void explorer_follow(struct explorer *explorer);
/* Readable (poll it) when there are results or news. */
int explorer_descriptor(const struct explorer *explorer);
/* Takes news; call after every collect. */
void explorer_take_news(struct explorer *explorer);
/* Goes on with the experiment as the news have it, once nothing is asked and nothing is in flight. */
void explorer_go_on(struct explorer *explorer);
void explorer_unfollow(struct explorer *explorer);

/* explorer_figures.c */
/* Makes a target the one that is looked at: where targets run along an axis, the cursor goes there. */
void explorer_choose_target(struct explorer *explorer, size_t target);
/* The bits of action.h for what a view has to choose from. */
unsigned explorer_has(const struct scene *scene);
/* Does what a key stands for in views of groups and sets; false where it stands for what it does elsewhere.
 */
bool explorer_act_on_figure(struct explorer *explorer, enum action action);
/* Shows the next checkpoint of A when it is time, and the present one has been computed; stops behind the
 * last. */
void explorer_play(struct explorer *explorer, double now);
/* Seconds until explorer_play has something to do; negative: not before results come in, or never. */
double explorer_play_wait(const struct explorer *explorer, double now);

#endif
