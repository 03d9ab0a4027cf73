#include "tui/remembered.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/folder.h"
#include "config/memory.h"
#include "config/settings.h"
#include "config/text_file.h"
#include "config/yaml_tree.h"
#include "tui/output.h"
#include "tui/yaml_text.h"

static const struct {
    const char *key;
    size_t offset;
} fields[] = {
#define FIELD(member, key) {key, offsetof(struct remembered, member)},
    REMEMBERED(FIELD)
#undef FIELD
};
#define FIELDS (sizeof fields / sizeof *fields)

static char **field(struct remembered *remembered, size_t index)
{
    return (char **)((char *)remembered + fields[index].offset);
}

/* FNV-1a; two paths of the same one tell themselves apart by the manifest's path in the file. */
static uint64_t hash(const char *text)
{
    uint64_t value = 0xcbf29ce484222325;

    for (; *text; text++)
        value = (value ^ (unsigned char)*text) * 0x100000001b3;
    return value;
}

char *remembered_path(const char *manifest)
{
    char name[40], *real = realpath(manifest, NULL), *path = NULL;

    if (real) {
        snprintf(name, sizeof name, "%016" PRIx64 ".yaml", hash(real));
        path = settings_state_path(name);
    }
    free(real);
    return path;
}

static void read_tree(struct remembered *remembered, const struct node *root)
{
    for (size_t i = 0; i < FIELDS; i++) {
        const struct node *node = root->kind == NODE_MAPPING ? node_find(root, fields[i].key) : NULL;

        if (node && node->kind == NODE_SCALAR && *node->text)
            *field(remembered, i) = memory_duplicate(node->text);
    }
}

struct remembered remembered_load(const char *path, const char *manifest)
{
    struct diagnostics diagnostics = {0};
    struct remembered remembered = {0};
    char *real = realpath(manifest, NULL);
    struct yaml_tree tree = {0};
    struct text_file file;

    if (real && access(path, R_OK) == 0 && text_file_read(path, &file, &diagnostics)) {
        if (yaml_tree_parse(file.text, file.length, &tree, &diagnostics) && tree.root)
            read_tree(&remembered, tree.root);
        yaml_tree_free(&tree);
        free(file.text);
    }
    if (diagnostics.count > 0 || !remembered.manifest || strcmp(remembered.manifest, real) != 0)
        remembered_free(&remembered);
    diagnostics_free(&diagnostics);
    free(real);
    return remembered;
}

bool remembered_save(const char *path, const char *manifest, struct remembered *remembered)
{
    struct output output;
    char complaint[400];

    free(remembered->manifest);
    remembered->manifest = realpath(manifest, NULL);
    folders_make(path);
    if (!remembered->manifest || !output_open_quietly(&output, path, complaint, sizeof complaint))
        return false;
    fputs("# Where the explorer of this manifest was left. ccascope --fresh ignores it; it may be removed.\n",
          output.stream);
    for (size_t i = 0; i < FIELDS; i++)
        if (*field(remembered, i)) {
            fprintf(output.stream, "%s: ", fields[i].key);
            yaml_write_text(output.stream, *field(remembered, i));
            fputc('\n', output.stream);
        }
    return output_close(&output, true);
}

void remembered_free(struct remembered *remembered)
{
    for (size_t i = 0; i < FIELDS; i++)
        free(*field(remembered, i));
    *remembered = (struct remembered){0};
}
