#include "config/settings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/memory.h"
#include "config/number.h"
#include "config/schema.h"
#include "config/text_file.h"
#include "config/yaml_tree.h"

bool size_parse(const char *text, uint64_t *bytes)
{
    static const char suffixes[] = "KkMmGgTt";
    size_t length = strlen(text);
    const char *suffix = length ? strchr(suffixes, text[length - 1]) : NULL;
    unsigned shift = suffix ? 10 * (unsigned)((suffix - suffixes) / 2 + 1) : 0;
    char *digits = memory_duplicate_span(text, length - (suffix != NULL));
    uint64_t whole = 0;
    double number = 0;
    bool parsed = true;

    if (number_parse_unsigned(digits, &whole))
        parsed = whole <= UINT64_MAX >> shift;
    else
        parsed = suffix && number_parse_double(digits, &number) && number > 0 &&
                 ldexp(number, (int)shift) < 0x1p64;
    free(digits);
    if (parsed)
        whole = number > 0 ? (uint64_t)ldexp(number, (int)shift) : whole << shift;
    if (!parsed || !whole)
        return false;
    *bytes = whole;
    return true;
}

static void read_memory(const struct schema_field *field, const struct node *node, void *target,
                        struct diagnostics *diagnostics)
{
    if (node->kind != NODE_SCALAR || !size_parse(node->text, target))
        schema_wrong(node, field->key, "a size is expected, such as 512M or 4G", diagnostics);
}

static const char *const palette_words[] = {
#define WORD(constant, name) [constant] = name,
    PALETTES(WORD)
#undef WORD
};
static const struct schema_words palette_rule = SCHEMA_WORDS(palette_words);

static const char *const glyph_words[] = {
    [GLYPH_SETTING_BRAILLE] = "braille", [GLYPH_SETTING_BLOCK] = "block", [GLYPH_SETTING_ASCII] = "ascii"};
static const struct schema_words glyph_rule = SCHEMA_WORDS(glyph_words);

const char *glyph_setting_name(enum glyph_setting glyphs)
{
    return glyph_words[glyphs];
}

static const char *const background_words[] = {
#define WORD(constant, name) [constant] = name,
    BACKGROUNDS(WORD)
#undef WORD
};
static const struct schema_words background_rule = SCHEMA_WORDS(background_words);

static void read_palette(const struct schema_field *field, const struct node *node, void *target,
                         struct diagnostics *diagnostics)
{
    struct settings *settings = target;

    settings->has_palette = true;
    schema_word(field, node, &settings->palette, diagnostics);
}

static void read_glyphs(const struct schema_field *field, const struct node *node, void *target,
                        struct diagnostics *diagnostics)
{
    struct settings *settings = target;

    settings->has_glyphs = true;
    schema_word(field, node, &settings->glyphs, diagnostics);
}

static void read_switch(const struct schema_field *field, const struct node *node, void *target,
                        struct diagnostics *diagnostics)
{
    static const char *const words[] = {"true", "false", "yes", "no", "on", "off"};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (node->kind == NODE_SCALAR && strcasecmp(node->text, words[i]) == 0) {
            *(bool *)target = i % 2 == 0;
            return;
        }
    }
    schema_wrong(node, field->key, "true or false is expected", diagnostics);
}

static void add_key(struct settings *settings, const char *action, const struct node *node,
                    struct diagnostics *diagnostics)
{
    struct key_setting *key;

    if (node->kind != NODE_SCALAR || !*node->text) {
        schema_wrong(node, action,
                     "a key is expected, such as q (one that means something in YAML must be quoted)",
                     diagnostics);
        return;
    }
    key = &settings->keys[settings->key_count++];
    *key = (struct key_setting){
        .action = memory_duplicate(action), .key = memory_duplicate(node->text), .place = node->place};
}

static void read_keys(const struct schema_field *field, const struct node *node, void *target,
                      struct diagnostics *diagnostics)
{
    struct settings *settings = target;
    size_t most = 0;

