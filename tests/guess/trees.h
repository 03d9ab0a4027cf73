/* Trees of arrays that exist only as names and shapes. */
#ifndef TESTS_GUESS_TREES_H
#define TESTS_GUESS_TREES_H

#include "engine/catalog.h"

/* The entries that a pattern stands for: every choice of the words in its braces, as the shell has it; a word
 * may end in a shape, as in {conv1>100x8x4x4,fc>100x24}, else arrays are 100 × 16. A # parts path and member;
 * several patterns are parted by blanks. Sorted as a catalog is. Free with cca_catalog_free. */
struct cca_catalog tree_make(const char *patterns);
/* A few entries whose names are made at random of pieces that mean something, and of some that mean trouble.
 */
struct cca_catalog tree_random(unsigned *seed);

#endif
