/* datasets/derive/flows.h: children looked after on 31 March, by responsible authority and authority where placed.
 *
 *     nh_frame *flows = nh_flows_of(inputs, &nh_derive_flows, err);      year authority placement_authority children
 */
#ifndef NH_DERIVE_FLOWS_H
#define NH_DERIVE_FLOWS_H

#include "datasets/derive/inputs.h"

/* Counted for `counts`, whose own columns --where does not narrow beforehand (narrow.h). */
nh_frame *nh_flows_of(nh_inputs *inputs, const nh_derivation *counts, nh_error *err);

#endif
