/* datasets/simulate/settling.h: spots become addresses, where there are any to choose from.
 *
 * A spot's miles are what was drawn; settled, they are those between the home and the postcode that was found, so
 * that what is told of distance is true of what the return shows. Without addresses nothing changes and nothing is
 * drawn.
 *
 *     int32_t home = nh_settle_home(setting, &last);
 *     nh_settle(setting, home, &earlier);
 */
#ifndef NH_SIMULATE_SETTLING_H
#define NH_SIMULATE_SETTLING_H

#include "datasets/simulate/spots.h"

/* A home in the responsible authority from which the spot can be about as far as it should be. */
int32_t nh_settle_home(const nh_setting *setting, nh_spot *spot);

/* Another placement of the same child. A spot that cannot be found keeps no address, and its distance is unknown. */
void nh_settle(const nh_setting *setting, int32_t home, nh_spot *spot);

#endif
