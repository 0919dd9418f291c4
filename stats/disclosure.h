/* stats/disclosure.h: the one gate between children's records and a table that leaves.
 *
 * Profile `publish`: counts of 1 to 5 become `c`, other counts and totals are rounded to 5 (England and regions,
 * the rows whose geographic_level says so, to 10) each on its own, half away from zero; percentages, differences
 * and Wilson intervals are computed from released counts, and are `c` where a part of them is, or where part or
 * rest is 1 to 5; where a `c` could be worked out from what adds up, the smallest cell that helps is `c` too; means
 * need 10 children, medians 20; a curve is shown on a monthly grid, while 10 are at risk, at steps of no event or
 * more than 5, to three decimals; estimates need 10 children (and 10 events and 10 others) behind their level, the
 * fit of a model behind each of its levels, and keep 4 significant digits. Which column is what, its nh_role says;
 * what a role needs and does not find is suppressed, and so is a text that points at a child (identity.h). Published
 * frames pass unaltered. The decisions are in disclosure_rules.h.
 *
 *     nh_frame *released = nh_disclose(exact, &tally);
 */
#ifndef NH_STATS_DISCLOSURE_H
#define NH_STATS_DISCLOSURE_H

#include "datasets/frame/frame.h"
#include "datasets/frame/results.h"

typedef struct nh_disclosure_tally {
    size_t n_suppressed, n_rounded; /* cells made `c`; counts other than 0 that are shown rounded */
} nh_disclosure_tally;

/* A new frame without its NH_SUPPORT columns; `exact` stays as it is. `tally` is added to and may be NULL. */
nh_frame *nh_disclose(const nh_frame *exact, nh_disclosure_tally *tally);

/* Every result passes here just before it is written, in place. `exact` leaves values as they are (and drops what
 * is NH_SUPPORT); otherwise frames are disclosed and a note says how much was suppressed and rounded. */
void nh_disclose_results(nh_results *results, bool exact);

/* The counts inside notes and gaps (nh_counted_as) as they are, or released: 1 to 5 as c, others to the nearest 5. */
void nh_disclose_notes(nh_results *results, bool exact);

#endif
