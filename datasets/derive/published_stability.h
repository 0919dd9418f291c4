/* datasets/derive/published_stability.h: how many placements children have, and who stays with one carer. */
#ifndef NH_DERIVE_PUBLISHED_STABILITY_H
#define NH_DERIVE_PUBLISHED_STABILITY_H

#include "datasets/derive/published.h"

nh_frame *nh_published_stability_of(const nh_published *published, nh_error *err);

extern const nh_derivation nh_derive_published_stability;

#endif
