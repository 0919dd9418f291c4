/* stats/ranking.c: rows by conditions, the few with the largest values first. */
#include "stats/ranking.h"

#include <string.h>

bool nh_row_is(const nh_frame *frame, size_t row, const nh_condition *conditions)
{
    for (; conditions->column; conditions++) {
        const nh_column *column = nh_frame_find(frame, conditions->column);
        if (!column || column->kind != NH_CATEGORY || strcmp(nh_text_at(column, row), conditions->text) != 0)
            return false;
    }
    return true;
}

double nh_last_year_of(const nh_frame *frame)
{
    const nh_column *year = nh_frame_find(frame, "year");
    double latest = 0;
    for (size_t row = 0; year && row < year->n; row++)
        if (nh_present(year, row) && year->number[row] > latest) latest = year->number[row];
    return latest;
}

static bool is_ranked(const nh_frame *frame, size_t row, const nh_ranking *r)
{
    const nh_column *year = nh_frame_find(frame, "year");
    if (r->year != 0 && (!year || !nh_present(year, row) || year->number[row] != r->year)) return false;
    return nh_row_is(frame, row, r->conditions);
}

/* Puts a row where it belongs among those ranked so far; ties stay in order of rows. */
static size_t insert(size_t rows[NH_MOST_RANKED], size_t n, size_t row, const double *value, bool smallest_first)
{
    size_t at = n;
    while (at > 0 && (smallest_first ? value[row] < value[rows[at - 1]] : value[row] > value[rows[at - 1]])) at--;
    if (at == NH_MOST_RANKED) return n;
    if (n < NH_MOST_RANKED) n++;
    for (size_t i = n - 1; i > at; i--) rows[i] = rows[i - 1];
    rows[at] = row;
    return n;
}

size_t nh_rank_rows(const nh_frame *frame, const nh_ranking *r, size_t rows[NH_MOST_RANKED])
{
    const nh_column *column = nh_frame_find(frame, r->column);
    size_t n = 0;
    for (size_t row = 0; column && row < nh_frame_rows(frame); row++)
        if (nh_present(column, row) && is_ranked(frame, row, r))
            n = insert(rows, n, row, column->number, r->smallest_first);
    return n;
}
