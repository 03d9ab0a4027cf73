/* A representation as rows of numbers, in memory or read from its file a block at a time whenever they are
 * needed: what is decomposed may be far larger than memory. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_ROWS_H
#define CCASCOPE_ENGINE_ROWS_H

#include "engine/array.h"
#include "engine/centring.h"
#include "engine/labels.h"
#include "engine/representation.h"

/* Immutable but for rows_load and rows_unload; may be read by any number of threads, each with a reader of
 * its own. Row-major: row i starts at i·d. */
struct rows {
    size_t n, d;
    size_t samples;    /* length of the array's axis n, before sampling */
    size_t per_sample; /* rows that one sample gives */
    enum cca_type type;
    float *single;        /* n × d when in memory and float32 holds every value exactly, ... */
    double *full;         /* ... or like this; all NULL: in the file. Owned */
    struct labels labels; /* ... or these, for good: class numbers take little room */
    bool by_frequency;    /* positions: dft; a row is an image of each channel, (channel, height, width) */
    size_t height, width; /* of the images then; else 1 */
    bool in_parts;        /* the file can be read a few samples at a time ... */
    bool scattered;       /* ... but each of their values lies elsewhere */
    bool from_file;
    struct cca_identity identity; /* of the file ... */
    int64_t opened;               /* ... as it was then: nanoseconds since 1970 */
    struct cca_source source;     /* its strings are owned, its treatment is borrowed */
};

/* Reads the header only; `source`'s strings are copied, its treatment is borrowed. NULL with *error filled.
 */
struct rows *rows_open(const struct cca_source *source, struct cca_error *error);
/* Rows of values that are there already; takes matrix->values over (it is NULL afterwards), also on failure.
 */
struct rows *rows_of_matrix(struct cca_matrix *matrix, struct cca_error *error);
/* Bytes that rows_load takes. */
size_t rows_bytes(const struct rows *rows);
/* Reads all values into memory. */
bool rows_load(struct rows *rows, struct cca_error *error);
/* Gives that memory back: only for rows that came from a file. */
void rows_unload(struct rows *rows);
bool rows_in_memory(const struct rows *rows);
/* How many rows make a block: two megabytes of doubles, more where a file scatters them, and whole samples;
 * all of them where the file can only be read as a whole. */
size_t rows_per_block(const struct rows *rows);
/* How many rows of two representations to read together: about `wanted`, in whole samples of both; NULL for a
 * side that is not read. */
size_t rows_together(const struct rows *x, const struct rows *y, size_t wanted, size_t n);
void rows_free(struct rows *rows);

struct row_reader;

/* A reader of rows that it borrows; from the file it must be the same as before (CCA_REFUSED otherwise). */
struct row_reader *row_reader_open(const struct rows *rows, struct cca_error *error);
/* Rows `first` to `first + count - 1` as float64 to `values`, row-major; whole samples, blocks in ascending
 * order: with `centring` as that makes them, live values each, else as stored, d each; `values` has room for
 * d each either way. From a file, NaN and infinity are refused. */
bool row_reader_read(struct row_reader *reader, const struct centring *centring, size_t first, size_t count,
                     double *values, struct cca_error *error);
void row_reader_close(struct row_reader *reader);

/* One pass over all rows, centred or (NULL) as stored, a block at a time, which `take` may change. False when
 * reading or `take` fails. */
typedef bool rows_take(void *context, size_t first, size_t count, double *block, struct cca_error *error);
bool rows_each(const struct rows *rows, const struct centring *centring, rows_take *take, void *context,
               struct cca_error *error);
/* The same of rows as stored, after which all values are in memory. */
bool rows_each_loading(struct rows *rows, rows_take *take, void *context, struct cca_error *error);

#endif
