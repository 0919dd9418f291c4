/* plots/charts/curve_smooth.c: cubic pieces between the points of a curve. */
#include "plots/charts/curve_smooth.h"

size_t nh_smooth_length(size_t n) { return n ? (n - 1) * NH_SMOOTH_PARTS + 1 : 0; }

/* At `at`, of the parabola through points a, b and c; a line's where there are but two. */
static double slope_of(const double *x, const double *y, const size_t points[3], double at)
{
    size_t a = points[0], b = points[1], c = points[2];
    double first = (y[b] - y[a]) / (x[b] - x[a]);
    if (b == c) return first;
    double bend = ((y[c] - y[b]) / (x[c] - x[b]) - first) / (x[c] - x[a]);
    return first + bend * (2 * at - x[a] - x[b]);
}

/* Of point i among those from `from` to `last`. */
static double slope_at(const double *x, const double *y, size_t i, size_t from, size_t last)
{
    size_t middle = i == from ? from + 1 : i == last ? last - 1 : i;
    if (last - from == 1) return slope_of(x, y, (const size_t[]){ from, last, last }, x[i]);
    return slope_of(x, y, (const size_t[]){ middle - 1, middle, middle + 1 }, x[i]);
}

static void smooth_side(const double *x, const double *y, size_t from, size_t last, double *fine)
{
    for (size_t i = from; i < last; i++) {
        double width = x[i + 1] - x[i], left = width * slope_at(x, y, i, from, last);
        double right = width * slope_at(x, y, i + 1, from, last);
        for (size_t part = 0; part <= NH_SMOOTH_PARTS; part++) {
            double t = (double)part / NH_SMOOTH_PARTS, u = 1 - t;
            fine[i * NH_SMOOTH_PARTS + part] =
                u * u * (1 + 2 * t) * y[i] + t * t * (3 - 2 * t) * y[i + 1] + t * u * (u * left - t * right);
        }
    }
}

void nh_smooth(const double *x, const double *y, size_t n, size_t corner, double *fine)
{
    if (n == 0) return;
    if (n == 1) fine[0] = y[0];
    if (corner > 0 && corner < n - 1) {
        smooth_side(x, y, 0, corner, fine);
        smooth_side(x, y, corner, n - 1, fine);
    } else smooth_side(x, y, 0, n - 1, fine);
}
