/* datasets/derive/published_breakdowns.h: why placements changed, and how many of the changes are breakdowns. */
#ifndef NH_DERIVE_PUBLISHED_BREAKDOWNS_H
#define NH_DERIVE_PUBLISHED_BREAKDOWNS_H

#include "datasets/derive/published.h"

nh_frame *nh_published_breakdowns_of(const nh_published *published, nh_error *err);

extern const nh_derivation nh_derive_published_breakdowns;

#endif
