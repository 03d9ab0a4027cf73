/* The arrays below a directory, by their headers: what `ccascope init` starts from. */
#ifndef CCASCOPE_ENGINE_CATALOG_H
#define CCASCOPE_ENGINE_CATALOG_H

#include "engine/array.h"

#define CATALOG_MOST    1000000 /* arrays */
#define CATALOG_DEEPEST 32      /* folders inside one another */
#define CATALOG_TOLD    16      /* refusals of which the text is kept */

struct cca_entry {
    char *path;   /* relative to the directory; any bytes but NUL */
    char *member; /* of the file; NULL: the file is the array */
    struct cca_array_info info;
};

/* All owned; free with cca_catalog_free. */
struct cca_catalog {
    struct cca_entry *entries; /* in the natural order of their paths: 2 before 10 */
    size_t count;
    /* What has the name of an array file and is none, and folders that cannot be read: the first of them in
     * words, each naming the file as in struct cca_error, and how many in all. */
    char *refusals[CATALOG_TOLD];
    size_t refusal_count;
    size_t others; /* files that are no arrays, nor look so by their names */
};

/* Reads the headers of every file below a directory, and of its members. What begins with a dot is passed
 * over; links are followed, though never in a circle. False with *error filled when the directory cannot be
 * read, holds more than CATALOG_MOST arrays, or memory gives out; the catalog is then empty. */
bool cca_catalog_read(const char *directory, struct cca_catalog *catalog, struct cca_error *error);
void cca_catalog_free(struct cca_catalog *catalog);

/* The length of a path without the suffix that array files have (.npy, .npz ...); all of it where it has
 * none. */
size_t cca_array_stem(const char *path);

#endif
