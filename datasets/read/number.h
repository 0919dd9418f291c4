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

bool nh_number_read(const char *text, size_t length, double *value);
/* The same with separators of thousands where they belong: "1,234", "-12,345.6"; false without any. */
bool nh_number_read_grouped(const char *text, size_t length, double *value);

#endif
