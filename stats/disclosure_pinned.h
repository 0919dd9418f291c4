/* stats/disclosure_pinned.h: cells that sums would give back, and what is hidden beside them so that they do not.
 *
 * Of what adds up (additive_cells.h) a reader works out between which two numbers each cell lies: a shown one within
 * its rounding, `c` from 1 to 5 (6 and more where it was hidden here), each narrowed by the others until nothing
 * changes. Where the two are the same for a `c`, the smallest shown cell that helps becomes `c` too, and so on until
 * none is pinned. 0 stays 0. Both frames have the same rows and columns; `exact` holds true values.
 */
#ifndef NH_STATS_DISCLOSURE_PINNED_H
#define NH_STATS_DISCLOSURE_PINNED_H

#include "datasets/frame/frame.h"

void nh_hide_pinned(const nh_frame *exact, nh_frame *released);

#endif
