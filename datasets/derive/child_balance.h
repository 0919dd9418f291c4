/* datasets/derive/child_balance.h: the balance of each authority, counted from children's records. */
#ifndef NH_DERIVE_CHILD_BALANCE_H
#define NH_DERIVE_CHILD_BALANCE_H

#include "datasets/derive/inputs.h"

nh_frame *nh_balance_from_children(nh_inputs *inputs, nh_error *err);

#endif
