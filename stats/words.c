/* stats/words.c: numbers as people write them. */
#include "stats/words.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void nh_say_number(double value, char text[NH_WORDS])
{
    char digits[NH_WORDS];
    int n = snprintf(digits, sizeof digits, "%.0f", fabs(round(value)));
    size_t at = 0;
    if (round(value) < 0) text[at++] = '-';
    for (int i = 0; i < n && at < NH_WORDS - 2; i++) {
        if (i > 0 && (n - i) % 3 == 0) text[at++] = ',';
        text[at++] = digits[i];
    }
    text[at] = '\0';
}

bool nh_say_count(const nh_column *column, size_t row, char text[NH_WORDS])
{
    text[0] = '\0';
    if (!column || !nh_present(column, row)) return false;
    nh_say_number(column->number[row], text);
    return true;
}

void nh_say_decimal(double value, int decimals, char text[NH_WORDS])
{
    int n = snprintf(text, NH_WORDS, "%.*f", decimals, value);
    if (n < 0 || !strchr(text, '.')) return;
    char *end = text + strlen(text);
    while (end[-1] == '0') *--end = '\0';
    if (end[-1] == '.') *--end = '\0';
}

static const nh_column *beside(const nh_frame *frame, const char *share, const char *what)
{
    nh_arena *scratch = nh_arena_new();
    const nh_column *column = nh_frame_find(frame, nh_arena_print(scratch, "%s_%s", share, what));
    nh_arena_free(scratch);
    return column;
}

bool nh_say_share(const nh_frame *frame, const char *share, size_t row, char text[NH_WORDS])
{
    const nh_column *value = beside(frame, share, "share"), *low = beside(frame, share, "low");
    const nh_column *high = beside(frame, share, "high");
    char percent[NH_WORDS];
    text[0] = '\0';
    if (!value || !nh_present(value, row)) return false;
    nh_say_decimal(value->number[row], 1, percent);
    snprintf(text, NH_WORDS, "%.10s%%", percent);
    if (!low || !high || !nh_present(low, row) || !nh_present(high, row)) return true;
    snprintf(text, NH_WORDS, "%.10s%% (95%% interval %.1f%% to %.1f%%)", percent, low->number[row], high->number[row]);
    return true;
}
