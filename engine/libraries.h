/* What the engine was built with, and what it keeps on disk: for those who look for the cause of something.
 */
#ifndef CCASCOPE_ENGINE_LIBRARIES_H
#define CCASCOPE_ENGINE_LIBRARIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cca_library {
    const char *name;
    char version[40];
};

#define CCA_LIBRARIES_MOST 8
/* The libraries, as they say of themselves; returns how many. */
size_t cca_libraries(struct cca_library libraries[CCA_LIBRARIES_MOST]);

/* What does the arithmetic. */
struct cca_blas {
    const char *core;     /* the processor that its kernels are for */
    const char *parallel; /* how it runs several threads */
    int processors;       /* that it sees */
};
struct cca_blas cca_blas(void);
/* Ends the threads that OpenBLAS starts when it is loaded, one for every core but one: until they sleep each
 * yields in a loop for a tenth of a second. Those that are needed are started again when they are. For
 * programs, before any of their threads multiplies. */
void cca_blas_end_threads(void);

/* A file of results, looked at without changing it. */
struct cca_cache_facts {
    bool exists;
    uint64_t bytes;
    int64_t results; /* negative: it cannot be read, or is of another version */
};
struct cca_cache_facts cca_cache_facts(const char *path);

#endif
