/* datasets/read/number.h: a decimal number in text, correctly rounded whatever the locale.
 *
 *     double value;
 *     if (!nh_number_read("-1.5e3", 6, &value)) ...                   -1500
 *
 * As strtod reads decimals in the C locale, and nothing else: no blanks, no "inf", "nan", hexadecimal or
 * separators of thousands, nothing beyond the range of a double.
 */
#ifndef NH_READ_NUMBER_H
#define NH_READ_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool nh_number_read(const char *text, size_t length, double *value);
/* The same with separators of thousands where they belong: "1,234", "-12,345.6"; false without any. */
bool nh_number_read_grouped(const char *text, size_t length, double *value);

/* Of one to seven digits, as most whole numbers are, read millions of times; -1 for anything else. */
static inline int32_t nh_small_whole(const char *text, size_t length)
{
    int32_t value = 0;
    if (length == 0 || length > 7) return -1;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

#endif
