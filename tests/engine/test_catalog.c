/* The arrays below a directory. */
#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/catalog.h"

#define REFERENCE TEST_DATA "/reference"

static char directory[40];

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

static void make_directory(void)
{
    strcpy(directory, "/tmp/ccascope-test-XXXXXX");
    cr_assert(mkdtemp(directory));
}

static void remove_directory(void)
{
    nftw(directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* A link to reference data below the directory; without a target, a file of some text. */
static void place(const char *name, const char *target)
{
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", directory, name);
    for (char *slash = strchr(path + strlen(directory) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    if (target) {
        cr_assert(symlink(target, path) == 0);
        return;
    }
    cr_assert((file = fopen(path, "w")));
    fputs("text", file);
    fclose(file);
}

TestSuite(catalog, .init = make_directory, .fini = remove_directory);

#define ARRAY REFERENCE "/dynamics/step0000_hidden1.npy"

Test(catalog, lists_arrays_with_their_headers)
{
    struct cca_catalog catalog;
    struct cca_error error;

    place("a/step10/x.npy", ARRAY);
    place("a/step9/x.npy", ARRAY);
    place("a/step9/y", ARRAY);
    place("notes.txt", NULL);
    place(".hidden.npy", ARRAY);
    place(".git/x.npy", ARRAY);
    place("broken.npy", NULL);
    cr_assert(cca_catalog_read(directory, &catalog, &error), "%s", error.text);
    cr_assert_eq(catalog.count, 3);
    cr_expect_str_eq(catalog.entries[0].path, "a/step9/x.npy");
    cr_expect_str_eq(catalog.entries[1].path, "a/step9/y");
    cr_expect_str_eq(catalog.entries[2].path, "a/step10/x.npy");
    cr_expect_null(catalog.entries[0].member);
    cr_expect_eq(catalog.entries[0].info.dimensions, 2);
    cr_expect_eq(catalog.entries[0].info.shape[0], 320);
    cr_expect_eq(catalog.entries[0].info.type, CCA_F32);
    cr_expect_eq(catalog.others, 1);
    cr_expect_eq(catalog.refusal_count, 1);
    cr_expect(strstr(catalog.refusals[0], "broken.npy: not an array file"), "%s", catalog.refusals[0]);
    cca_catalog_free(&catalog);
    cr_expect_eq(catalog.count, 0);
}

Test(catalog, lists_members_of_files)
{
    struct cca_catalog catalog;
    struct cca_error error;

    place("a/all.npz", REFERENCE "/formats/npz_nested_names.npz");
    place("a/one.npy", ARRAY);
    cr_assert(cca_catalog_read(directory, &catalog, &error), "%s", error.text);
    cr_assert_eq(catalog.count, 3);
    cr_expect_str_eq(catalog.entries[0].path, "a/all.npz");
    cr_expect_str_eq(catalog.entries[0].member, "layer1/conv");
    cr_expect_str_eq(catalog.entries[1].path, "a/all.npz");
    cr_expect_str_eq(catalog.entries[1].member, "layer1/fc");
    cr_expect_eq(catalog.entries[1].info.shape[0], 37);
    cr_expect_null(catalog.entries[2].member);
    cca_catalog_free(&catalog);
}

Test(catalog, counts_refusals_beyond_those_told)
{
    struct cca_catalog catalog;
    struct cca_error error;
    char name[40];

    for (int i = 0; i < CATALOG_TOLD + 5; i++) {
        snprintf(name, sizeof name, "%d.npy", i);
        place(name, NULL);
    }
    cr_assert(cca_catalog_read(directory, &catalog, &error));
    cr_expect_eq(catalog.count, 0);
    cr_expect_eq(catalog.refusal_count, CATALOG_TOLD + 5);
    cr_expect(catalog.refusals[CATALOG_TOLD - 1]);
    cca_catalog_free(&catalog);
}

Test(catalog, goes_no_deeper_than_it_must)
{
    struct cca_catalog catalog;
    struct cca_error error;
    char name[400] = "";

    for (int i = 0; i <= CATALOG_DEEPEST; i++) {
        strcat(name, "d/");
        strcat(name, "x.npy");
        place(name, ARRAY);
        name[strlen(name) - 5] = '\0';
    }
    cr_assert(cca_catalog_read(directory, &catalog, &error));
    cr_expect_eq(catalog.count, CATALOG_DEEPEST);
    cca_catalog_free(&catalog);
}

Test(catalog, ends_where_links_go_in_a_circle)
{
    struct cca_catalog catalog;
    struct cca_error error;

    place("a/x.npy", ARRAY);
    place("a/up", "..");
    place("a/self", "self");
    place("a/nowhere.npy", "missing");
    cr_assert(cca_catalog_read(directory, &catalog, &error));
    cr_expect_eq(catalog.count, 1);
    cr_expect_eq(catalog.refusal_count, 0);
    cca_catalog_free(&catalog);
}

Test(catalog, needs_a_directory)
{
    struct cca_catalog catalog;
    struct cca_error error;

    cr_expect_not(cca_catalog_read("/nonexistent", &catalog, &error));
    cr_expect(strstr(error.text, "/nonexistent: No such file"), "%s", error.text);
    cr_expect_not(cca_catalog_read(ARRAY, &catalog, &error));
    cr_expect(strstr(error.text, "name the directory"), "%s", error.text);
    cr_expect_eq(catalog.count, 0);
}

Test(catalog, knows_the_suffixes_of_arrays)
{
    cr_expect_eq(cca_array_stem("a/b.npy"), 3);
    cr_expect_eq(cca_array_stem("a/b.tar.p.gz"), 7);
    cr_expect_eq(cca_array_stem("b.safetensors"), 1);
    cr_expect_eq(cca_array_stem("layer3.0.conv1"), 14);
    cr_expect_eq(cca_array_stem("a/.npy"), 6);
    cr_expect_eq(cca_array_stem(".npy"), 4);
    cr_expect_eq(cca_array_stem(""), 0);
}
