#include "tui/answer.h"

#include <string.h>

const struct question_entry questions[QUESTION_COUNT] = {
#define QUESTION_ROW(constant, ask, prefix) {ask, prefix},
    QUESTIONS(QUESTION_ROW)
#undef QUESTION_ROW
};

void answer_begin(struct answer *answer, enum question_to_terminal to)
{
    *answer = (struct answer){.to = to};
}

/* Reports of modes end with a letter, strings with BEL or ESC \. */
static bool is_end(const struct answer *answer, int character)
{
    if (answer->to == QUESTION_SYNCHRONIZED)
        return character >= '@' && character <= '~';
    return character == '\a' || (answer->escaped && character == '\\');
}

bool answer_add(struct answer *answer, int character)
{
    if (is_end(answer, character))
        return false;
    answer->escaped = character == '\033';
    if (character > ' ' && character <= '~' && answer->length + 1 < ANSWER_SIZE) {
        answer->text[answer->length++] = (char)character;
        answer->text[answer->length] = '\0';
    }
    return true;
}

void answers_note(struct answers *answers, const struct answer *answer)
{
    answers->known[answer->to] = true;
    if (answer->to == QUESTION_BACKGROUND) {
        answers->background = background_of_colour(answer->text);
        memcpy(answers->colour, answer->text, sizeof answers->colour);
    } else {
        /* 1: set, 2: reset; 0: unknown, 3 and 4: cannot be changed */
        answers->synchronized = answer->text[0] == '1' || answer->text[0] == '2';
    }
}

/* Which answer begins at `text`; QUESTION_COUNT: none. */
static enum question_to_terminal begins(const char *text, size_t length)
{
    int to = 0;

    for (; to < QUESTION_COUNT; to++) {
        size_t size = strlen(questions[to].prefix);

        if (size <= length && memcmp(text, questions[to].prefix, size) == 0)
            break;
    }
    return (enum question_to_terminal)to;
}

void answers_read(struct answers *answers, const char *text, size_t length)
{
    for (size_t at = 0; at < length; at++) {
        enum question_to_terminal to = begins(text + at, length - at);
        struct answer answer;

        if (to == QUESTION_COUNT)
            continue;
        answer_begin(&answer, to);
        for (at += strlen(questions[to].prefix); at < length && answer_add(&answer, (unsigned char)text[at]);)
            at++;
        if (at < length) /* it came to its end */
            answers_note(answers, &answer);
    }
}
