/* stats/ranking.h: the rows of a released table that a finding speaks of.
 *
 *     static const nh_condition authorities[] = { { "geographic_level", "Local authority" }, { 0 } };
 *     nh_ranking by_net = { .column = "net_gain", .year = nh_last_year_of(balance), .conditions = authorities };
 *     size_t rows[NH_MOST_RANKED], n = nh_rank_rows(balance, &by_net, rows);
 */
#ifndef NH_STATS_RANKING_H
#define NH_STATS_RANKING_H

#include "datasets/frame/frame.h"

typedef struct nh_condition {
    const char *column, *text; /* of a category column; the list ends with a NULL column */
} nh_condition;

bool nh_row_is(const nh_frame *frame, size_t row, const nh_condition *conditions);
double nh_last_year_of(const nh_frame *frame); /* of its column `year`; 0 where there is none */

enum { NH_MOST_RANKED = 3 };
/* The rows of that year with the largest (or smallest) values of a column, at most NH_MOST_RANKED, in order; rows
 * without a value are passed over. Returns how many there are. */
typedef struct nh_ranking {
    const char *column;
    double year;                   /* 0: any */
    const nh_condition *conditions;
    bool smallest_first;
} nh_ranking;
size_t nh_rank_rows(const nh_frame *frame, const nh_ranking *ranking, size_t rows[NH_MOST_RANKED]);

#endif
