/* datasets/read/encoding.c: Latin-1 is the first 256 characters of Unicode; Windows-1252 differs from it in
 * 0x80-0x9F.
 *
 * Source: the WHATWG Encoding Standard, index windows-1252; its five bytes without a character stay control
 * characters, as there. */
#include "datasets/read/encoding.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

enum { FIRST_OWN = 0x80, AFTER_OWN = 0xA0 };

struct nh_encoding {
    const char *name;
    const uint16_t *own; /* the characters of 0x80-0x9F, NULL: those of Latin-1 */
};

static const uint16_t of_windows_1252[AFTER_OWN - FIRST_OWN] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D,
    0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0x009D, 0x017E, 0x0178,
};

static const nh_encoding encodings[] = {
    { "windows-1252", of_windows_1252 }, { "latin-1", NULL }, { "iso-8859-1", NULL },
};

const nh_encoding *nh_encoding_named(const char *name)
{
    for (size_t i = 0; name && i < sizeof encodings / sizeof *encodings; i++)
        if (strcasecmp(encodings[i].name, name) == 0) return &encodings[i];
    return NULL;
}

const char *nh_encoding_name(const nh_encoding *encoding)
{
    return encoding->name;
}

int nh_encoding_character(const nh_encoding *encoding, unsigned char byte)
{
    bool is_own = encoding->own && byte >= FIRST_OWN && byte < AFTER_OWN;
    return is_own ? encoding->own[byte - FIRST_OWN] : byte;
}

/* All of these characters lie below U+FFFF. */
static size_t put_character(int character, char *to)
{
    unsigned c = (unsigned)character;
    if (c < 0x80) return to[0] = (char)c, 1;
    if (c < 0x800) return to[0] = (char)(0xC0 | c >> 6), to[1] = (char)(0x80 | (c & 0x3F)), 2;
    to[0] = (char)(0xE0 | c >> 12);
    to[1] = (char)(0x80 | (c >> 6 & 0x3F));
    to[2] = (char)(0x80 | (c & 0x3F));
    return 3;
}

size_t nh_encoding_to_utf8(const nh_encoding *encoding, const char *from, size_t n, char *to)
{
    size_t written = 0;
    for (size_t i = 0; i < n; i++)
        written += put_character(nh_encoding_character(encoding, (unsigned char)from[i]), to + written);
    return written;
}
