/* Building questions. Not for users of guess/. */
#ifndef CCASCOPE_GUESS_QUESTION_H
#define CCASCOPE_GUESS_QUESTION_H

#include "guess/guess.h"

/* Adds an answer, taking both texts over; drops them when the answer is there already, or room is out. */
void question_add(struct question *question, char *value, char *meaning);
void question_free(struct question *question);

#endif
