/* plots/outlines_of_postcodes.h: the lines that the map is drawn with, from a postcode directory.
 *
 *     nh_frame *outlines = nh_outlines_of_postcodes(directory);      datasets/tables/reference/outlines.csv
 *
 * Two layers: "england" in cells of 1.5 km, "london" in cells of 500 m (plots/trace_outlines.h).
 */
#ifndef NH_PLOTS_OUTLINES_OF_POSTCODES_H
#define NH_PLOTS_OUTLINES_OF_POSTCODES_H

#include "datasets/frame/frame.h"
#include "datasets/tables/postcodes.h"

nh_frame *nh_outlines_of_postcodes(const nh_postcodes *directory);

#endif
