/* The words by which people tell networks, steps and layers apart in the names of files. */
#ifndef CCASCOPE_GUESS_WORDS_H
#define CCASCOPE_GUESS_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum {
    WORDS_NETWORK = 1, /* model, run, seed ... */
    WORDS_STEP = 2,    /* step, epoch, checkpoint ... */
    WORDS_LAYER = 4,   /* layer, conv, fc ... */
    WORDS_EARLY = 8,   /* init, untrained ...: a checkpoint before all numbers */
    WORDS_LATE = 16,   /* final, best ...: one after them */
    WORDS_TIME = 32,   /* lstm, attn ...: layers over sequences */
    WORDS_STACK = 64,  /* hidden, layers: an array that may hold several layers */
};

/* The kinds of all words in a text. A word is a run of letters, in either case. */
unsigned words_in(const char *text, size_t length);
/* Whether the text is one word of these kinds and nothing else. */
bool words_only(const char *text, size_t length, unsigned kinds);
/* Where layers of such a name usually stand: 0 next to the input to 4 the output, by its first word. Most
 * are 1. */
int words_depth(const char *name);

bool is_letter(char byte);
bool is_digit(char byte);
/* Whether a byte ends the name of a folder, or of a file before a member. */
bool is_folder_end(char byte);

#endif
