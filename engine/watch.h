/* Notices that something has changed in directories: by inotify(7), and by the clock where that tells
 * nothing, as on network file systems. Not for users of the engine. One thread at a time. */
#ifndef CCASCOPE_ENGINE_WATCH_H
#define CCASCOPE_ENGINE_WATCH_H

#include <stdbool.h>

/* Seconds between looks by the clock. */
#define WATCH_INTERVAL 3.0

struct watch {
    int descriptor; /* readable (poll it) when something has changed; -1: no inotify */
    bool by_clock;  /* something may change without a word: look every WATCH_INTERVAL */
};

/* `by_clock`: as if there were no inotify. */
struct watch watch_open(bool by_clock);
/* Watches a directory and what is in it down to `depth` folders below; again for those that are new since. Of
 * one that is not there the nearest folder above it is watched. Look at what is there after this call, not
 * before. */
void watch_folder(struct watch *watch, const char *path, int depth);
/* Forgets what has happened so far. */
void watch_take(struct watch *watch);
void watch_close(struct watch *watch);

#endif
