/* datasets/simulate/margins.c: scaling to totals, a fixed number of rounds. */
#include "datasets/simulate/margins.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>

static void scale(double *cells, size_t n, const nh_margin *margin, double *sums)
{
    for (int i = 0; i < margin->n; i++) sums[i] = 0;
    for (size_t i = 0; i < n; i++) sums[margin->total_of[i]] += cells[i];
    for (size_t i = 0; i < n; i++) {
        double sum = sums[margin->total_of[i]];
        if (sum > 0) cells[i] *= margin->due[margin->total_of[i]] / sum;
    }
}

void nh_fit_margins(double *cells, size_t n, const nh_margin *margins, size_t n_margins)
{
    enum { ROUNDS = 60 };
    double *sums = nh_zeroed(n + 1, sizeof *sums);
    for (int round = 0; round < ROUNDS; round++)
        for (size_t m = 0; m < n_margins; m++) scale(cells, n, &margins[m], sums);
    free(sums);
}
