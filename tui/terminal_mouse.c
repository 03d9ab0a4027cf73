#define _XOPEN_SOURCE_EXTENDED 1
#include "tui/terminal_mouse.h"

#include <ncurses.h>
#include <stdio.h>

#include "tui/terminal_capability.h"

bool mouse_use(bool on)
{
    mmask_t wanted =
        BUTTON1_PRESSED | BUTTON1_RELEASED | BUTTON4_PRESSED | BUTTON5_PRESSED | REPORT_MOUSE_POSITION;
    bool has;

    if (!capability_mouse())
        return !on;
    mouseinterval(0); /* no waiting for what a click may become */
    has = mousemask(on ? wanted : 0, NULL) != 0;
    /* ncurses asks for clicks only; 1002 also reports moves while a button is down. */
    fputs(on && has ? "\033[?1002h" : "\033[?1002l", stdout);
    fflush(stdout);
    return has || !on;
}

/* What a report means; false when that is nothing here. */
static bool gesture_of(const MEVENT *report, struct event *event)
{
    static const struct {
        mmask_t bit;
        enum mouse_gesture gesture;
    } gestures[] = {{BUTTON1_PRESSED, MOUSE_PRESS},
                    {BUTTON1_RELEASED, MOUSE_RELEASE},
                    {BUTTON4_PRESSED, MOUSE_WHEEL_UP},
                    {BUTTON5_PRESSED, MOUSE_WHEEL_DOWN},
                    {REPORT_MOUSE_POSITION, MOUSE_DRAG}};

    for (size_t i = 0; i < sizeof gestures / sizeof *gestures; i++)
        if (report->bstate & gestures[i].bit) {
            *event = (struct event){EVENT_MOUSE, 0, gestures[i].gesture, report->x, report->y};
            return true;
        }
    return false;
}

int mouse_read(struct event *events, int room)
{
    MEVENT report;
    int count = 0;

    while (count < room && getmouse(&report) == OK)
        count += gesture_of(&report, &events[count]);
    return count;
}
