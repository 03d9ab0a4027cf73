#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "config/template.h"

static const struct template_values values = {
    .network = "net#1", .checkpoint = "ck{layer}", .layer = "a/b", .step = 42};

Test(template, expansion)
{
    static const struct {
        const char *template, *path, *member;
    } cases[] = {
        {"{network}/{checkpoint}/{layer}.npy", "net#1/ck{layer}/a/b.npy", NULL},
        {"{step}", "42", NULL},
        {"{step:01}{step:06}-{step:018}", "42000042-000000000000000042", NULL},
        {"run.h5#{layer}/{step}", "run.h5", "a/b/42"},
        {"{network}#{network}#x", "net#1", "net#1#x"},
        {"{{network}}", "{network}", NULL},
        {"{{{network}}}", "{net#1}", NULL},
        {"x#{{}}", "x", "{}"},
        {"%s%n%n%d{network}", "%s%n%n%dnet#1", NULL},
        {"../../etc/{network}", "../../etc/net#1", NULL},
        {"plain", "plain", NULL},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct diagnostics diagnostics = {0};
        char *member, *path;

        cr_assert(template_check(cases[i].template, (struct place){1, 1}, &diagnostics), "%s",
                  cases[i].template);
        path = template_expand(cases[i].template, &values, &member);
        cr_expect_str_eq(path, cases[i].path);
        if (cases[i].member)
            cr_expect_str_eq(member, cases[i].member);
        else
            cr_expect_null(member);
        free(path);
        free(member);
    }
}

Test(template, fields_in_path_and_member)
{
    const char *template = "{network}/run.h5#{layer}/{step:03}";

    cr_expect(template_has(template, TEMPLATE_NETWORK));
    cr_expect(template_has(template, TEMPLATE_LAYER));
    cr_expect(template_has(template, TEMPLATE_STEP));
    cr_expect_not(template_has(template, TEMPLATE_CHECKPOINT));
    cr_expect(template_path_has(template, TEMPLATE_NETWORK));
    cr_expect_not(template_path_has(template, TEMPLATE_LAYER));
    cr_expect_not(template_has("{{layer}}", TEMPLATE_LAYER));
}

Test(template, long_templates_are_refused)
{
    struct diagnostics diagnostics = {0};
    char text[TEMPLATE_LONGEST + 2];

    memset(text, 'x', sizeof(text));
    text[TEMPLATE_LONGEST + 1] = '\0';
    cr_expect_not(template_check(text, (struct place){1, 1}, &diagnostics));
    cr_expect_eq(diagnostics.count, 1);
    diagnostics_free(&diagnostics);
    text[TEMPLATE_LONGEST] = '\0';
    cr_expect(template_check(text, (struct place){1, 1}, &diagnostics));
}
