/* stats/methods/months.c: months as whole days. */
#include "stats/methods/months.h"

#include <math.h>

static const double days_a_month = 365.25 / 12;

int32_t nh_month_day(int month)
{
    return (int32_t)lround(month * days_a_month);
}

bool nh_is_month_day(double days)
{
    return days >= 0 && days < 1e6 && nh_month_day((int)lround(days / days_a_month)) == days;
}
