/* datasets/derive/panel.h: the authorities of a published release, a row for each authority and year.
 *
 * One column per measure and denominator, from whichever tables are among the inputs; shares are per cent of the
 * printed counts. Every authority that a table names has a row, also outside its life (the cells say z or x).
 */
#ifndef NH_DERIVE_PANEL_H
#define NH_DERIVE_PANEL_H

#include "datasets/derive/published.h"

nh_frame *nh_panel_of(const nh_published *published, nh_error *err);

extern const nh_derivation nh_derive_panel;

#endif
