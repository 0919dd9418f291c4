/* stats/models/row_patterns.h: used rows whose columns are all alike, fitted as one.
 *
 * Where a formula names only categories and whole numbers, 150,000 children have a few hundred different rows. The
 * estimates of models whose score is linear in the outcome need no more of them than the sum of their weights and the
 * mean of their outcomes.
 *
 *     nh_patterns *patterns = nh_patterns_find(design);        NULL: too many are different
 *     fit patterns->design, then row i of the design is row patterns->of_row[i] of it
 *     nh_patterns_free(patterns);
 */
#ifndef NH_MODELS_ROW_PATTERNS_H
#define NH_MODELS_ROW_PATTERNS_H

#include "stats/models/design_matrix.h"

typedef struct nh_patterns {
    nh_design design; /* its columns are those of the whole; its rows, outcomes, weights and offsets its own */
    uint32_t *of_row;
} nh_patterns;

nh_patterns *nh_patterns_find(const nh_design *design);
void nh_patterns_free(nh_patterns *patterns); /* NULL is allowed */

#endif
