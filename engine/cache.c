#include "engine/cache_private.h"

#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "config/folder.h"
#include "engine/cache_key.h"
#include "engine/study_private.h"

/* Beyond this the oldest half goes. */
#define LARGEST_FILE ((int64_t)1 << 30)
/* How long another program may keep us waiting. */
#define PATIENCE_MS 2000

static const char *const statements[STATEMENT_COUNT] = {
    [FIND_NAME] = "SELECT id FROM name WHERE text = ?1",
    [ADD_NAME] = "INSERT OR IGNORE INTO name(text) VALUES (?1)",
    [FIND_RESULT] = "SELECT summary, checksum FROM result WHERE a = ?1 AND b = ?2 AND options = ?3",
    [ADD_RESULT] =
        "INSERT OR REPLACE INTO result(a, b, options, summary, checksum) VALUES (?1, ?2, ?3, ?4, ?5)",
};

/* The file's layout: a summary of another size or meaning is another layout. */
static int layout_version(void)
{
    return 1000 * CACHE_ALGORITHM + (int)sizeof(struct cca_summary);
}

static bool execute(sqlite3 *file, const char *text)
{
    return sqlite3_exec(file, text, NULL, NULL, NULL) == SQLITE_OK;
}

static int64_t number_of(sqlite3 *file, const char *question)
{
    sqlite3_stmt *statement = NULL;
    int64_t number = -1;

    if (sqlite3_prepare_v2(file, question, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

/* Tables of this version; those of another are replaced. */
static bool lay_out(sqlite3 *file)
{
    char version[64];

    if (number_of(file, "PRAGMA user_version") == layout_version())
        return true;
    snprintf(version, sizeof version, "PRAGMA user_version = %d", layout_version());
    return execute(file, "BEGIN IMMEDIATE") && execute(file, "DROP TABLE IF EXISTS result") &&
           execute(file, "DROP TABLE IF EXISTS name") &&
           execute(file, "CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)") &&
           execute(file, "CREATE TABLE result(a INTEGER, b INTEGER, options INTEGER, summary BLOB NOT NULL, "
                         "checksum INTEGER NOT NULL, PRIMARY KEY(a, b, options)) WITHOUT ROWID") &&
           execute(file, version) && execute(file, "COMMIT");
}

static void close_file(struct cache *cache)
{
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        sqlite3_finalize(cache->prepared[i]);
        cache->prepared[i] = NULL;
    }
    sqlite3_close(cache->file);
    cache->file = NULL;
    pair_map_free(&cache->cells);
    cache->known_count = 0;
}

/* One attempt; the code of SQLite's failure. */
static int try_file(struct cache *cache)
{
    int code = sqlite3_open_v2(cache->path, &cache->file,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

    if (code != SQLITE_OK)
        return code;
    sqlite3_busy_timeout(cache->file, PATIENCE_MS);
    /* A log beside the file: readers and one writer at once, and a killed program loses nothing that was
     * committed. */
    execute(cache->file, "PRAGMA journal_mode = WAL");
    execute(cache->file, "PRAGMA synchronous = NORMAL");
    execute(cache->file, "PRAGMA cache_size = -65536");
    if (!lay_out(cache->file))
        return sqlite3_errcode(cache->file);
    for (int i = 0; i < STATEMENT_COUNT && code == SQLITE_OK; i++)
        code = sqlite3_prepare_v3(cache->file, statements[i], -1, SQLITE_PREPARE_PERSISTENT,
                                  &cache->prepared[i], NULL);
    return code;
}

static bool damaged(int code)
{
    return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

static void set_aside(struct cache *cache)
{
    size_t size = strlen(cache->path) + 16;
    char *other = malloc(size);

    close_file(cache);
    if (!other)
        return;
    snprintf(other, size, "%s.damaged", cache->path);
    rename(cache->path, other);
    snprintf(other, size, "%s-wal", cache->path);
    remove(other);
    snprintf(other, size, "%s-shm", cache->path);
    remove(other);
    free(other);
}

static int open_file(struct cache *cache)
{
    int code = try_file(cache);

    if (damaged(code)) {
        set_aside(cache);
        code = try_file(cache);
    }
    return code;
}

/* After a failure: a damaged file is replaced, any other is given up for this run. */
static void give_up_on(struct cache *cache, int code)
{
    if (damaged(code) && cache->file) {
        set_aside(cache);
        if (try_file(cache) == SQLITE_OK)
            return;
    }
    close_file(cache);
}

static void limit_size(struct cache *cache)
{
    int64_t bytes = number_of(cache->file, "PRAGMA page_count") * number_of(cache->file, "PRAGMA page_size");

    if (bytes < LARGEST_FILE)
        return;
    execute(cache->file, "DELETE FROM result WHERE a <= (SELECT max(id) / 2 FROM name)");
    execute(cache->file, "DELETE FROM name WHERE id <= (SELECT max(id) / 2 FROM name)");
    execute(cache->file, "VACUUM");
}

static sqlite3_stmt *fresh(const struct cache *cache, enum statement which)
{
    sqlite3_reset(cache->prepared[which]);
    return cache->prepared[which];
}

/* The number of a text in the file; with `add` it is given one. */
struct cache_name cache_name(struct cache *cache, const char *text, bool add)
{
    struct cache_name name = {.checksum = cache_checksum(0, text, strlen(text))};

    for (int attempt = 0; attempt < (add ? 2 : 1) && name.id == 0; attempt++) {
        sqlite3_stmt *statement;

        if (attempt == 1) {
            statement = fresh(cache, ADD_NAME);
            sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
            sqlite3_step(statement);
            sqlite3_reset(statement);
        }
        statement = fresh(cache, FIND_NAME);
        sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
        if (sqlite3_step(statement) == SQLITE_ROW)
            name.id = sqlite3_column_int64(statement, 0);
        sqlite3_reset(statement);
    }
    return name;
}

struct cache *cache_open(const char *path, const struct experiment *experiment, struct cca_error *error)
{
    struct cache *cache = calloc(1, sizeof *cache);
    char *options = cache_key_of_options(&experiment->options);
    int code = SQLITE_NOMEM;

    if (cache && options && (cache->path = strdup(path))) {
        cache->experiment = experiment;
        pthread_mutex_init(&cache->lock, NULL);
        folders_make(path);
        code = open_file(cache);
    }
    if (code == SQLITE_OK) {
        limit_size(cache);
        cache->options = cache_name(cache, options, true);
        free(options);
        return cache;
    }
    cca_fail(error, CCA_RESOURCES,
             "%s: results cannot be kept here: %s; choose another file by --cache, or --no-cache", path,
             sqlite3_errstr(code));
    free(options);
    cache_close(cache);
    return NULL;
}

void cache_renew(struct cache *cache, const struct experiment *experiment)
{
    pthread_mutex_lock(&cache->lock);
    cache->experiment = experiment;
    pair_map_free(&cache->cells);
    cache->known_count = 0;
    pthread_mutex_unlock(&cache->lock);
}

void cache_close(struct cache *cache)
{
    if (!cache)
        return;
    if (cache->path) {
        close_file(cache);
        pthread_mutex_destroy(&cache->lock);
    }
    free(cache->known);
    free(cache->path);
    free(cache);
}

/* Names a representation whose file is in the state *identity; NULL when there is no such file or no memory.
 */
static struct known *know(struct cache *cache, cell_key key, const struct cca_identity *identity, bool add)
{
    struct cca_cell cell = cell_of_key(key);
    uint32_t at = pair_map_get(&cache->cells, (struct pair_key){key, key});
    char *path, *member, *whole, *text = NULL;
    struct known *known = NULL;

    path = experiment_activations(cache->experiment, cell.network, cell.checkpoint, cell.layer, &member);
    whole = path ? realpath(path, NULL) : NULL;
    if (whole)
        text = cache_key_of(cache->experiment, cell, whole, member, identity);
    if (text && at == PAIR_ABSENT &&
        make_room(&cache->known, cache->known_count, &cache->known_room, sizeof *cache->known) &&
        pair_map_put(&cache->cells, (struct pair_key){key, key}, (uint32_t)cache->known_count))
        at = (uint32_t)cache->known_count++;
    if (text && at != PAIR_ABSENT) {
        known = &cache->known[at];
        *known = (struct known){*identity, cache_name(cache, text, add)};
    }
    free(path);
    free(member);
    free(whole);
    free(text);
    return known;
}

/* Looks at the file once. */
static const struct known *look_at(struct cache *cache, cell_key key)
{
    struct cca_cell cell = cell_of_key(key);
    uint32_t at = pair_map_get(&cache->cells, (struct pair_key){key, key});
    struct cca_identity identity;
    const struct known *known = NULL;
    char *path, *member;

    if (at != PAIR_ABSENT)
        return &cache->known[at];
    path = experiment_activations(cache->experiment, cell.network, cell.checkpoint, cell.layer, &member);
    if (path && cca_file_identity(path, &identity))
        known = know(cache, key, &identity, false);
    free(path);
    free(member);
    return known;
}

static uint64_t checksum_of(const struct cache_row *key, const void *bytes, size_t size)
{
    const uint64_t names[] = {key->a.checksum, key->b.checksum, key->options.checksum};

    return cache_checksum(cache_checksum(0, names, sizeof names), bytes, size);
}

/* The bytes of a result, which hold until the statement is reset; NULL: there is none. *code tells what
 * SQLite says. */
const void *cache_find_row(struct cache *cache, const struct cache_row *key, size_t *size, int *code)
{
    sqlite3_stmt *statement = fresh(cache, FIND_RESULT);
    const void *bytes;

    if (!key->a.id || !key->b.id || !key->options.id)
        return NULL;
    sqlite3_bind_int64(statement, 1, key->a.id);
    sqlite3_bind_int64(statement, 2, key->b.id);
    sqlite3_bind_int64(statement, 3, key->options.id);
    *code = sqlite3_step(statement);
    bytes = *code == SQLITE_ROW ? sqlite3_column_blob(statement, 0) : NULL;
    *size = bytes ? (size_t)sqlite3_column_bytes(statement, 0) : 0;
    return bytes && checksum_of(key, bytes, *size) == (uint64_t)sqlite3_column_int64(statement, 1) ? bytes
                                                                                                   : NULL;
}

int cache_keep_row(struct cache *cache, const struct cache_row *key, const void *bytes, size_t size)
{
    sqlite3_stmt *statement = fresh(cache, ADD_RESULT);
    int code;

    if (!key->a.id || !key->b.id || !key->options.id)
        return sqlite3_errcode(cache->file);
    sqlite3_bind_int64(statement, 1, key->a.id);
    sqlite3_bind_int64(statement, 2, key->b.id);
    sqlite3_bind_int64(statement, 3, key->options.id);
    sqlite3_bind_blob(statement, 4, bytes, (int)size, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 5, (int64_t)checksum_of(key, bytes, size));
    code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

void cache_found(struct cache *cache, int code)
{
    fresh(cache, FIND_RESULT);
    if (damaged(code))
        give_up_on(cache, code);
}

static bool find_one(struct cache *cache, const struct cache_row *key, unsigned wanted,
                     struct cca_summary *summary)
{
    int code = SQLITE_OK;
    size_t size;
    const void *bytes = cache_find_row(cache, key, &size, &code);
    bool found = bytes && size == sizeof *summary;

    if (found)
        memcpy(summary, bytes, sizeof *summary);
    cache_found(cache, code);
    return found && (summary->measured & wanted) == wanted;
}

struct cache_name cache_cell_name(struct cache *cache, cell_key key)
{
    const struct known *known = look_at(cache, key);

    return known ? known->name : (struct cache_name){0};
}

void cache_find(struct cache *cache, const struct pair_key *keys, size_t count, unsigned wanted, bool *found,
                struct cca_summary *summaries)
{
    memset(found, 0, count * sizeof *found);
    pthread_mutex_lock(&cache->lock);
    if (cache->file)
        execute(cache->file, "BEGIN"); /* one snapshot, one lock */
    for (size_t i = 0; i < count && cache->file && cache->options.id; i++) {
        struct cache_row key = {cache_cell_name(cache, keys[i].first), cache_cell_name(cache, keys[i].second),
                                cache->options};

        found[i] = find_one(cache, &key, wanted, &summaries[i]);
    }
    if (cache->file)
        execute(cache->file, "COMMIT");
    pthread_mutex_unlock(&cache->lock);
}

struct cache_name cache_new_cell_name(struct cache *cache, cell_key key, const struct cca_identity *identity)
{
    const struct known *known = look_at(cache, key);

    if (!known || known->name.id == 0 || !cca_identity_same(&known->identity, identity))
        known = know(cache, key, identity, true);
    return known ? known->name : (struct cache_name){0};
}

static int keep_one(struct cache *cache, const struct cache_item *item)
{
    struct cache_row key = {cache_new_cell_name(cache, item->key.first, &item->first),
                            cache_new_cell_name(cache, item->key.second, &item->second), cache->options};

    return cache_keep_row(cache, &key, &item->summary, sizeof item->summary);
}

int cache_begin(struct cache *cache)
{
    return execute(cache->file, "BEGIN IMMEDIATE") ? SQLITE_OK : sqlite3_errcode(cache->file);
}

/* All of it is kept, or nothing. */
void cache_end(struct cache *cache, int code)
{
    if (code == SQLITE_OK && !execute(cache->file, "COMMIT"))
        code = sqlite3_errcode(cache->file);
    if (code == SQLITE_OK)
        return;
    execute(cache->file, "ROLLBACK");
    if ((code & 0xff) != SQLITE_BUSY)
        give_up_on(cache, code);
}

void cache_keep(struct cache *cache, const struct cache_item *items, size_t count)
{
    pthread_mutex_lock(&cache->lock);
    if (cache->file && count > 0) {
        int code = cache_begin(cache);

        for (size_t i = 0; i < count && code == SQLITE_OK; i++)
            code = keep_one(cache, &items[i]);
        cache_end(cache, code);
    }
    pthread_mutex_unlock(&cache->lock);
}

bool cache_too_fresh(const struct cca_identity *identity, int64_t now)
{
    const int64_t second = 1000000000;
    bool coarse = identity->modified % second == 0 && identity->changed % second == 0;
    int64_t wait = coarse ? 2 * second : second / 20;

    return identity->modified > now - wait || identity->changed > now - wait;
}

int64_t cache_count(const char *path)
{
    sqlite3 *file = NULL;
    int64_t count = -1;

    if (sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
        number_of(file, "PRAGMA user_version") == layout_version())
        count = number_of(file, "SELECT count(*) FROM result");
    sqlite3_close(file);
    return count;
}
