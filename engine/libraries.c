#include "engine/libraries.h"

#include <cblas.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/cache.h"
#ifdef CCASCOPE_SAFETENSORS
#include <jansson.h>
#endif
#ifdef CCASCOPE_HDF5
#include <hdf5.h>
#endif
#if defined CCASCOPE_NPZ || defined CCASCOPE_TORCH
#include <zip.h>
#endif
#ifdef CCASCOPE_GZIP
#include <zlib.h>
#endif

static void add(struct cca_library *libraries, size_t *count, const char *name, const char *version)
{
    struct cca_library *library = &libraries[(*count)++];

    library->name = name;
    snprintf(library->version, sizeof library->version, "%s", version);
}

/* "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …": the second word. */
static void add_blas(struct cca_library *libraries, size_t *count)
{
    const char *configuration = openblas_get_config();
    size_t name = strcspn(configuration, " ");
    char version[40];

    snprintf(version, sizeof version, "%s", configuration + name + (configuration[name] == ' '));
    version[strcspn(version, " ")] = '\0';
    add(libraries, count, "OpenBLAS", version);
}

size_t cca_libraries(struct cca_library libraries[CCA_LIBRARIES_MOST])
{
    size_t count = 0;

    add_blas(libraries, &count);
    add(libraries, &count, "SQLite", sqlite3_libversion());
#ifdef CCASCOPE_HDF5
    char version[40];
    unsigned major, minor, release;

    H5get_libversion(&major, &minor, &release);
    snprintf(version, sizeof version, "%u.%u.%u", major, minor, release);
    add(libraries, &count, "HDF5", version);
#endif
#if defined CCASCOPE_NPZ || defined CCASCOPE_TORCH
    add(libraries, &count, "libzip", zip_libzip_version());
#endif
#ifdef CCASCOPE_GZIP
    add(libraries, &count, "zlib", zlibVersion());
#endif
#ifdef CCASCOPE_SAFETENSORS
    add(libraries, &count, "Jansson", jansson_version_str());
#endif
    return count;
}

struct cca_blas cca_blas(void)
{
    static const char *const ways[] = {"one thread", "threads", "OpenMP"};
    int way = openblas_get_parallel();

    return (struct cca_blas){.core = openblas_get_corename(),
                             .parallel = way >= 0 && way <= 2 ? ways[way] : "unknown",
                             .processors = openblas_get_num_procs()};
}

/* What OpenBLAS itself does before a fork; no header declares it, and where there are no threads it is not
 * there. */
int blas_thread_shutdown_(void) __attribute__((weak));

void cca_blas_end_threads(void)
{
    openblas_set_num_threads(1); /* to set this later would start them again */
    if (blas_thread_shutdown_)
        blas_thread_shutdown_();
}

struct cca_cache_facts cca_cache_facts(const char *path)
{
    struct cca_cache_facts facts = {.results = -1};
    struct stat status;

    facts.exists = stat(path, &status) == 0;
    if (facts.exists) {
        facts.bytes = (uint64_t)status.st_size;
        facts.results = cache_count(path);
    }
    return facts;
}
