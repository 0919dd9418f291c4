/* stats/methods/quantile.c: quantiles of sorted numbers. */
#include "stats/methods/quantile.h"

#include <math.h>
#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void nh_sort_numbers(double *values, size_t n) { qsort(values, n, sizeof *values, by_value); }

double nh_quantile_of_sorted(const double *sorted, size_t n, double share)
{
    double at = share * (double)(n - 1);
    size_t below = (size_t)floor(at), above = below + 1 < n ? below + 1 : below;
    return sorted[below] + (at - (double)below) * (sorted[above] - sorted[below]);
}
