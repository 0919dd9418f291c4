/* stats/models/design_part.c: a part of the used rows of a design, in short runs. */
#include "stats/models/design_part.h"

#include <stdlib.h>

/* Rows that follow one another come from memory together: two lines of it for a run of doubles. */
enum { RUN = 16 };

/* Where row i of the part is in the whole. */
static size_t place_of(size_t i, size_t stride) { return i / RUN * RUN * stride + i % RUN; }

static double *some_of(const double *values, size_t n, size_t stride)
{
    double *some = values ? nh_zeroed(n + 1, sizeof *some) : NULL;
    for (size_t i = 0; i < n && values; i++) some[i] = values[place_of(i, stride)];
    return some;
}

static int16_t *some_small(const int16_t *values, size_t n, size_t stride)
{
    int16_t *some = values ? nh_zeroed(n + NH_BLOCK, sizeof *some) : NULL;
    for (size_t i = 0; i < n && values; i++) some[i] = values[place_of(i, stride)];
    return some;
}

nh_design nh_design_part(const nh_design *whole, size_t stride)
{
    nh_design part = *whole;
    size_t n_atoms = whole->formula->n_atoms;
    part.n = whole->n / (RUN * stride) * RUN;
    part.rows = nh_zeroed(part.n + 1, sizeof *part.rows);
    for (size_t i = 0; i < part.n; i++) part.rows[i] = whole->rows[place_of(i, stride)];
    part.narrow = whole->narrow ? nh_arena_array(whole->memory, n_atoms, sizeof *part.narrow) : NULL;
    for (size_t a = 0; a < n_atoms && part.narrow; a++)
        part.narrow[a] = some_small(whole->narrow[a], part.n, stride);
    part.outcome = some_of(whole->outcome, part.n, stride);
    part.trials = some_of(whole->trials, part.n, stride);
    part.weight = some_of(whole->weight, part.n, stride);
    part.offset = some_of(whole->offset, part.n, stride);
    part.entry = some_of(whole->entry, part.n, stride);
    part.exit = some_of(whole->exit, part.n, stride);
    return part;
}

void nh_design_part_clear(nh_design *part)
{
    nh_design_forget_narrow(part);
    free(part->rows);
    free(part->outcome);
    free(part->trials);
    free(part->weight);
    free(part->offset);
    free(part->entry);
    free(part->exit);
}
