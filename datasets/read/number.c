/* datasets/read/number.c: short decimals by one exact operation, the others by strtod.
 *
 * When the digits fit into 53 bits and the power of ten is at most 22, both are doubles without error, so that one
 * multiplication or division rounds once and correctly (W. D. Clinger, "How to read floating point numbers
 * accurately", 1990, section 2). */
#include "datasets/read/number.h"

#include "datasets/frame/text.h"

#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DIGITS = 19, LONGEST_NUMBER = 400, MOST_EXACT_POWER = 22, LARGEST_EXPONENT = 9999 };

typedef struct decimal {
    uint64_t digits; /* the first 19 significant ones */
    int n_digits, power;
    bool is_negative, is_cut;
} decimal;

static void take_digit(decimal *number, char c)
{
    if (number->digits == 0 && c == '0') return;
    if (number->n_digits == MOST_DIGITS) {
        number->is_cut = true;
        number->power++;
        return;
    }
    number->digits = number->digits * 10 + (uint64_t)(c - '0');
    number->n_digits++;
}

static const char *take_exponent(const char *p, const char *end, int *exponent)
{
    bool is_negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    if (p == end) return NULL;
    int value = 0;
    for (; p < end && nh_is_digit(*p); p++)
        if (value < LARGEST_EXPONENT) value = value * 10 + (*p - '0');
    *exponent = is_negative ? -value : value;
    return p;
}

static bool parse(const char *p, const char *end, decimal *number)
{
    number->is_negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    const char *first = p;
    for (; p < end && nh_is_digit(*p); p++) take_digit(number, *p);
    size_t n = (size_t)(p - first);
    if (p < end && *p == '.') {
        for (p++, first = p; p < end && nh_is_digit(*p); p++) {
            number->power--;
            take_digit(number, *p);
        }
        n += (size_t)(p - first);
    }
    if (n == 0) return false;
    int exponent = 0;
    if (p < end && (*p == 'e' || *p == 'E')) p = take_exponent(p + 1, end, &exponent);
    number->power += exponent;
    return p == end;
}

static bool by_strtod(const char *text, size_t length, double *value)
{
    char copy[LONGEST_NUMBER + 1];
    if (length > LONGEST_NUMBER) return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain) return false;
    *value = strtod_l(copy, NULL, plain);
    freelocale(plain);
    return isfinite(*value);
}

bool nh_number_read(const char *text, size_t length, double *value)
{
    static const double tens[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    decimal number = { 0 };
    if (!parse(text, text + length, &number)) return false;
    bool is_exact = !number.is_cut && number.digits < (uint64_t)1 << 53 && number.power >= -MOST_EXACT_POWER &&
                    number.power <= MOST_EXACT_POWER;
    if (!is_exact) return by_strtod(text, length, value);
    double digits = (double)number.digits;
    double size = number.power < 0 ? digits / tens[-number.power] : digits * tens[number.power];
    *value = number.is_negative ? -size : size;
    return true;
}

/* A count of thousands has no more places than this. */
enum { LONGEST_GROUPED = 40, GROUP = 3 };

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
    if (length > LONGEST_GROUPED || n == 0 || n > GROUP || at + n == length || text[at + n] != ',') return 0;
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

bool nh_number_read_grouped(const char *text, size_t length, double *value)
{
    char plain[LONGEST_GROUPED];
    size_t n = without_commas(text, length, plain);
    return n > 0 && nh_number_read(plain, n, value);
}
