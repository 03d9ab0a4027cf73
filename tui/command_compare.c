/* `compare`: two arrays by every measure. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/number.h"
#include "engine/bootstrap.h"
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

/* What is known of two arrays. */
struct findings {
    struct cca_comparison comparison;
    bool has_intervals; /* they were asked for */
    struct cca_intervals intervals;
};

static json_t *both_forms(const struct findings *findings, enum measure measure, enum pwcca_side side)
{
    const struct cca_summary *summary = &findings->comparison.summary;
    size_t interval = cca_interval_of(measure, side);
    json_t *object = json_pack("{s:o, s:o}", "similarity", json_number(cca_similarity(summary, measure, side)),
                               "distance", json_number(cca_distance(summary, measure, side)));

    if (!findings->has_intervals)
        return object;
    json_object_set_new(object, "lo", json_number(findings->intervals.low[interval]));
    json_object_set_new(object, "hi", json_number(findings->intervals.high[interval]));
    return object;
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

static json_t *to_json(const struct operand *x, const struct operand *y, const struct findings *findings)
{
    const struct cca_comparison *comparison = &findings->comparison;
    const struct cca_summary *summary = &comparison->summary;
    bool defined = summary->rank_x && summary->rank_y;
    json_t *root = json_object(), *svcca = both_forms(findings, MEASURE_SVCCA, PWCCA_X);
    json_t *pwcca = json_object();

    json_object_set_new(svcca, "kept_x", defined ? json_integer((json_int_t)summary->kept_x) : json_null());
    json_object_set_new(svcca, "kept_y", defined ? json_integer((json_int_t)summary->kept_y) : json_null());
    json_object_set_new(pwcca, "x", both_forms(findings, MEASURE_PWCCA, PWCCA_X));
    json_object_set_new(pwcca, "y", both_forms(findings, MEASURE_PWCCA, PWCCA_Y));
    json_object_set_new(pwcca, "mean", both_forms(findings, MEASURE_PWCCA, PWCCA_MEAN));
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
    json_object_set_new(root, "cca", both_forms(findings, MEASURE_CCA, PWCCA_X));
    json_object_set_new(root, "svcca", svcca);
    json_object_set_new(root, "pwcca", pwcca);
    json_object_set_new(root, "r2cca", both_forms(findings, MEASURE_R2CCA, PWCCA_X));
    json_object_set_new(root, "cka", both_forms(findings, MEASURE_CKA, PWCCA_X));
    json_object_set_new(root, "procrustes", both_forms(findings, MEASURE_PROCRUSTES, PWCCA_X));
    json_object_set_new(root, "cosine", json_number(summary->similarity[MEASURE_COSINE]));
    json_object_set_new(root, "euclidean", json_number(summary->similarity[MEASURE_EUCLIDEAN]));
    json_object_set_new(root, "cca_held_out", both_forms(findings, MEASURE_HELD_OUT, PWCCA_X));
    json_object_set_new(root, "notes", notes_array(summary));
    return root;
}

static bool print_json(const struct operand *operands, const struct findings *findings, const struct output *output)
{
    return json_write(to_json(&operands[0], &operands[1], findings), JSON_INDENT(2), output->terminal,
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

/* The 95 % interval of a distance, into `text`; empty where there is none. */
static const char *interval_text(char text[2 * NUMBER_SIZE + 4], const struct findings *findings, size_t interval)
{
    char low[NUMBER_SIZE], high[NUMBER_SIZE];

    *text = '\0';
    if (findings->has_intervals && !isnan(findings->intervals.low[interval]))
        snprintf(text, 2 * NUMBER_SIZE + 4, "%s to %s", value_text(low, findings->intervals.low[interval]),
                 value_text(high, findings->intervals.high[interval]));
    return text;
}

static void print_measure(FILE *out, const struct findings *findings, const char *name, enum measure measure,
                          enum pwcca_side side)
{
    char similarity[NUMBER_SIZE], distance[NUMBER_SIZE], chance[NUMBER_SIZE], interval[2 * NUMBER_SIZE + 4];
    const struct cca_summary *summary = &findings->comparison.summary;
    bool distance_only = measure == MEASURE_EUCLIDEAN, has_chance = !isnan(summary->chance[measure]);

    fprintf(out, "%-12s %12s %12s %12s", name,
            distance_only ? "" : value_text(similarity, cca_similarity(summary, measure, side)),
            value_text(distance, cca_distance(summary, measure, side)),
            has_chance ? value_text(chance, summary->chance[measure]) : "");
    if (findings->has_intervals)
        fprintf(out, "   %s", interval_text(interval, findings, cca_interval_of(measure, side)));
    fputc('\n', out);
}

static void print_measures(FILE *out, const struct findings *findings)
{
    fprintf(out, "\n%-12s %12s %12s %12s%s\n", "measure", "similarity", "distance", "by chance",
            findings->has_intervals ? "   95 % interval of distance" : "");
    for (int measure = 0; measure < MEASURE_COUNT; measure++) {
        if (measure != MEASURE_PWCCA) {
            print_measure(out, findings, measure_name(measure), measure, PWCCA_X);
            continue;
        }
        print_measure(out, findings, "pwcca by x", measure, PWCCA_X);
        print_measure(out, findings, "pwcca by y", measure, PWCCA_Y);
        print_measure(out, findings, "pwcca mean", measure, PWCCA_MEAN);
    }
}

static bool print_text(const struct operand *operands, const struct findings *findings, FILE *out)
{
    const struct cca_comparison *comparison = &findings->comparison;
    const struct cca_summary *summary = &comparison->summary;
    char text[300];

    print_operand(out, 'X', &operands[0]);
    print_operand(out, 'Y', &operands[1]);
    print_measures(out, findings);
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

/* Everything about the two, intervals where they are asked for; freed by cca_comparison_free. */
static bool find_all(const struct options *options, const struct operand *operands, struct findings *findings,
                     struct cca_error *error)
{
    const struct cca_basis *x = operands[0].basis, *y = operands[1].basis;

    findings->has_intervals = options->resamples > 0;
    if (!cca_compare(x, y, &options->measures, &findings->comparison, error))
        return false;
    if (!findings->has_intervals ||
        cca_bootstrap(x, y, &options->measures, EVERY_MEASURE, options->resamples, &findings->intervals, error))
        return true;
    cca_comparison_free(&findings->comparison);
    return false;
}

static int compare_operands(const struct options *options, const struct operand *operands)
{
    struct findings findings;
    struct cca_error error;
    struct output output;
    bool defined, good;

    if (operands[0].basis->n != operands[1].basis->n)
        return complain(1,
                        "%s has %zu samples and %s has %zu; only arrays of the same inputs can be compared",
                        operands[0].name, operands[0].basis->n, operands[1].name, operands[1].basis->n);
    if (!find_all(options, operands, &findings, &error))
        return complain(1, "%s", error.text);
    defined = findings.comparison.count > 0;
    good = output_open(&output, options->output);
    if (good) {
        good = options->format == FORMAT_JSON ? print_json(operands, &findings, &output)
                                              : print_text(operands, &findings, output.stream);
        good = output_close(&output, good);
    }
    cca_comparison_free(&findings.comparison);
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
