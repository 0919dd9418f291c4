/* stats/distance_cells.h: children on 31 March counted into the cells of the distance tables.
 *
 * What is counted: each child looked after on 31 March, once in every area and line it belongs to. Distance is
 * unknown where the rounded miles are, or the placement's area is; such children stay in the total.
 *
 *     nh_distance_cells *cells = nh_distance_cells_new(children, areas, breaks, &err);
 *     nh_distance_row(cells, area, line, NH_ALL_CHILDREN)[NH_OVER_20_OUT]
 *     nh_distance_cells_free(cells);
 */
#ifndef NH_STATS_DISTANCE_CELLS_H
#define NH_STATS_DISTANCE_CELLS_H

#include "stats/areas.h"
#include "stats/breaks.h"

typedef enum nh_distance_cell {
    NH_TO_20_IN, NH_TO_20_OUT, NH_OVER_20_IN, NH_OVER_20_OUT, NH_UNKNOWN, NH_TOTAL,
    NH_OVER_20, NH_OUTSIDE, NH_AT_A_DISTANCE,
    NH_DISTANCE_KNOWN, NH_LOCATION_KNOWN, NH_TEST_KNOWN, /* for shares that leave out what is unknown */
    NH_DISTANCE_CELLS
} nh_distance_cell;

/* Home postcodes of unaccompanied asylum-seeking children are not collected: results with and without them. */
typedef enum nh_cover { NH_ALL_CHILDREN, NH_WITHOUT_UASC, NH_COVERS } nh_cover;
const char *nh_cover_word(nh_cover cover); /* "all", "without UASC" */

typedef struct nh_distance_cells nh_distance_cells;

nh_distance_cells *nh_distance_cells_new(const nh_frame *children, const nh_areas *areas, const nh_breaks *breaks,
                                         nh_error *err);
void nh_distance_cells_free(nh_distance_cells *cells); /* NULL is allowed */

/* The NH_DISTANCE_CELLS counts of a line; line breaks->n is the total of all lines. */
const double *nh_distance_row(const nh_distance_cells *cells, size_t area, size_t line, nh_cover cover);

/* Whether no child's distance, place or regulation 11 test is known at all. */
bool nh_distance_is_unknown(const nh_frame *children);

#endif
