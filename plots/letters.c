/* plots/letters.c: text of the data before it reaches gnuplot: made harmless, and measured. */
#include "plots/theme.h"

#include <string.h>

static bool is_between(unsigned char byte, unsigned char first, unsigned char last)
{
    return byte >= first && byte <= last;
}

static bool is_plain(unsigned char byte)
{
    return is_between(byte, 'a', 'z') || is_between(byte, 'A', 'Z') || is_between(byte, '0', '9') || byte == ' ';
}

/* An escape that begins with 0 takes up to four digits, any other three: "\053" before "109" would swallow the 1. */
void nh_gnuplot_text(const char *text, nh_text *out)
{
    nh_text *clean = nh_text_new();
    nh_clean_text(text, NH_MOST_TEXT, clean);
    nh_text_add(out, "\"", 1);
    for (size_t i = 0; i < clean->n; i++) {
        unsigned char byte = (unsigned char)clean->bytes[i];
        if (is_plain(byte)) nh_text_add(out, clean->bytes + i, 1);
        else nh_text_say(out, byte < 0100 ? "\\0%03o" : "\\%03o", (unsigned)byte);
    }
    nh_text_add(out, "\"", 1);
    nh_text_free(clean);
}

/* Advance widths of Arial, Helvetica and Liberation Sans in thousandths of the size, from blank to tilde. */
static const short widths[] = { 278,  278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
                                556,  556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
                                1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
                                667,  778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
                                333,  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
                                556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584 };

double nh_text_width(const char *text, double size, bool is_bold)
{
    double sum = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at >= ' ' && *at <= '~') sum += widths[*at - ' '];
        else if (*at >> 6 != 2) sum += 600; /* once a character, not once a byte */
    }
    return sum / 1000 * size * (is_bold ? 1.07 : 1);
}
