/* stats/models/basis.h: one number as several columns: polynomials and natural cubic splines.
 *
 *     nh_basis *bent = nh_basis_spline(arena, miles, n, 3);          R: splines::ns(miles, 3)
 *     nh_basis_values(bent, x, NULL, 200, values, NULL);             values[column * NH_BLOCK + row]
 *
 * Agrees with R's poly and ns column by column, signs included.
 */
#ifndef NH_MODELS_BASIS_H
#define NH_MODELS_BASIS_H

#include "datasets/frame/arena.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct nh_basis nh_basis;

nh_basis *nh_basis_powers(nh_arena *memory, size_t degree); /* x, x^2, ... as they are */

/* Fitted to the n values of x; NULL when x has too few different values for so many columns. */
nh_basis *nh_basis_poly(nh_arena *memory, const double *x, size_t n, size_t degree);
nh_basis *nh_basis_spline(nh_arena *memory, const double *x, size_t n, size_t df);


/* At most NH_BLOCK values; with `x_slopes` also the derivatives (both NULL where none are wanted). */
void nh_basis_values(const nh_basis *basis, const double *x, const double *x_slopes, size_t n, double *values,
                     double *slopes);

#endif
