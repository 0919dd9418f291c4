/* datasets/simulate/spots.h: where a placement is.
 *
 *     nh_spot spot = nh_spot_for(setting, NH_GROUP_HOMES);
 *     spot.inside, spot.miles
 */
#ifndef NH_SIMULATE_SPOTS_H
#define NH_SIMULATE_SPOTS_H

#include "datasets/simulate/setting.h"

enum { NH_UNKNOWN_MILES = -1 };

typedef struct nh_spot {
    int place;        /* in nh_england's districts; their number: outside England */
    const char *code; /* as PL_LA has it: three digits, WAL, SCO, NIR, NUK */
    double miles;     /* NH_UNKNOWN_MILES */
    bool inside;
    int32_t address;  /* once it is settled (settling.h) */
} nh_spot;

nh_spot nh_spot_in(const nh_setting *setting, int place); /* place < 0: in the authority itself */
nh_spot nh_spot_for(const nh_setting *setting, nh_placement_group group);
/* Of each cell and group: the largest of a group is 1. */
void nh_preferences(const nh_figures *figures, nh_by_group *preferences);
nh_cell nh_cell_of(const nh_spot *spot);

#endif
