/* datasets/write/escape.c: text of the data made fit for documents: valid UTF-8, nothing that acts, nothing that is
 * markup. */
#include "datasets/write.h"

#include <string.h>

static const char replacement[] = "\xEF\xBF\xBD";

/* The character at `text` and its bytes; 0 bytes when it is not UTF-8 (stray, overlong, surrogate, too high). */
static size_t character_at(const unsigned char *text, uint32_t *character)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    unsigned char first = text[0];
    size_t n = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 0;
    if (n == 0) return 0;
    uint32_t value = n == 1 ? first : first & (0x7FU >> n);
    for (size_t i = 1; i < n; i++) {
        if (text[i] >> 6 != 2) return 0; /* the NUL at the end too */
        value = value << 6 | (text[i] & 0x3FU);
    }
    if (value < least[n] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0;
    *character = value;
    return n;
}

static bool is_between(uint32_t value, uint32_t first, uint32_t last)
{
    return value >= first && value <= last;
}

/* Controls, line and paragraph separators, direction overrides and isolates, non-characters. */
static bool is_unfit(uint32_t c)
{
    return c < 0x20 || is_between(c, 0x7F, 0x9F) || is_between(c, 0x2028, 0x202E) || is_between(c, 0x2066, 0x2069) ||
           is_between(c, 0xFDD0, 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

void nh_clean_text(const char *text, size_t most, nh_text *out)
{
    size_t begun = out->n;
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        uint32_t character = 0;
        size_t n = character_at(at, &character);
        bool is_kept = n > 0 && !is_unfit(character);
        bool ends_cdata = *at == '>' && out->n - begun >= 2 && memcmp(out->bytes + out->n - 2, "]]", 2) == 0;
        size_t length = (is_kept ? n : sizeof replacement - 1) + (ends_cdata ? 1 : 0);
        if (length > most - (out->n - begun)) return;
        if (ends_cdata) nh_text_add(out, " ", 1);
        if (is_kept) nh_text_add(out, (const char *)at, n);
        else nh_text_add(out, replacement, sizeof replacement - 1);
        at += n > 0 ? n : 1;
    }
}

void nh_escape(const char *text, nh_text *out)
{
    nh_text *clean = nh_text_new();
    nh_clean_text(text, SIZE_MAX, clean);
    for (size_t i = 0; i < clean->n; i++) {
        switch (clean->bytes[i]) {
        case '&': nh_text_say(out, "&amp;"); break;
        case '<': nh_text_say(out, "&lt;"); break;
        case '>': nh_text_say(out, "&gt;"); break;
        case '"': nh_text_say(out, "&quot;"); break;
        case '\'': nh_text_say(out, "&#39;"); break;
        default: nh_text_add(out, clean->bytes + i, 1);
        }
    }
    nh_text_free(clean);
}
