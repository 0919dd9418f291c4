/* plots/charts/curve_lines.c: rows of responses as curves. */
#include "plots/charts/curve_lines.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static nh_curve *curve_of(nh_curves *c, const char *label, const char *unit)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->all[i].label, label) == 0) return &c->all[i];
    if (c->n == NH_MOST_CURVES) return NULL;
    c->all[c->n] = (nh_curve){ .label = label, .unit = unit, .p_straight = NAN };
    return &c->all[c->n++];
}

static void add_point(nh_curves *c, nh_curve *to, nh_curve_point p)
{
    if (!isfinite(p.at)) return;
    if (isfinite(p.value)) {
        c->from = fmin(c->from, p.at);
        c->to = fmax(c->to, p.at);
    }
    to->points = nh_resize(to->points, to->n + 1, sizeof *to->points);
    to->points[to->n++] = p;
}

static int by_place(const void *a, const void *b)
{
    const nh_curve_point *x = a, *y = b;
    return (x->at > y->at) - (x->at < y->at);
}

static size_t shown_points(const nh_curve *one)
{
    size_t n = 0;
    for (size_t i = 0; i < one->n; i++) n += nh_curve_is_shown(&one->points[i]);
    return n;
}

/* A panel without a line would look like an outcome that does not differ. */
static void leave_out_hidden(nh_curves *c)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->n; i++) {
        if (shown_points(&c->all[i]) > 1) c->all[kept++] = c->all[i];
        else free(c->all[i].points);
    }
    c->n_hidden = c->n - kept;
    c->n = kept;
}

static void read_points(const nh_frame *table, nh_curves *c)
{
    static const char *const names[] = { "at", "estimate", "conf_low", "conf_high", "n", "observed",
                                         "difference", "difference_low", "difference_high" };
    const nh_column *columns[9], *tested = nh_frame_find(table, "p_straight");
    for (size_t i = 0; i < 9; i++) columns[i] = nh_frame_find(table, names[i]);
    c->has_levels = columns[6] != NULL;
    for (size_t row = 0; row < nh_frame_rows(table); row++) {
        double v[9];
        for (size_t i = 0; i < 9; i++) v[i] = nh_number_at(columns[i], row);
        nh_curve *to = curve_of(c, nh_text_of(table, "label", row), nh_text_of(table, "unit", row));
        size_t apart = c->has_levels ? 6 : 1;
        const nh_curve_point p = { v[0], v[1], v[2], v[3], v[4], v[5], v[apart], v[apart + 1], v[apart + 2] };
        if (to && tested && isfinite(nh_number_at(tested, row))) to->p_straight = nh_number_at(tested, row);
        if (to) add_point(c, to, p);
        else c->has_more = true;
    }
    for (size_t i = 0; i < c->n; i++) qsort(c->all[i].points, c->all[i].n, sizeof(nh_curve_point), by_place);
    leave_out_hidden(c);
}

bool nh_curves_read(const nh_frame *table, nh_curves *c, nh_error *err)
{
    *c = (nh_curves){ .from = INFINITY, .to = -INFINITY, .term = "", .comparison = "" };
    if (!nh_frame_need(table, "at", NH_NUMBER, err)) return false;
    if (!nh_frame_need(table, "estimate", NH_NUMBER, err)) return false;
    if (nh_frame_rows(table) == 0) return true;
    double year = nh_number_of(table, "year", 0);
    double first = nh_number_of(table, "first_year", 0);
    c->reference = nh_number_of(table, "reference", 0);
    c->term = nh_text_of(table, "term", 0);
    c->comparison = nh_text_of(table, "comparison", 0);
    c->year = isfinite(year) ? (int)year : 0;
    c->first_year = isfinite(first) ? (int)first : 0;
    read_points(table, c);
    return true;
}

void nh_curves_clear(nh_curves *c)
{
    for (size_t i = 0; i < c->n; i++) free(c->all[i].points);
}

bool nh_curve_is_shown(const nh_curve_point *p)
{
    return isfinite(p->value) && isfinite(p->low) && isfinite(p->high);
}

bool nh_curve_is_of_percent(const nh_curve *one)
{
    return strcmp(one->unit, "percentage points") == 0;
}

const nh_curve_point *nh_curve_until(const nh_curve *one, double at)
{
    const nh_curve_point *last = NULL;
    for (size_t i = 0; i < one->n && one->points[i].at <= at; i++)
        if (nh_curve_is_shown(&one->points[i])) last = &one->points[i];
    return last;
}

const nh_curve_point *nh_curve_first(const nh_curve *one)
{
    for (size_t i = 0; i < one->n; i++)
        if (nh_curve_is_shown(&one->points[i])) return &one->points[i];
    return NULL;
}
