/* `compare`: two arrays by every measure. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/number.h"
#include "engine/comparison.h"
#include "engine/lapack.h"
#include "engine/study.h"
#include "tui/commands.h"
#include "tui/json.h"
#include "tui/number.h"
#include "tui/output.h"
#include "tui/text.h"

/* Correlations that the text lists; JSON has them all. */
#define LISTED 12

/* One array, as named and as read. */
struct operand {
    const char *name;
    char *path, *member; /* owned */
    struct treatment treatment;
    struct cca_basis *basis;
    enum cca_type type;
};

/* Splits PATH#MEMBER, unless a file has the whole as its name. */
static void split_name(struct operand *operand)
{
    char *mark;

    operand->path = strdup(operand->name);
    if (!operand->path || access(operand->path, F_OK) == 0 || !(mark = strrchr(operand->path, '#')))
        return;
    *mark = '\0';
    operand->member = strdup(mark + 1);
}

/* How the array of one side becomes a representation. */
static bool side_source(const struct side_options *side, struct treatment *treatment,
                        struct cca_source *source)
{
    int64_t timestep = CCA_LAST_TIMESTEP;

    *treatment =
        (struct treatment){.positions = side->positions, .timesteps = side->timesteps, .index = side->index};
    snprintf(treatment->axes, sizeof treatment->axes, "%s", side->axes ? side->axes : "nc");
    if (side->timestep && strcmp(side->timestep, "last") != 0 &&
        (!number_parse_integer(side->timestep, &timestep) || timestep < 0)) {
        complain(2, "timestep '%s' is no whole number from 0 on, nor 'last'", side->timestep);
        return false;
    }
    source->treatment = treatment;
    source->timestep = timestep;
    return true;
}

static int read_operand(struct operand *operand, const struct side_options *side, double rank_tolerance)
{
    struct cca_source source = {0};
    struct cca_keeping keeping = {.directions = true, .values = true};
    struct cca_outline outline;
    struct cca_error error;
    bool fits;

    split_name(operand);
    source.path = operand->path;
    source.member = operand->member;
    if (!side_source(side, &operand->treatment, &source))
        return 2;
    if (!operand->path || !cca_representation_outline(&source, &outline, &error))
        return complain(1, "%s", operand->path ? error.text : "not enough memory");
    operand->type = outline.type;
    /* Too large for that, it is read a block at a time whenever it is needed. */
    fits = cca_basis_bytes(outline.n, outline.d, outline.type, keeping) <= cca_default_memory() / 2;
    keeping = (struct cca_keeping){.directions = fits, .values = fits};
    operand->basis = cca_basis_open(&source, keeping, rank_tolerance, &error);
    return operand->basis ? 0 : complain(1, "%s", error.text);
}

static json_t *both_forms(const struct cca_summary *summary, enum measure measure, enum pwcca_side side)
{
    return json_pack("{s:o, s:o}", "similarity", json_number(cca_similarity(summary, measure, side)),
                     "distance", json_number(cca_distance(summary, measure, side)));
}

static json_t *correlations_array(const struct cca_comparison *comparison)
{
    json_t *array = json_array();

    for (size_t i = 0; i < comparison->count; i++)
        json_array_append_new(array, json_real(comparison->correlations[i]));
    return array;
}

static json_t *notes_array(const struct cca_summary *summary)
{
    json_t *array = json_array();
    char text[300];

    for (int i = 0; i < CCA_NOTE_COUNT; i++)
        if (summary->notes & 1u << i) {
            cca_note_text(summary, 1u << i, text, sizeof text);
            json_array_append_new(array, json_text(text));
        }
    return array;
}

static json_t *to_json(const struct operand *x, const struct operand *y,
                       const struct cca_comparison *comparison)
{
    const struct cca_summary *summary = &comparison->summary;
    bool defined = summary->rank_x && summary->rank_y;
    json_t *root = json_object(), *svcca = both_forms(summary, MEASURE_SVCCA, PWCCA_X);
    json_t *pwcca = json_object();

    json_object_set_new(svcca, "kept_x", defined ? json_integer((json_int_t)summary->kept_x) : json_null());
    json_object_set_new(svcca, "kept_y", defined ? json_integer((json_int_t)summary->kept_y) : json_null());
    json_object_set_new(pwcca, "x", both_forms(summary, MEASURE_PWCCA, PWCCA_X));
    json_object_set_new(pwcca, "y", both_forms(summary, MEASURE_PWCCA, PWCCA_Y));
    json_object_set_new(pwcca, "mean", both_forms(summary, MEASURE_PWCCA, PWCCA_MEAN));
    json_object_set_new(root, "x", json_text(x->name));
    json_object_set_new(root, "y", json_text(y->name));
    json_object_set_new(root, "n", json_integer((json_int_t)summary->n));
    json_object_set_new(root, "d_x", json_integer((json_int_t)summary->d_x));
    json_object_set_new(root, "d_y", json_integer((json_int_t)summary->d_y));
    json_object_set_new(root, "rank_x", json_integer((json_int_t)summary->rank_x));
    json_object_set_new(root, "rank_y", json_integer((json_int_t)summary->rank_y));
    json_object_set_new(root, "correlations", defined ? correlations_array(comparison) : json_null());
    json_object_set_new(root, "by_construction", json_integer((json_int_t)summary->by_construction));
    json_object_set_new(root, "chance", json_number(summary->chance[MEASURE_CCA]));
    json_object_set_new(root, "cca", both_forms(summary, MEASURE_CCA, PWCCA_X));
    json_object_set_new(root, "svcca", svcca);
    json_object_set_new(root, "pwcca", pwcca);
    json_object_set_new(root, "r2cca", both_forms(summary, MEASURE_R2CCA, PWCCA_X));
    json_object_set_new(root, "cka", both_forms(summary, MEASURE_CKA, PWCCA_X));
    json_object_set_new(root, "procrustes", both_forms(summary, MEASURE_PROCRUSTES, PWCCA_X));
    json_object_set_new(root, "cosine", json_number(summary->similarity[MEASURE_COSINE]));
    json_object_set_new(root, "euclidean", json_number(summary->similarity[MEASURE_EUCLIDEAN]));
    json_object_set_new(root, "cca_held_out", both_forms(summary, MEASURE_HELD_OUT, PWCCA_X));
    json_object_set_new(root, "notes", notes_array(summary));
    return root;
}

