/* datasets/derive/homes.h: the frame `homes`: children's homes, places and judgements of each area, from Ofsted's
 * list.
 *
 *     const nh_frame *homes = nh_inputs_whole(inputs, "homes", &err);
 *     nh_homes_beside(balance, homes, nh_inputs_notes(inputs));
 */
#ifndef NH_DERIVE_HOMES_H
#define NH_DERIVE_HOMES_H

#include "datasets/derive/inputs.h"

extern const nh_derivation nh_derive_homes;

/* Adds the columns homes, places and places_per_own_child to a published balance. A list of a year that the balance
 * has not stands beside the year nearest to it, which is a note. */
void nh_homes_beside(nh_frame *balance, const nh_frame *homes, nh_results *notes);

#endif
