/* Loops over many values, in the widest vectors that the processor at hand has. Not for users of the engine.
 */
#ifndef CCASCOPE_ENGINE_VECTORISED_H
#define CCASCOPE_ENGINE_VECTORISED_H

#include <stdlib.h> /* __GLIBC__ */

/* Before a function: compiled for several processors, chosen when the program starts. Results are the same on
 * all, as no operation is contracted or reordered. Sanitizers cannot be active while the choice is made. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) &&                 \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define VECTORISED __attribute__((target_clones("default", "avx2", "avx512f")))
#else
#define VECTORISED
#endif

#endif
