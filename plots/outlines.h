/* plots/outlines.h: the areas of authorities as closed rings and their borders as lines, for maps.
 *
 * Not official boundaries: made from postcodes (plots/trace_outlines.h), embedded as reference/outlines.csv.
 *
 *     nh_outlines *england = nh_outlines_read("england");
 *     for (size_t i = 0; i < england->n_rings; i++)          largest first: enclaves are painted over
 *         paint(england->rings[i].at, england->rings[i].n, colour_of(england->rings[i].authority));
 *     nh_outlines_free(england);
 */
#ifndef NH_PLOTS_OUTLINES_H
#define NH_PLOTS_OUTLINES_H

#include <stddef.h>

typedef struct nh_point {
    float x, y; /* metres, National Grid */
} nh_point;

typedef struct nh_ring {
    int authority; /* nh_authority_of; NH_NO_AUTHORITY for Wales and Scotland, and for borders */
    nh_point *at;  /* the first point stands again at the end */
    size_t n;
    double area;   /* square metres */
} nh_ring;

typedef struct nh_outlines {
    nh_ring *rings;   /* the outer rings of every area, by falling area */
    nh_ring *borders; /* every line of an English authority once, with no area */
    size_t n_rings, n_borders;
    struct nh_arena *memory;
} nh_outlines;

nh_outlines *nh_outlines_read(const char *layer); /* "england" or "london" */
void nh_outlines_free(nh_outlines *outlines);     /* NULL is allowed */

#endif
