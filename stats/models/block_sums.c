/* stats/models/block_sums.c: sums over the rows of a block, four rows at a time.
 *
 * What takes most of the time of a fit is written twice, for any processor and for one with AVX2: the additions are
 * the same, in the same order, and none is fused with a multiplication. */
#include "stats/models/block_sums.h"

#include "stats/models/expression.h"

#include <stdbool.h>
#include <string.h>

enum { LANES = 4, ACROSS = 4 };

/* The four sums of every fourth row, and the rows that are left over, as one. */
static double joined(const double *lane, const double *x, const double *y, size_t from, size_t n)
{
    double first = lane[0];
    for (size_t i = from; i < n; i++) first += x[i] * y[i];
    return (first + lane[1]) + (lane[2] + lane[3]);
}

double nh_dot(const double *x, const double *y, size_t n)
{
    double lane[LANES] = { 0 };
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        lane[0] += x[i] * y[i];
        lane[1] += x[i + 1] * y[i + 1];
        lane[2] += x[i + 2] * y[i + 2];
        lane[3] += x[i + 3] * y[i + 3];
    }
    return joined(lane, x, y, i, n);
}

static void dot_four(const double *x, const double *const y[ACROSS], size_t n, double sum[ACROSS])
{
    for (size_t c = 0; c < ACROSS; c++) sum[c] = nh_dot(x, y[c], n);
}

static void combine(const double *block, const double *coefficient, size_t k, size_t n, double *sum)
{
    for (size_t j = 0; j < k; j++)
        for (size_t i = 0; i < n; i++) sum[i] += coefficient[j] * block[j * NH_BLOCK + i];
}

static void add_to_places(const double *block, size_t from, size_t n, const nh_places *to)
{
    for (size_t i = from; i < n; i++) {
        double *sum = to->sums + to->place[i] * to->width;
        for (size_t j = 0; j < to->width; j++) sum[j] += to->rate[i] * block[j * NH_BLOCK + i];
    }
}

#if defined(__x86_64__)

/* Four doubles, wherever they stand. */
typedef double lanes __attribute__((vector_size(LANES * sizeof(double)), aligned(sizeof(double)), may_alias));
#define WIDE __attribute__((target("avx2")))

static bool is_wide(void) { return __builtin_cpu_supports("avx2"); }

WIDE static void dot_four_wide(const double *x, const double *const y[ACROSS], size_t n, double sum[ACROSS])
{
    const double *y0 = y[0], *y1 = y[1], *y2 = y[2], *y3 = y[3];
    lanes s0 = { 0 }, s1 = { 0 }, s2 = { 0 }, s3 = { 0 };
    size_t whole = n / LANES * LANES;
    for (size_t i = 0; i < whole; i += LANES) {
        lanes at = *(const lanes *)(x + i);
        s0 += at * *(const lanes *)(y0 + i);
        s1 += at * *(const lanes *)(y1 + i);
        s2 += at * *(const lanes *)(y2 + i);
        s3 += at * *(const lanes *)(y3 + i);
    }
    const lanes sums[ACROSS] = { s0, s1, s2, s3 };
    for (size_t c = 0; c < ACROSS; c++) sum[c] = joined((const double *)&sums[c], x, y[c], whole, n);
}

WIDE static void combine_wide(const double *block, const double *coefficient, size_t k, size_t n, double *sum)
{
    size_t whole = n / LANES * LANES;
    for (size_t i = 0; i < whole; i += LANES) {
        lanes at = *(lanes *)(sum + i);
        for (size_t j = 0; j < k; j++) at += coefficient[j] * *(const lanes *)(block + j * NH_BLOCK + i);
        *(lanes *)(sum + i) = at;
    }
    combine(block + whole, coefficient, k, n - whole, sum + whole);
}

