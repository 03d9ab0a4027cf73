#include "golden.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/canvas_print.h"

#ifdef TEST_SOURCE_DIR
#define GOLDEN TEST_SOURCE_DIR "/tui/golden"
#endif

/* The folder of the files: beside this one where the build does not say. */
static void golden_path(char *path, size_t size, const char *name)
{
#ifdef GOLDEN
    snprintf(path, size, "%s/%s", GOLDEN, name);
#else
    const char *slash = strrchr(__FILE__, '/');
    int length = slash ? (int)(slash - __FILE__) : 1;
    snprintf(path, size, "%.*s/golden/%s", length, slash ? __FILE__ : ".", name);
#endif
}

static char *read_all(const char *path)
{
    FILE *in = fopen(path, "rb");
    char *text = NULL;
    size_t size = 0;
    if (!in)
        return NULL;
    if (getdelim(&text, &size, '\0', in) < 0) {
        free(text);
        text = strdup("");
    }
    fclose(in);
    return text;
}

static void write_all(const char *path, const char *text)
{
    FILE *out = fopen(path, "wb");
    cr_assert(out, "cannot write %s", path);
    fputs(text, out);
    fclose(out);
}

void golden_check_text(const char *text, const char *name)
{
    char path[4096];
    golden_path(path, sizeof path, name);
    if (getenv("UPDATE_GOLDEN")) {
        write_all(path, text);
        return;
    }
    char *expected = read_all(path);
    cr_assert(expected, "no %s; UPDATE_GOLDEN=1 writes it", path);
    cr_expect(strcmp(expected, text) == 0, "%s differs.\nExpected:\n%sGot:\n%s", name, expected, text);
    free(expected);
}

char *golden_print(const struct canvas *canvas)
{
    struct look look = {.depth = DEPTH_NONE, .unicode = true};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    cr_assert(out);
    cr_assert(canvas_print(canvas, &look, out));
    fclose(out);
    return text;
}

void golden_check(const struct canvas *canvas, const char *name)
{
    char file[256];
    snprintf(file, sizeof file, "%s.txt", name);
    char *text = golden_print(canvas);
    golden_check_text(text, file);
    free(text);
}

#define STYLES_MAX 62

static char style_letter(size_t index)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    return letters[index % STYLES_MAX];
}

/* The number of a style among those seen, which it joins. */
static size_t style_index(struct style *seen, size_t *count, struct style style)
{
    size_t i = 0;
    while (i < *count && !style_equal(seen[i], style))
        i++;
    if (i == *count && i < STYLES_MAX)
        seen[(*count)++] = style;
    return i;
}

void golden_check_style(const struct canvas *canvas, const char *name)
{
    struct style seen[STYLES_MAX], plain = {0};
    size_t count = 0, size = 0;
    char file[256], *text = NULL;
    FILE *out = open_memstream(&text, &size);
    for (int y = 0; y < canvas->rows; y++) {
        for (int x = 0; x < canvas->columns; x++) {
            struct style style = canvas->cells[y * canvas->columns + x].style;
            fputc(style_equal(style, plain) ? '.' : style_letter(style_index(seen, &count, style)), out);
        }
        fputc('\n', out);
    }
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%c foreground %08x background %08x attributes %d\n", style_letter(i),
                seen[i].foreground, seen[i].background, seen[i].attributes);
    fclose(out);
    snprintf(file, sizeof file, "%s.style", name);
    golden_check_text(text, file);
    free(text);
}
