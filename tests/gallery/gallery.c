/* gallery FOLDER SAMPLE: a script for the explorer (--script) that draws every view, at both sizes, of which
 * SAMPLE is the best sample, into FOLDER. gallery FOLDER: a page with all the pictures there, on standard
 * output. */
#include <stdio.h>
#include <string.h>

#include "tui/view.h"

static const char *const sizes[] = {"80x24", "200x50"};
#define SIZES (sizeof sizes / sizeof *sizes)

/* Screens beside the views; shown of the view of layers. */
static const struct {
    const char *name, *open, *close;
} screens[] = {{"pair", "open", "back"}, {"help", "help", "help"}, {"errors", "errors", "errors"}};
#define SCREENS (sizeof screens / sizeof *screens)

static const char *best_sample(const struct view *view)
{
    if (view->down == AXIS_TIMESTEP || view->across == AXIS_TIMESTEP || strcmp(view->name, "timesteps") == 0)
        return "text-lstm";
    return view->drawing == DRAW_POINTS ? "digits-widths" : "digits-cnn";
}

static void print_name(const char *folder, const char *view, const char *form, const char *size)
{
    printf("%s%s%s%s%s-%s.svg", folder, *folder ? "/" : "", view, *form ? "-" : "", form, size);
}

static void print_dump(const char *folder, const char *view, const char *form, const char *size)
{
    printf("dump ");
    print_name(folder, view, form, size);
    putchar('\n');
}

static void print_script(const char *folder, const char *sample)
{
    if (strcmp(sample, "digits-cnn") == 0)
        puts("against mem-1\ndown 2\nright");
    for (size_t size = 0; size < SIZES; size++) {
        printf("size %s\n", sizes[size]);
        for (int i = 0; i < VIEW_COUNT; i++) {
            if (strcmp(best_sample(&views[i]), sample) != 0)
                continue;
            printf("view %s\n", views[i].name);
            if (*views[i].form)
                printf("form %s\n", views[i].form);
            print_dump(folder, views[i].name, views[i].form, sizes[size]);
        }
        for (size_t i = 0; i < SCREENS && strcmp(sample, "digits-cnn") == 0; i++) {
            printf("view layers\n%s\n", screens[i].open);
            print_dump(folder, screens[i].name, "", sizes[size]);
            printf("%s\n", screens[i].close);
        }
    }
}

static void print_picture(const char *name, const char *form, const char *size, const char *about)
{
    printf("<figure><figcaption>%s %s: %s</figcaption><img src=\"", name, form, about);
    print_name("", name, form, size);
    puts("\"></figure>");
}

static void print_page(void)
{
    puts("<!doctype html><meta charset=utf-8><title>ccascope</title>\n"
         "<style>body{background:#333;color:#ddd;font-family:sans-serif}figure{display:inline-block;margin:"
         "1em}"
         "img{max-width:95vw}</style>");
    for (size_t size = 0; size < SIZES; size++) {
        printf("<h1>%s</h1>\n", sizes[size]);
        for (int i = 0; i < VIEW_COUNT; i++)
            print_picture(views[i].name, views[i].form, sizes[size], views[i].about);
        for (size_t i = 0; i < SCREENS; i++)
            print_picture(screens[i].name, "", sizes[size], "a screen");
    }
}

int main(int argc, char **argv)
{
    if (argc == 3)
        print_script(argv[1], argv[2]);
    else if (argc == 2)
        print_page();
    else
        fputs("gallery FOLDER [SAMPLE]\n", stderr);
    return argc == 2 || argc == 3 ? 0 : 2;
}
