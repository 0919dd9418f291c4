/* stats/models/families.h: the distributions of generalised linear models, each with its usual link.
 *
 *     const nh_family *logit = nh_family_named("binomial");
 *     double mean = logit->mean(eta), slope = logit->slope(eta);
 */
#ifndef NH_MODELS_FAMILIES_H
#define NH_MODELS_FAMILIES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct nh_family {
    const char *name;
    double (*mean)(double eta);
    double (*slope)(double eta);            /* of the mean */
    double (*curve)(double eta);            /* slope of the slope */
    double (*variance)(double mean);        /* of an outcome, but for dispersion and weight */
    double (*link)(double mean);
    double (*start)(double y, double n);    /* a mean to begin from */
    double (*deviance)(double y, double mean);
    double (*log_lik)(double y, double mean, double n); /* n trials; NULL: a quasi-likelihood has none */
    bool is_canonical;                      /* the slope of the mean is its variance */
    bool has_dispersion;                    /* estimated by Pearson's statistic */
    double least, most;                     /* outcomes lie between */
    const char *due;                        /* what outcomes have to be, in words */
} nh_family;

const nh_family *nh_family_named(const char *name); /* or NULL */

#endif
