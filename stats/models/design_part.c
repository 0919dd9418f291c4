/* stats/models/design_part.c: every so many-th used row of a design. */
#include "stats/models/design_part.h"

#include <stdlib.h>

static double *every_so_many(const double *values, size_t n, size_t stride)
{
    double *some = values ? nh_zeroed(n + 1, sizeof *some) : NULL;
    for (size_t i = 0; i < n && values; i++) some[i] = values[i * stride];
    return some;
}

nh_design nh_design_part(const nh_design *whole, size_t stride)
{
    nh_design part = *whole;
    part.n = whole->n / stride;
    part.narrow = NULL;
    part.rows = nh_zeroed(part.n + 1, sizeof *part.rows);
    for (size_t i = 0; i < part.n; i++) part.rows[i] = whole->rows[i * stride];
    part.outcome = every_so_many(whole->outcome, part.n, stride);
    part.trials = every_so_many(whole->trials, part.n, stride);
    part.weight = every_so_many(whole->weight, part.n, stride);
    part.offset = every_so_many(whole->offset, part.n, stride);
    part.entry = every_so_many(whole->entry, part.n, stride);
    part.exit = every_so_many(whole->exit, part.n, stride);
    return part;
}

void nh_design_part_clear(nh_design *part)
{
    free(part->rows);
    free(part->outcome);
    free(part->trials);
    free(part->weight);
    free(part->offset);
    free(part->entry);
    free(part->exit);
}
