#include "guess/roles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "config/template.h"
#include "guess/facts.h"
#include "guess/words.h"

/* What speaks for and against a reading. Only sums are compared: a word in the names outweighs their shape,
 * and both outweigh what is merely usual. */
static const double points_step_word = 10;   /* step100 is the step */
static const double points_step_above = 6;   /* so is steps/100, and 0, 100, final */
static const double points_step_folder = 3;  /* a folder or file that is a number */
static const double points_step_spread = 3;  /* 0, 10, 100; while 0, 1, 2 may be layers as well */
static const double points_step_filled = 3;  /* 00100 */
static const double points_step_stuck = -6;  /* w64 */
static const double points_step_single = -3; /* always the same step */
static const double points_step_missed = -6; /* step100 is something else than the step */
static const double points_other_word = -10; /* layer3 is the network */
static const double points_word = 5;         /* layer3 is the layer */
static const double points_no_layer = -2;
static const double points_bare_layer = -4; /* a number is the layer */
static const double points_bare_network = -2;
static const double points_member = 6; /* the members of a file are its layers */
static const double points_layer_last = 2;
static const double points_network_first = 2;
static const double points_shapes = 6;        /* layers differ in shape, checkpoints do not; or the reverse */
static const double points_shapes_mixed = -2; /* networks of different widths */
static const double points_across = -4;       /* a network or layer reaches over several folders */
static const double points_complete = 8;      /* every layer of every checkpoint is there */
static const double points_compact = 3;       /* for halving the number of different names */

/* A search over readings. */
struct search {
    const struct names *names;
    struct fact facts[COLUMNS_MOST];
    size_t varied[COLUMNS_MOST], varied_count; /* columns that roles must account for */
    struct reading with_step;                  /* what is tried now, without network and layer */
    uint64_t *hashes[ROLE_COUNT];              /* of the names' texts ... */
    uint64_t *checkpoints;                     /* ... and of network and step together */
    uint64_t *joint;                           /* room */
    size_t shape_count;
    struct reading *best;
    size_t count, most;
};

static bool is_empty(struct stretch run)
{
    return run.first == run.end;
}

static struct span run_span(const struct names *names, struct stretch run, size_t name)
{
    const struct column *list = names->columns.list;

    if (is_empty(run))
        return (struct span){0, 0};
    return (struct span){list[run.first].spans[name].start, list[run.end - 1].spans[name].end};
}

/* Where the column before it that varies ends. */
static size_t left_limit(const struct names *names, size_t column, size_t name)
{
    while (column-- > 0)
        if (!names->columns.list[column].constant)
            return names->columns.list[column].spans[name].end;
    return 0;
}

/* From a number back over the word before it, and over what comes before its decimal point: "layer_" of
 * layer_3, "lr0." of lr0.01. */
static size_t with_word(const struct names *names, size_t column, size_t name)
{
    const char *text = names->list[name].text;
    size_t start = names->columns.list[column].spans[name].start, limit = left_limit(names, column, name),
           at = start, word;

    if (!names->columns.list[column].numbered)
        return start;
    while (at > limit && (is_digit(text[at - 1]) || text[at - 1] == '.'))
        at--;
    if (at > limit && text[at - 1] && memchr("_-= ", text[at - 1], 4))
        at--;
    for (word = at; word > limit && is_letter(text[word - 1]);)
        word--;
    return word < at ? word : start;
}

/* From a word on over the number behind it, where that is always the same: "-1" of gen-1, mem-1. */
static size_t with_number(const struct names *names, const struct reading *reading, struct stretch run,
                          size_t name)
{
    const struct name *whole = &names->list[name];
    size_t end = run_span(names, run, name).end, limit = whole->length, digits, at;

    for (size_t i = run.end; i < names->columns.count && limit == whole->length; i++)
        if (!names->columns.list[i].constant || i == reading->runs[ROLE_STEP].first)
            limit = names->columns.list[i].spans[name].start;
    at = digits = end + (end < limit && memchr("-_.", whole->text[end], 3));
    while (at < limit && is_digit(whole->text[at]))
        at++;
    return at > digits && (at == whole->length || (at < limit && !is_letter(whole->text[at]))) ? at : end;
}

struct span role_span(const struct names *names, const struct reading *reading, enum role role, size_t name)
{
    struct stretch run = reading->runs[role];
    struct span span = run_span(names, run, name);

