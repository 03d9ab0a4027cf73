#include "limits.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

void limit_memory(size_t bytes)
{
#ifndef __SANITIZE_ADDRESS__
    struct rlimit limit;
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");

    cr_assert(file && fscanf(file, "%lu", &pages) == 1);
    fclose(file);
    getrlimit(RLIMIT_AS, &limit);
    limit.rlim_cur = bytes ? pages * (rlim_t)sysconf(_SC_PAGESIZE) + bytes : limit.rlim_max;
    cr_assert_eq(setrlimit(RLIMIT_AS, &limit), 0);
#else
    (void)bytes;
#endif
}

double cpu_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}
