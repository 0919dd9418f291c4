/* stats/chain.h: placements of one child and one period of care, one after another.
 *
 *     nh_chain chain;
 *     if (!nh_chain_find(&chain, placements, err)) return NULL;
 *     nh_is_same_period(&chain, row, row + 1)
 */
#ifndef NH_STATS_CHAIN_H
#define NH_STATS_CHAIN_H

#include "datasets/frame/frame.h"

typedef struct nh_chain {
    const nh_column *authority, *child, *period_no;
} nh_chain;

bool nh_chain_find(nh_chain *chain, const nh_frame *placements, nh_error *err);
bool nh_is_same_period(const nh_chain *chain, size_t a, size_t b); /* both are rows of the frame */

#endif
