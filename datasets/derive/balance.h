/* datasets/derive/balance.h: the frame `balance`: importers and exporters of children, one shape from two sources.
 *
 * From children's records by counting (child_balance.c), from DfE's net gain file by reading (published_balance.c).
 *
 *     nh_frame *balance = nh_balance_new(n_rows, NH_CHILD_LEVEL);        every cell is missing
 */
#ifndef NH_DERIVE_BALANCE_H
#define NH_DERIVE_BALANCE_H

#include "datasets/derive/inputs.h"

extern const nh_derivation nh_derive_balance;

nh_frame *nh_balance_new(size_t n_rows, nh_lineage lineage);

#endif
