#include "engine/follow.h"

#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "config/manifest.h"
#include "config/memory.h"
#include "config/template.h"
#include "config/text_file.h"
#include "engine/arrivals.h"
#include "engine/rate.h"
#include "engine/watch.h"

/* Looks are at least so many seconds apart, and so many times what one takes. */
#define REST       0.1
#define REST_TIMES 5

/* Seconds that the end of the program may wait for a look at the disk. */
#define CLOSE_PATIENCE 1

struct follower_pipe {
    int read, write;
};

struct cca_follower {
    char *path;                  /* of the manifest */
    struct experiment *manifest; /* what it says, apart from checkpoints */
    double rest;                 /* seconds that the next look is at least away */
    struct text_file text;
    struct arrivals *arrivals;
    struct watch watch;
    pthread_t thread;
    struct follower_pipe news_pipe; /* a byte in it: there are news */
    struct follower_pipe wake;      /* a byte in it: they were taken, or it is time to stop */
    pthread_mutex_t lock;
    /* Under the lock: */
    bool stopping;
    struct cca_news news; /* experiment NULL: none, or taken */
};

static bool open_pipe(struct follower_pipe *pipe)
{
    int ends[2];

    if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0)
        return false;
    *pipe = (struct follower_pipe){ends[0], ends[1]};
    return true;
}

static void close_pipe(struct follower_pipe *pipe)
{
    if (pipe->read >= 0)
        close(pipe->read);
    if (pipe->write >= 0)
        close(pipe->write);
}

static void ring(const struct follower_pipe *pipe)
{
    if (write(pipe->write, "", 1) != 1)
        return; /* it is full: enough bytes are in it */
}

static void empty(const struct follower_pipe *pipe)
{
    char bytes[16];

    while (read(pipe->read, bytes, sizeof bytes) > 0)
        ;
}

/* How many folders deep a layer's files are below the last folder of its path without a field; its length. */
static size_t fixed_folder(const char *template, int *depth)
{
    struct template_piece piece = {.rest = template};
    size_t end = 0;
    bool fixed = true;

    *depth = 0;
    while (template_next(&piece) && !piece.in_member) {
        fixed = fixed && piece.kind == PIECE_TEXT;
        for (size_t i = 0; piece.kind == PIECE_TEXT && i < piece.length; i++) {
            if (piece.text[i] != '/')
                continue;
            if (fixed)
                end = (size_t)(piece.text + i - template);
            else
                ++*depth;
        }
    }
    return end;
}

/* Names of networks and layers may reach into folders themselves. */
static int slashes(const char *name)
{
    int count = 0;

    for (; *name; name++)
        count += *name == '/';
    return count;
}

static int deepest_name(const struct experiment *experiment)
{
    int networks = 0, layers = 0;

    for (size_t i = 0; i < experiment->network_count; i++)
        networks = slashes(experiment->networks[i].name) > networks ? slashes(experiment->networks[i].name)
                                                                    : networks;
    for (size_t i = 0; i < experiment->layer_count; i++)
        layers = slashes(experiment->layers[i].name) > layers ? slashes(experiment->layers[i].name) : layers;
    return networks + layers;
}

static void watch_layer(struct cca_follower *follower, const char *template)
{
    int depth;
    size_t length = fixed_folder(template, &depth);
    const char *directory = follower->manifest->directory;
    char *folder;

    if (template[0] == '/')
        folder = length ? memory_duplicate_span(template, length) : memory_duplicate("/");
    else
        folder =
            length ? memory_format("%s/%.*s", directory, (int)length, template) : memory_duplicate(directory);
    watch_folder(&follower->watch, folder, depth + deepest_name(follower->manifest));
    free(folder);
}

static void watch_layers(struct cca_follower *follower)
{
    const struct experiment *experiment = follower->manifest;

    for (size_t i = 0; i < experiment->layer_count; i++) {
        const char *template = experiment->layers[i].activations;

        if (i == 0 || strcmp(template, experiment->layers[i - 1].activations) != 0)
            watch_layer(follower, template);
    }
    for (size_t i = 0; i < experiment->target_count; i++)
        if (experiment->targets[i].treatment.coding != CODING_CLASS) /* else that of all classes */
            watch_layer(follower, experiment->targets[i].activations);
}

/* All that is on disk now; NULL while it makes no sense (one name at two steps). */
static struct experiment *discover(const struct cca_follower *follower)
{
    struct diagnostics diagnostics = {0};
    struct experiment *experiment =
        manifest_parse(follower->text.text, follower->text.length, follower->path, &diagnostics);

    diagnostics_free(&diagnostics);
    return experiment;
}

static void publish(struct cca_follower *follower, struct experiment *experiment, struct arrivals_news *found)
{
    pthread_mutex_lock(&follower->lock);
    follower->news = (struct cca_news){experiment, found->changed, found->changed_count};
    pthread_mutex_unlock(&follower->lock);
    ring(&follower->news_pipe);
}