    if (!schema_expect(node, NODE_MAPPING, true, field->key,
                       "a mapping of actions to keys is expected, such as {quit: q}", diagnostics))
        return;
    for (size_t i = 0; i < node->count; i++)
        most += 1 + node->pairs[i].value->count;
    settings->keys = memory_allocate(most, sizeof(*settings->keys));
    for (size_t i = 0; i < node->count; i++) {
        const char *action = node->pairs[i].key->text;
        const struct node *value = node->pairs[i].value;

        if (value->kind != NODE_SEQUENCE || !value->count)
            add_key(settings, action, value, diagnostics);
        for (size_t j = 0; value->kind == NODE_SEQUENCE && j < value->count; j++)
            add_key(settings, action, value->items[j], diagnostics);
    }
}

static const struct schema_field settings_fields[] = {
    {.key = "palette", .read = read_palette, .rule = &palette_rule},
    {.key = "glyphs", .read = read_glyphs, .rule = &glyph_rule},
    {.key = "background",
     .read = schema_word,
     .offset = offsetof(struct settings, background),
     .rule = &background_rule},
    {.key = "threads",
     .read = schema_size,
     .offset = offsetof(struct settings, threads),
     .rule = &(const struct schema_whole){1, 4096, "a whole number from 1 (leave the key out for all)"}},
    {.key = "memory", .read = read_memory, .offset = offsetof(struct settings, memory)},
    {.key = "mouse", .read = read_switch, .offset = offsetof(struct settings, mouse)},
    {.key = "keys", .read = read_keys},
};

bool settings_parse(const char *text, size_t length, struct settings *out, struct diagnostics *diagnostics)
{
    size_t before = diagnostics->count + diagnostics->dropped;
    struct yaml_tree tree;
    bool right;

    *out = (struct settings){0};
    if (yaml_tree_parse(text, length, &tree, diagnostics) && tree.root && !node_is_null(tree.root) &&
        schema_expect(tree.root, NODE_MAPPING, false, "the settings file",
                      "keys are expected, such as 'mouse: true'", diagnostics))
        SCHEMA_READ(settings_fields, tree.root, out, diagnostics);
    yaml_tree_free(&tree);
    right = diagnostics->count + diagnostics->dropped == before;
    diagnostics_sort(diagnostics);
    return right;
}

static bool load_file(const char *path, struct settings *out, struct diagnostics *diagnostics)
{
    struct text_file file;
    bool right;

    if (access(path, F_OK) != 0)
        return true;
    if (!text_file_read(path, &file, diagnostics))
        return false;
    right = settings_parse(file.text, file.length, out, diagnostics);
    free(file.text);
    return right;
}

bool settings_load(const char *path, struct settings *out, struct diagnostics *diagnostics)
{
    char *own = path ? NULL : settings_path();
    bool right = true;

    *out = (struct settings){0};
    if (path || own)
        right = load_file(path ? path : own, out, diagnostics);
    free(own);
    return right;
}

/* A file of ours below the folder that `variable` names, or `usual` in the home folder. */
static char *user_path(const char *variable, const char *usual, const char *file)
{
    const char *folder = getenv(variable), *home = getenv("HOME");

    /* The XDG specification has relative paths ignored. */
    if (folder && folder[0] == '/')
        return memory_format("%s/ccascope/%s", folder, file);
    if (home && *home)
        return memory_format("%s/%s/ccascope/%s", home, usual, file);
    return NULL;
}

char *settings_path(void)
{
    return user_path("XDG_CONFIG_HOME", ".config", "config.yaml");
}

char *settings_cache_path(void)
{
    return user_path("XDG_CACHE_HOME", ".cache", "results.db");
}

char *settings_state_path(const char *file)
{
    return user_path("XDG_STATE_HOME", ".local/state", file);
}

void settings_free(struct settings *settings)
{
    for (size_t i = 0; i < settings->key_count; i++) {
        free(settings->keys[i].action);
        free(settings->keys[i].key);
    }
    free(settings->keys);
    *settings = (struct settings){0};
}
