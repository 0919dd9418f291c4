/* stats/models/multiple.h: p-values of several outcomes looked at together.
 *
 * Holm (1979) keeps the chance of any false finding below the level; Benjamini and Hochberg (1995) keep the share of
 * false ones among the findings below it. R: p.adjust(p, "holm"), p.adjust(p, "BH").
 *
 *     nh_adjust_p(p, n, holm, bh);                        NAN stays NAN and does not count
 */
#ifndef NH_MODELS_MULTIPLE_H
#define NH_MODELS_MULTIPLE_H

#include "datasets/frame/frame.h"

void nh_adjust_p(const double *p, size_t n, double *holm, double *bh);

/* Columns p_holm and p_bh from the column p_value, over the rows that share their texts in the `n_by` columns named
 * (one row an outcome); they stand on what p_value stands on. */
void nh_add_adjusted_p(nh_frame *table, const char *const *by, size_t n_by);

/* The same for the rows from `from` on alone; what the rows before have stays. */
void nh_add_adjusted_p_from(nh_frame *table, size_t from, const char *const *by, size_t n_by);

#endif
