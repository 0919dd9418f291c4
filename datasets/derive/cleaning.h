/* datasets/derive/cleaning.h: one child's episode rows made consistent, step by step (domain rules 4.1, 12).
 *
 *     nh_cleaning work = { .inputs = inputs, .episodes = &episodes, ... };
 *     nh_clean_child(&work, rows, n, child);
 *     use(work.row, work.n);                       short breaks still among them, flagged
 *     nh_cleaning_end(&work);
 */
#ifndef NH_DERIVE_CLEANING_H
#define NH_DERIVE_CLEANING_H

#include "datasets/derive/histories.h"

typedef struct nh_cleaning {
    nh_problems *problems;
    const nh_episodes *episodes;
    const nh_returns *returns;
    int gap_days;
    nh_row_tally tally;
    /* The child at hand. */
    nh_row *row, *spare;
    size_t n, room;
    int32_t extract_date, birth;
    int latest_return;
} nh_cleaning;

void nh_clean_child(nh_cleaning *work, const uint32_t *sources, size_t n);
void nh_cleaning_end(nh_cleaning *work); /* gives back the working rows */

#endif
