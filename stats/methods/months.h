/* stats/methods/months.h: the fixed monthly grid on which durations are shown.
 *
 * A month is a twelfth of 365.25 days; its grid day is the nearest whole day: 0, 30, 61, 91, 122 ... 365 ... 731.
 *
 *     nh_month_day(12)        365
 *     nh_is_month_day(61)     true
 */
#ifndef NH_METHODS_MONTHS_H
#define NH_METHODS_MONTHS_H

#include <stdbool.h>
#include <stdint.h>

int32_t nh_month_day(int month);
bool nh_is_month_day(double days);

#endif