/* Four rows of four columns, turned so that each row's stand together, to the sums of their places. */
WIDE static inline void add_four_rows(const double *block, const uint32_t *place, const double *rate, size_t width,
                               double *sums)
{
    lanes a = *(const lanes *)block, b = *(const lanes *)(block + NH_BLOCK);
    lanes c = *(const lanes *)(block + 2 * NH_BLOCK), d = *(const lanes *)(block + 3 * NH_BLOCK);
    lanes ab_even = __builtin_shufflevector(a, b, 0, 4, 2, 6), ab_odd = __builtin_shufflevector(a, b, 1, 5, 3, 7);
    lanes cd_even = __builtin_shufflevector(c, d, 0, 4, 2, 6), cd_odd = __builtin_shufflevector(c, d, 1, 5, 3, 7);
    *(lanes *)(sums + place[0] * width) += rate[0] * __builtin_shufflevector(ab_even, cd_even, 0, 1, 4, 5);
    *(lanes *)(sums + place[1] * width) += rate[1] * __builtin_shufflevector(ab_odd, cd_odd, 0, 1, 4, 5);
    *(lanes *)(sums + place[2] * width) += rate[2] * __builtin_shufflevector(ab_even, cd_even, 2, 3, 6, 7);
    *(lanes *)(sums + place[3] * width) += rate[3] * __builtin_shufflevector(ab_odd, cd_odd, 2, 3, 6, 7);
}

WIDE static void add_to_places_wide(const double *block, size_t n, const nh_places *to)
{
    size_t whole = n / LANES * LANES, width = to->width;
    for (size_t j = 0; j < width; j += LANES)
        for (size_t i = 0; i < whole; i += LANES)
            add_four_rows(block + j * NH_BLOCK + i, to->place + i, to->rate + i, width, to->sums + j);
    add_to_places(block, whole, n, to);
}

#else

static bool is_wide(void) { return false; }

static void dot_four_wide(const double *x, const double *const y[ACROSS], size_t n, double sum[ACROSS])
{
    dot_four(x, y, n, sum);
}

static void combine_wide(const double *block, const double *coefficient, size_t k, size_t n, double *sum)
{
    combine(block, coefficient, k, n, sum);
}

static void add_to_places_wide(const double *block, size_t n, const nh_places *to) { add_to_places(block, 0, n, to); }

#endif

void nh_dot_four(const double *x, const double *const y[ACROSS], size_t n, double sum[ACROSS])
{
    if (is_wide()) dot_four_wide(x, y, n, sum);
    else dot_four(x, y, n, sum);
}

void nh_add_combination(const double *block, const double *coefficient, size_t k, size_t n, double *sum)
{
    if (is_wide()) combine_wide(block, coefficient, k, n, sum);
    else combine(block, coefficient, k, n, sum);
}

void nh_add_to_places(const double *block, size_t n, const nh_places *to)
{
    if (is_wide()) add_to_places_wide(block, n, to);
    else add_to_places(block, 0, n, to);
}

/* The whole block, so that compilers take several rows at once. */
static void weigh(const double *restrict column, const double *restrict weight, double *restrict weighted)
{
    for (size_t i = 0; i < NH_BLOCK; i++) weighted[i] = column[i] * weight[i];
}

/* A column with four others at a time; where fewer are left, the last is taken again and not added. */
void nh_add_products(const double *block, const double *weight, size_t n, size_t m, nh_precise *sum)
{
    double weights[NH_BLOCK] = { 0 }, weighted[NH_BLOCK], product[ACROSS];
    if (weight) memcpy(weights, weight, n * sizeof *weights);
    for (size_t a = 0; a < m; a++) {
        const double *column = block + a * NH_BLOCK;
        if (weight) weigh(column, weights, weighted);
        for (size_t b = a; b < m; b += ACROSS) {
            const double *others[ACROSS];
            for (size_t c = 0; c < ACROSS; c++) others[c] = block + (b + c < m ? b + c : m - 1) * NH_BLOCK;
            nh_dot_four(weight ? weighted : column, others, n, product);
            for (size_t c = 0; c < ACROSS && b + c < m; c++) nh_precise_add_to(&sum[a * m + b + c], product[c]);
        }
    }
}
