#define _XOPEN_SOURCE_EXTENDED 1
#include "tui/terminal_answers.h"

#include <ncurses.h>
#include <poll.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "engine/rate.h"
#include "tui/terminal_capability.h"

/* Seconds after which an answer that does not end is given up, and after which none is expected any more. */
#define PATIENCE 1.0
/* Milliseconds for answers to come in when the program ends at once. */
#define GRACE 100

/* ncurses reports the beginning of an answer as a key of its own. */
static int key_of(int question)
{
    return KEY_MAX + 1 + question;
}

void terminal_ask(struct terminal_answers *answers)
{
    if (!capability_xterm())
        return;
    for (int i = 0; i < QUESTION_COUNT; i++) {
        define_key(questions[i].prefix, key_of(i));
        fputs(questions[i].ask, stdout);
    }
    fflush(stdout);
    answers->asked = rate_clock();
}

bool terminal_take_answer(struct terminal_answers *answers, int result, wint_t character, bool *complete)
{
    int question = (int)character - key_of(0);

    *complete = false;
    if (result == KEY_CODE_YES && question >= 0 && question < QUESTION_COUNT) {
        answer_begin(&answers->answer, (enum question_to_terminal)question);
        answers->coming = true;
        answers->began = rate_clock();
        return true;
    }
    if (!answers->coming)
        return false;
    if (result == KEY_CODE_YES || rate_clock() - answers->began > PATIENCE) {
        answers->coming = false;
        return false;
    }
    if (!answer_add(&answers->answer, (int)character)) {
        answers->coming = false;
        answers_note(&answers->said, &answers->answer);
        *complete = true;
    }
    return true;
}

static bool all_known(const struct answers *said)
{
    bool all = true;

    for (int i = 0; i < QUESTION_COUNT; i++)
        all = all && said->known[i];
    return all;
}

void terminal_drain_answers(const struct terminal_answers *answers)
{
    struct pollfd source = {STDIN_FILENO, POLLIN, 0};

    if (answers->asked == 0 || all_known(&answers->said) || rate_clock() - answers->asked > PATIENCE)
        return;
    poll(&source, 1, GRACE);
    tcflush(STDIN_FILENO, TCIFLUSH);
}
