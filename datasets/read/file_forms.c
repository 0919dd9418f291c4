/* datasets/read/file_forms.c: byte order marks and first bytes; UTF-16 without a mark has a NUL beside its first
 * letter. */
#include "datasets/read/file_forms.h"

#include <stdbool.h>
#include <string.h>

static bool is_utf16(const char *bytes, size_t n)
{
    if (n < 2) return false;
    bool has_mark = memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0;
    return has_mark || (bytes[0] == '\0') != (bytes[1] == '\0');
}

const char *nh_form_instead_of_text(const char *bytes, size_t n)
{
    static const struct {
        const char *first, *name;
        size_t n;
    } forms[] = { { "\xFF\xFE\0\0", "UTF-32 text", 4 },
                  { "\xD0\xCF\x11\xE0", "an Excel workbook (.xls)", 4 },
                  { "PK\3\4", "a .zip archive inside another", 4 },
                  { "%PDF-", "a PDF document", 5 } };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (n >= forms[i].n && memcmp(bytes, forms[i].first, forms[i].n) == 0) return forms[i].name;
    return is_utf16(bytes, n) ? "UTF-16 text" : NULL;
}
