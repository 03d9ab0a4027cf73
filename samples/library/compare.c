/* Two arrays, compared by every measure with libccascope:
 *
 *     cc compare.c $(pkg-config --cflags --libs ccascope) -o compare
 *     ./compare a.npy b.npy
 *
 * Both are samples × features, and row i of both belongs to the same input. */
#include <ccascope/ccascope.h>
#include <stdio.h>

static struct cca_basis *read_basis(const char *path, struct cca_error *error)
{
    const struct treatment treatment = {.axes = "nc"};
    const struct cca_source source = {.path = path, .treatment = &treatment, .timestep = CCA_LAST_TIMESTEP};
    struct cca_matrix matrix;

    if (!cca_representation_read(&source, &matrix, error))
        return NULL;
    return cca_basis_create(&matrix, 0, error); /* takes the matrix over */
}

static void print(const struct cca_comparison *comparison)
{
    const struct cca_summary *summary = &comparison->summary;
    char text[300];

    printf("n %zu, rank %zu and %zu\n", summary->n, summary->rank_x, summary->rank_y);
    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        printf("%-10s %.17g\n", measure_name(measure), cca_distance(summary, measure, PWCCA_MEAN));
    for (int note = 0; note < CCA_NOTE_COUNT; note++)
        if (summary->notes & 1u << note) {
            cca_note_text(summary, 1u << note, text, sizeof text);
            printf("note: %s\n", text);
        }
}

int main(int argc, char **argv)
{
    const struct measure_options options = measure_options_default();
    struct cca_comparison comparison;
    struct cca_basis *x = NULL, *y = NULL;
    struct cca_error error;
    int status = 1;

    if (argc != 3) {
        fprintf(stderr, "usage: compare X Y\n");
        return 2;
    }
    if ((x = read_basis(argv[1], &error)) && (y = read_basis(argv[2], &error)) &&
        cca_compare(x, y, &options, &comparison, &error)) {
        print(&comparison);
        cca_comparison_free(&comparison);
        status = 0;
    } else {
        fprintf(stderr, "compare: %s\n", error.text);
    }
    cca_basis_free(x);
    cca_basis_free(y);
    return status;
}
