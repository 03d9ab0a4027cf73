/* Training that runs while one looks. */
#include <sys/epoll.h>
#include <unistd.h>

#include "tui/explorer_private.h"

static bool add_source(int set, int descriptor)
{
    struct epoll_event readable = {.events = EPOLLIN};

    return epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &readable) == 0;
}

void explorer_follow(struct explorer *explorer)
{
    struct live *live = &explorer->live;
    struct cca_error error;

    if (!explorer->scene.experiment->checkpoints_follow ||
        (live->descriptor = epoll_create1(EPOLL_CLOEXEC)) < 0)
        return;
    live->follower = cca_follow(explorer->scene.experiment, &error);
    if (live->follower && add_source(live->descriptor, cca_study_descriptor(explorer->study)) &&
        add_source(live->descriptor, cca_follower_descriptor(live->follower)))
        return;
    explorer_warn(explorer, "%s",
                  live->follower ? "no descriptor to notice new checkpoints with" : error.text);
    explorer_unfollow(explorer);
}

int explorer_descriptor(const struct explorer *explorer)
{
    return explorer->live.follower ? explorer->live.descriptor : cca_study_descriptor(explorer->study);
}

/* A cursor at the end of training stays there. */
static void keep_cursors_at_end(struct explorer *explorer, const bool *at_end)
{
    for (int view = 0; view < VIEW_COUNT; view++) {
        struct scene scene = explorer->scene;

        scene.view = (enum view_id)view;
        if (at_end[view] && scene_columns(&scene) > 0)
            explorer->states[view].column = scene_columns(&scene) - 1;
    }
}

static void find_cursors_at_end(const struct explorer *explorer, bool *at_end)
{
    for (int view = 0; view < VIEW_COUNT; view++) {
        struct scene scene = explorer->scene;

        scene.view = (enum view_id)view;
        at_end[view] = views[view].across == AXIS_CHECKPOINT && explorer->states[view].column > 0 &&
                       explorer->states[view].column + 1 >= scene_columns(&scene);
    }
}

static void go_on(struct explorer *explorer, struct cca_news *news)
{
    bool at_end[VIEW_COUNT];

    find_cursors_at_end(explorer, at_end);
    cca_study_renew(explorer->study, news->experiment, news->changed, news->changed_count);
    scene_renew(&explorer->scene, news->experiment);
    keep_cursors_at_end(explorer, at_end);
    overlays_free(&explorer->overlays); /* both are of the experiment as it was, and made again when drawn */
    arrangement_free(&explorer->arrangement);
    explorer->arrangement = (struct arrangement){.version = explorer->arrangement.version + 1};
    experiment_free(explorer->live.own);
    explorer->live.own = news->experiment;
    news->experiment = NULL;
    cca_news_free(news);
    explorer_follow_scene(explorer);
    explorer_want_pair(explorer);
}

void explorer_go_on(struct explorer *explorer)
{
    struct live *live = &explorer->live;

    /* What is asked may be about checkpoints. */
    if (!live->news.experiment || explorer->asking.question != ASK_NOTHING)
        return;
    cca_study_pause(explorer->study);
    if (cca_study_paused(explorer->study))
        go_on(explorer, &live->news);
}

void explorer_take_news(struct explorer *explorer)
{
    struct live *live = &explorer->live;

    if (live->follower && !live->news.experiment)
        cca_follower_take(live->follower, &live->news);
    explorer_go_on(explorer);
}

void explorer_unfollow(struct explorer *explorer)
{
    struct live *live = &explorer->live;

    cca_follower_close(live->follower);
    live->follower = NULL;
    cca_news_free(&live->news);
    if (live->descriptor > 0)
        close(live->descriptor);
    live->descriptor = 0;
}
