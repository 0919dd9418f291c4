/* plots/side_by_side.h: models in columns, as papers print them: a coefficient over what says how sure it is.
 *
 * Every cell is a text, rounded once: as many decimals as show two figures of the smallest standard error of its row.
 * Made of released estimates, so that what is suppressed stays its symbol. Below the terms stand which effects are
 * absorbed, the rows, clusters, R squared and the kind of errors.
 *
 *     nh_frame *models = nh_side_by_side(all, &all->group[0], (nh_print_choice){ NH_STD_ERRORS, false },
 * &n_of_terms);
 *
 *     term          level      (1) moved   (2) missing
 *     over_20                  0.0123      0.5000
 *                              (0.0056)    (0.0910)
 *     Rows                     2,105       2,105
 */
#ifndef NH_PLOTS_SIDE_BY_SIDE_H
#define NH_PLOTS_SIDE_BY_SIDE_H

#include "datasets/frame/results.h"
#include "plots/regression_models.h"

typedef enum nh_in_brackets { NH_STD_ERRORS, NH_INTERVALS, NH_P_VALUES } nh_in_brackets;

typedef struct nh_print_choice {
    nh_in_brackets brackets;
    bool stars; /* * p<0.05, ** p<0.01, *** p<0.001 */
} nh_print_choice;

/* Whether results hold models: frames `estimates` and `fit` with their columns. */
bool nh_has_regressions(const nh_results *results);

/* A row of a term without text in term and level belongs to the one above it. *n_of_terms, where it is not NULL: the
 * rows before those of the fit. The caller frees. */
nh_frame *nh_side_by_side(const nh_regressions *all, const nh_regression_group *group, nh_print_choice choice,
                          size_t *n_of_terms);

/* Adds a frame for each group of models in the results: `models`, or `models_FORM` where several forms were fitted. */
void nh_add_side_by_side(nh_results *released, nh_print_choice choice);

#endif
