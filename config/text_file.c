#include "config/text_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/memory.h"

static bool fail(struct diagnostics *diagnostics, const char *what)
{
    diagnostics_add(diagnostics, (struct place){0}, "cannot be read: %s; check the path and its permissions", what);
    return false;
}

/* One byte beyond the limit is enough to know that a file is too large. */
static bool read_all(int descriptor, struct text_file *file, struct diagnostics *diagnostics)
{
    size_t capacity = 0;
    ssize_t got;

    do {
        file->text = memory_reserve(file->text, &capacity, file->length + 65536, 1);
        got = read(descriptor, file->text + file->length, 65536);
        if (got > 0)
            file->length += (size_t)got;
    } while ((got > 0 && file->length <= TEXT_FILE_LARGEST) || (got < 0 && errno == EINTR));
    if (got < 0)
        return fail(diagnostics, strerror(errno));
    if (file->length <= TEXT_FILE_LARGEST)
        return true;
    diagnostics_add(
        diagnostics, (struct place){0},
        "the file is larger than 16 MiB; is it the right one? Arrays belong in files of their own");
    return false;
}

bool text_file_read(const char *path, struct text_file *file, struct diagnostics *diagnostics)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    bool done;

    *file = (struct text_file){0};
    if (descriptor < 0)
        return fail(diagnostics, strerror(errno));
    done = read_all(descriptor, file, diagnostics);
    close(descriptor);
    if (!done) {
        free(file->text);
        *file = (struct text_file){0};
    }
    return done;
}

size_t utf8_decode(const void *text, size_t left, uint32_t *character)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = text;
    size_t length = bytes[0] < 0x80           ? 1
                    : (bytes[0] >> 5) == 0x06 ? 2
                    : (bytes[0] >> 4) == 0x0e ? 3
                    : (bytes[0] >> 3) == 0x1e ? 4
                                              : 0;

    if (!length || length > left)
        return 0;
    *character = length == 1 ? bytes[0] : bytes[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        *character = *character << 6 | (bytes[i] & 0x3f);
    }
    if (*character < smallest[length] || *character > 0x10ffff || (*character & 0xfffff800) == 0xd800)
        return 0;
    return length;
}

/* The printable characters of YAML 1.1. */
static bool is_allowed(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0x7e) || c == 0x85 ||
           (c >= 0xa0 && c <= 0xfffd && c != 0xfeff) || c >= 0x10000;
}

static bool is_line_end(uint32_t c, const unsigned char *next, size_t left)
{
    if (c == '\r')
        return left == 0 || *next != '\n';
    return c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static bool is_utf16_or_32(const unsigned char *bytes, size_t length)
{
    if (length >= 2 && ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff)))
        return true;
    return length >= 4 && memcmp(bytes, "\0\0\xfe\xff", 4) == 0;
}

static void refuse(struct diagnostics *diagnostics, struct place place, const unsigned char *byte,
                   size_t length, uint32_t character)
{
    if (!length)
        diagnostics_add(diagnostics, place, "the byte 0x%02x is not UTF-8; save the file as UTF-8", *byte);
    else if (!character)
        diagnostics_add(diagnostics, place, "a NUL byte; this has to be a text file");
    else if (character == 0xfeff)
        diagnostics_add(diagnostics, place, "a byte order mark (U+FEFF) inside the text; delete it");
    else
        diagnostics_add(diagnostics, place,
                        "the control character U+%04X; delete it, or write it as \\%c%0*X in double quotes",
                        character, character < 0x100 ? 'x' : 'u', character < 0x100 ? 2 : 4, character);
}

bool text_file_check(const char *text, size_t length, struct diagnostics *diagnostics)
{
    const unsigned char *bytes = (const unsigned char *)text;
    struct place place = {1, 1};
    size_t at = 0;

    if (is_utf16_or_32(bytes, length)) {
        diagnostics_add(diagnostics, place, "the file is UTF-16 or UTF-32; save it as UTF-8");
        return false;
    }
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        at = 3;
    while (at < length) {
        uint32_t character = 0;
        size_t size = utf8_decode(bytes + at, length - at, &character);

        if (!size || !is_allowed(character)) {
            refuse(diagnostics, place, bytes + at, size, character);
            return false;
        }
        at += size;
        place.column++;
        if (is_line_end(character, bytes + at, length - at))
            place = (struct place){place.line + 1, 1};
    }
    return true;
}
