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

/* A share of 1,000 or more is worked out to a decimal from the counts that are shown anyhow; of fewer that would say
 * more than it knows. Share and limits have the same decimals, so that no share lies outside its limits. */
static int decimals_of(const nh_frame *frame, const nh_column *share, size_t row, double *value)
{
    const nh_column *part = share->part ? nh_frame_find(frame, share->part) : NULL;
    const nh_column *whole = share->whole ? nh_frame_find(frame, share->whole) : NULL;
    *value = share->number[row];
    if (*value != round(*value)) return 1;
    if (!part || !whole || !nh_present(part, row) || !nh_present(whole, row) || whole->number[row] < 1000) return 0;
    *value = 100 * part->number[row] / whole->number[row];
    return 1;
}

bool nh_say_share(const nh_frame *frame, const char *share, size_t row, char text[NH_WORDS])
{
    const nh_column *given = beside(frame, share, "share"), *low = beside(frame, share, "low");
    const nh_column *high = beside(frame, share, "high");
    double value;
    text[0] = '\0';
    if (!given || !nh_present(given, row)) return false;
    int n = decimals_of(frame, given, row, &value);
    snprintf(text, NH_WORDS, "%.*f%%", n, value);
    if (!low || !high || !nh_present(low, row) || !nh_present(high, row)) return true;
    snprintf(text, NH_WORDS, "%.*f%% (95%% interval %.*f%% to %.*f%%)", n, value, n, low->number[row], n,
             high->number[row]);
    return true;
}
