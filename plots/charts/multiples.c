/* plots/charts/multiples.c: the regions over the years, a small panel each, England in grey behind.
 *
 * The share of new placements over 20 miles from home, of those whose distance is known, as DfE's release gives them
 * for regions. London stands for Inner and Outer London. Regions are in order of their latest value. A year whose
 * figures are suppressed is a gap in the line. */
#include "datasets/write/shown.h"
#include "plots/pick.h"
#include "plots/theme.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_REGIONS = 12, MOST_YEARS = 16, ACROSS = 3 };

typedef struct series {
    const char *name;
    double share[MOST_YEARS]; /* NaN: not known */
} series;

typedef struct regions {
    series all[MOST_REGIONS], england;
    size_t n;
    int first, last; /* years */
    double highest;
} regions;

typedef struct columns {
    const nh_column *year, *level, *name, *cover, *group, *in, *out, *unknown, *total;
} columns;

static bool find_columns(const nh_frame *table, columns *c, nh_error *err)
{
    const struct {
        const nh_column **column;
        const char *name;
        nh_kind kind;
    } needs[] = {
        { &c->year, "year", NH_NUMBER },       { &c->level, "geographic_level", NH_CATEGORY },
        { &c->name, "name", NH_CATEGORY },     { &c->cover, "cover", NH_CATEGORY },
        { &c->group, "group", NH_CATEGORY },   { &c->in, "over_20_in", NH_NUMBER },
        { &c->out, "over_20_out", NH_NUMBER }, { &c->unknown, "unknown", NH_NUMBER },
        { &c->total, "total", NH_NUMBER },
    };
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        if (!(*needs[i].column = nh_frame_need(table, needs[i].name, needs[i].kind, err))) return false;
    return true;
}

static bool says(const nh_column *column, size_t row, const char *text)
{
    return strcmp(nh_text_at(column, row), text) == 0;
}

/* Rows of all new placements in a region or in England. */
static bool is_wanted(const columns *c, size_t row)
{
    if (!nh_present(c->year, row) || !says(c->cover, row, "new placements")) return false;
    if (!says(c->group, row, "all") && !says(c->group, row, "total")) return false;
    if (says(c->name, row, "Inner London") || says(c->name, row, "Outer London")) return false;
    return says(c->level, row, "Regional") || says(c->level, row, "National");
}

static double share_at(const columns *c, size_t row)
{
    const nh_column *const needed[] = { c->in, c->out, c->unknown, c->total };
    for (size_t i = 0; i < 4; i++)
        if (!nh_present(needed[i], row)) return NAN;
    double known = c->total->number[row] - c->unknown->number[row];
    return known > 0 ? 100 * (c->in->number[row] + c->out->number[row]) / known : NAN;
}

static void empty(series *s, const char *name)
{
    s->name = name;
    for (int i = 0; i < MOST_YEARS; i++) s->share[i] = NAN;
}

static series *series_of(regions *r, const columns *c, size_t row)
{
    if (says(c->level, row, "National")) return &r->england;
    const char *name = nh_text_at(c->name, row);
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->all[i].name, name) == 0) return &r->all[i];
    if (r->n == MOST_REGIONS) return NULL;
    empty(&r->all[r->n], name);
    return &r->all[r->n++];
}

static double latest(const regions *r, const series *s)
{
    return s->share[r->last - r->first];
}

/* Insertion, highest latest value first: there are nine. */
static void sort_regions(regions *r)
{
    for (size_t i = 1; i < r->n; i++) {
        series one = r->all[i];
        size_t k = i;
        for (; k > 0 && !(latest(r, &r->all[k - 1]) >= latest(r, &one)); k--) r->all[k] = r->all[k - 1];
        r->all[k] = one;
    }
}

static void find_years(regions *r, const columns *c)
{
    r->first = r->last = 0;
    for (size_t row = 0; row < c->year->n; row++) {
        if (!is_wanted(c, row)) continue;
        int year = (int)c->year->number[row];
        if (!r->first || year < r->first) r->first = year;
        if (year > r->last) r->last = year;
    }
    if (r->last - r->first >= MOST_YEARS) r->first = r->last - MOST_YEARS + 1;
}

static bool collect(const nh_frame *table, regions *r, nh_error *err)
{
    columns c;
    if (!find_columns(table, &c, err)) return false;
    find_years(r, &c);
    empty(&r->england, "England");
    for (size_t row = 0; row < nh_frame_rows(table); row++) {
        if (!is_wanted(&c, row) || (int)c.year->number[row] < r->first) continue;
        series *to = series_of(r, &c, row);
        double share = share_at(&c, row);
        if (to) to->share[(int)c.year->number[row] - r->first] = share;
        if (to && isfinite(share)) r->highest = fmax(r->highest, share);
    }
    sort_regions(r);
    return true;
}

static bool suits(const nh_frame *table)
{
    regions r = { .n = 0 };
    return collect(table, &r, NULL) && r.n > 1 && r.last > r.first;
}

/* ---- words ---- */

