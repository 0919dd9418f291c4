/* stats/models/fit.h: a fitted model: what errors, margins and tables are made from.
 *
 *     nh_fit *fit = nh_linear_fit(design, err);                      takes over the design
 *     nh_fit *fit = nh_glm_fit(design, nh_family_named("binomial"), err);
 *     nh_fit *fit = nh_cox_fit(design, NH_EFRON, err);               cox.h
 *     nh_fit_free(fit);
 */
#ifndef NH_MODELS_FIT_H
#define NH_MODELS_FIT_H

#include "stats/models/design_matrix.h"
#include "stats/models/families.h"
#include "stats/models/fixed_effects.h"
#include "stats/models/least_squares.h"

typedef struct nh_cox nh_cox; /* cox.h */
typedef struct nh_mixed nh_mixed; /* mixed.h */

/* A number about a whole model beside its coefficients: a test, a variance. Its interval is symmetric on `scale`,
 * where `std_error` is its error. */
typedef enum nh_scale { NH_NO_INTERVAL, NH_ON_LOG, NH_ON_LOGIT } nh_scale;

typedef struct nh_detail {
    char quantity[80];
    double value, std_error;
    nh_scale scale;
    double df, p_value; /* of a test; NAN else */
} nh_detail;

typedef struct nh_fit nh_fit;
struct nh_fit {
    nh_design *design;     /* its kept columns are the coefficients' */
    nh_absorbed *absorbed; /* or NULL */
    const nh_family *family; /* NULL: linear */
    size_t k;              /* coefficients of the design's columns, then those of `extra` */
    const char *const *extra; /* parameters that no column has; or NULL */
    size_t n_extra;
    double *coefficient;
    double *inverse;       /* inverse information, k x k, without the dispersion */
    double *residual;      /* of each row; of a generalised model, the working residual */
    double *weight;        /* working weights, or NULL: 1 */
    double *fitted;        /* linear predictors of a generalised model, else NULL */
    size_t *dropped, n_dropped; /* columns that others explain */
    size_t n_parameters;   /* coefficients and absorbed constants */
    double df_residual;
    double dispersion;     /* variance of the iid errors: sigma squared; 1 or Pearson's for generalised models */
    bool has_t_reference;  /* dispersion was estimated: Student's t, else the normal distribution */
    double r_squared, adj_r_squared, within_r_squared, log_lik, aic, bic, sigma, deviance; /* NAN: not defined */
    bool is_penalised;     /* by Firth's penalty */
    bool has_converged;
    int iterations;
    /* Fills a block with each row's share of the score, column by column; NULL: column x weight x residual. */
    void (*scores)(const nh_fit *fit, size_t from, size_t n, double *block);
    nh_cox *cox;           /* of a survival model, else NULL */
    nh_mixed *mixed;       /* of a random intercept, else NULL */
    nh_detail *detail;
    size_t n_details;
};

/* NULL, and an error that says why, when the model cannot be fitted. The design is the fit's from then on, or gone.
 */
nh_fit *nh_linear_fit(nh_design *design, nh_error *err);
nh_fit *nh_glm_fit(nh_design *design, const nh_family *family, nh_error *err);
void nh_fit_free(nh_fit *fit); /* NULL is allowed */

/* Adds a number about the whole model. */
void nh_fit_say(nh_fit *fit, nh_detail detail);
nh_detail nh_detail_test(const char *quantity, double statistic, double df); /* chi-squared, with its p-value */

/* Takes over coefficients and inverse; columns that the solution left out are dropped from the design. */
void nh_fit_take(nh_fit *fit, const nh_solution *solution);

#endif
