/* datasets/derive/published_distance.h: how far from home children live and are placed, as DfE publishes it. */
#ifndef NH_DERIVE_PUBLISHED_DISTANCE_H
#define NH_DERIVE_PUBLISHED_DISTANCE_H

#include "datasets/derive/published.h"

nh_frame *nh_published_distance_of(const nh_published *published, nh_error *err);

extern const nh_derivation nh_derive_published_distance;

#endif
