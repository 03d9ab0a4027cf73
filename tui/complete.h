/* What the shells complete: `ccascope __complete WORD ...`, which no user types. */
#ifndef CCASCOPE_TUI_COMPLETE_H
#define CCASCOPE_TUI_COMPLETE_H

#include <stdio.h>

#define COMPLETE_WORD "__complete"

/* Prints what the last of the words behind the program's name may become (it may be empty), from the
 * program's tables and the manifest among the words: a line each, "WORD<tab>what it is". A last line ":files"
 * or ":folders" says that names of files complete it too. Nothing that could break a line is printed, nor any
 * error. Returns 0. */
int complete(int count, char *const *words, FILE *out);

#endif
