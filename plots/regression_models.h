/* plots/regression_models.h: fitted models that belong side by side: the same terms and family, one outcome each.
 *
 * Models differ in nothing but their outcome and the kind of their errors; of an outcome fitted with several kinds
 * the last stands for all. Standard models that are curves (splines, polynomials) are left to charts. Or they are the
 * several formulas of one command, named OUTCOME_1, OUTCOME_2 and so on: these stand together whatever their terms.
 *
 *     nh_regressions *all = nh_regressions_of(estimates, fit);
 *     for (size_t g = 0; g < all->n; g++)
 *         use(all->group[g].model[0].outcome, all->group[g].row[0].term);
 *     nh_regressions_free(all);
 */
#ifndef NH_PLOTS_REGRESSION_MODELS_H
#define NH_PLOTS_REGRESSION_MODELS_H

#include "datasets/frame/frame.h"

typedef struct nh_regression_model {
    const char *name, *outcome, *terms, *family; /* terms: the formula behind its ~ */
    const char *form; /* the name without outcome and kind of errors: "_within"; "_2" of the second formula */
    const char *effects; /* of the terms, what stands behind the bar; or NULL */
    const char *random;  /* the column of a random intercept (1 | column), up to its bracket; or NULL */
    size_t row;       /* of the table of fits */
} nh_regression_model;

typedef struct nh_regression_row {
    const char *term, *level; /* level without its mark; "" where there is none */
} nh_regression_row;

typedef struct nh_regression_group {
    nh_regression_model *model;
    nh_regression_row *row; /* every term and level of any of the models, in their order */
    size_t n_models, n_rows;
} nh_regression_group;

typedef struct nh_regressions {
    const nh_frame *estimates, *fit;
    nh_regression_group *group;
    size_t n;
    struct nh_arena *memory;
} nh_regressions;

nh_regressions *nh_regressions_of(const nh_frame *estimates, const nh_frame *fit);
void nh_regressions_free(nh_regressions *regressions); /* NULL is allowed */

bool nh_is_one_of_several(const nh_regression_model *model); /* formulas of one command */

/* The row of estimates of a model's term and level; the number of rows when it has none. */
size_t nh_regression_cell(const nh_regressions *regressions, const nh_regression_model *model,
                          const nh_regression_row *row);

#endif
