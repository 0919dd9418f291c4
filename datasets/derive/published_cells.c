/* datasets/derive/published_cells.c: arithmetic that keeps the reason why there is no number. */
#include "datasets/derive/published_cells.h"

nh_cell nh_cell_at(const nh_column *column, size_t row)
{
    if (!column) return (nh_cell){ 0, NH_MISSING };
    return (nh_cell){ nh_present(column, row) ? column->number[row] : 0, nh_mark_at(column, row) };
}

void nh_cell_put(nh_column *column, size_t row, nh_cell cell)
{
    if (cell.mark == NH_PRESENT) nh_put_number(column, row, cell.value);
    else nh_put_mark(column, row, cell.mark);
}

static nh_mark mark_of(nh_cell a, nh_cell b)
{
    if (a.mark == NH_SUPPRESSED || b.mark == NH_SUPPRESSED) return NH_SUPPRESSED;
    return a.mark != NH_PRESENT ? a.mark : b.mark;
}

nh_cell nh_cell_sum(nh_cell a, nh_cell b)
{
    return (nh_cell){ a.value + b.value, mark_of(a, b) };
}

nh_cell nh_cell_less(nh_cell a, nh_cell b)
{
    return (nh_cell){ a.value - b.value, mark_of(a, b) };
}

nh_cell nh_cell_percent(nh_cell part, nh_cell whole)
{
    nh_mark mark = mark_of(part, whole);
    if (mark == NH_PRESENT && whole.value == 0) mark = NH_NOT_APPLICABLE;
    return (nh_cell){ mark == NH_PRESENT ? 100 * part.value / whole.value : 0, mark };
}
