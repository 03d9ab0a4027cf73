#include "engine/rows.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/gather.h"

/* Enough for products to be fast, few enough to stay in a processor's cache. */
#define BLOCK_VALUES ((size_t)1 << 18)
/* What is looked at or centred, not multiplied, comes in so few that a core's own cache has them and what
 * they become. */
#define CACHED_VALUES ((size_t)1 << 15)
/* Where each value of a sample lies elsewhere, as in Fortran's order: reading costs by the piece. */
#define SCATTERED_VALUES ((size_t)1 << 20)
/* Short rows: a block of more of them would leave the caches of what is done with it. */
#define BLOCK_ROWS ((size_t)1 << 14)

struct row_reader {
    const struct rows *rows;
    struct gather *gather; /* NULL: from memory */
};

static bool copy_source(struct rows *rows, const struct cca_source *source)
{
    char *path = strdup(source->path), *member = source->member ? strdup(source->member) : NULL;

    rows->source = *source;
    rows->source.path = path;
    rows->source.member = member;
    rows->from_file = true;
    return path && (member || !source->member);
}

static void describe(struct rows *rows, const struct gather *gather)
{
    const struct cca_outline *outline = gather_outline(gather);
    uint64_t limit = rows->source.sampling.limit;
    size_t drawn = limit && limit < outline->samples ? (size_t)limit : outline->samples;
    struct timespec now;

    rows->n = outline->n;
    rows->d = outline->d;
    rows->samples = outline->samples;
    rows->per_sample = outline->n / drawn;
    rows->type = outline->type;
    rows->by_frequency = rows->source.treatment->positions == POSITIONS_DFT;
    rows->height = outline->height;
    rows->width = outline->width;
    rows->in_parts = gather_in_parts(gather);
    rows->scattered = !gather_sample_by_sample(gather);
    rows->identity = gather_identity(gather);
    clock_gettime(CLOCK_REALTIME, &now);
    rows->opened = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Zeros and ones are exact, whatever type the numbers have. */
static bool read_labels(struct rows *rows, struct gather *gather, struct cca_error *error)
{
    if (!labels_read(gather, &rows->source, &rows->labels, error))
        return false;
    rows->d = rows->labels.d;
    rows->type = CCA_BOOL;
    rows->in_parts = true;
    return true;
}

struct rows *rows_open(const struct cca_source *source, struct cca_error *error)
{
    struct rows *rows = calloc(1, sizeof *rows);
    struct gather *gather;
    bool good;

    if (!rows || !copy_source(rows, source)) {
        rows_free(rows);
        cca_fail_memory(error, source->path, sizeof *rows);
        return NULL;
    }
    gather = gather_open(&rows->source, error);
    if (!gather) {
        rows_free(rows);
        return NULL;
    }
    describe(rows, gather);
    good = source->treatment->coding == CODING_NONE || read_labels(rows, gather, error);
    gather_close(gather);
    if (good)
        return rows;
    rows_free(rows);
    return NULL;
}

struct rows *rows_of_matrix(struct cca_matrix *matrix, struct cca_error *error)
{
    struct rows *rows = calloc(1, sizeof *rows);

    if (rows)
        *rows = (struct rows){.n = matrix->n,
                              .d = matrix->d,
                              .samples = matrix->samples,
                              .per_sample = 1,
                              .type = matrix->type,
                              .full = matrix->values,
                              .in_parts = true};
    else
        cca_matrix_free(matrix);
    matrix->values = NULL;
    if (!rows)
        cca_fail_memory(error, "a representation", sizeof *rows);
    return rows;
}

/* Types whose every value is a float32. An average of them need not be one. */
static bool single_holds(const struct rows *rows)
{
    const struct treatment *treatment = rows->source.treatment;
    bool averages = treatment->timesteps == TIMESTEPS_AVERAGE ||
                    (treatment->positions == POSITIONS_AVERAGE &&
                     (strchr(treatment->axes, 'h') || strchr(treatment->axes, 'w')));

    return !averages && (cca_type_size(rows->type) <= 2 || rows->type == CCA_F32);
}

size_t rows_bytes(const struct rows *rows)
{
    return rows->n * rows->d * (rows->from_file && single_holds(rows) ? sizeof(float) : sizeof(double));
}

/* How many rows make a block of about so many values. */
static size_t rows_in_block(const struct rows *rows, size_t values)
{
    bool scattered = rows->scattered && !rows_in_memory(rows);
    size_t wanted = scattered ? SCATTERED_VALUES / rows->d : values / rows->d;
    size_t count = wanted < BLOCK_ROWS ? wanted : BLOCK_ROWS;

    count = count / rows->per_sample * rows->per_sample;
    if (count == 0)
        count = rows->per_sample;
    return count < rows->n && (rows->in_parts || rows_in_memory(rows)) ? count : rows->n;
}

size_t rows_per_block(const struct rows *rows)
{
    return rows_in_block(rows, BLOCK_VALUES);
}

static size_t common_multiple(size_t a, size_t b)
{
    size_t x = a, y = b;

    while (y) {
        size_t rest = x % y;

        x = y;
        y = rest;
    }
    return a / x * b;
}

static bool anywhere(const struct rows *rows)
{
    return !rows || rows_in_memory(rows);
}

size_t rows_together(const struct rows *x, const struct rows *y, size_t wanted, size_t n)
{
    size_t whole = common_multiple(anywhere(x) ? 1 : x->per_sample, anywhere(y) ? 1 : y->per_sample);
    size_t count = wanted < whole ? whole : wanted / whole * whole;

    if ((!anywhere(x) && !x->in_parts) || (!anywhere(y) && !y->in_parts) || count > n)
        return n;
    return count;
}

void rows_unload(struct rows *rows)
{
    if (!rows->from_file)
        return;
    free(rows->single);
    free(rows->full);
    rows->single = NULL;
    rows->full = NULL;
}

bool rows_in_memory(const struct rows *rows)
{
    return rows->single || rows->full || rows->labels.columns;
}

void rows_free(struct rows *rows)
{
    if (!rows)
        return;
    free(rows->single);
    free(rows->full);
    free(rows->labels.columns);
    if (rows->from_file) {
        free((char *)rows->source.path);
        free((char *)rows->source.member);
    }
    free(rows);
}

static bool open_gather(struct row_reader *reader, struct cca_error *error)
{
    struct cca_identity now;

    reader->gather = gather_open(&reader->rows->source, error);
    if (!reader->gather)
        return false;
    now = gather_identity(reader->gather);
    if (cca_identity_same(&now, &reader->rows->identity))
        return true;
    return cca_fail(error, CCA_REFUSED, "%s: the file changed while it was read; is it still being written?",
                    reader->rows->source.path);
}

struct row_reader *row_reader_open(const struct rows *rows, struct cca_error *error)
{
    struct row_reader *reader = calloc(1, sizeof *reader);

    if (!reader) {
        cca_fail_memory(error, "reading", sizeof *reader);
        return NULL;
    }
    reader->rows = rows;
    if (rows_in_memory(rows) || open_gather(reader, error))
        return reader;
    row_reader_close(reader);
    return NULL;
}

static bool read_rows(struct row_reader *reader, size_t first, size_t count, double *values,
                      struct cca_error *error)
{
    const struct rows *rows = reader->rows;

    if (reader->gather)
        return gather_rows(reader->gather, first / rows->per_sample, count / rows->per_sample, values, error);
    if (rows->labels.columns)
        labels_rows(&rows->labels, first, count, values);
    else if (rows->full)
        memcpy(values, rows->full + first * rows->d, count * rows->d * sizeof *values);
    else
        element_widen(rows->single + first * rows->d, count * rows->d, values);
    return true;
}

bool row_reader_read(struct row_reader *reader, const struct centring *centring, size_t first, size_t count,
                     double *values, struct cca_error *error)
{
    const struct rows *rows = reader->rows;
    size_t most = centring && !reader->gather ? rows_in_block(rows, CACHED_VALUES) : count;

    for (size_t done = 0, run; done < count; done += run) {
        double *to = values + done * (centring ? centring->live : 0);

        run = most < count - done ? most : count - done;
        if (centring && rows->single)
            centring_widen(centring, run, rows->single + (first + done) * rows->d, to);
        else if (!read_rows(reader, first + done, run, to, error))
            return false;
        else if (centring)
            centring_apply(centring, run, to);
    }
    return true;
}

void row_reader_close(struct row_reader *reader)
{
    if (!reader)
        return;
    gather_close(reader->gather);
    free(reader);
}

static bool each_block(const struct rows *rows, const struct centring *centring, size_t most, rows_take *take,
                       void *context, struct cca_error *error)
{
    struct row_reader *reader = row_reader_open(rows, error);
    double *block = reader ? malloc(most * rows->d * sizeof *block) : NULL;
    bool good = block != NULL;

    if (reader && !block)
        cca_fail_memory(error, "a block of rows", (double)(most * rows->d * sizeof *block));
    for (size_t first = 0; good && first < rows->n; first += most) {
        size_t count = most < rows->n - first ? most : rows->n - first;

        good = row_reader_read(reader, centring, first, count, block, error) &&
               take(context, first, count, block, error);
    }
    free(block);
    row_reader_close(reader);
    return good;
}

bool rows_each(const struct rows *rows, const struct centring *centring, rows_take *take, void *context,
               struct cca_error *error)
{
    return each_block(rows, centring, rows_per_block(rows), take, context, error);
}

/* Values on their way into memory, and who else takes them (NULL: nobody). */
struct loading {
    float *single; /* or ... */
    double *full;
    size_t d;
    rows_take *take;
    void *context;
};

static bool keep_block(void *context, size_t first, size_t count, double *block, struct cca_error *error)
{
    const struct loading *loading = context;
    size_t start = first * loading->d, size = count * loading->d;

    if (loading->single)
        element_narrow(block, size, loading->single + start);
    else
        memcpy(loading->full + start, block, size * sizeof *block);
    return !loading->take || loading->take(loading->context, first, count, block, error);
}

static bool load(struct rows *rows, rows_take *take, void *context, struct cca_error *error)
{
    bool single = single_holds(rows);
    void *values = malloc(rows_bytes(rows));
    struct loading loading = {single ? values : NULL, single ? NULL : values, rows->d, take, context};

    if (!values)
        return cca_fail_memory(error, rows->source.path, (double)rows_bytes(rows));
    if (!each_block(rows, NULL, rows_in_block(rows, CACHED_VALUES), keep_block, &loading, error)) {
        free(values);
        return false;
    }
    rows->single = loading.single;
    rows->full = loading.full;
    return true;
}

static bool load_full(struct rows *rows, struct cca_error *error)
{
    struct row_reader *reader = row_reader_open(rows, error);
    double *full = reader ? malloc(rows->n * rows->d * sizeof *full) : NULL;
    bool good = full && row_reader_read(reader, NULL, 0, rows->n, full, error);

    if (reader && !full)
        cca_fail_memory(error, rows->source.path, (double)rows->n * (double)rows->d * sizeof *full);
    row_reader_close(reader);
    if (good)
        rows->full = full;
    else
        free(full);
    return good;
}

bool rows_load(struct rows *rows, struct cca_error *error)
{
    if (rows_in_memory(rows))
        return true;
    return single_holds(rows) ? load(rows, NULL, NULL, error) : load_full(rows, error);
}

bool rows_each_loading(struct rows *rows, rows_take *take, void *context, struct cca_error *error)
{
    if (!rows_in_memory(rows) && rows->in_parts)
        return load(rows, take, context, error);
    return rows_load(rows, error) && rows_each(rows, NULL, take, context, error);
}

bool cca_representation_read(const struct cca_source *source, struct cca_matrix *matrix,
                             struct cca_error *error)
{
    struct rows *rows = rows_open(source, error);
    bool good = rows && load_full(rows, error);

    if (good) {
        *matrix = (struct cca_matrix){rows->n, rows->d, rows->samples, rows->full, rows->type};
        rows->full = NULL;
    }
    rows_free(rows);
    return good;
}

void cca_matrix_free(struct cca_matrix *matrix)
{
    free(matrix->values);
    matrix->values = NULL;
}
