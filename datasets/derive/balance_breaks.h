/* datasets/derive/balance_breaks.h: where a series of published balances is not one series.
 *
 *     nh_balance_mark_breaks(balance, nh_inputs_notes(inputs));
 *
 * Each break between two years at hand is a note, and is named in the column `break_in_series` in the rows of the
 * first year after it; a balance without a break has no such column. Authorities that were split or merged, and
 * years that are not at hand, are notes. */
#ifndef NH_DERIVE_BALANCE_BREAKS_H
#define NH_DERIVE_BALANCE_BREAKS_H

#include "datasets/frame/frame.h"
#include "datasets/frame/results.h"

void nh_balance_mark_breaks(nh_frame *balance, nh_results *notes);

#endif
