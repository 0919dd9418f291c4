/* stats/models/design_low.c: the digits that powers of a number lose when they are rounded to a double.
 *
 * A polynomial of high degree is so badly conditioned that the rounding of x^10 decides the eighth digit of its
 * coefficients (Filip's data of the NIST StRD). Formed with twice the digits it does not. */
#include "stats/models/design_matrix.h"
#include "stats/models/precise.h"

#include <math.h>
#include <string.h>

enum { HIGHEST = 30 };

/* The exponent when the column is a whole power of an expression, which goes to `base`; else 0. */
static int power_of(const nh_design *design, const nh_design_column *column, const nh_expression **base)
{
    if (column->n_parts != 1) return 0;
    const nh_design_atom *atom = &design->atoms[column->parts[0].atom];
    const nh_expression *e = atom->atom->of;
    *base = e;
    if (atom->atom->kind == NH_ATOM_POLY && atom->atom->raw) return (int)column->parts[0].which + 1;
    bool is_power =
        atom->atom->kind == NH_ATOM_VALUE && e->operation == NH_POWER && e->right->operation == NH_CONSTANT;
    if (!is_power || e->right->value != rint(e->right->value)) return 0;
    *base = e->left;
    return e->right->value >= 2 && e->right->value <= HIGHEST ? (int)e->right->value : 0;
}

static void lost_by(const nh_expression *base, int exponent, const nh_block *rows, const double *rounded, double *low)
{
    double x[NH_BLOCK];
    nh_expression_values(base, rows, x, NULL);
    for (size_t i = 0; i < rows->n; i++) {
        nh_precise power = nh_precise_of(x[i]);
        for (int e = 1; e < exponent; e++) power = nh_precise_times(power, x[i]);
        low[i] = (power.high - rounded[i]) + power.low;
    }
}

bool nh_design_low(const nh_design *design, size_t from, size_t n, const double *block, double *low)
{
    bool has_any = false;
    nh_block rows = { design->rows + from, n, NULL };
    if (design->absorbed) return false;
    for (size_t k = 0; k < design->n_kept; k++) {
        const nh_expression *base = NULL;
        int exponent = power_of(design, nh_kept_column(design, k), &base);
        if (exponent < 2) continue;
        if (!has_any) memset(low, 0, design->n_kept * NH_BLOCK * sizeof *low);
        has_any = true;
        lost_by(base, exponent, &rows, block + k * NH_BLOCK, low + k * NH_BLOCK);
    }
    return has_any;
}
