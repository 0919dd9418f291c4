/* stats/children_behind.c: a child counts once on each line and month, at the first of its placements found there. */
#include "stats/children_behind.h"

#include "datasets/frame/arena.h"
#include "stats/methods/months.h"

#include <stdlib.h>

typedef struct counting {
    const nh_children_request *of;
    nh_children_behind *behind;
    size_t from;        /* the child's first row */
    int32_t *month_day; /* the day of each month */
} counting;

static bool counts(const nh_children_request *r, size_t row)
{
    return r->days[row] >= 0 && r->group[row] >= 0 && (size_t)r->group[row] < r->n_groups;
}

/* At risk are placements in (entry, days]; on day 0 those watched from their start. */
static bool is_at_risk(const nh_children_request *r, size_t row, int32_t day)
{
    if (!counts(r, row) || r->days[row] < day) return false;
    int32_t entry = r->entry && r->entry[row] > 0 ? r->entry[row] : 0;
    return entry == 0 || (entry < day && entry < r->days[row]);
}

static bool has_ended(const nh_children_request *r, size_t row)
{
    return is_at_risk(r, row, r->days[row]) && r->end[row] > 0;
}

static bool is_same_line(const nh_children_request *r, size_t a, size_t b, bool of_all)
{
    return of_all || r->group[a] == r->group[b];
}

/* Whether an earlier placement of the child stands for it on this day already; `of_all`: of all groups. */
static bool is_counted(const counting *c, size_t row, int32_t day, bool of_all)
{
    for (size_t before = c->from; before < row; before++)
        if (is_at_risk(c->of, before, day) && is_same_line(c->of, before, row, of_all)) return true;
    return false;
}

static bool end_is_counted(const counting *c, size_t row, bool of_all)
{
    for (size_t before = c->from; before < row; before++)
        if (has_ended(c->of, before) && is_same_line(c->of, before, row, of_all)) return true;
    return false;
}

static void count_row(const counting *c, size_t row)
{
    const nh_children_request *r = c->of;
    if (!counts(r, row)) return;
    const size_t lines[] = { (size_t)r->group[row], r->n_groups };
    for (size_t of_all = 0; of_all < 2; of_all++) {
        double *at_risk = c->behind->at_risk + lines[of_all] * ((size_t)r->months + 1);
        for (int month = 0; month <= r->months && c->month_day[month] <= r->days[row]; month++) {
            int32_t day = c->month_day[month];
            at_risk[month] += is_at_risk(r, row, day) && !is_counted(c, row, day, of_all);
        }
        c->behind->ended[lines[of_all]] += has_ended(r, row) && !end_is_counted(c, row, of_all);
    }
}

static bool is_same_child(const nh_children_request *r, size_t a, size_t b)
{
    return r->child && r->child->code[a] == r->child->code[b] && nh_present(r->child, a) &&
           (!r->authority || r->authority->code[a] == r->authority->code[b]);
}

nh_children_behind *nh_children_behind_new(const nh_children_request *request)
{
    nh_children_behind *behind = nh_zeroed(1, sizeof *behind);
    behind->at_risk = nh_zeroed((request->n_groups + 1) * ((size_t)request->months + 1), sizeof *behind->at_risk);
    behind->ended = nh_zeroed(request->n_groups + 1, sizeof *behind->ended);
    counting c = { .of = request, .behind = behind };
    c.month_day = nh_zeroed((size_t)request->months + 1, sizeof *c.month_day);
    for (int month = 0; month <= request->months; month++) c.month_day[month] = nh_month_day(month);
    for (size_t row = 0; row < request->n; row++) {
        if (row > 0 && !is_same_child(request, row - 1, row)) c.from = row;
        count_row(&c, row);
    }
    free(c.month_day);
    return behind;
}

void nh_children_behind_free(nh_children_behind *behind)
{
    if (!behind) return;
    free(behind->at_risk);
    free(behind->ended);
    free(behind);
}
