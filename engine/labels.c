#include "engine/labels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Classes are numbers below this, and no column's number is. */
#define CLASS_END UINT16_MAX

static bool refuse(const struct cca_source *source, size_t row, double value, struct cca_error *error)
{
    return cca_fail(
        error, CCA_REFUSED,
        "%s: sample %zu is of class %g; classes are whole numbers from 0 to %d (leave one_hot and classes "
        "out for values that are taken as they are)",
        source->path, row, value, CLASS_END - 1);
}

/* The class of every row into labels->columns. */
static bool read_classes(struct gather *gather, const struct cca_source *source, size_t n, double *values,
                         struct labels *labels, struct cca_error *error)
{
    if (!gather_rows(gather, 0, n, values, error))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (values[i] < 0 || values[i] >= CLASS_END || values[i] != floor(values[i]))
            return refuse(source, i, values[i], error);
        labels->columns[i] = (uint16_t)values[i];
    }
    return true;
}

/* From classes to columns: those that occur are numbered in their order. */
static void number_columns(size_t n, struct labels *labels)
{
    uint16_t column_of[CLASS_END] = {0};

    for (size_t i = 0; i < n; i++)
        column_of[labels->columns[i]] = 1;
    for (size_t class = 0; class < CLASS_END; class ++)
        if (column_of[class])
            column_of[class] = (uint16_t)labels->d++;
    for (size_t i = 0; i < n; i++)
        labels->columns[i] = column_of[labels->columns[i]];
}

/* Column 0 where a sample is of the class. */
static bool choose_class(size_t n, const struct cca_source *source, struct labels *labels,
                         struct cca_error *error)
{
    size_t class = source->treatment->class, found = 0;

    labels->d = 1;
    for (size_t i = 0; i < n; i++) {
        bool is_of_class = labels->columns[i] == class;

        found += is_of_class;
        labels->columns[i] = is_of_class ? 0 : CLASS_END;
    }
    return found > 0 || cca_fail(error, CCA_REFUSED, "%s: no sample is of class %zu; classes count from 0",
                                 source->path, class);
}

bool labels_read(struct gather *gather, const struct cca_source *source, struct labels *labels,
                 struct cca_error *error)
{
    const struct cca_outline *outline = gather_outline(gather);
    size_t n = outline->n;
    double *values;
    bool good;

    *labels = (struct labels){0};
    if (outline->d != 1)
        return cca_fail(error, CCA_REFUSED, "%s: %zu columns; class numbers are one column, axes: n",
                        source->path, outline->d);
    values = malloc(n * sizeof *values);
    labels->columns = malloc(n * sizeof *labels->columns);
    good = values && labels->columns ? read_classes(gather, source, n, values, labels, error)
                                     : cca_fail_memory(error, source->path, (double)n * sizeof *values);
    free(values);
    if (good && source->treatment->coding == CODING_CLASS)
        good = choose_class(n, source, labels, error);
    else if (good)
        number_columns(n, labels);
    if (good)
        return true;
    free(labels->columns);
    labels->columns = NULL;
    return false;
}

void labels_rows(const struct labels *labels, size_t first, size_t count, double *values)
{
    memset(values, 0, count * labels->d * sizeof *values);
    for (size_t i = 0; i < count; i++)
        if (labels->columns[first + i] < labels->d)
            values[i * labels->d + labels->columns[first + i]] = 1;
}
