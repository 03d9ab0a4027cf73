/* Any bytes as a log of training: refused with a reason, or curves over ascending steps.
 *
 *     cmake --build build/debug --target fuzz_performance */
#include <stdint.h>
#include <stdlib.h>

#include "config/performance.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct diagnostics diagnostics = {0};
    struct performance performance;
    bool good = performance_parse((const char *)data, size, &performance, &diagnostics);

    require(good == (diagnostics.count == 0) && good == (performance.curve_count > 0));
    for (size_t i = 1; i < performance.step_count; i++)
        require(performance.steps[i - 1] < performance.steps[i]);
    for (size_t i = 0; i < performance.curve_count; i++)
        require(performance.names[i] != NULL);
    performance_free(&performance);
    diagnostics_free(&diagnostics);
    return 0;
}
