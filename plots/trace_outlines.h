/* plots/trace_outlines.h: the areas of authorities, drawn from nothing but where their postcodes are.
 *
 * Not official boundaries: between postcodes the line is where the nearer postcode changes authority. Made once
 * from a postcode directory and kept in datasets/tables/reference/outlines.csv; plots/outlines.h reads it back.
 *
 * Method: a raster of square cells; the sea is what a flood from outside reaches once gaps of two cells between
 * lived-in cells are closed, so that moors fill up and estuaries stay; a land cell belongs to the authority of most
 * of its own postcodes, else to that of the nearest lived-in cell; the edges between cells of different areas are
 * followed from junction to junction, smoothed and thinned (Douglas and Peucker 1973), each line once for
 * both its sides.
 */
#ifndef NH_PLOTS_TRACE_OUTLINES_H
#define NH_PLOTS_TRACE_OUTLINES_H

#include "datasets/frame/frame.h"

typedef struct nh_dots {
    const float *easting, *northing;
    const short *authority; /* nh_authority_of; places outside England keep the land from being sea */
    size_t n;
} nh_dots;

typedef struct nh_raster {
    const char *layer;                /* "england", "london" */
    double west, south, east, north;  /* metres, National Grid */
    double cell, tolerance;           /* side of a cell; how far a thinned line may stray */
} nh_raster;

/* Rows: layer, left, right (codes; missing where the sea or another country is), points ("x y x y ..." in units of
 * 100 m: the first absolute, the others as steps). */
nh_frame *nh_trace_outlines(const nh_dots *dots, const nh_raster *rasters, size_t n_rasters);

#endif