    if (is_empty(run) || (role == ROLE_STEP && run.end == run.first + 1))
        return span;
    span.start = with_word(names, run.first, name);
    if (role != ROLE_STEP)
        span.end = with_number(names, reading, run, name);
    return span;
}

/* Hashes of the texts of a run, one a name. False when a text is empty, blank or reaches from a file into it.
 */
static bool hash_run(const struct names *names, struct stretch run, uint64_t *hashes)
{
    for (size_t i = 0; i < names->count; i++) {
        struct span span = run_span(names, run, i);
        const char *text = names->list[i].text + span.start;
        size_t length = span.end - span.start;

        if (!is_empty(run) &&
            (length == 0 || memchr(text, '\0', length) || strspn(text, " \t\r\n") >= length))
            return false;
        hashes[i] = text_hash(text, length);
    }
    return true;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    a = (a ^ b * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;
    return a ^ a >> 33;
}

/* How many different pairs of a and b there are. */
static size_t count_pairs(const struct search *search, const uint64_t *a, const uint64_t *b)
{
    for (size_t i = 0; i < search->names->count; i++)
        search->joint[i] = mix(a[i], b[i]);
    return count_distinct(search->joint, search->names->count);
}

static size_t count_one(const struct search *search, const uint64_t *a)
{
    memcpy(search->joint, a, search->names->count * sizeof *a);
    return count_distinct(search->joint, search->names->count);
}

/* The kinds of words in a run. */
static unsigned run_words(const struct search *search, struct stretch run)
{
    unsigned kinds = is_empty(run) ? 0 : search->facts[run.first].left;

    for (size_t i = run.first; i < run.end; i++)
        kinds |= search->facts[i].inside;
    return kinds;
}

static bool is_bare(const struct search *search, struct stretch run, unsigned kind)
{
    for (size_t i = run.first; i < run.end; i++)
        if (search->facts[i].letters || search->facts[i].stuck)
            return false;
    return !is_empty(run) && !((run_words(search, run) | search->facts[run.first].above) & kind);
}

static bool has_step_word(const struct search *search, size_t column)
{
    const struct fact *fact = &search->facts[column];

    return ((fact->left & WORDS_STEP) && fact->number) || (fact->moment && fact->inside & WORDS_STEP);
}

static double step_column_points(const struct search *search, size_t column)
{
    const struct fact *fact = &search->facts[column];
    bool single = search->names->columns.list[column].constant;
    double points = single ? points_step_single : 0;

    if (has_step_word(search, column))
        return points + points_step_word;
    if ((fact->left | fact->above) & (WORDS_NETWORK | WORDS_LAYER))
        points += points_other_word;
    if (fact->stuck)
        points += points_step_stuck;
    if (fact->moment || fact->above & WORDS_STEP)
        return points + points_step_above;
    return points + (fact->whole ? points_step_folder : 0) + (fact->counts ? 0 : points_step_spread) +
           (fact->filled ? points_step_filled : 0);
}

static double step_points(const struct search *search, const struct reading *reading)
{
    struct stretch run = reading->runs[ROLE_STEP];
    double points = is_empty(run) ? 0 : step_column_points(search, reading->step);

    for (size_t i = 0; i < search->varied_count; i++)
        if (has_step_word(search, search->varied[i]) &&
            (search->varied[i] < run.first || search->varied[i] >= run.end))
            points += points_step_missed;
    return points;
}

static bool in_member(const struct names *names, struct stretch run)
{
    size_t start = run_span(names, run, 0).start;

    return start > 0 && memchr(names->list[0].text, '\0', start);
}

static double across_points(const struct names *names, struct stretch run)
{
    struct span span = run_span(names, run, 0);

    return memchr(names->list[0].text + span.start, '/', span.end - span.start) ? points_across : 0;
}

/* Shapes tell which of two roles is the layer; of one role alone they tell nothing. */
static double shape_points(const struct search *search, size_t layers, size_t checkpoints)
{
    const uint64_t *shapes = search->names->shapes;
    bool by_layer = count_pairs(search, search->hashes[ROLE_LAYER], shapes) == layers;
    bool by_checkpoint = count_pairs(search, search->checkpoints, shapes) == checkpoints;

    if (checkpoints == 1 || search->shape_count == 1 || (by_layer && by_checkpoint))
        return 0;
    return by_layer ? points_shapes : by_checkpoint ? -points_shapes : points_shapes_mixed;
}

static double layer_points(const struct search *search, const struct reading *reading)
{
    struct stretch run = reading->runs[ROLE_LAYER];
    unsigned words = run_words(search, run);
    double points = across_points(search->names, run);

    if (is_empty(run))
        return points_no_layer;
    if (words & WORDS_LAYER)
        points += points_word;
    else if (words & WORDS_NETWORK)
        points += points_other_word;
    if (is_bare(search, run, WORDS_LAYER))
        points += points_bare_layer;
    if (in_member(search->names, run))
        points += points_member;
    if (run.end > reading->runs[ROLE_NETWORK].end && run.end > reading->runs[ROLE_STEP].end)
        points += points_layer_last;
    return points;
}

static double network_points(const struct search *search, const struct reading *reading)
{
    struct stretch run = reading->runs[ROLE_NETWORK], layer = reading->runs[ROLE_LAYER];
    unsigned words = run_words(search, run);
    double points = across_points(search->names, run);

    if (is_empty(run))
        return 0;
    if (words & WORDS_NETWORK)
        points += points_word;
    else if (words & WORDS_LAYER)
        points += points_other_word;
    if (is_bare(search, run, WORDS_NETWORK))
        points += points_bare_network;
    if (!is_empty(layer) && run.first < layer.first)
        points += points_network_first;
    return points;
}

/* Fills in the points; false when the reading does not tell the names apart, or cannot be. */
static bool evaluate(const struct search *search, struct reading *reading)
{
    const struct names *names = search->names;
    size_t counts[ROLE_COUNT], checkpoints, total = 0;

    for (int role = 0; role < ROLE_COUNT; role++) {
        if (!hash_run(names, reading->runs[role], search->hashes[role]))
            return false;
        total += counts[role] = count_one(search, search->hashes[role]);
    }
    for (size_t i = 0; i < names->count; i++)
        search->checkpoints[i] = mix(search->hashes[ROLE_NETWORK][i], search->hashes[ROLE_STEP][i]);
    checkpoints = count_one(search, search->checkpoints);
    reading->points =
        step_points(search, reading) + layer_points(search, reading) + network_points(search, reading) +
        shape_points(search, counts[ROLE_LAYER], checkpoints) +
        points_complete * (double)names->count / ((double)checkpoints * (double)counts[ROLE_LAYER]) +
        points_compact * log2((double)names->count / (double)total);
    return count_pairs(search, search->checkpoints, search->hashes[ROLE_LAYER]) == names->count;
}

static void keep(struct search *search, const struct reading *reading)
{
    size_t at = search->count;

    if (at == search->most && search->best[at - 1].points >= reading->points)
        return;
    at -= at == search->most;
    search->count = at + 1;
    for (; at > 0 && search->best[at - 1].points < reading->points; at--)
        search->best[at] = search->best[at - 1];
    search->best[at] = *reading;
}

/* A run over some of the columns that vary. */
static struct stretch run_over(const size_t *varied, size_t count)
{
    return count ? (struct stretch){varied[0], varied[count - 1] + 1} : (struct stretch){0, 0};
}

/* Networks and layers do not part gen1 into gen and 1. */
static bool parts_a_word(const struct search *search, struct stretch run)
{
    return !is_empty(run) && search->facts[run.first].joined && search->facts[run.first].number;
}

static void try(struct search *search, struct stretch network, struct stretch layer)
{
    struct reading reading = search->with_step;
    char *template;

    reading.runs[ROLE_NETWORK] = network;
    reading.runs[ROLE_LAYER] = layer;
    if (parts_a_word(search, network) || parts_a_word(search, layer) || !evaluate(search, &reading))
        return;
    if ((template = role_template(search->names, &reading, "")))
        keep(search, &reading);
    free(template);
}

/* Every way to share out the other columns, once the step is chosen: a role is one run of them. */
static void try_step(struct search *search, struct stretch step, size_t column)
{
    const size_t *varied = search->varied;
    size_t before = 0, behind, left = search->varied_count;

    search->with_step.runs[ROLE_STEP] = step;
    search->with_step.step = column;
    while (before < left && varied[before] < step.first)
        before++;
    for (behind = before; behind < left && varied[behind] < step.end;)
        behind++;
    if (before > 0 && behind < left) {
        try(search, run_over(varied, before), run_over(varied + behind, left - behind));
        try(search, run_over(varied + behind, left - behind), run_over(varied, before));
        return;
    }
    left = before ? before : left - behind;
    varied += before ? 0 : behind;
    for (size_t i = 0; i <= left; i++) {
        try(search, run_over(varied, i), run_over(varied + i, left - i));
        if (i > 0 && i < left)
            try(search, run_over(varied + i, left - i), run_over(varied, i));
    }
}

/* A step of several numbers, as in epoch=3-step=1000: as far back as there is nothing else between. */
static size_t step_begin(const struct search *search, size_t column)
{
    size_t begin = column;

    for (size_t i = column; i-- > 0 && has_step_word(search, column);) {
        if (search->names->columns.list[i].constant)
            continue;
        if (!search->facts[i].number || !has_step_word(search, i))
            break;
        begin = i;
    }
    return begin;
}

/* Whether a column says nothing that those before it, the last of them `before`, have not said. */
static bool is_told(const struct search *search, size_t before, size_t column)
{
    const struct names *names = search->names;
    uint64_t *without = search->hashes[0], *with = search->hashes[1];

    for (size_t i = 0; i < names->count; i++) {
        size_t end = names->columns.list[before].spans[i].end;

        without[i] = text_hash(names->list[i].text, end);
        with[i] = text_hash(names->list[i].text, names->columns.list[column].spans[i].end);
    }
    return count_distinct(without, names->count) == count_distinct(with, names->count);
}

/* What goes with a step behind it, as in epoch=3-loss=0.21: a number in the same folder that each step has
 * its own of. */
static size_t step_end(const struct search *search, size_t column)
{
    const struct columns *columns = &search->names->columns;
    size_t end = column + 1;

    for (size_t i = end; i < columns->count && !columns->list[column].constant; i++) {
        size_t start = columns->list[i].spans[0].start;

        if (is_folder_end(search->names->list[0].text[start - 1]))
            break;
        if (columns->list[i].constant)
            continue;
        if (!search->facts[i].number || search->facts[i].left & (WORDS_NETWORK | WORDS_LAYER | WORDS_STEP) ||
            !is_told(search, column, i))
            break;
        end = i + 1;
    }
    return end;
}

static void try_steps(struct search *search)
{
    const struct columns *columns = &search->names->columns;

    try_step(search, (struct stretch){0, 0}, 0);
    for (size_t i = 0; i < columns->count; i++) {
        const struct fact *fact = &search->facts[i];

        if ((!fact->number && !fact->moment) || (search->with_step.copies && fact->original != i) ||
            (columns->list[i].constant && !has_step_word(search, i)) ||
            parts_a_word(search, (struct stretch){i, i + 1}))
            continue;
        try_step(search, (struct stretch){step_begin(search, i), step_end(search, i)}, i);
    }
}

static void search_with(struct search *search, bool copies)
{
    search->with_step = (struct reading){.copies = copies};
    search->varied_count = 0;
    for (size_t i = 0; i < search->names->columns.count; i++)
        if (!search->names->columns.list[i].constant && (!copies || search->facts[i].original == i))
            search->varied[search->varied_count++] = i;
    try_steps(search);
}

size_t roles_read(const struct names *names, struct reading *readings, size_t most)
{
    struct search search = {.names = names, .best = readings, .most = most};
    bool copies = false;

    facts_find(names, search.facts);
    for (size_t i = 0; i < names->columns.count; i++)
        copies = copies || search.facts[i].original != i;
    search.joint = memory_allocate(names->count, sizeof *search.joint);
    search.checkpoints = memory_allocate(names->count, sizeof *search.checkpoints);
    for (int role = 0; role < ROLE_COUNT; role++)
        search.hashes[role] = memory_allocate(names->count, sizeof *search.hashes[role]);
    search.shape_count = count_one(&search, names->shapes);
    if (copies)
        search_with(&search, true);
    if (search.count == 0)
        search_with(&search, false);
    for (int role = 0; role < ROLE_COUNT; role++)
        free(search.hashes[role]);
    free(search.joint);
    free(search.checkpoints);
    return search.count;
}
