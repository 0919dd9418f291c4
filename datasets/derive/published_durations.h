/* datasets/derive/published_durations.h: how long the placements lasted that ended in the year. */
#ifndef NH_DERIVE_PUBLISHED_DURATIONS_H
#define NH_DERIVE_PUBLISHED_DURATIONS_H

#include "datasets/derive/published.h"

nh_frame *nh_published_durations_of(const nh_published *published, nh_error *err);

extern const nh_derivation nh_derive_published_durations;

#endif
