#include "engine/load.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/basis_rows.h"
#include "engine/plan.h"
#include "engine/rows.h"

/* All arrays of an experiment hold the same inputs, so as many samples. */
static bool check_samples(const struct cca_study *study, const struct rows *rows, struct cca_error *error)
{
    const struct survey *survey = &study->survey;

    if (survey->samples == 0 || rows->samples == survey->samples)
        return true;
    return cca_fail(
        error, CCA_REFUSED,
        "%s: has %zu samples, but %s has %zu; every array must hold the same inputs in the same order",
        rows->source.path, rows->samples, survey->samples_of ? survey->samples_of : "another array",
        survey->samples);
}

static struct rows *open_rows(const struct cca_study *study, cell_key key, struct cca_error *error)
{
    char *path, *member;
    struct cca_source source = source_of(study->experiment, cell_of_key(key), &path, &member);
    struct rows *rows = rows_open(&source, error);

    if (rows && !check_samples(study, rows, error)) {
        rows_free(rows);
        rows = NULL;
    }
    free(path);
    free(member);
    return rows;
}

/* So large that the pool could not hold what it works on at once: made from the file whenever needed. */
static struct cca_keeping keeping_for(const struct cca_study *study, const struct rows *rows)
{
    double kept = (double)cca_basis_bytes(rows->n, rows->d, rows->type, study->keeping);
    double values = study->keeping.values ? 0 : (double)rows_bytes(rows); /* while they are decomposed */
    double most = (double)study->store.least * kept + study->thread_count * values;

    if (most > (double)study->store.budget && rows->in_parts && !rows->by_frequency)
        return (struct cca_keeping){.span = study->keeping.span};
    return study->keeping;
}

static void reserve(struct cca_study *study, struct store_entry *entry, size_t bytes)
{
    pthread_mutex_lock(&study->lock);
    store_reserve(&study->store, entry, bytes);
    pthread_mutex_unlock(&study->lock);
}

static struct cca_basis *make_basis(struct cca_study *study, struct store_entry *entry, size_t *bytes,
                                    struct cca_error *error)
{
    struct rows *rows = open_rows(study, entry->key, error);
    struct cca_keeping keeping;

    if (!rows)
        return NULL;
    keeping = keeping_for(study, rows);
    *bytes = cca_basis_bytes(rows->n, rows->d, rows->type, keeping);
    /* Values are in memory while their basis is made, also when they are not kept. */
    reserve(study, entry, *bytes + (keeping.directions && !keeping.values ? rows_bytes(rows) : 0));
    return basis_of_rows(rows, keeping, study->experiment->options.rank_tolerance, error);
}

/* A basis that was dropped, complete again; NULL and freed when its file has changed or gone. */
static struct cca_basis *remake_basis(struct cca_study *study, struct store_entry *entry, size_t *bytes,
                                      struct cca_error *error)
{
    struct cca_basis *basis = entry->basis;
    struct cca_keeping keeping = keeping_for(study, basis->rows);

    *bytes = cca_basis_bytes(basis->n, basis->d, basis->rows->type, keeping);
    reserve(study, entry, *bytes);
    if (basis_restore(basis, keeping, error))
        return basis;
    cca_basis_free(basis);
    return NULL;
}

static void report_problem(struct cca_study *study, const struct store_entry *entry)
{
    struct outbox *outbox = &study->outbox;

    if (!make_room(&outbox->problems, outbox->problem_count, &outbox->problem_room, sizeof *outbox->problems))
        return;
    outbox->problems[outbox->problem_count++] = (struct cca_problem){
        cell_of_key(entry->key), entry->failure, entry->reason ? strdup(entry->reason) : NULL};
    study_announce(study);
}

void load_basis(struct cca_study *study, struct store_entry *entry)
{
    struct cca_error error;
    double start = rate_clock();
    bool again = entry->basis != NULL;
    size_t bytes = 0;
    struct cca_basis *basis =
        entry->basis ? remake_basis(study, entry, &bytes, &error) : make_basis(study, entry, &bytes, &error);

    pthread_mutex_lock(&study->lock);
    store_publish(&study->store, entry, basis, basis ? bytes : 0, &error);
    effort_note(&study->estimate.loads, (again ? PLAN_RELOAD_SHARE : 1) * plan_load_effort(study, entry->key),
                rate_clock() - start);
    if (!basis)
        report_problem(study, entry);
    pthread_cond_broadcast(&study->changed);
    pthread_mutex_unlock(&study->lock);
}

void load_ahead(const struct experiment *experiment, cell_key key)
{
    char *path, *member;
    struct cca_source source = source_of(experiment, cell_of_key(key), &path, &member);
    int descriptor = source.path ? open(source.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;

    if (descriptor >= 0) {
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_WILLNEED);
        close(descriptor);
    }
    free(path);
    free(member);
}
