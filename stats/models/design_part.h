/* stats/models/design_part.h: one in so many of the used rows of a design, to begin a long fit near its end.
 *
 *     nh_design part = nh_design_part(design, 16);       shares columns and formula with the whole
 *     ... fit it ...
 *     nh_design_part_clear(&part);
 */
#ifndef NH_MODELS_DESIGN_PART_H
#define NH_MODELS_DESIGN_PART_H

#include "stats/models/design_matrix.h"

nh_design nh_design_part(const nh_design *whole, size_t stride);
void nh_design_part_clear(nh_design *part);

#endif
