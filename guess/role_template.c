/* From a reading of names to a template. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "config/template.h"
#include "guess/roles.h"

/* A place of the first name that a field stands for. */
struct mark {
    struct span span;
    enum role role;
};

struct marks {
    struct mark list[COLUMNS_MOST];
    size_t count;
};

static bool is_covered(const struct reading *reading, size_t column)
{
    for (int role = 0; role < ROLE_COUNT; role++)
        if (column >= reading->runs[role].first && column < reading->runs[role].end)
            return true;
    return false;
}

/* Whether the columns from `first` to before `end` say in every name what the role does. */
static bool says_again(const struct names *names, const struct reading *reading, enum role role, size_t first,
                       size_t end)
{
    struct reading again = *reading;

    again.runs[role] = (struct stretch){first, end};
    for (size_t i = 0; i < names->count; i++) {
        struct span one = role_span(names, reading, role, i), other = role_span(names, &again, role, i);

        if (one.end - one.start != other.end - other.start ||
            memcmp(names->list[i].text + one.start, names->list[i].text + other.start, one.end - one.start) !=
                0)
            return false;
    }
    return true;
}

/* The role that columns from `first` on repeat; *end is one behind the last of them. ROLE_COUNT: none. */
static enum role find_repeated(const struct names *names, const struct reading *reading, size_t first,
                               size_t *end)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        *end = first + reading->runs[role].end - reading->runs[role].first;
        if (*end > first && *end <= names->columns.count &&
            says_again(names, reading, (enum role)role, first, *end))
            return (enum role)role;
    }
    return ROLE_COUNT;
}

/* False when a column that varies belongs to no role. */
static bool find_marks(const struct names *names, const struct reading *reading, struct marks *marks)
{
    for (int role = 0; role < ROLE_COUNT; role++)
        if (reading->runs[role].end > reading->runs[role].first)
            marks->list[marks->count++] =
                (struct mark){role_span(names, reading, (enum role)role, 0), (enum role)role};
    for (size_t column = 0, end; column < names->columns.count; column = end) {
        struct reading again = *reading;
        enum role role;

        end = column + 1;
        if (names->columns.list[column].constant || is_covered(reading, column))
            continue;
        if ((role = find_repeated(names, reading, column, &end)) == ROLE_COUNT)
            return false;
        again.runs[role] = (struct stretch){column, end};
        marks->list[marks->count++] = (struct mark){role_span(names, &again, role, 0), role};
    }
    return true;
}

/* 0 when the texts of a column are not numbers; else their least and greatest length. */
static size_t digits_of(const struct names *names, const struct column *column, size_t *most)
{
    size_t least = SIZE_MAX;

    *most = 0;
    for (size_t i = 0; i < names->count; i++) {
        struct span span = column->spans[i];
        size_t length = span.end - span.start;

        if (strspn(names->list[i].text + span.start, "0123456789") < length || length > 18)
            return 0;
        least = length < least ? length : least;
        *most = length > *most ? length : *most;
    }
    return least;
}

int step_width(const struct names *names, const struct reading *reading)
{
    struct stretch run = reading->runs[ROLE_STEP];
    const struct column *column = &names->columns.list[run.first];
    size_t least, most;
    bool filled = false;

    if (run.end == 0)
        return 1;
    if (run.end != run.first + 1 || !(least = digits_of(names, column, &most)))
        return 0;
    for (size_t i = 0; i < names->count; i++) {
        struct span span = column->spans[i];
        bool zero = names->list[i].text[span.start] == '0';

        if (zero && span.end - span.start > least)
            return 0;
        filled = filled || (zero && least > 1);
    }
    return filled ? (int)least : 1;
}

static void append_field(struct text_buffer *out, const struct names *names, const struct reading *reading,
                         enum role role)
{
    static const char *const fields[] = {"{network}", "{checkpoint}", "{layer}"};
    int width = role == ROLE_STEP ? step_width(names, reading) : 0;
    char step[24];

    snprintf(step, sizeof step, width > 1 ? "{step:%02d}" : "{step}", width);
    text_buffer_append(out, width ? step : fields[role], strlen(width ? step : fields[role]));
}

/* Text as it is, a brace twice. */
static void append_byte(struct text_buffer *out, char byte)
{
    text_buffer_append(out, &byte, 1);
    if (byte == '{' || byte == '}')
        text_buffer_append(out, &byte, 1);
}

char *role_template(const struct names *names, const struct reading *reading, const char *suffix)
{
    const struct name *name = &names->list[0];
    struct marks marks = {0};
    struct text_buffer out = {0};
    bool good = find_marks(names, reading, &marks), in_member = false;

    for (size_t at = 0; at < name->length && good;) {
        const struct mark *mark = marks.list, *end = marks.list + marks.count;

        while (mark < end && mark->span.start != at)
            mark++;
        if (mark < end) {
            append_field(&out, names, reading, mark->role);
            at = mark->span.end;
        } else if (name->text[at] == '\0') {
            text_buffer_append(&out, suffix, strlen(suffix));
            text_buffer_append(&out, "#", 1);
            in_member = true;
            at++;
        } else {
            good = name->text[at] != '#' || in_member;
            append_byte(&out, name->text[at++]);
        }
    }
    if (!in_member)
        text_buffer_append(&out, suffix, strlen(suffix));
    if (good)
        return out.text;
    free(out.text);
    return NULL;
}
