/* datasets/derive/published_balance.h: importers and exporters of children as DfE's net gain file prints them.
 *
 *     nh_frame *balance = nh_balance_from_published(inputs, &err);
 */
#ifndef NH_DERIVE_PUBLISHED_BALANCE_H
#define NH_DERIVE_PUBLISHED_BALANCE_H

#include "datasets/derive/published.h"
#include "datasets/derive/published_cells.h"

/* year geographic_level authority name region own_children placed_inside placed_outside placed_unknown
 * placed_here_by_others net_gain share_outside net_per_100. NULL and an error without the net gain file. */
nh_frame *nh_balance_from_published(nh_inputs *inputs, nh_error *err);
nh_frame *nh_balance_of(const nh_published *published, nh_error *err);

/* The net gain of an authority in the tables to 2017, as printed or, where they print none below 0, worked out. */
nh_cell nh_wide_net(nh_cell printed, nh_cell here, nh_cell outside);

#endif
