/* stats/models/block_sums.h: sums over the rows of a block, four rows at a time.
 *
 * Row i goes to sum i % 4, and the four are added as (0 + 1) + (2 + 3); rows left over after the last four go to the
 * first. That order is fixed, so that a processor that takes four rows in one step (AVX2) and one that takes fewer
 * give the same digits.
 *
 *     double xy = nh_dot(x, y, n);
 *     nh_add_products(block, weight, n, m, sum);          sum[a * m + b] += sum of weight x a x b, for b >= a
 *     nh_add_combination(block, coefficient, k, n, eta);  eta[i] += sum of coefficient[j] x column j at row i
 */
#ifndef NH_MODELS_BLOCK_SUMS_H
#define NH_MODELS_BLOCK_SUMS_H

#include "stats/models/precise.h"

#include <stddef.h>
#include <stdint.h>

double nh_dot(const double *x, const double *y, size_t n);

/* The same of x with four others. */
void nh_dot_four(const double *x, const double *const y[4], size_t n, double sum[4]);

/* `weight` is of the block's rows, or NULL: 1. Columns are multiplied by it first, then by each other. */
void nh_add_products(const double *block, const double *weight, size_t n, size_t m, nh_precise *sum);

/* Columns are added in their order, each rounded. */
void nh_add_combination(const double *block, const double *coefficient, size_t k, size_t n, double *sum);

/* Sums of columns by place: sums[place * width + j]. */
typedef struct nh_places {
    const uint32_t *place; /* of each row of the block */
    const double *rate;    /* what the row's columns are multiplied by */
    size_t width;          /* columns of the block; a multiple of 4 */
    double *sums;
} nh_places;

/* Rows are added in their order. */
void nh_add_to_places(const double *block, size_t n, const nh_places *to);

#endif
