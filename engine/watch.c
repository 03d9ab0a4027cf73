#include "engine/watch.h"

#include <dirent.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "config/memory.h"

/* What makes an array appear, become whole or go. Not every write: who writes closes the file in the end. */
#define ARRIVALS (IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_CLOSE_WRITE | IN_DELETE)
/* Of a folder that is watched only for those in it. */
#define FOLDERS (IN_CREATE | IN_MOVED_TO | IN_DELETE)

/* File systems whose files change on other machines; the last four are in no header. */
static const unsigned remote[] = {NFS_SUPER_MAGIC,
                                  SMB_SUPER_MAGIC,
                                  CIFS_SUPER_MAGIC,
                                  SMB2_SUPER_MAGIC,
                                  AFS_SUPER_MAGIC,
                                  AFS_FS_MAGIC,
                                  CODA_SUPER_MAGIC,
                                  V9FS_MAGIC,
                                  CEPH_SUPER_MAGIC,
                                  FUSE_SUPER_MAGIC,
                                  OCFS2_SUPER_MAGIC,
                                  0x0bd00bd0u /* Lustre */,
                                  0x47504653u /* GPFS */,
                                  0x19830326u /* BeeGFS */,
                                  0x786f4256u /* VirtualBox */};

struct watch watch_open(bool by_clock)
{
    struct watch watch = {by_clock ? -1 : inotify_init1(IN_NONBLOCK | IN_CLOEXEC), by_clock};

    watch.by_clock = watch.descriptor < 0;
    return watch;
}

static bool is_remote(const char *path)
{
    struct statfs status;

    if (statfs(path, &status) != 0)
        return false;
    for (size_t i = 0; i < sizeof remote / sizeof *remote; i++)
        if ((unsigned)status.f_type == remote[i])
            return true;
    return false;
}

/* A folder that cannot be watched (there is a limit to how many) is looked at by the clock. */
static bool add(struct watch *watch, const char *path, unsigned events)
{
    struct stat status;

    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
        return false;
    if (watch->descriptor >= 0 &&
        inotify_add_watch(watch->descriptor, path, events | IN_ONLYDIR | IN_MASK_ADD) < 0)
        watch->by_clock = true;
    return true;
}

static void add_below(struct watch *watch, const char *path, int depth)
{
    DIR *folder = depth > 0 ? opendir(path) : NULL;
    const struct dirent *entry;

    while (folder && (entry = readdir(folder))) {
        char *inner;

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            (entry->d_type != DT_DIR && entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN))
            continue;
        inner = memory_format("%s/%s", path, entry->d_name);
        if (add(watch, inner, ARRIVALS))
            add_below(watch, inner, depth - 1);
        free(inner);
    }
    if (folder)
        closedir(folder);
}

/* The folder that a path is in; malloc'ed. */
static char *above(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return memory_duplicate(".");
    return memory_duplicate_span(path, slash > path ? (size_t)(slash - path) : 1);
}

void watch_folder(struct watch *watch, const char *path, int depth)
{
    char *upper = above(path);

    /* The one above tells when this one goes and comes again. */
    if (add(watch, upper, FOLDERS) || strcmp(upper, path) == 0) {
        if (add(watch, path, ARRIVALS))
            add_below(watch, path, depth);
    } else {
        watch_folder(watch, upper, 0);
    }
    watch->by_clock = watch->by_clock || is_remote(path) || is_remote(upper);
    free(upper);
}

void watch_take(struct watch *watch)
{
    char events[4096];

    while (watch->descriptor >= 0 && read(watch->descriptor, events, sizeof events) > 0)
        ;
}

void watch_close(struct watch *watch)
{
    if (watch->descriptor >= 0)
        close(watch->descriptor);
}
