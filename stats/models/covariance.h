/* stats/models/covariance.h: how sure the coefficients of a fitted model are.
 *
 *     iid     one variance for all rows            HC0-HC4  a variance of its own for each row
 *     CR0     rows of a cluster go together        CR1      CR0 x G/(G-1)
 *     CR1S    CR1 x (N-1)/(N-K), Stata's           CR1P     CR0 x G/(G-K)
 *     CR2     bias-reduced, with its own degrees of freedom
 *     CR3     as if each cluster were left out in turn, likewise
 *
 *     nh_covariance c;
 *     if (!nh_covariance_find(fit, &(nh_error_request){ .kind = NH_CR2, .ways = { by_authority } }, &c, err)) ...
 *     double std_error = sqrt(c.matrix[j * fit->k + j]), df = c.df[j];
 *     nh_covariance_clear(&c);
 *
 * Two clusterings: each one's matrix, less that of their combinations (Cameron, Gelbach and Miller 2011).
 * K of CR1S counts the coefficients and, as fe_dof has it, no absorbed constants, those not nested in the
 * clusters, or all. Where HC2 to HC4, CR2 or CR3 are not defined the call fails and says why.
 */
#ifndef NH_MODELS_COVARIANCE_H
#define NH_MODELS_COVARIANCE_H

#include "stats/models/fit.h"

typedef enum nh_error_kind {
    NH_IID, NH_HC0, NH_HC1, NH_HC2, NH_HC3, NH_HC4, NH_CR0, NH_CR1, NH_CR1S, NH_CR1P, NH_CR2, NH_CR3, NH_ERROR_KINDS
} nh_error_kind;

typedef enum nh_fe_dof { NH_FE_NONE, NH_FE_NESTED, NH_FE_ALL } nh_fe_dof;

typedef struct nh_clusters {
    const char *name;
    uint32_t *of_row;
    size_t n;
} nh_clusters;

typedef struct nh_error_request {
    nh_error_kind kind;
    nh_fe_dof fe_dof;
    nh_clusters ways[2]; /* for CR kinds; the second may be empty */
    nh_clusters both;    /* their combinations, when there are two */
    bool satterthwaite;  /* degrees of freedom of CR0 and CR1 too, in the place of G - 1 */
} nh_error_request;

typedef struct nh_covariance {
    nh_error_kind kind;
    double *matrix;     /* k x k */
    double *df;         /* of each coefficient; INFINITY: the normal distribution */
    size_t n_clusters;  /* the smaller number of two; 0 without clusters */
    const nh_clusters *clusters; /* borrowed from the request, for tests of several coefficients; or NULL */
    bool is_satterthwaite;       /* where df is from */
    char adjustment[64]; /* what small-sample factor was used, in words */
    struct nh_profile *profile;  /* intervals of each coefficient that are not Wald's (profile.h); or NULL */
} nh_covariance;

const char *nh_error_kind_name(nh_error_kind kind); /* "iid", "hc0", ... */
bool nh_error_kind_is_clustered(nh_error_kind kind);

bool nh_covariance_find(const nh_fit *fit, const nh_error_request *request, nh_covariance *covariance, nh_error *err);
void nh_covariance_clear(nh_covariance *covariance);

/* bias_reduced.c: the CR2 or CR3 matrix; and Satterthwaite's degrees of freedom, of the other kinds too. */
bool nh_bias_reduced(const nh_fit *fit, const nh_clusters *clusters, nh_covariance *covariance, nh_error *err);

/* The degrees of freedom of that matrix's part for the q coefficients `which` as a Wishart matrix (Pustejovsky and
 * Tipton 2018, section 3.2); NAN where they cannot be found. */
double nh_bias_reduced_df(const nh_fit *fit, const nh_covariance *covariance, const size_t *which, size_t q);

/* matrix += left x middle x left, all k x k and symmetric, times factor. */
void nh_add_sandwich(double *matrix, const double *bread, const double *meat, size_t k, double factor);

#endif
