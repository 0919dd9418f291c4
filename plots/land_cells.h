/* plots/land_cells.h: which authority each square of the map belongs to, from nothing but postcodes.
 *
 * The sea is what a flood from outside reaches once gaps of two cells between lived-in cells are closed, so that
 * moors fill up and estuaries stay. A land cell belongs to the authority of most of its own postcodes, else to that
 * of the nearest lived-in cell. Wales and Scotland are one area without an authority (NH_NEIGHBOUR).
 *
 *     nh_land_cells land = nh_land_cells_of(&dots, &raster);
 *     land.label[y * land.columns + x];                      an authority's number, NH_SEA or NH_NEIGHBOUR
 *     free(land.label);
 */
#ifndef NH_PLOTS_LAND_CELLS_H
#define NH_PLOTS_LAND_CELLS_H

#include <stddef.h>

enum { NH_SEA = -1, NH_NEIGHBOUR = -3 };

typedef struct nh_dots {
    const float *easting, *northing;
    const short *authority; /* nh_authority_of */
    size_t n;
} nh_dots;

typedef struct nh_raster {
    const char *layer;                /* "england", "london" */
    double west, south, east, north;  /* metres, National Grid */
    double cell, tolerance;           /* side of a cell; how far a thinned line may stray */
} nh_raster;

/* Cells count from the south-west corner, row by row; a rim of one cell on each side is sea. */
typedef struct nh_land_cells {
    const nh_raster *raster;
    int columns, rows;
    int *label;
} nh_land_cells;

nh_land_cells nh_land_cells_of(const nh_dots *dots, const nh_raster *raster);

#endif
