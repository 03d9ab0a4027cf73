#include "tui/json.h"

#include <math.h>
#include <stdlib.h>

#include "tui/text.h"

json_t *json_text(const char *text)
{
    json_t *string = json_string(text);
    char *readable;

    if (string)
        return string;
    readable = text_sanitised(text);
    string = json_string(readable ? readable : "");
    free(readable);
    return string;
}

json_t *json_number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

/* DEL is the one control character that jansson leaves as it is; it can only be inside a string. */
static int write_part(const char *buffer, size_t size, void *out)
{
    for (size_t i = 0; i < size; i++)
        if (buffer[i] == 0x7f)
            fputs("\\u007f", out);
        else
            fputc(buffer[i], out);
    return ferror(out) ? -1 : 0;
}

bool json_write(json_t *value, size_t flags, bool terminal, FILE *out)
{
    bool good;

    flags |= JSON_REAL_PRECISION(17) | (terminal ? JSON_ENSURE_ASCII : 0);
    good = json_dump_callback(value, write_part, out, flags) == 0;
    json_decref(value);
    return good;
}
