/* stats/methods/quantile.h: the value below which a share of some numbers lies.
 *
 *     nh_sort_numbers(values, n);
 *     double median = nh_quantile_of_sorted(values, n, 0.5);
 */
#ifndef NH_METHODS_QUANTILE_H
#define NH_METHODS_QUANTILE_H

#include <stddef.h>

void nh_sort_numbers(double *values, size_t n);

/* Between the two nearest of n > 0 sorted values. R: quantile(x, share, type = 7) */
double nh_quantile_of_sorted(const double *sorted, size_t n, double share);

#endif
