/* plots/outlines_of_postcodes.c: every postcode with a grid reference and an authority is a dot; lines around dots.
 *
 * Left out: postcodes of large users and others without a grid reference, Northern Ireland and the islands. */
#include "plots/outlines_of_postcodes.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"
#include "plots/trace_outlines.h"

#include <stdlib.h>

/* How far thinned lines may stray is chosen so that the map stays under 250 KB as SVG. */
static const nh_raster rasters[] = {
    { "england", 70000, 0, 670000, 664500, 1500, 230 },
    { "london", 490000, 142000, 576000, 212000, 500, 110 },
};

typedef struct dots {
    float *easting, *northing;
    short *authority;
    size_t n;
} dots;

static void add_dot(void *context, const char key[8], const nh_place *place)
{
    dots *d = context;
    (void)key;
    if (!place->has_grid || place->authority == NH_NO_AUTHORITY) return;
    d->easting[d->n] = place->easting;
    d->northing[d->n] = place->northing;
    d->authority[d->n++] = place->authority;
}

nh_frame *nh_outlines_of_postcodes(const nh_postcodes *directory)
{
    size_t room = nh_postcodes_count(directory) + 1;
    dots d = { nh_zeroed(room, sizeof *d.easting), nh_zeroed(room, sizeof *d.northing),
               nh_zeroed(room, sizeof *d.authority), 0 };
    nh_postcodes_each(directory, add_dot, &d);
    nh_frame *outlines = nh_trace_outlines(&(nh_dots){ d.easting, d.northing, d.authority, d.n }, rasters,
                                           sizeof rasters / sizeof *rasters);
    free(d.easting);
    free(d.northing);
    free(d.authority);
    return outlines;
}
