/* stats/distance.h: the tables of the analysis `distance`, from the frame of children.
 *
 *     nh_frame *table = nh_distance_table(children, "placement_group", &err);
 *     nh_frame *tests = nh_two_tests(children, &err);
 */
#ifndef NH_STATS_DISTANCE_H
#define NH_STATS_DISTANCE_H

#include "datasets/frame/frame.h"

/* An authority, year and cover at a time, a row per line of `by` and a total; regions and England where all of
 * England is loaded. NULL and an error when a column is not there. */
nh_frame *nh_distance_table(const nh_frame *children, const char *by, nh_error *err);

/* All loaded authorities together, one break after another: placement group, need, age, sex, ... */
nh_frame *nh_distance_by(const nh_frame *children, nh_error *err);

/* All loaded authorities together by bands of five miles, for each group of placement, with its median. */
nh_frame *nh_distance_histogram(const nh_frame *children, nh_error *err);

/* Regions and England by year, from rows of such a table whose column `group` says "all" or "total": shares over 20
 * miles from home and outside the authority. */
nh_frame *nh_distance_regions(const nh_frame *distance, const char *group);

/* Over 20 miles against at a distance (regulation 11), children per authority and year. */
nh_frame *nh_two_tests(const nh_frame *children, nh_error *err);

#endif