static bool print_json(const struct operand *operands, const struct cca_comparison *comparison,
                       const struct output *output)
{
    return json_write(to_json(&operands[0], &operands[1], comparison), JSON_INDENT(2), output->terminal,
                      output->stream) &&
           fputc('\n', output->stream) != EOF;
}

static void print_operand(FILE *out, char letter, const struct operand *operand)
{
    fprintf(out, "%c  ", letter);
    text_print(out, operand->name);
    fprintf(out, "   %zu x %zu %s, rank %zu\n", operand->basis->n, operand->basis->d,
            cca_type_name(operand->type), operand->basis->rank);
}

/* A value with six decimals, or `undefined`. */
static const char *value_text(char text[NUMBER_SIZE], double value)
{
    if (isnan(value))
        return "undefined";
    if (fabs(value) > 0 && (fabs(value) < 1e-4 || fabs(value) > 1e6))
        snprintf(text, NUMBER_SIZE, "%.6g", value);
    else
        number_fixed(text, value, 6);
    return text;
}

static void print_measure(FILE *out, const struct cca_summary *summary, const char *name,
                          enum measure measure, enum pwcca_side side)
{
    char similarity[NUMBER_SIZE], distance[NUMBER_SIZE], chance[NUMBER_SIZE];
    bool distance_only = measure == MEASURE_EUCLIDEAN, has_chance = !isnan(summary->chance[measure]);

    fprintf(out, "%-12s %12s %12s %12s\n", name,
            distance_only ? "" : value_text(similarity, cca_similarity(summary, measure, side)),
            value_text(distance, cca_distance(summary, measure, side)),
            has_chance ? value_text(chance, summary->chance[measure]) : "");
}

static void print_measures(FILE *out, const struct cca_summary *summary)
{
    fprintf(out, "\n%-12s %12s %12s %12s\n", "measure", "similarity", "distance", "by chance");
    for (int measure = 0; measure < MEASURE_COUNT; measure++) {
        if (measure != MEASURE_PWCCA) {
            print_measure(out, summary, measure_name(measure), measure, PWCCA_X);
            continue;
        }
        print_measure(out, summary, "pwcca by x", measure, PWCCA_X);
        print_measure(out, summary, "pwcca by y", measure, PWCCA_Y);
        print_measure(out, summary, "pwcca mean", measure, PWCCA_MEAN);
    }
}

static bool print_text(const struct operand *operands, const struct cca_comparison *comparison, FILE *out)
{
    const struct cca_summary *summary = &comparison->summary;
    char text[300];

    print_operand(out, 'X', &operands[0]);
    print_operand(out, 'Y', &operands[1]);
    print_measures(out, summary);
    if (comparison->count > 0) {
        fprintf(out, "\nsvcca keeps %zu and %zu directions\ncorrelations", summary->kept_x, summary->kept_y);
        for (size_t i = 0; i < comparison->count && i < LISTED; i++)
            fprintf(out, " %s", value_text(text, comparison->correlations[i]));
        fprintf(out, comparison->count > LISTED ? " ... %zu in all\n" : "\n", comparison->count);
    }
    for (int i = 0; i < CCA_NOTE_COUNT; i++)
        if (summary->notes & 1u << i) {
            cca_note_text(summary, 1u << i, text, sizeof text);
            fprintf(out, "note: %s\n", text);
        }
    return !ferror(out);
}

static int compare_operands(const struct options *options, const struct operand *operands)
{
    struct cca_comparison comparison;
    struct cca_error error;
    struct output output;
    bool defined, good;

    if (operands[0].basis->n != operands[1].basis->n)
        return complain(1,
                        "%s has %zu samples and %s has %zu; only arrays of the same inputs can be compared",
                        operands[0].name, operands[0].basis->n, operands[1].name, operands[1].basis->n);
    if (!cca_compare(operands[0].basis, operands[1].basis, &options->measures, &comparison, &error))
        return complain(1, "%s", error.text);
    defined = comparison.count > 0;
    good = output_open(&output, options->output);
    if (good) {
        good = options->format == FORMAT_JSON ? print_json(operands, &comparison, &output)
                                              : print_text(operands, &comparison, output.stream);
        good = output_close(&output, good);
    }
    cca_comparison_free(&comparison);
    return good && defined ? 0 : 1;
}

int command_compare(const struct options *options)
{
    struct operand operands[2] = {{.name = options->arrays[0]}, {.name = options->arrays[1]}};
    int status = 0;

    /* One pair: nothing to be parallel over but BLAS itself. */
    lapack_use_threads(options->threads > 0 ? options->threads : (int)sysconf(_SC_NPROCESSORS_ONLN));
    for (int i = 0; i < 2 && status == 0; i++)
        status = read_operand(&operands[i], &options->sides[i], options->measures.rank_tolerance);
    if (status == 0)
        status = compare_operands(options, operands);
    for (int i = 0; i < 2; i++) {
        cca_basis_free(operands[i].basis);
        free(operands[i].path);
        free(operands[i].member);
    }
    return status;
}
