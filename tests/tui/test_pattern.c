/* What is typed to find names. */
#include <criterion/criterion.h>

#include "tui/pattern.h"

Test(pattern, finds_names)
{
    static const struct {
        const char *pattern, *name;
        bool matches;
    } cases[] = {
        {"", "conv1", true},
        {" ", "conv1", true},
        {"conv", "conv1", true},
        {"nv1", "conv1", true},
        {"conv", "fc", false},
        {"conv1x", "conv1", false},
        {"CONV", "conv1", false},
        {"Conv", "block.Conv", true},
        {"conv", "block.Conv", true},
        {"query block.3", "encoder.block.3.attn.query", true},
        {"query block.4", "encoder.block.3.attn.query", false},
        {"block !attn", "block.1.mlp", true},
        {"block !attn", "block.1.attn", false},
        {"!", "surprise!", true},
        {"!", "none", false},
        {"b*n", "block.1.attn", true},
        {"b*q", "block.1.attn", false},
        {"*", "", true},
        {"a**b", "a-b", true},
        {"conv|fc", "fc2", true},
        {"conv|fc", "conv2", true},
        {"conv|fc", "logits", false},
        {"conv 1|fc", "conv2", false},
        {"conv 1|fc", "conv1", true},
        {"x|", "anything", true}, /* while it is being typed */
        {"層", "第一層", true},
        {"é", "É", false},
        {"a", "", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(pattern_matches(cases[i].pattern, cases[i].name), cases[i].matches, "'%s' on '%s'",
                     cases[i].pattern, cases[i].name);
}
