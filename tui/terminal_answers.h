/* Asks the terminal what terminfo does not know, and picks the answers out of what is typed: they may come at
 * any time, also late over a slow line, and are never waited for. Part of the terminal. */
#ifndef CCASCOPE_TUI_TERMINAL_ANSWERS_H
#define CCASCOPE_TUI_TERMINAL_ANSWERS_H

#include <stdbool.h>
#include <wchar.h>

#include "tui/answer.h"

/* All zeros: nothing was asked. */
struct terminal_answers {
    struct answers said;
    struct answer answer; /* that is coming in */
    bool coming;
    double began; /* when it did */
    double asked; /* when the questions were sent; 0: they were not */
};

/* Sends the questions to a terminal that is likely to understand them. After newterm, with keypad on. */
void terminal_ask(struct terminal_answers *answers);
/* Whether what get_wch returned (result and character) belongs to an answer; then it is taken. *complete: one
 * has come to its end. */
bool terminal_take_answer(struct terminal_answers *answers, int result, wint_t character, bool *complete);
/* Before the terminal is given back: waits a moment for answers that would else be typed into the shell. */
void terminal_drain_answers(const struct terminal_answers *answers);

#endif
