/* Why something could not be done: filled by the function that failed, shown by whoever asked. */
#ifndef CCASCOPE_ENGINE_ERROR_H
#define CCASCOPE_ENGINE_ERROR_H

#include <stdbool.h>

enum cca_failure {
    CCA_OK,
    CCA_MISSING,   /* the file is not there: a hole in the views, not a fault */
    CCA_REFUSED,   /* the file is there and is not what it should be */
    CCA_UNDEFINED, /* sound input for which no number exists */
    CCA_RESOURCES, /* memory, threads or the library gave out */
};

struct cca_error {
    enum cca_failure failure;
    char text[1200]; /* one sentence that names the file, what is wrong and what would be right; may hold any
                       byte of a file's name or header: sanitise before showing */
};

/* Fills *error and returns false, so that a failing function can end with `return cca_fail(...)`. */
bool cca_fail(struct cca_error *error, enum cca_failure failure, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same for memory that could not be had: `what` says for what, bytes how much. */
bool cca_fail_memory(struct cca_error *error, const char *what, double bytes);

#endif
