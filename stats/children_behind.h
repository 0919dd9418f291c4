/* stats/children_behind.h: how many children stand behind the placements of a curve and of a mean.
 *
 * One child may have several placements in a group: disclosure control asks for children, curves count placements.
 * Rows of a child stand together, as in the frame placements.
 *
 *     nh_children_behind *behind = nh_children_behind_new(&(nh_children_request){ .authority = a, .child = c,
 *         .days = days, .end = end, .group = group, .n_groups = 8, .months = 60 });
 *     behind->at_risk[line * (60 + 1) + month], behind->ended[line]        line 8: all groups together
 *     nh_children_behind_free(behind);
 */
#ifndef NH_STATS_CHILDREN_BEHIND_H
#define NH_STATS_CHILDREN_BEHIND_H

#include "datasets/frame/frame.h"

typedef struct nh_children_request {
    const nh_column *authority, *child; /* NULL: every row is a child */
    size_t n;
    const int32_t *days;  /* as in nh_spells (day_counts.h); a negative length is left out */
    const int32_t *entry; /* or NULL */
    const int32_t *group, *end;
    size_t n_groups;
    int months;
} nh_children_request;

typedef struct nh_children_behind {
    double *at_risk; /* [line * (months + 1) + month]: children with a placement at risk on the month's day */
    double *ended;   /* [line]: children with a placement that ended */
} nh_children_behind;

nh_children_behind *nh_children_behind_new(const nh_children_request *request);
void nh_children_behind_free(nh_children_behind *behind); /* NULL is allowed */

#endif
