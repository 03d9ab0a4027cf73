/* Zoom and pan of curves. */
#include <criterion/criterion.h>
#include <math.h>

#include "tui/curve_window.h"

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-12;
}

Test(curve_window, keeps_what_it_zooms_on_where_it_is)
{
    struct curve_span span = {0};

    cr_expect(curve_span_whole(&span));
    curve_span_zoom(&span, 0.25, 0.5);
    cr_expect(near(span.from, 0.125) && near(span.to, 0.625), "%g to %g", span.from, span.to);
    cr_expect(near((0.25 - span.from) / (span.to - span.from), 0.25));
    cr_expect_not(curve_span_whole(&span));
    curve_span_zoom(&span, 0.25, 2);
    cr_expect(curve_span_whole(&span));
}

Test(curve_window, stays_within_the_axis)
{
    struct curve_span span = {0};

    curve_span_zoom(&span, 1, 0.5);
    cr_expect(near(span.from, 0.5) && near(span.to, 1));
    curve_span_pan(&span, 0.5);
    cr_expect(near(span.to, 1));
    curve_span_pan(&span, -0.5);
    cr_expect(near(span.from, 0.25) && near(span.to, 0.75));
    curve_span_pan(&span, -100);
    cr_expect(near(span.from, 0) && near(span.to, 0.5));
    curve_span_zoom(&span, 0.9, 2.5);
    cr_expect(curve_span_whole(&span));
    for (int i = 0; i < 100; i++)
        curve_span_zoom(&span, 0.3, 0.5);
    cr_expect(near(span.to - span.from, 1e-3) && span.from <= 0.3 && span.to >= 0.3);
}

Test(curve_window, follows_the_cursor)
{
    struct curve_span span = {0.4, 0.6};

    curve_span_reach(&span, 0.5);
    cr_expect(near(span.from, 0.4));
    curve_span_reach(&span, 0.7);
    cr_expect(near(span.from, 0.5) && near(span.to, 0.7));
    curve_span_reach(&span, 0.1);
    cr_expect(near(span.from, 0.1) && near(span.to, 0.3));
    curve_span_reach(&span, NAN);
    cr_expect(near(span.from, 0.1));
    span = (struct curve_span){0};
    curve_span_reach(&span, 0.7);
    cr_expect(curve_span_whole(&span));
}
