/* plots/trace_outlines.h: the areas of authorities, drawn from nothing but where their postcodes are.
 *
 * Not official boundaries: between postcodes the line is where the nearer postcode changes authority. Made from a
 * postcode directory by `nearhome outlines`, kept in datasets/tables/reference/outlines.csv; plots/outlines.h reads
 * it.
 *
 * Method: the land is cut into square cells, each with its authority (plots/land_cells.h); the edges between cells
 * of different areas are followed from junction to junction, smoothed and thinned (Douglas and Peucker 1973), each
 * line once for both its sides.
 */
#ifndef NH_PLOTS_TRACE_OUTLINES_H
#define NH_PLOTS_TRACE_OUTLINES_H

#include "datasets/frame/frame.h"
#include "plots/land_cells.h"

/* Rows: layer, left, right (codes; "GB" for Wales and Scotland, missing for the sea), points ("x y x y ..." in units
 * of 100 m: the first absolute, the others as steps). */
nh_frame *nh_trace_outlines(const nh_dots *dots, const nh_raster *rasters, size_t n_rasters);

#endif
