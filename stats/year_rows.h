/* stats/year_rows.h: the placements that a table of one return year is about.
 *
 *     uint8_t *begun = nh_rows_of_year(placements, keep, 2024, NH_BEGUN, err);   a truth a row; the caller's
 */
#ifndef NH_STATS_YEAR_ROWS_H
#define NH_STATS_YEAR_ROWS_H

#include "datasets/frame/frame.h"

typedef enum nh_of_year {
    NH_BEGUN, /* begun in the year */
    NH_ENDED, /* ended in it */
    NH_ALIVE  /* begun by its end, and open or ended after its beginning (decision 35) */
} nh_of_year;

/* Those of `keep` (NULL: every row) that are of the year; year 0: of any. NULL and an error. */
uint8_t *nh_rows_of_year(const nh_frame *placements, const uint8_t *keep, int year, nh_of_year how, nh_error *err);

#endif
