/* datasets/simulate/margins.h: a table made to add up to published totals.
 *
 * Iterative proportional fitting (Deming and Stephan 1940, Annals of Mathematical Statistics 11): cells are scaled to
 * one set of totals after another, round after round; what the start says beyond the totals is kept.
 *
 *     int row_of[6] = { 0, 0, 0, 1, 1, 1 }, column_of[6] = { 0, 1, 2, 0, 1, 2 };
 *     const nh_margin margins[] = { { row_of, row_totals, 2 }, { column_of, column_totals, 3 } };
 *     nh_fit_margins(cells, 6, margins, 2);
 */
#ifndef NH_SIMULATE_MARGINS_H
#define NH_SIMULATE_MARGINS_H

#include <stddef.h>

typedef struct nh_margin {
    const int *total_of; /* of each cell: which total it belongs to */
    const double *due;   /* the totals */
    int n;
} nh_margin;

void nh_fit_margins(double *cells, size_t n, const nh_margin *margins, size_t n_margins);

#endif
