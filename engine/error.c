#include "engine/error.h"

#include <stdarg.h>
#include <stdio.h>

bool cca_fail(struct cca_error *error, enum cca_failure failure, const char *format, ...)
{
    va_list arguments;

    error->failure = failure;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return false;
}

bool cca_fail_memory(struct cca_error *error, const char *what, double bytes)
{
    return cca_fail(error, CCA_RESOURCES, "not enough memory for %s (%.1f MiB); take fewer inputs by samples: {limit: N} in the manifest", what, bytes / (1024 * 1024));
}
