/* datasets/derive/published_cells.h: sums and percentages of published figures, where some parts have a symbol only.
 *
 * A result has a number when every part has one. Else it has the mark of a part: c when any part is suppressed
 * (a sum with a hidden part hides it too), and otherwise that of the first part without a number.
 *
 *     nh_cell over = nh_cell_sum(nh_cell_at(inside, row), nh_cell_at(outside, row));
 *     nh_cell_put(share, row, nh_cell_percent(over, nh_cell_at(all, row)));
 */
#ifndef NH_DERIVE_PUBLISHED_CELLS_H
#define NH_DERIVE_PUBLISHED_CELLS_H

#include "datasets/frame/frame.h"

typedef struct nh_cell {
    double value;
    nh_mark mark;
} nh_cell;

nh_cell nh_cell_at(const nh_column *column, size_t row); /* missing where there is no such column */
void nh_cell_put(nh_column *column, size_t row, nh_cell cell);

nh_cell nh_cell_sum(nh_cell a, nh_cell b);
nh_cell nh_cell_less(nh_cell a, nh_cell b);
nh_cell nh_cell_percent(nh_cell part, nh_cell whole); /* of nothing: not applicable */

#endif
