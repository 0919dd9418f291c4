/* stats/models/design_narrow.c: columns of small whole numbers, kept as two bytes a row.
 *
 * Truths, ages and levels make up most of a design, and a fit reads them many times over: a quarter of the bytes is
 * read in less time. What does not fit (miles, money) is read from the frame at every pass, as are designs of few
 * rows. */
#include "stats/models/design_matrix.h"

#include <stdlib.h>

enum { FEWEST_ROWS = 20000 };

/* A block of values; false when some are not small whole numbers. */
static bool narrow(const double *restrict values, int16_t *restrict small)
{
    int n_others = 0;
    for (size_t i = 0; i < NH_BLOCK; i++) {
        bool is_small = values[i] > INT16_MIN && values[i] < INT16_MAX;
        int whole = (int)(is_small ? values[i] : 0.5);
        n_others += whole != values[i];
        small[i] = (int16_t)whole;
    }
    return n_others == 0;
}

/* NULL as soon as a value does not fit. */
static int16_t *narrow_atom(const nh_design *design, const nh_design_atom *atom)
{
    if (atom->basis || atom->width > INT16_MAX) return NULL;
    double values[NH_BLOCK] = { 0 };
    int16_t *small = nh_zeroed(design->n + NH_BLOCK, sizeof *small);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_atom_values(atom, &(nh_block){ design->rows + from, n, NULL }, values, NULL);
        if (narrow(values, small + from)) continue;
        free(small);
        return NULL;
    }
    return small;
}

void nh_design_narrow(nh_design *design)
{
    if (design->n < FEWEST_ROWS) return;
    design->narrow = nh_arena_array(design->memory, design->formula->n_atoms, sizeof *design->narrow);
    for (size_t a = 0; a < design->formula->n_atoms; a++)
        design->narrow[a] = narrow_atom(design, &design->atoms[a]);
}

void nh_design_widen(const nh_design *design, size_t from, size_t atom, double *restrict values)
{
    const int16_t *restrict small = design->narrow[atom] + from;
    for (size_t i = 0; i < NH_BLOCK; i++) values[i] = small[i];
}

void nh_design_forget_narrow(nh_design *design)
{
    for (size_t a = 0; design->narrow && a < design->formula->n_atoms; a++) free(design->narrow[a]);
    design->narrow = NULL;
}
