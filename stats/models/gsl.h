/* stats/models/gsl.h: the one door to the GNU Scientific Library.
 *
 * Its error handler, which would end the program, is off; every code it returns passes nh_gsl, and what it gives
 * is checked to be a number. Only small matrices go in, never the tall one.
 *
 *     double values[9], vectors[81];
 *     if (!nh_gsl_eigen(matrix, 9, values, vectors, err)) return false;
 */
#ifndef NH_MODELS_GSL_H
#define NH_MODELS_GSL_H

#include "datasets/frame/error.h"

#include <stdbool.h>
#include <stddef.h>

/* False, and an error that says what was being done, unless `code` is success. */
bool nh_gsl(int code, const char *doing, nh_error *err);

/* Eigenvalues and, as columns of `vectors`, eigenvectors of a symmetric n x n matrix (row by row; overwritten). */
bool nh_gsl_eigen(double *matrix, size_t n, double *values, double *vectors, nh_error *err);

/* The points and weights of Gauss and Hermite's rule for the integral of exp(-x^2) f(x), n of each. */
bool nh_gauss_hermite(size_t n, double *point, double *weight, nh_error *err);

/* Both tails of the normal distribution beyond z; and the quantile of Student's t (df of INFINITY: of the normal). */
double nh_normal_two_sided(double z);
double nh_t_start(double below, double df);

/* The tails above x of the chi-squared and of Fisher's F distribution. R: pchisq, pf(..., lower.tail = FALSE). */
double nh_chi_squared_above(double x, double df);
double nh_f_above(double x, double df, double df_residual);

/* Logarithms of the factorial and of the binomial coefficient. */
double nh_log_factorial(double n);
double nh_log_choose(double n, double k);

#endif
