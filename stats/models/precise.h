/* stats/models/precise.h: sums and products with twice the digits of a double.
 *
 * A value is the unevaluated sum of two doubles, about 32 digits. Cross-products squared up in it lose nothing
 * that a badly conditioned design needs, so that one plain elimination serves where others need a special case.
 * The error-free steps are Knuth's and Dekker's (Dekker 1971, Numerische Mathematik 18); they hold for every
 * rounding-to-nearest double as long as the compiler neither reorders nor fuses (-ffp-contract=off).
 *
 *     nh_precise sum = { 0, 0 };
 *     for (size_t i = 0; i < n; i++) sum = nh_precise_add(sum, nh_precise_product(x[i], y[i]));
 *     double rounded = sum.high + sum.low;
 */
#ifndef NH_MODELS_PRECISE_H
#define NH_MODELS_PRECISE_H

#include <math.h>

typedef struct nh_precise {
    double high, low;
} nh_precise;

static inline nh_precise nh_precise_of(double value) { return (nh_precise){ value, 0 }; }
static inline double nh_precise_round(nh_precise a) { return a.high + a.low; }
static inline nh_precise nh_precise_minus(nh_precise a) { return (nh_precise){ -a.high, -a.low }; }

/* high + low, where |a| >= |b|. */
static inline nh_precise nh_precise_settle(double a, double b)
{
    double sum = a + b;
    return (nh_precise){ sum, b - (sum - a) };
}

static inline nh_precise nh_precise_sum(double a, double b)
{
    double sum = a + b, part = sum - a;
    return (nh_precise){ sum, (a - (sum - part)) + (b - part) };
}

static inline nh_precise nh_precise_product(double a, double b)
{
    const double splitter = 134217729.0; /* 2^27 + 1 */
    double product = a * b, wide_a = splitter * a, wide_b = splitter * b;
    double a_high = wide_a - (wide_a - a), b_high = wide_b - (wide_b - b);
    double a_low = a - a_high, b_low = b - b_high;
    return (nh_precise){ product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low };
}

static inline nh_precise nh_precise_add(nh_precise a, nh_precise b)
{
    nh_precise high = nh_precise_sum(a.high, b.high), low = nh_precise_sum(a.low, b.low);
    high = nh_precise_settle(high.high, high.low + low.high);
    return nh_precise_settle(high.high, high.low + low.low);
}

/* sum += a: what nh_precise_add gives, in fewer steps. */
static inline void nh_precise_add_to(nh_precise *sum, double a)
{
    nh_precise high = nh_precise_sum(sum->high, a);
    *sum = nh_precise_settle(high.high, high.low + sum->low);
}

static inline nh_precise nh_precise_subtract(nh_precise a, nh_precise b)
{
    return nh_precise_add(a, nh_precise_minus(b));
}

static inline nh_precise nh_precise_multiply(nh_precise a, nh_precise b)
{
    nh_precise product = nh_precise_product(a.high, b.high);
    return nh_precise_settle(product.high, product.low + (a.high * b.low + a.low * b.high));
}

static inline nh_precise nh_precise_times(nh_precise a, double b)
{
    nh_precise product = nh_precise_product(a.high, b);
    return nh_precise_settle(product.high, product.low + a.low * b);
}

/* Two Newton steps on the quotient of the leading parts. */
static inline nh_precise nh_precise_divide(nh_precise a, nh_precise b)
{
    double first = a.high / b.high;
    nh_precise rest = nh_precise_subtract(a, nh_precise_times(b, first));
    double second = rest.high / b.high;
    rest = nh_precise_subtract(rest, nh_precise_times(b, second));
    return nh_precise_add(nh_precise_settle(first, second), nh_precise_of(rest.high / b.high));
}

static inline nh_precise nh_precise_root(nh_precise a)
{
    if (a.high <= 0) return nh_precise_of(0);
    double root = sqrt(a.high);
    nh_precise rest = nh_precise_subtract(a, nh_precise_product(root, root));
    return nh_precise_settle(root, rest.high / (2 * root));
}

/* sum += a * b, exactly as far as the digits go. */
static inline void nh_precise_gather(nh_precise *sum, double a, double b)
{
    *sum = nh_precise_add(*sum, nh_precise_product(a, b));
}

#endif
