/* stats/models/exponential.c: e to the power of many numbers at once.
 *
 * x = k log 2 + r with |r| at most log(2)/2; exp(r) = 1 + r + r^2 (1/2! + r/3! + ...) to r^13/13!, which leaves less
 * than 1e-17 of it, and 2^k is set by its bits. log 2 is taken off in two parts, the first so short that its product
 * with k is exact (Cody and Waite 1980). What would overflow or come near 0 goes through the system's exp. */
#include "stats/models/exponential.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static const double furthest = 700;

static const double one_by_log_2 = 0x1.71547652b82fep+0;
static const double log_2_high = 0x1.62e42feep-1, log_2_low = 0x1.a39ef35793c76p-33;

/* Adding this rounds to a whole number, which then stands in the lowest bits. */
static const double rounding = 0x1.8p52;

/* 1/2! + r/3! + ... + r^11/13!, of a number or of four. */
#define SERIES(r) \
    (((((((((((1 / 6227020800.0 * (r) + 1 / 479001600.0) * (r) + 1 / 39916800.0) * (r) + 1 / 3628800.0) * (r) + \
            1 / 362880.0) * (r) + 1 / 40320.0) * (r) + 1 / 5040.0) * (r) + 1 / 720.0) * (r) + 1 / 120.0) * (r) + \
       1 / 24.0) * (r) + 1 / 6.0) * (r) + 0.5)

static double exp_of(double x)
{
    double shifted = x * one_by_log_2 + rounding, k = shifted - rounding;
    double high = x - k * log_2_high, low = k * log_2_low, r = high - low;
    double power = 1 + (high - (low - r * r * SERIES(r)));
    uint64_t bits;
    double scale;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits + 1023) << 52;
    memcpy(&scale, &bits, sizeof scale);
    return power * scale;
}

/* Whether all were near enough to 0; others are worked out wrongly. */
static bool exp_each(const double *x, size_t from, size_t n, double *e)
{
    bool are_near = true;
    for (size_t i = from; i < n; i++) {
        e[i] = exp_of(x[i]);
        are_near &= x[i] <= furthest && x[i] >= -furthest;
    }
    return are_near;
}

#if defined(__x86_64__)

typedef double lanes __attribute__((vector_size(32), aligned(8), may_alias));
typedef uint64_t bits_of_lanes __attribute__((vector_size(32)));

/* exp_of, four at a time; whether all were near enough to 0. */
__attribute__((target("avx2"))) static bool exp_four_by_four(const double *x, size_t n, double *e)
{
    size_t whole = n / 4 * 4;
    bits_of_lanes near = { ~0ULL, ~0ULL, ~0ULL, ~0ULL };
    for (size_t i = 0; i < whole; i += 4) {
        lanes at = *(const lanes *)(x + i), shifted = at * one_by_log_2 + rounding, k = shifted - rounding;
        lanes high = at - k * log_2_high, low = k * log_2_low, r = high - low;
        lanes power = 1 + (high - (low - r * r * SERIES(r)));
        bits_of_lanes scale = ((bits_of_lanes)shifted + 1023) << 52;
        *(lanes *)(e + i) = power * (lanes)scale;
        near &= (bits_of_lanes)((at <= furthest) & (at >= -furthest));
    }
    return exp_each(x, whole, n, e) && (near[0] & near[1] & near[2] & near[3]);
}

static bool exp_all(const double *x, size_t n, double *e)
{
    return __builtin_cpu_supports("avx2") ? exp_four_by_four(x, n, e) : exp_each(x, 0, n, e);
}

#else

static bool exp_all(const double *x, size_t n, double *e) { return exp_each(x, 0, n, e); }

#endif

void nh_exp_block(const double *x, size_t n, double *e)
{
    if (exp_all(x, n, e)) return;
    for (size_t i = 0; i < n; i++)
        if (!(fabs(x[i]) <= furthest)) e[i] = exp(x[i]);
}
