/* How fast work goes, lately. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_RATE_H
#define CCASCOPE_ENGINE_RATE_H

#include <stddef.h>

#define RATE_SAMPLES 16

/* Counts at times at least a quarter of a second apart: a window of about four seconds. Zero-initialise it.
 */
struct rate {
    double times[RATE_SAMPLES];
    size_t counts[RATE_SAMPLES];
    size_t taken; /* samples so far; the last RATE_SAMPLES are kept */
};

/* Forgets all and starts at this count. Times are in seconds from any fixed moment. */
void rate_start(struct rate *rate, double time, size_t count);
/* Notes the count at a time. */
void rate_note(struct rate *rate, double time, size_t count);
/* Events a second over the window until now; 0 when nothing can be said yet. */
double rate_per_second(const struct rate *rate, double time, size_t count);
/* Seconds of the monotonic clock. */
double rate_clock(void);

#endif
