/* What terminals can be asked, and what their answers mean. Pure: terminal_answers.h does the asking.
 *
 * Sources: XTerm Control Sequences (OSC 11, DECRQM); "Synchronized Output" (mode 2026), a convention of
 * terminals. */
#ifndef CCASCOPE_TUI_ANSWER_H
#define CCASCOPE_TUI_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "config/background.h"

/* X(constant, what to send, how the answer begins) */
#define QUESTIONS(X)                                                                                         \
    X(QUESTION_BACKGROUND, "\033]11;?\033\\", "\033]11;")                                                    \
    X(QUESTION_SYNCHRONIZED, "\033[?2026$p", "\033[?2026;")

#define QUESTION_CONSTANT(constant, ...) constant,
enum question_to_terminal { QUESTIONS(QUESTION_CONSTANT) QUESTION_COUNT };
#undef QUESTION_CONSTANT

struct question_entry {
    const char *ask, *prefix;
};
extern const struct question_entry questions[QUESTION_COUNT];

/* An answer while it comes in, a character at a time. */
#define ANSWER_SIZE 64
struct answer {
    enum question_to_terminal to;
    char text[ANSWER_SIZE]; /* what followed the prefix, NUL-terminated, its end left out */
    size_t length;
    bool escaped; /* the last character was ESC */
};

/* Starts where the prefix has come. */
void answer_begin(struct answer *answer, enum question_to_terminal to);
/* Takes the next character; false when it was the last one. What is too long is cut. */
bool answer_add(struct answer *answer, int character);

/* What all answers have said so far. All zeros: nothing. */
struct answers {
    bool known[QUESTION_COUNT];
    enum background background; /* BACKGROUND_AUTO where the answer made no sense */
    char colour[ANSWER_SIZE];   /* which colour that is, as the terminal says it */
    bool synchronized;          /* changes can be held back until all of them are there */
};
void answers_note(struct answers *answers, const struct answer *answer);
/* Notes every answer in a text of `length` bytes that a terminal has sent. */
void answers_read(struct answers *answers, const char *text, size_t length);

#endif
