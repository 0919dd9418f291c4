/* plots/charts/curve_smooth.h: a smooth line through the points of a curve, for drawing.
 *
 * Between points runs a cubic that has at each of them the slope of the parabola through it and its neighbours: what
 * a spline looks like when it is known at some places only. At a corner, where the interval of a difference from a
 * reference closes up, both sides are lines of their own.
 *
 *     double *fine = nh_zeroed(nh_smooth_length(n), sizeof *fine);
 *     nh_smooth(x, y, n, corner, fine);                                corner n: none
 */
#ifndef NH_PLOTS_CURVE_SMOOTH_H
#define NH_PLOTS_CURVE_SMOOTH_H

#include <stddef.h>

enum { NH_SMOOTH_PARTS = 8 }; /* between two points */

size_t nh_smooth_length(size_t n);

/* The values at nh_smooth_length(n) places, NH_SMOOTH_PARTS of equal length from each x (ascending) to the next. */
void nh_smooth(const double *x, const double *y, size_t n, size_t corner, double *fine);

#endif
