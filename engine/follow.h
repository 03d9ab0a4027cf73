/* Follows an experiment whose checkpoints are those on disk while training adds to them, on a thread of its
 * own that sleeps while nothing happens. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_FOLLOW_H
#define CCASCOPE_ENGINE_FOLLOW_H

#include "engine/study.h"

/* The experiment as it is now. */
struct cca_news {
    struct experiment *experiment; /* the same but for checkpoints; owned by whoever took the news */
    struct cca_cell *changed; /* cells of it that were seen before and whose files have changed; likewise */
    size_t changed_count;
};

struct cca_follower;

/* Starts to follow an experiment, loaded just before, that says `checkpoints: auto`. Its manifest is read
 * once more, and not again: what is changed there later is for the next run. NULL with *error filled when
 * that cannot be. */
struct cca_follower *cca_follow(const struct experiment *experiment, struct cca_error *error);
/* Readable (poll it) when there are news. */
int cca_follower_descriptor(const struct cca_follower *follower);
/* Takes the news; false when there are none. Whoever takes them sees all that was there when they were made.
 */
bool cca_follower_take(struct cca_follower *follower, struct cca_news *news);
void cca_news_free(struct cca_news *news);
/* Does not wait for a file system that does not answer. NULL is fine. */
void cca_follower_close(struct cca_follower *follower);

#endif