/* One look at the disk: seconds until the next; negative: when something happens. */
static double look(struct cca_follower *follower)
{
    double start = rate_clock();
    struct experiment *experiment;
    struct arrivals_news found;

    watch_take(&follower->watch);
    watch_layers(follower); /* before looking, so that nothing is missed in between */
    if (!(experiment = discover(follower)))
        return WATCH_INTERVAL;
    found = arrivals_look(follower->arrivals, experiment, rate_clock());
    if (found.any)
        publish(follower, experiment, &found);
    else
        experiment_free(experiment);
    if (follower->watch.by_clock && (found.again < 0 || found.again > WATCH_INTERVAL))
        found.again = WATCH_INTERVAL;
    follower->rest = fmax(REST, REST_TIMES * (rate_clock() - start));
    return found.again;
}

/* Waits until the owner wants something, or something has happened on disk where `events` are looked for. */
static void wait_for(struct cca_follower *follower, double seconds, bool events)
{
    struct pollfd sources[2] = {{follower->wake.read, POLLIN, 0},
                                {events ? follower->watch.descriptor : -1, POLLIN, 0}};

    poll(sources, 2, seconds < 0 ? -1 : (int)(seconds * 1000) + 1);
    empty(&follower->wake);
}

static bool must_stop(struct cca_follower *follower, bool *untaken)
{
    bool stopping;

    pthread_mutex_lock(&follower->lock);
    stopping = follower->stopping;
    *untaken = follower->news.experiment != NULL;
    pthread_mutex_unlock(&follower->lock);
    return stopping;
}

/* Nothing is looked at while the last news are not taken: they would not be all. */
static void *follow_main(void *context)
{
    struct cca_follower *follower = context;
    double next = 0;
    bool untaken;

    while (!must_stop(follower, &untaken)) {
        if (untaken) {
            wait_for(follower, -1, false);
            continue;
        }
        wait_for(follower, next, true);
        wait_for(follower, follower->rest, false); /* a file seldom comes alone */
        if (!must_stop(follower, &untaken))
            next = look(follower);
    }
    return NULL;
}

/* It takes no signals: those are for the thread that owns the terminal. */
static bool start_thread(struct cca_follower *follower)
{
    sigset_t all, before;
    bool good;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    good = pthread_create(&follower->thread, NULL, follow_main, follower) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return good;
}

static void free_follower(struct cca_follower *follower)
{
    cca_news_free(&follower->news);
    experiment_free(follower->manifest);
    if (follower->arrivals)
        arrivals_free(follower->arrivals);
    watch_close(&follower->watch);
    close_pipe(&follower->news_pipe);
    close_pipe(&follower->wake);
    pthread_mutex_destroy(&follower->lock);
    free(follower->text.text);
    free(follower->path);
    free(follower);
}

static bool read_manifest(struct cca_follower *follower, struct cca_error *error)
{
    struct diagnostics diagnostics = {0};
    bool good = text_file_read(follower->path, &follower->text, &diagnostics);

    diagnostics_free(&diagnostics);
    if (good && (follower->manifest = discover(follower)))
        return true;
    return cca_fail(error, CCA_RESOURCES,
                    "%s: cannot be read a second time, so new checkpoints are not noticed; name a file, not "
                    "a pipe",
                    follower->path);
}

struct cca_follower *cca_follow(const struct experiment *experiment, struct cca_error *error)
{
    struct cca_follower *follower = memory_allocate(1, sizeof *follower);

    *follower = (struct cca_follower){.path = memory_duplicate(experiment->file),
                                      .watch = {.descriptor = -1},
                                      .news_pipe = {-1, -1},
                                      .wake = {-1, -1}};
    pthread_mutex_init(&follower->lock, NULL);
    if (!read_manifest(follower, error)) {
        free_follower(follower);
        return NULL;
    }
    follower->arrivals = arrivals_create(experiment);
    follower->watch = watch_open(getenv("CCASCOPE_POLL") != NULL);
    if (open_pipe(&follower->news_pipe) && open_pipe(&follower->wake) && start_thread(follower))
        return follower;
    free_follower(follower);
    cca_fail(error, CCA_RESOURCES,
             "no descriptor or no thread to notice new checkpoints with; close other programs and try again");
    return NULL;
}

int cca_follower_descriptor(const struct cca_follower *follower)
{
    return follower->news_pipe.read;
}

bool cca_follower_take(struct cca_follower *follower, struct cca_news *news)
{
    pthread_mutex_lock(&follower->lock);
    empty(&follower->news_pipe);
    *news = follower->news;
    follower->news = (struct cca_news){0};
    pthread_mutex_unlock(&follower->lock);
    ring(&follower->wake);
    return news->experiment != NULL;
}

void cca_news_free(struct cca_news *news)
{
    experiment_free(news->experiment);
    free(news->changed);
    *news = (struct cca_news){0};
}

void cca_follower_close(struct cca_follower *follower)
{
    struct timespec until;

    if (!follower)
        return;
    pthread_mutex_lock(&follower->lock);
    follower->stopping = true;
    pthread_mutex_unlock(&follower->lock);
    ring(&follower->wake);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += CLOSE_PATIENCE;
    if (pthread_timedjoin_np(follower->thread, NULL, &until) == 0)
        free_follower(follower);
    else
        pthread_detach(follower->thread); /* it keeps what it needs until the program ends */
}