/* "the North East", but "London" and "Yorkshire and The Humber". */
static const char *article(const char *name)
{
    return strncmp(name, "London", 6) == 0 || strncmp(name, "Yorkshire", 9) == 0 ? "" : "the ";
}

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    regions r = { .n = 0 };
    bool is_read = collect(table, &r, NULL) && r.n > 1;
    if (is_read && isfinite(latest(&r, &r.all[0])) && isfinite(latest(&r, &r.all[r.n - 1])))
        nh_text_say(title, "%.0f%% of new placements in %s%s are over 20 miles from home, %.0f%% in %s%s",
                    round(latest(&r, &r.all[0])), article(r.all[0].name), r.all[0].name,
                    round(latest(&r, &r.all[r.n - 1])), article(r.all[r.n - 1].name), r.all[r.n - 1].name);
    else nh_text_say(title, "New placements over 20 miles from home, by region");
    nh_text_say(description, "A line over the years for each region, England in grey behind.");
    for (size_t i = 0; is_read && i < r.n; i++)
        if (isfinite(r.all[i].share[0]) && isfinite(latest(&r, &r.all[i])))
            nh_text_say(description, " %s: %.0f%% in %d, %.0f%% in %d.", r.all[i].name, round(r.all[i].share[0]),
                        r.first, round(latest(&r, &r.all[i])), r.last);
}

/* ---- picture ---- */

enum { PANEL = 190, PANEL_HEAD = 40, PANEL_FOOT = 34, AXIS = 40, END = 46, GAP = 16 };

static void draw_series(nh_script *script, const regions *r, const series *s, nh_box plot, nh_stroke stroke)
{
    const nh_scale years = { r->first, r->last, plot.left, plot.right - END };
    const nh_scale share = { 0, ceil(r->highest / 20) * 20, plot.bottom, plot.top };
    nh_spot spots[MOST_YEARS];
    size_t n = 0;
    for (int year = r->first; year <= r->last + 1; year++) {
        double value = year <= r->last ? s->share[year - r->first] : NAN;
        if (isfinite(value)) {
            spots[n++] = (nh_spot){ nh_place(years, year), nh_place(share, value) };
            continue;
        }
        if (n > 1) nh_draw_path(script, spots, n, stroke);
        n = 0;
    }
}

static void draw_end(nh_script *script, const regions *r, const series *s, nh_box plot)
{
    const nh_scale share = { 0, ceil(r->highest / 20) * 20, plot.bottom, plot.top };
    const nh_type type = { .size = 12.5, .colour = NH_NAVY, .is_bold = true };
    char text[16];
    if (!isfinite(latest(r, s))) return;
    const nh_spot end = { plot.right - END, nh_place(share, latest(r, s)) };
    snprintf(text, sizeof text, "%.0f%%", round(latest(r, s)));
    nh_draw_point(script, end, NH_CIRCLE, 6, NH_NAVY);
    nh_draw_text(script, end.x + 8, end.y, &type, text);
}

static void draw_panel(nh_script *script, const regions *r, const series *s, nh_box plot)
{
    const nh_scale share = { 0, ceil(r->highest / 20) * 20, plot.bottom, plot.top };
    const nh_scale years = { r->first, r->last, plot.left, plot.right - END };
    const nh_type name = { .size = 13, .colour = NH_INK, .is_bold = true }, tic = { .size = 11, .colour = NH_MUTED,
                                                                                    .anchor = NH_CENTRE };
    char text[16];
    nh_draw_text(script, plot.left - AXIS, plot.top - 20, &name, s->name);
    nh_draw_grid_left(script, plot, share, 20, "%");
    for (int year = r->first; year <= r->last; year += r->last - r->first) {
        snprintf(text, sizeof text, "%d", year);
        nh_draw_text(script, nh_place(years, year), plot.bottom + 15, &tic, text);
    }
    draw_series(script, r, &r->england, plot, (nh_stroke){ NH_GREY, 1.8, NH_SOLID });
    draw_series(script, r, s, plot, (nh_stroke){ NH_NAVY, 2.6, NH_SOLID });
    draw_end(script, r, s, plot);
}

static void draw_panels(nh_script *script, const regions *r, nh_box body)
{
    double width = (body.right - body.left - GAP * (double)(ACROSS - 1)) / ACROSS;
    for (size_t i = 0; i < r->n; i++) {
        double left = body.left + (double)(i % ACROSS) * (width + GAP), top = body.top + (double)(i / ACROSS) * PANEL;
        draw_panel(script, r, &r->all[i],
                   (nh_box){ left + AXIS, left + width, top + PANEL_HEAD, top + PANEL - PANEL_FOOT });
    }
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    regions r = { .n = 0 };
    if (!collect(table, &r, err)) return false;
    if (r.n < 2 || r.last == r.first)
        return nh_fail(err, NH_INCOMPLETE, "no multiples chart: the table has no regions over several years");
    nh_text *subtitle = nh_text_new();
    nh_text_say(subtitle,
                "New placements over 20 miles from home where the distance is known, by region responsible, years "
                "to 31 March %d to %d",
                r.first, r.last);
    const nh_heading heading = { .labels = labels, .subtitle = subtitle->bytes,
                                 .note = "Grey line: England. Regions in order of their latest value." };
    draw_panels(script, &r, nh_script_open(script, &heading, (double)((r.n + ACROSS - 1) / ACROSS) * PANEL));
    nh_text_free(subtitle);
    return true;
}

const nh_chart nh_chart_multiples = {
    .name = "multiples", .summary = "regions over the years, a panel each",
    .table = "distance", .suits = suits, .draw = draw, .describe = describe
};
