/* What a test may cost. */
#ifndef TESTS_ENGINE_LIMITS_H
#define TESTS_ENGINE_LIMITS_H

#include <stddef.h>

/* Lets the address space grow by so many bytes at the most from now on; 0: without limit again. Does nothing under
 * AddressSanitizer, which needs much itself. */
void limit_memory(size_t bytes);
double cpu_seconds(void);

#endif
