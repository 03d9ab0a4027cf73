/* HDF5 files: groups of datasets, by the HDF5 library. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "engine/format.h"
#include "engine/hdf5_dataset.h"

/* What may be kept, of each array that is read, of chunks that reading comes back to. */
#define KEPT_BYTES ((size_t)256 << 20)

struct hdf5 {
    struct bytes *bytes; /* the file, for its size and its name */
    hid_t file;
    struct bytes *selected;
};

#define SIGNATURE      "\x89HDF\r\n\x1a\n"
#define SIGNATURE_SIZE 8
#define USER_BLOCK     512 /* what MATLAB puts before */

static bool hdf5_recognises(const unsigned char *head, size_t size)
{
    return (size >= SIGNATURE_SIZE && memcmp(head, SIGNATURE, SIGNATURE_SIZE) == 0) ||
           (size >= USER_BLOCK + SIGNATURE_SIZE && memcmp(head + USER_BLOCK, SIGNATURE, SIGNATURE_SIZE) == 0);
}

static bool is_locked(const struct bytes *bytes)
{
    bool locked = flock(bytes_descriptor(bytes), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;

    flock(bytes_descriptor(bytes), LOCK_UN);
    return locked;
}

/* Whether a program has it open in the mode that lets others read (SWMR), or died so. It is not read in that
 * mode: the library then takes what is cut short for zeros. */
static bool is_shared(struct bytes *bytes)
{
    unsigned char superblock[SIGNATURE_SIZE + 4]; /* its version comes first, its flags last */
    struct cca_error error;

    return bytes_read(bytes, 0, superblock, sizeof superblock, &error) == sizeof superblock &&
           superblock[SIGNATURE_SIZE] == 3 && superblock[SIGNATURE_SIZE + 3] & 4;
}

static bool open_file(struct hdf5 *hdf5, const char *path, struct cca_error *error)
{
    const char *name = hdf5->bytes->name;

    if (bytes_descriptor(hdf5->bytes) < 0)
        return cca_fail(error, CCA_REFUSED, "%s: an HDF5 file inside gzip; unpack it with gunzip", name);
    hdf5_enter();
    hdf5->file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    hdf5_leave();
    return hdf5->file >= 0 ||
           cca_fail(error, CCA_REFUSED, "%s: %s", name,
                    is_locked(hdf5->bytes)
                        ? "another program has the HDF5 file open for writing; close it there"
                    : is_shared(hdf5->bytes)
                        ? "a program has the HDF5 file open for writing, or died so; close it "
                          "there, or run h5clear -s on it"
                        : "the HDF5 file is damaged or cut short; save it again");
}

static void hdf5_close(void *state)
{
    struct hdf5 *hdf5 = state;

    bytes_close(hdf5->selected);
    if (hdf5->file >= 0) {
        hdf5_enter();
        H5Fclose(hdf5->file);
        hdf5_leave();
    }
    bytes_close(hdf5->bytes);
}

static bool hdf5_open(void *state, struct bytes *bytes, const char *path, struct cca_error *error)
{
    struct hdf5 *hdf5 = state;

    hdf5->bytes = bytes;
    hdf5->file = -1;
    return open_file(hdf5, path, error);
}

struct visit {
    struct hdf5 *hdf5;
    struct cca_array_list *list;
    struct cca_error *error;
};

/* For each object once, by its first hard link: links that lead elsewhere are not followed. */
static herr_t visit_object(hid_t root, const char *member, const H5O_info_t *object, void *context)
{
    const struct visit *visit = context;
    const struct bytes *bytes = visit->hdf5->bytes;
    struct cca_array_info info = {0};
    hid_t dataset;
    bool swap, good;

    if (object->type != H5O_TYPE_DATASET || (dataset = H5Dopen2(root, member, H5P_DEFAULT)) < 0)
        return 0;
    good = !hdf5_describe(dataset, bytes->size, bytes->name, &info, &swap, visit->error) ||
           array_list_add(visit->list, member, &info, visit->error);
    H5Dclose(dataset);
    return good ? 0 : -1;
}

static bool hdf5_list(void *state, struct cca_array_list *list, struct cca_error *error)
{
    struct visit visit = {state, list, error};
    herr_t status;

    hdf5_enter();
    status = H5Ovisit2(visit.hdf5->file, H5_INDEX_NAME, H5_ITER_INC, visit_object, &visit, H5O_INFO_BASIC);
    hdf5_leave();
    if (status < 0 && error->failure == CCA_OK)
        cca_fail(error, CCA_REFUSED, "%s: the HDF5 file is damaged or cut short; save it again",
                 visit.hdf5->bytes->name);
    return status >= 0;
}

/* Called by the library when a path leads through an external link. */
static herr_t refuse_external(const char *file, const char *group, const char *target_file,
                              const char *target, unsigned *flags, hid_t access, void *external)
{
    (void)file, (void)group, (void)target_file, (void)target, (void)flags, (void)access;
    *(bool *)external = true;
    return -1;
}

/* Whether there is a link of that name, wherever it leads. Asking for a path wants every step asked for. */
static bool link_exists(hid_t file, const char *member, hid_t access)
{
    char *path = strdup(member);
    bool exists = path != NULL;

    for (char *slash = path; exists && slash;) {
        slash = strchr(slash + (*slash == '/'), '/');
        if (slash)
            *slash = '\0';
        exists = !*path || H5Lexists(file, path, access) > 0;
        if (slash)
            *slash = '/';
    }
    free(path);
    return exists;
}

/* Opens a dataset; -1 with *error filled. */
static hid_t open_dataset(const struct hdf5 *hdf5, const char *member, hid_t access, struct cca_error *error)
{
    const char *name = hdf5->bytes->name;
    bool external = false;
    hid_t object;

    H5Pset_elink_cb(access, refuse_external, &external);
    object = H5Oopen(hdf5->file, member, access);
    if (object >= 0 && H5Iget_type(object) == H5I_DATASET) {
        H5Oclose(object);
        return H5Dopen2(hdf5->file, member, access);
    }
    if (object >= 0) {
        cca_fail(error, CCA_REFUSED, "%s: this is a group, not a dataset; name one of the datasets in it",
                 name);
        H5Oclose(object);
    } else if (external) {
        cca_fail(error, CCA_REFUSED, "%s: a link to another file; name that file instead", name);
    } else if (link_exists(hdf5->file, member, access)) {
        cca_fail(error, CCA_REFUSED, "%s: the link leads nowhere, or the file is damaged; save it again", name);
    } else {
        cca_fail(error, CCA_MISSING, "%s: no such member; ccascope init on its folder tells what the file holds", name);
    }
    return -1;
}

static bool hdf5_select(void *state, const char *member, struct cca_array_info *info,
                        struct placement *placement, struct cca_error *error)
{
    struct hdf5 *hdf5 = state;
    const char *name = hdf5->bytes->name;
    hid_t access, dataset;
    bool good = false;

    hdf5_enter();
    access = H5Pcreate(H5P_DATASET_ACCESS);
    if ((dataset = open_dataset(hdf5, member, access, error)) >= 0) {
        good = hdf5_describe(dataset, hdf5->bytes->size, name, info, &placement->swap, error);
        if (good)
            hdf5_size_cache(dataset, info, KEPT_BYTES, access);
        H5Dclose(dataset);
    }
    if (good && (dataset = open_dataset(hdf5, member, access, error)) >= 0)
        hdf5->selected = hdf5_bytes(dataset, info, KEPT_BYTES, name, error);
    H5Pclose(access);
    hdf5_leave();
    placement->bytes = hdf5->selected;
    return hdf5->selected != NULL;
}

const struct array_format hdf5_format = {"hdf5",    sizeof(struct hdf5), hdf5_recognises, hdf5_open,
                                         hdf5_list, hdf5_select,         hdf5_close};
