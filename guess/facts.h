/* What a column of names looks like by itself: the evidence from which roles are told. Not for users of
 * guess/. */
#ifndef CCASCOPE_GUESS_FACTS_H
#define CCASCOPE_GUESS_FACTS_H

#include "guess/roles.h"

struct fact {
    unsigned inside; /* kinds of words in most of its texts */
    unsigned left;   /* of the last word before it in its folder or file name, behind whatever varies there */
    unsigned above;  /* of all words in the folder above, where the column begins its own */
    bool whole;      /* all of a folder's or file's name */
    bool number;     /* digits only, few enough for 64 bits */
    bool filled;     /* with zeros, to four digits and more */
    bool moment;     /* numbers, step100, final and the like; some of them not digits only */
    bool letters;    /* some text has a letter */
    bool counts;     /* the numbers are 0, 1, 2 ... or 1, 2, 3 ... without a gap */
    bool stuck;      /* a letter is next to it on its left ... */
    bool joined;     /* ... and varies: gen1, mem1 */
    size_t original; /* the first column with the same text in every name; often itself */
};

/* One for each column. */
void facts_find(const struct names *names, struct fact facts[COLUMNS_MOST]);

/* Whether a text is a checkpoint by itself: 100, step100, epoch_3, final. */
bool is_moment(const char *text, size_t length);
/* Whether a word for steps and a number stand in a text next to one another. */
bool has_step(const char *text);

#endif
