/* datasets/simulate/setting.h: what the lives of an authority's children are made from. */
#ifndef NH_SIMULATE_SETTING_H
#define NH_SIMULATE_SETTING_H

#include "datasets/simulate/addresses.h"
#include "datasets/simulate/england.h"
#include "datasets/simulate/figures.h"

#include <stdint.h>

typedef struct nh_setting {
    gsl_rng *rng;
    const nh_figures *figures;
    const nh_england *england;
    size_t home; /* the responsible authority's place among the districts */
    nh_by_group preferences[NH_CELLS]; /* spots.h: how often a spot in a cell suits a group */
    int32_t last_day;
    const nh_addresses *addresses; /* NULL: nobody gets a postcode */
} nh_setting;

#endif
