/* stats/models/gsl.c: the one door to the GNU Scientific Library. */
#include "stats/models/gsl.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>

bool nh_gsl(int code, const char *doing, nh_error *err)
{
    if (code == GSL_SUCCESS) return true;
    return nh_fail(err, NH_INCOMPLETE, "%s failed: %s", doing, gsl_strerror(code));
}

static bool all_finite(const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(values[i])) return false;
    return true;
}

bool nh_gsl_eigen(double *matrix, size_t n, double *values, double *vectors, nh_error *err)
{
    const char *doing = "finding eigenvalues";
    if (n == 0) return true;
    if (!all_finite(matrix, n * n)) return nh_gsl(GSL_EDOM, doing, err);
    gsl_set_error_handler_off();
    gsl_eigen_symmv_workspace *workspace = gsl_eigen_symmv_alloc(n);
    if (!workspace) return nh_gsl(GSL_ENOMEM, doing, err);
    gsl_matrix_view a = gsl_matrix_view_array(matrix, n, n), v = gsl_matrix_view_array(vectors, n, n);
    gsl_vector_view w = gsl_vector_view_array(values, n);
    int code = gsl_eigen_symmv(&a.matrix, &w.vector, &v.matrix, workspace);
    gsl_eigen_symmv_free(workspace);
    if (code == GSL_SUCCESS && !(all_finite(values, n) && all_finite(vectors, n * n))) code = GSL_EFAILED;
    return nh_gsl(code, doing, err);
}

bool nh_gauss_hermite(size_t n, double *point, double *weight, nh_error *err)
{
    const char *doing = "finding the points of Gauss and Hermite's rule";
    gsl_set_error_handler_off();
    gsl_integration_fixed_workspace *w = gsl_integration_fixed_alloc(gsl_integration_fixed_hermite, n, 0, 1, 0, 0);
    if (!w) return nh_gsl(GSL_ENOMEM, doing, err);
    const double *points = gsl_integration_fixed_nodes(w), *weights = gsl_integration_fixed_weights(w);
    for (size_t i = 0; i < n; i++) {
        point[i] = points[i];
        weight[i] = weights[i];
    }
    gsl_integration_fixed_free(w);
    return all_finite(point, n) && all_finite(weight, n) ? true : nh_gsl(GSL_EFAILED, doing, err);
}

double nh_normal_two_sided(double z)
{
    gsl_set_error_handler_off();
    return fmin(1, 2 * gsl_cdf_ugaussian_Q(fabs(z)));
}

double nh_t_start(double below, double df)
{
    gsl_set_error_handler_off();
    return isfinite(df) ? gsl_cdf_tdist_Pinv(below, df) : gsl_cdf_ugaussian_Pinv(below);
}

double nh_chi_squared_above(double x, double df)
{
    gsl_set_error_handler_off();
    return isfinite(x) ? gsl_cdf_chisq_Q(fmax(x, 0), df) : NAN;
}

double nh_f_above(double x, double df, double df_residual)
{
    gsl_set_error_handler_off();
    if (!isfinite(df_residual)) return nh_chi_squared_above(x * df, df);
    return isfinite(x) ? gsl_cdf_fdist_Q(fmax(x, 0), df, df_residual) : NAN;
}

double nh_log_factorial(double n) { return lgamma(n + 1); }
double nh_log_choose(double n, double k) { return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1); }
