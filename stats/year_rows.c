/* stats/year_rows.c: by the days on which placements begin and end. */
#include "stats/year_rows.h"

#include "datasets/frame/arena.h"

static bool is_between(const nh_column *day, size_t row, int32_t from, int32_t to)
{
    return nh_present(day, row) && day->date[row] >= from && day->date[row] <= to;
}

/* An open placement has no end. */
static bool is_of_year(const nh_column *start, const nh_column *end, size_t row, int year, nh_of_year how)
{
    int32_t from = nh_year_start(year), to = nh_year_end(year);
    if (how == NH_BEGUN) return is_between(start, row, from, to);
    if (how == NH_ENDED) return is_between(end, row, from, to);
    return nh_present(start, row) && start->date[row] <= to && (!nh_present(end, row) || end->date[row] >= from);
}

uint8_t *nh_rows_of_year(const nh_frame *placements, const uint8_t *keep, int year, nh_of_year how, nh_error *err)
{
    const nh_column *start = nh_frame_need(placements, "start", NH_DATE, err);
    const nh_column *end = nh_frame_need(placements, "end", NH_DATE, err);
    if (!start || !end) return NULL;
    uint8_t *counts = nh_zeroed(start->n + 1, 1);
    for (size_t row = 0; row < start->n; row++)
        counts[row] = (!keep || keep[row]) && (year == 0 || is_of_year(start, end, row, year, how));
    return counts;
}
