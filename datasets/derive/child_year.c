/* datasets/derive/child_year.c: tests of rows and placements against 1 April and 31 March. */
#include "datasets/derive/child_year.h"

#include "datasets/derive/placement_rules.h"

bool nh_in_care_in_year(const nh_histories *h, uint32_t child, int year)
{
    int32_t first = nh_year_start(year), last = nh_year_end(year);
    const nh_row *row = h->row + h->child[child].first;
    uint32_t n = h->child[child].n;
    if (n == 0 || row[n - 1].end < first) return false; /* No row ends after the last one does. */
    for (uint32_t i = 0; i < n; i++)
        if (nh_row_touches(&row[i], first, last)) return true;
    return false;
}

const nh_row *nh_row_on_31_march(const nh_histories *h, uint32_t child, int year)
{
    int32_t last = nh_year_end(year);
    const nh_row *row = h->row + h->child[child].first;
    for (uint32_t i = 0; i < h->child[child].n; i++)
        if (nh_row_covers(&row[i], last)) return &row[i];
    return NULL;
}

static void count_placements(nh_child_year *y, const nh_histories *h, uint32_t child, int32_t first, int32_t last)
{
    const nh_placement *p = h->placement + h->child[child].first_placement;
    uint32_t carer = 0;
    for (uint32_t i = 0; i < h->child[child].n_placements; i++) {
        if (!nh_placement_touches(h, &p[i], first, last)) continue;
        y->placements++;
        y->carers += p[i].carer_no != carer;
        carer = p[i].carer_no;
    }
}

static bool had_short_break(const nh_histories *h, uint32_t child, int32_t first, int32_t last)
{
    const nh_row *row = h->short_break + h->child[child].first_break;
    for (uint32_t i = 0; i < h->child[child].n_breaks; i++)
        if (nh_row_touches(&row[i], first, last)) return true;
    return false;
}

/* Care began after 1 April, or an episode ended in the year otherwise than by X1: not 12 months. */
static bool breaks_the_year(const nh_histories *h, const nh_row *row, int32_t first, int32_t last)
{
    bool begins = nh_begins(&h->episodes, row->source) == NH_BEGINS_CARE && row->start > first && row->start <= last;
    bool ends = !(row->flags & NH_ROW_CONTINUES) && row->end >= first && row->end < last;
    return begins || ends;
}

static bool is_in_oc2_cohort(const nh_child_year *y, const nh_histories *h, uint32_t child, int32_t first,
                             int32_t last)
{
    if (!y->on_31_march || had_short_break(h, child, first, last)) return false;
    const nh_row *row = h->row + h->child[child].first;
    for (uint32_t i = 0; i < h->child[child].n; i++)
        if (breaks_the_year(h, &row[i], first, last)) return false;
    return true;
}

nh_child_year nh_child_in_year(const nh_histories *h, uint32_t child, int year)
{
    int32_t first = nh_year_start(year), last = nh_year_end(year);
    nh_child_year y = { .in_care = nh_in_care_in_year(h, child, year) };
    if (!y.in_care) return y;
    y.on_31_march = nh_row_on_31_march(h, child, year);
    if (y.on_31_march) y.placement = nh_placement_of_row(h, child, (uint32_t)(y.on_31_march - h->row));
    count_placements(&y, h, child, first, last);
    y.oc2_cohort = is_in_oc2_cohort(&y, h, child, first, last);
    return y;
}
