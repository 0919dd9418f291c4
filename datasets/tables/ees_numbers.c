/* datasets/tables/ees_numbers.c: a symbol, a number, or a number once its separators of thousands are taken out. */
#include "datasets/tables/ees_numbers.h"

#include "datasets/frame/text.h"
#include "datasets/read/number.h"

#include <string.h>

/* A count of thousands has no more places than this. */
enum { LONGEST = 40, GROUP = 3 };

static size_t digits_from(const char *text, size_t length, size_t at)
{
    size_t n = 0;
    while (at + n < length && nh_is_digit(text[at + n])) n++;
    return n;
}

/* Commas stand behind one to three digits, and then behind every three; copies the text without them. */
static size_t without_commas(const char *text, size_t length, char *plain)
{
    size_t at = length > 0 && text[0] == '-', n = digits_from(text, length, at);
    if (length > LONGEST || n == 0 || n > GROUP || at + n == length || text[at + n] != ',') return 0;
    memcpy(plain, text, at + n);
    size_t used = at + n;
    for (at += n; at < length && text[at] == ','; at += 1 + GROUP) {
        if (digits_from(text, length, at + 1) != GROUP) return 0;
        memcpy(plain + used, text + at + 1, GROUP);
        used += GROUP;
    }
    memcpy(plain + used, text + at, length - at);
    return used + length - at;
}

static nh_ees_value number_of(const char *text, size_t length)
{
    char plain[LONGEST];
    double value = 0;
    if (nh_number_read(text, length, &value)) return (nh_ees_value){ NH_EES_NUMBER, value, NH_PRESENT };
    size_t n = without_commas(text, length, plain);
    if (n > 0 && nh_number_read(plain, n, &value)) return (nh_ees_value){ NH_EES_TIDIED, value, NH_PRESENT };
    return (nh_ees_value){ NH_EES_REFUSED, 0, NH_MISSING };
}

nh_ees_value nh_ees_value_of(const char *text, size_t length)
{
    nh_mark mark = NH_MISSING;
    if (length == 0) return (nh_ees_value){ NH_EES_BLANK, 0, NH_MISSING };
    if (nh_mark_read(text, length, &mark)) return (nh_ees_value){ NH_EES_SYMBOL, 0, mark };
    return number_of(text, length);
}
