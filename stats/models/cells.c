/* stats/models/cells.c: cells of the tables of models. */
#include "stats/models/cells.h"

#include <math.h>

void nh_cell_number(nh_frame *table, size_t row, const char *column, double value)
{
    nh_column *to = nh_frame_find(table, column);
    if (!to) return;
    if (isfinite(value)) nh_put_number(to, row, value);
    else nh_put_mark(to, row, NH_NOT_APPLICABLE);
}

void nh_cell_text(nh_frame *table, size_t row, const char *column, const char *text)
{
    nh_column *to = nh_frame_find(table, column);
    if (*text) nh_put_text(to, row, text);
    else nh_put_mark(to, row, NH_MISSING);
}

void nh_cell_numbers(nh_frame *table, size_t row, const nh_named_number *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++) nh_cell_number(table, row, numbers[i].column, numbers[i].value);
}
