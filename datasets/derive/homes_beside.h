/* datasets/derive/homes_beside.h: children's homes beside the children of a balance.
 *
 *     nh_homes_beside(balance, homes, nh_inputs_notes(inputs));
 */
#ifndef NH_DERIVE_HOMES_BESIDE_H
#define NH_DERIVE_HOMES_BESIDE_H

#include "datasets/derive/inputs.h"

/* Adds to a balance homes, places, places_per_own_child (of published ones), share_of_homes (of those of England),
 * homes_rank (1: the area with the most homes of its level) and the judgements. A list of a year that the balance has
 * not stands beside the year nearest to it, which is a note. */
void nh_homes_beside(nh_frame *balance, const nh_frame *homes, nh_results *notes);

#endif
