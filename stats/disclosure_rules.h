/* stats/disclosure_rules.h: what may be said of a count, a share or a curve; one small decision a function.
 *
 *     nh_release_count(3, 5)                       c
 *     nh_release_count(13, 5)                      15
 *     nh_percent_is_safe(97, 100)                  false: the three others are 1 to 5
 *
 * The rules and their numbers are those of profile `publish`: a count is small from 1 to 5; England and regions
 * are rounded to 10, everything else to 5.
 */
#ifndef NH_STATS_DISCLOSURE_RULES_H
#define NH_STATS_DISCLOSURE_RULES_H

#include "datasets/frame/frame.h"

typedef struct nh_released {
    nh_mark mark; /* NH_PRESENT, or why there is no value */
    double value;
} nh_released;

bool nh_is_small(double n);       /* 1 to 5, and anything that is no count at all */
double nh_round_to(double value, double base); /* half away from zero */

double nh_base_of_level(const char *geographic_level); /* 10 for National and Regional, else 5 */

nh_released nh_release_count(double n, double base);

/* The difference of two counts as released: nothing when either is not shown. */
nh_released nh_release_difference(nh_released part, nh_released whole);

/* Whether a share of `part` in `whole` tells of neither a small part, nor a small rest, nor a small whole. */
bool nh_percent_is_safe(double part, double whole);

/* A whole percentage of two released numbers; k when it is not 0 and rounds to 0; z when the whole is 0. */
nh_released nh_release_percent(nh_released part, nh_released whole);

/* An end of Wilson's interval of the same percentage, to one decimal. */
nh_released nh_release_bound(nh_released part, nh_released whole, bool is_upper);

/* Means stand on 10 children, medians on 20, estimates on 10 children, events and others; curves on 10 at risk. */
enum { NH_LEAST_OF_MEAN = 10, NH_LEAST_OF_MEDIAN = 20, NH_LEAST_OF_ESTIMATE = 10, NH_LEAST_AT_RISK = 10 };

/* Whether a curve may be shown after `events` since it was last shown: none, or more than a small number. */
bool nh_step_is_safe(double events, double at_risk);

/* In a sensitive table a line of `total` children says too much when one category holds them all and they are
 * fewer than 50, or when they are 1 to 5 (a zero then tells of the others). */
bool nh_line_is_safe(double largest, double total);

double nh_significant(double value, int digits);

#endif
