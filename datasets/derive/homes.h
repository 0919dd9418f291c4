/* datasets/derive/homes.h: the frame `homes`: children's homes, places and judgements of each area, from Ofsted's
 * list.
 *
 *     const nh_frame *homes = nh_inputs_whole(inputs, "homes", &err);
 */
#ifndef NH_DERIVE_HOMES_H
#define NH_DERIVE_HOMES_H

#include "datasets/derive/inputs.h"

extern const nh_derivation nh_derive_homes;

#endif
