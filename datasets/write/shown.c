/* datasets/write/shown.c: one rounding routine for tables, charts and report, so that they never disagree. */
#include "datasets/write/shown.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char minus[] = "\xE2\x88\x92";

/* Half away from zero, as DfE rounds. What is a half in decimals is often a hair less in binary (1.005):
 * the next double up decides. */
static double rounded(double value, int decimals)
{
    double scale = pow(10, decimals);
    return round(nextafter(value * scale, INFINITY)) / scale;
}

static int decimals_it_takes(double value)
{
    int decimals = 0;
    while (decimals < 6 && fabs(rounded(value, decimals) - value) > 1e-9 * (1 + value)) decimals++;
    return decimals;
}

static void with_commas(const char *digits, char *text, size_t room)
{
    size_t whole = strcspn(digits, "."), used = 0;
    for (size_t i = 0; digits[i] && used + 2 < room; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0) text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
}

static const char *show(double value, int decimals, const char *plus, char text[NH_SHOWN_TEXT])
{
    if (!isfinite(value) || fabs(value) >= 1e15) {
        snprintf(text, NH_SHOWN_TEXT, isfinite(value) ? "%.3g" : "not a number", value);
        return text;
    }
    double size = fabs(value);
    if (decimals < 0) decimals = decimals_it_takes(size);
    size = rounded(size, decimals);
    char digits[32];
    snprintf(digits, sizeof digits, "%.*f", decimals, size);
    const char *sign = size == 0 ? "" : value < 0 ? minus : plus;
    size_t length = strlen(sign);
    memcpy(text, sign, length);
    with_commas(digits, text + length, NH_SHOWN_TEXT - length);
    return text;
}

const char *nh_show(double value, int decimals, char text[NH_SHOWN_TEXT])
{
    return show(value, decimals, "", text);
}

const char *nh_show_signed(double value, int decimals, char text[NH_SHOWN_TEXT])
{
    return show(value, decimals, "+", text);
}
