/* plots/regression_table.h: models side by side, as papers print them: a coefficient over its standard error.
 *
 * Below the terms: which effects are absorbed, rows, clusters, R squared, the kind of errors. Reference levels say
 * so, what is suppressed is its symbol, and there are no stars.
 *
 *     nh_regression_tables(results, &n_tables, html);
 */
#ifndef NH_PLOTS_REGRESSION_TABLE_H
#define NH_PLOTS_REGRESSION_TABLE_H

#include "datasets/frame/results.h"
#include "datasets/write.h"

/* A table for each group of models, numbered on from *n_tables; all but the first folded away. */
void nh_regression_tables(const nh_results *results, size_t *n_tables, nh_text *html);

#endif
