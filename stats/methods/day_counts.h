/* stats/methods/day_counts.h: spells counted by their length in whole days, in one pass and without sorting.
 *
 * A spell lasts `days`, is in a group, and ends in one of several ways, or is still open (censored). It may be
 * watched only from a later day on (delayed entry): it is then at risk on the days after `entry`, up to `days`.
 *
 *     nh_day_counts *counts = nh_day_counts_new(&(nh_spells){ .n = n, .days = days, .end = end, .n_ends = 1,
 *                                                             .n_groups = 1 });
 *     nh_days all = nh_days_of(counts, 0);
 *     all.left[1 * all.n_days + 30]                 spells that ended in way 1 after 30 days
 *     nh_day_counts_free(counts);
 */
#ifndef NH_METHODS_DAY_COUNTS_H
#define NH_METHODS_DAY_COUNTS_H

#include <stddef.h>
#include <stdint.h>

typedef struct nh_spells {
    size_t n, n_groups, n_ends;
    const int32_t *days;  /* a negative length is left out, and so is one of more than NH_MOST_DAYS */
    const int32_t *entry; /* NULL: every spell is watched from its start; one with days <= entry is left out */
    const int32_t *group; /* 0 .. n_groups - 1; others are left out; NULL: all in group 0 */
    const int32_t *end;   /* 0: open; 1 .. n_ends: how it ended */
} nh_spells;

enum { NH_MOST_DAYS = 40000 }; /* more than a century: such a length is an error, and would cost memory */

typedef struct nh_day_counts nh_day_counts;

nh_day_counts *nh_day_counts_new(const nh_spells *spells);
void nh_day_counts_free(nh_day_counts *counts); /* NULL is allowed */

/* One group's counts, as long as `counts` lives. */
typedef struct nh_days {
    size_t n_days, n_ends;   /* days 0 .. n_days - 1 */
    const uint32_t *entered; /* [day]: spells watched after that day */
    const uint32_t *left;    /* [end * n_days + day]; end 0: censored */
} nh_days;

nh_days nh_days_of(const nh_day_counts *counts, size_t group);
nh_days nh_days_of_all(const nh_day_counts *counts); /* every group together */

/* How many spells there are; how many ended in way `end` (0: were censored). */
size_t nh_days_spells(const nh_days *days);
size_t nh_days_ended(const nh_days *days, size_t end);

#endif
