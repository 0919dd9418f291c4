/* plots/charts/funnel_units.c: rows of a funnel table as authorities, in order of size. */
#include "plots/charts/funnel_units.h"

#include "datasets/frame/arena.h"
#include "plots/pick.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const limit_columns[NH_LIMITS] = { "low_95",    "high_95",       "low_99_8",
                                                      "high_99_8", "wide_low_99_8", "wide_high_99_8" };

static bool read_unit(const nh_frame *table, size_t row, nh_funnel_unit *u)
{
    const nh_column *name = nh_frame_find(table, "name");
    u->name = name && name->kind == NH_CATEGORY ? nh_text_at(name, row) : "";
    u->children = nh_number_of(table, "children", row);
    u->share = nh_number_of(table, "share", row);
    bool is_whole = isfinite(u->children) && isfinite(u->share);
    for (size_t i = 0; i < NH_LIMITS; i++) {
        u->limits[i] = nh_number_of(table, limit_columns[i], row);
        is_whole = is_whole && isfinite(u->limits[i]);
    }
    return is_whole;
}

static int by_size(const void *a, const void *b)
{
    const nh_funnel_unit *x = a, *y = b;
    if (x->children != y->children) return x->children < y->children ? -1 : 1;
    return strcmp(x->name, y->name);
}

bool nh_funnel_read(const nh_frame *table, nh_funnel *f, nh_error *err)
{
    *f = (nh_funnel){ .year = nh_latest_year(table), .overall = NAN, .phi = NAN };
    if (!nh_frame_need(table, "children", NH_NUMBER, err)) return false;
    if (!nh_frame_need(table, "share", NH_NUMBER, err)) return false;
    const nh_column *year = nh_frame_find(table, "year");
    f->all = nh_zeroed(nh_frame_rows(table) + 1, sizeof *f->all);
    for (size_t row = 0; row < nh_frame_rows(table); row++) {
        if (f->year && nh_number_at(year, row) != f->year) continue;
        nh_funnel_unit *u = &f->all[f->n];
        if (!read_unit(table, row, u)) {
            f->n_left_out++;
            continue;
        }
        f->overall = nh_number_of(table, "overall_share", row);
        f->phi = nh_number_of(table, "phi", row);
        f->most_children = fmax(f->most_children, u->children);
        f->most_share = fmax(f->most_share, u->share);
        f->n++;
    }
    qsort(f->all, f->n, sizeof *f->all, by_size);
    return true;
}

bool nh_is_outside(const nh_funnel_unit *u, size_t low)
{
    return u->share < u->limits[low] || u->share > u->limits[low + 1];
}

size_t nh_count_outside(const nh_funnel *f, size_t low)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++) n += nh_is_outside(&f->all[i], low);
    return n;
}

size_t nh_widest_limit(const nh_funnel *f)
{
    return nh_funnel_is_widened(f) ? NH_WIDE_LOW : NH_LOW_99_8;
}

bool nh_funnel_is_widened(const nh_funnel *f)
{
    return f->phi > 1.05;
}

double nh_limit_at(const nh_funnel *f, size_t limit, double children)
{
    size_t i = 0;
    while (i + 1 < f->n && f->all[i + 1].children <= children) i++;
    const nh_funnel_unit *a = &f->all[i], *b = &f->all[i + 1 < f->n ? i + 1 : i];
    double gap = b->children - a->children;
    double t = gap > 0 ? fmin(fmax((children - a->children) / gap, 0), 1) : 0;
    return a->limits[limit] + t * (b->limits[limit] - a->limits[limit]);
}
