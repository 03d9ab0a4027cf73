#include "tui/curve_window.h"

#include <math.h>

#define SMALLEST 1e-3

bool curve_span_whole(const struct curve_span *span)
{
    return span->from <= 0 && (span->to <= 0 || span->to >= 1);
}

static double length_of(const struct curve_span *span)
{
    return span->to > span->from ? span->to - span->from : 1;
}

/* The span of this length from `from` on, pushed back into the axis. */
static void place(struct curve_span *span, double from, double length)
{
    if (!(length < 1 - 1e-9)) {
        *span = (struct curve_span){0, 0};
        return;
    }
    from = fmax(0, fmin(1 - length, from));
    *span = (struct curve_span){from, from + length};
}

void curve_span_zoom(struct curve_span *span, double around, double factor)
{
    double length = length_of(span), zoomed = fmax(SMALLEST, length * factor);

    around = fmax(0, fmin(1, around));
    place(span, around - (around - span->from) * zoomed / length, zoomed);
}

void curve_span_pan(struct curve_span *span, double by)
{
    double length = length_of(span);

    place(span, span->from + by * length, length);
}

void curve_span_select(struct curve_span *span, double from, double to)
{
    double length = length_of(span), low = fmax(0, fmin(from, to)), high = fmin(1, fmax(from, to));

    place(span, span->from + low * length, fmax(SMALLEST, (high - low) * length));
}

void curve_span_reach(struct curve_span *span, double share)
{
    double length = length_of(span);

    if (curve_span_whole(span) || !isfinite(share))
        return;
    if (share < span->from)
        place(span, share, length);
    else if (share > span->to)
        place(span, share - length, length);
}
