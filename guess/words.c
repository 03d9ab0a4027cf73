#include "guess/words.h"

#include <string.h>
#include <strings.h>

bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool is_folder_end(char byte)
{
    return byte == '/' || byte == '\0';
}

/* How the word of the table and the one at hand are compared. */
enum fit {
    FIT_WHOLE,  /* the same, or its plural */
    FIT_PARTLY, /* at the beginning or the end of it: dwconv, avgpool */
};

#define N WORDS_NETWORK
#define S WORDS_STEP
#define L WORDS_LAYER
#define T WORDS_TIME

static const struct word {
    const char *text;
    unsigned kinds;
    enum fit fit;
} words[] = {
    {"model", N, FIT_WHOLE},
    {"net", N, FIT_WHOLE},
    {"network", N, FIT_WHOLE},
    {"run", N, FIT_WHOLE},
    {"seed", N, FIT_WHOLE},
    {"trial", N, FIT_WHOLE},
    {"exp", N, FIT_WHOLE},
    {"experiment", N, FIT_WHOLE},
    {"replica", N, FIT_WHOLE},
    {"rep", N, FIT_WHOLE},
    {"fold", N, FIT_WHOLE},
    {"job", N, FIT_WHOLE},
    {"width", N, FIT_WHOLE},
    {"lr", N, FIT_WHOLE},
    {"wd", N, FIT_WHOLE},
    {"gen", N, FIT_WHOLE},
    {"mem", N, FIT_WHOLE},
    {"resnet", N, FIT_PARTLY},
    {"vgg", N, FIT_PARTLY},
    {"bert", N, FIT_PARTLY},
    {"gpt", N, FIT_WHOLE},
    {"pythia", N, FIT_WHOLE},

    {"step", S, FIT_WHOLE},
    {"globalstep", S, FIT_WHOLE},
    {"iter", S, FIT_WHOLE},
    {"iteration", S, FIT_WHOLE},
    {"it", S, FIT_WHOLE},
    {"ckpt", S, FIT_WHOLE},
    {"chkpt", S, FIT_WHOLE},
    {"checkpoint", S, FIT_WHOLE},
    {"snapshot", S, FIT_WHOLE},
    {"epoch", S, FIT_WHOLE},
    {"ep", S, FIT_WHOLE},
    {"update", S, FIT_WHOLE},
    {"batch", S, FIT_WHOLE},

    {"init", WORDS_EARLY, FIT_WHOLE},
    {"initial", WORDS_EARLY, FIT_WHOLE},
    {"untrained", WORDS_EARLY, FIT_WHOLE},
    {"random", WORDS_EARLY, FIT_WHOLE},
    {"start", WORDS_EARLY, FIT_WHOLE},
    {"before", WORDS_EARLY, FIT_WHOLE},
    {"final", WORDS_LATE, FIT_WHOLE},
    {"best", WORDS_LATE, FIT_WHOLE},
    {"last", WORDS_LATE, FIT_WHOLE},
    {"latest", WORDS_LATE, FIT_WHOLE},
    {"end", WORDS_LATE, FIT_WHOLE},
    {"after", WORDS_LATE, FIT_WHOLE},
    {"trained", WORDS_LATE, FIT_WHOLE},

    {"layer", L | WORDS_STACK, FIT_WHOLE},
    {"lay", L, FIT_WHOLE},
    {"hidden", L | T | WORDS_STACK, FIT_WHOLE},
    {"h", L, FIT_WHOLE},
    {"block", L, FIT_PARTLY},
    {"stage", L, FIT_WHOLE},
    {"features", L, FIT_WHOLE},
    {"module", L, FIT_WHOLE},
    {"conv", L, FIT_PARTLY},
    {"pool", L, FIT_PARTLY},
    {"relu", L, FIT_PARTLY},
    {"gelu", L, FIT_WHOLE},
    {"norm", L, FIT_PARTLY},
    {"bn", L, FIT_WHOLE},
    {"ln", L, FIT_WHOLE},
    {"drop", L, FIT_PARTLY},
    {"fc", L, FIT_PARTLY},
    {"dense", L, FIT_WHOLE},
    {"linear", L, FIT_PARTLY},
    {"lin", L, FIT_WHOLE},
    {"mlp", L | T, FIT_PARTLY},
    {"ffn", L | T, FIT_WHOLE},
    {"lstm", L | T, FIT_PARTLY},
    {"gru", L | T, FIT_WHOLE},
    {"rnn", L | T, FIT_WHOLE},
    {"attn", L | T, FIT_PARTLY},
    {"attention", L | T, FIT_PARTLY},
    {"transformer", L | T, FIT_WHOLE},
    {"encoder", L | T, FIT_WHOLE},
    {"decoder", L | T, FIT_WHOLE},
    {"resid", L | T, FIT_WHOLE},
    {"token", L | T, FIT_WHOLE},
    {"embed", L | T, FIT_PARTLY},
    {"embedding", L | T, FIT_PARTLY},
    {"wte", L | T, FIT_WHOLE},
    {"input", L, FIT_WHOLE},
    {"stem", L, FIT_WHOLE},
    {"downsample", L, FIT_WHOLE},
    {"flatten", L, FIT_WHOLE},
    {"head", L, FIT_WHOLE},
    {"classifier", L, FIT_WHOLE},
    {"logit", L, FIT_WHOLE},
    {"output", L, FIT_WHOLE},
    {"out", L, FIT_WHOLE},
    {"softmax", L, FIT_WHOLE},
};

#undef N
#undef S
#undef L
#undef T

static bool is_word(const struct word *word, const char *text, size_t length)
{
    size_t known = strlen(word->text);

    if (length < known)
        return false;
    if (length == known || (length == known + 1 && (text[known] | 0x20) == 's'))
        return strncasecmp(text, word->text, known) == 0;
    return word->fit == FIT_PARTLY && (strncasecmp(text, word->text, known) == 0 ||
                                       strncasecmp(text + length - known, word->text, known) == 0);
}

static unsigned kinds_of(const char *word, size_t length)
{
    unsigned kinds = 0;

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(&words[i], word, length))
            kinds |= words[i].kinds;
    return kinds;
}

unsigned words_in(const char *text, size_t length)
{
    unsigned kinds = 0;

    for (size_t at = 0, end; at < length; at = end + 1) {
        for (end = at; end < length && is_letter(text[end]);)
            end++;
        kinds |= kinds_of(text + at, end - at);
    }
    return kinds;
}

bool words_only(const char *text, size_t length, unsigned kinds)
{
    for (size_t i = 0; i < length; i++)
        if (!is_letter(text[i]))
            return false;
    return kinds_of(text, length) & kinds;
}

int words_depth(const char *name)
{
    static const struct {
        const char *word;
        int depth;
    } places[] = {{"input", 0},   {"embed", 0},   {"embedding", 0},  {"wte", 0},    {"wpe", 0},
                  {"stem", 0},    {"patch", 0},   {"decoder", 2},    {"pool", 2},   {"pooler", 2},
                  {"avgpool", 2}, {"flatten", 2}, {"norm", 2},       {"ln", 2},     {"fc", 3},
                  {"dense", 3},   {"linear", 3},  {"classifier", 3}, {"head", 3},   {"lm", 3},
                  {"logit", 4},   {"output", 4},  {"out", 4},        {"softmax", 4}};
    size_t length = 0;

    while (is_letter(name[length]))
        length++;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (is_word(&(const struct word){places[i].word, 0, FIT_WHOLE}, name, length))
            return places[i].depth;
    return 1;
}
