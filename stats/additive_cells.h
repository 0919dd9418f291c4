/* stats/additive_cells.h: which cells of a table add up to which.
 *
 * Whoever reads a table knows that its row `total` is the sum of the others, that over_20 is over_20_in and
 * over_20_out, and that children without UASC are among all. A cell is column * rows + row of the frame.
 *
 *     nh_sums *sums = nh_sums_of(distance);
 *     for (size_t i = 0; i < sums->n; i++)
 *         use(sums->all[i].cell[0], sums->all[i].cell + 1, sums->all[i].n - 1);      the whole, its parts
 *     nh_sums_free(sums);
 */
#ifndef NH_STATS_ADDITIVE_CELLS_H
#define NH_STATS_ADDITIVE_CELLS_H

#include "datasets/frame/arena.h"
#include "datasets/frame/frame.h"

typedef struct nh_sum {
    const size_t *cell; /* the whole, then the parts */
    size_t n;           /* of all of them */
    bool may_exceed;    /* the whole may be more than its parts together */
    bool is_of_groups;  /* the whole is a row total, its parts other rows */
} nh_sum;

typedef struct nh_sums {
    nh_sum *all;
    size_t n;
    nh_arena *memory;
} nh_sums;

/* Of counts alone, and only such as hold of the frame's values. */
nh_sums *nh_sums_of(const nh_frame *frame);
void nh_sums_free(nh_sums *sums); /* NULL is allowed */

#endif
