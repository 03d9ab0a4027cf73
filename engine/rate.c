#include "engine/rate.h"

#include <time.h>

#define INTERVAL 0.25

double rate_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void rate_start(struct rate *rate, double time, size_t count)
{
    rate->taken = 1;
    rate->times[0] = time;
    rate->counts[0] = count;
}

void rate_note(struct rate *rate, double time, size_t count)
{
    size_t last = (rate->taken - 1) % RATE_SAMPLES, next = rate->taken % RATE_SAMPLES;

    if (rate->taken == 0) {
        rate_start(rate, time, count);
    } else if (time - rate->times[last] >= INTERVAL) {
        rate->times[next] = time;
        rate->counts[next] = count;
        rate->taken++;
    }
}

double rate_per_second(const struct rate *rate, double time, size_t count)
{
    size_t oldest = rate->taken < RATE_SAMPLES ? 0 : rate->taken % RATE_SAMPLES;
    double elapsed = rate->taken ? time - rate->times[oldest] : 0;

    return elapsed > 0 && count > rate->counts[oldest] ? (double)(count - rate->counts[oldest]) / elapsed : 0;
}
