/* stats/models/swamy_arora.h: the variances of a random intercept from least squares within groups and between them.
 *
 * What econometric panels call random effects (Swamy and Arora 1972; for groups of unequal size Baltagi and Chang
 * 1994, who set the two residual sums of squares equal to what they are expected to be). No likelihood is needed, and
 * where the variance of the constants comes out below 0 it is 0. R: plm(..., model = "random", random.method = "swar").
 *
 *     nh_swamy_arora parts;
 *     if (nh_swamy_arora_find(&sums, &parts)) use(parts.of_groups, parts.of_rows);
 *     nh_detail test = nh_hausman(&parts, b, variance, k, "authority");
 *     nh_swamy_arora_clear(&parts);                                     in any case
 */
#ifndef NH_MODELS_SWAMY_ARORA_H
#define NH_MODELS_SWAMY_ARORA_H

#include "stats/models/fit.h"

/* Cross-products of k columns and the outcome behind them, and their sums over each group's rows. */
typedef struct nh_group_sums {
    size_t k, n_rows, n_groups;
    const double *products; /* (k + 1) x (k + 1) */
    const double *of_group; /* n_groups x (k + 1) */
    const double *size;     /* rows of each group */
} nh_group_sums;

typedef struct nh_swamy_arora {
    double of_groups, of_rows; /* variances of the constants and of the rows */
    nh_solution within;        /* the columns that vary within groups */
} nh_swamy_arora;

/* False where there are too few rows or groups for the columns. */
bool nh_swamy_arora_find(const nh_group_sums *sums, nh_swamy_arora *parts);
void nh_swamy_arora_clear(nh_swamy_arora *parts);

/* Hausman 1978: whether estimates with a random intercept, `b` with `variance` (k x k), differ from those within
 * groups by more than chance would have it. In small samples the difference of the variances need not be one: then
 * the value says little, and one below 0 has no p-value. NAN where nothing varies within.
 * R: plm::phtest(within, random). */
nh_detail nh_hausman(const nh_swamy_arora *parts, const double *b, const double *variance, size_t k,
                     const char *name);

#endif
