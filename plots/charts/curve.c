/* plots/charts/curve.c: outcomes along distance, each a line with its band, small panels side by side.
 *
 * Differences from a reference share one scale for each unit, so that panels can be compared; levels have a scale of
 * their own. A curve stops where a point is suppressed. Grey bars on the axis are the rows around each point; rings
 * the means that were observed there, where the table has them. */
#include "datasets/write/shown.h"
#include "plots/charts/curve_lines.h"
#include "plots/charts/curve_smooth.h"
#include "plots/pick.h"
#include "plots/theme.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_a_curve(const nh_curves *c)
{
    return c->n > 0 && c->from < c->to;
}

/* A table of an audit in which nothing can be shown stands without a picture. */
static bool suits(const nh_frame *table)
{
    nh_curves c;
    bool is_drawn = nh_curves_read(table, &c, NULL) && is_a_curve(&c);
    nh_curves_clear(&c);
    return is_drawn;
}

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    nh_curves c;
    if (!nh_curves_read(table, &c, NULL)) c.n = 0;
    nh_curves_title(&c, title);
    nh_curves_description(&c, description);
    nh_curves_clear(&c);
}

enum { PANEL_HEAD = 54, PANEL = 150, PANEL_AXIS = 46, ONE_PANEL = 330, GAP = 28, TICS = 42, BARS = 16 };

/* The values of one curve, bands and observations included. */
static void stretch(const nh_curve *one, double *low, double *high)
{
    for (size_t i = 0; i < one->n; i++) {
        const nh_curve_point *p = &one->points[i];
        if (!nh_curve_is_shown(p)) continue;
        *low = fmin(*low, isfinite(p->observed) ? fmin(p->low, p->observed) : p->low);
        *high = fmax(*high, isfinite(p->observed) ? fmax(p->high, p->observed) : p->high);
    }
}

/* Differences: all curves of the same unit; levels: this one alone. */
static nh_scale values_of(const nh_curves *c, const nh_curve *one, nh_box plot)
{
    bool is_difference = !c->has_levels;
    double low = is_difference ? 0 : INFINITY, high = is_difference ? 0 : -INFINITY;
    for (size_t i = 0; i < c->n; i++)
        if (&c->all[i] == one || (is_difference && strcmp(c->all[i].unit, one->unit) == 0))
            stretch(&c->all[i], &low, &high);
    if (!isfinite(low)) low = high = 0;
    double room = high > low ? (high - low) * 0.08 : 1;
    return (nh_scale){ low - room, high + room, plot.bottom - BARS, plot.top };
}

/* Points that follow each other and are shown: from `first` to before the end that is returned. */
static size_t end_of_run(const nh_curve *one, size_t first)
{
    while (first < one->n && nh_curve_is_shown(&one->points[first])) first++;
    return first;
}

/* One number of each point of a run, along the run, as places on the picture. */
typedef struct run {
    double *at, *values, *fine, *fine_at;
    size_t n, n_fine, corner; /* corner: the reference, where intervals close up; n: none */
} run;

static run new_run(const nh_curves *c, const nh_curve_point *points, size_t n)
{
    run r = { .n = n, .n_fine = nh_smooth_length(n), .corner = n };
    r.at = nh_zeroed(n + 1, sizeof *r.at);
    r.values = nh_zeroed(n + 1, sizeof *r.values);
    r.fine = nh_zeroed(r.n_fine + 1, sizeof *r.fine);
    r.fine_at = nh_zeroed(r.n_fine + 1, sizeof *r.fine_at);
    for (size_t i = 0; i < n; i++) {
        r.at[i] = points[i].at;
        if (!c->has_levels && points[i].at == c->reference) r.corner = i;
    }
    nh_smooth(r.at, r.at, n, n, r.fine_at);
    return r;
}

static void free_run(run *r)
{
    free(r->at);
    free(r->values);
    free(r->fine);
    free(r->fine_at);
}

/* The spots of r->values, one after the other from `to` on, or back from there. */
static void trace(run *r, size_t corner, const nh_scale scales[2], nh_spot *to, int step)
{
    nh_smooth(r->at, r->values, r->n, corner, r->fine);
    for (size_t i = 0; i < r->n_fine; i++, to += step)
        *to = (nh_spot){ nh_place(scales[0], r->fine_at[i]), nh_place(scales[1], r->fine[i]) };
}

static void draw_run(nh_script *script, const nh_curves *c, const nh_curve_point *points, size_t n,
                     const nh_scale scales[2])
{
    if (n < 2) return;
    run r = new_run(c, points, n);
    nh_spot *line = nh_zeroed(r.n_fine, sizeof *line), *band = nh_zeroed(2 * r.n_fine, sizeof *band);
    for (size_t i = 0; i < n; i++) r.values[i] = points[i].value;
    trace(&r, n, scales, line, 1);
    for (size_t i = 0; i < n; i++) r.values[i] = points[i].low;
    trace(&r, r.corner, scales, band, 1);
    for (size_t i = 0; i < n; i++) r.values[i] = points[i].high;
    trace(&r, r.corner, scales, band + 2 * r.n_fine - 1, -1);
    nh_draw_shape(script, band, 2 * r.n_fine, nh_faint(NH_NAVY, 0xB8));
    nh_draw_path(script, line, r.n_fine, (nh_stroke){ NH_NAVY, 2.4, NH_CURVED });
    free(band);
    free(line);
    free_run(&r);
}

/* The rows around each point, as tall as their share of the most. */
static void draw_bars(nh_script *script, const nh_curve *one, nh_scale along, nh_box plot)
{
    double most = 0, half = 2;
    for (size_t i = 0; i < one->n; i++) most = fmax(most, isfinite(one->points[i].n) ? one->points[i].n : 0);
    if (one->n > 1) half = 0.4 * fabs(nh_place(along, one->points[1].at) - nh_place(along, one->points[0].at));
    for (size_t i = 0; i < one->n; i++) {
        const nh_curve_point *p = &one->points[i];
        double x = nh_place(along, p->at), height = (BARS - 3) * p->n / most;
        if (!nh_curve_is_shown(p) || !(p->n > 0)) continue;
        nh_draw_box(script, (nh_box){ fmax(x - half, plot.left), fmin(x + half, plot.right),
                                      plot.bottom - fmax(height, 0.8), plot.bottom }, NH_GREY);
    }
}

static void draw_axis(nh_script *script, nh_box plot, nh_scale along, const char *words)
{
    const nh_type type = { .size = 11, .colour = NH_MUTED, .anchor = NH_CENTRE };
    const nh_type right = { .size = 11, .colour = NH_MUTED, .anchor = NH_RIGHT };
    double step = nh_round_step(along.from, along.to, 5);
    nh_draw_line(script, (nh_spot){ plot.left, plot.bottom }, (nh_spot){ plot.right, plot.bottom },
                 (nh_stroke){ NH_INK, 1.2, NH_SOLID });
    for (double at = ceil(along.from / step) * step; at <= along.to + 1e-9; at += step) {
        char text[NH_SHOWN_TEXT];
        nh_draw_text(script, nh_place(along, at), plot.bottom + 13, &type, nh_show(at, -1, text));
    }
    nh_draw_text(script, plot.right, plot.bottom + 30, &right, words);
}

static void draw_head(nh_script *script, const nh_curves *c, const nh_curve *one, nh_box panel)
{
    const nh_type bold = { .size = 12.5, .colour = NH_INK, .is_bold = true };
    const nh_type muted = { .size = 11, .colour = NH_MUTED };
    size_t n = nh_draw_paragraph(script, (nh_spot){ panel.left, panel.top + 10 }, panel.right - panel.left, &bold,
                                 one->label);
    const char *unit = one->unit;
    if (c->has_levels && nh_curve_is_of_percent(one)) unit = "% of children";
    nh_text *words = nh_text_new();
    nh_text_say(words, "%s", unit);
    nh_curve_say_bend(one, words);
    nh_draw_text(script, panel.left, panel.top + 10 + 16.5 * (double)n, &muted, words->bytes);
    nh_text_free(words);
}

static void draw_panel(nh_script *script, const nh_curves *c, const nh_curve *one, nh_box panel)
{
    const nh_box plot = { panel.left + TICS, panel.right, panel.top + PANEL_HEAD, panel.bottom - PANEL_AXIS };
    double room = (c->to - c->from) * 0.02;
    double from = fmax(c->from - room, c->from >= 0 ? 0 : -INFINITY);
    const nh_scale along = { from, c->to + room, plot.left, plot.right };
    const nh_scale scales[] = { along, values_of(c, one, plot) };
    bool is_percent = c->has_levels && nh_curve_is_of_percent(one);
    nh_box area = plot;
    area.bottom -= BARS;
    draw_head(script, c, one, panel);
    nh_draw_grid_left(script, area, scales[1], nh_round_step(scales[1].from, scales[1].to, 5), is_percent ? "%" : "");
    draw_bars(script, one, along, plot);
    for (size_t first = 0; first < one->n; first = end_of_run(one, first) + 1)
        draw_run(script, c, one->points + first, end_of_run(one, first) - first, scales);
    for (size_t i = 0; i < one->n; i++)
        if (nh_curve_is_shown(&one->points[i]) && isfinite(one->points[i].observed))
            nh_draw_point(script, (nh_spot){ nh_place(along, one->points[i].at),
                                             nh_place(scales[1], one->points[i].observed) }, NH_RING, 5, NH_BLUE);
    if (!c->has_levels && nh_curve_first(one))
        nh_draw_point(script, (nh_spot){ nh_place(along, c->reference), nh_place(scales[1], 0) }, NH_CIRCLE, 7,
                      NH_NAVY);
    draw_axis(script, plot, along, nh_in_words(c->term));
}

static double panel_height(const nh_curves *c)
{
    return PANEL_HEAD + PANEL_AXIS + (c->n == 1 ? ONE_PANEL : PANEL);
}

static void draw_panels(nh_script *script, const nh_curves *c, nh_box body)
{
    size_t columns = c->n < 3 ? c->n : 3;
    double width = (body.right - body.left - GAP * (double)(columns - 1)) / (double)columns;
    for (size_t i = 0; i < c->n; i++) {
        double left = body.left + (double)(i % columns) * (width + GAP);
        double top = body.top + (double)(i / columns) * panel_height(c);
        draw_panel(script, c, &c->all[i], (nh_box){ left, left + width, top, top + panel_height(c) });
    }
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    nh_curves c;
    if (!nh_curves_read(table, &c, err)) return false;
    bool is_drawn = is_a_curve(&c);
    if (is_drawn) {
        nh_text *subtitle = nh_text_new(), *note = nh_text_new();
        nh_curves_subtitle(&c, subtitle);
        nh_curves_note(&c, note);
        const nh_heading heading = { .labels = labels, .subtitle = subtitle->bytes, .note = note->bytes };
        double height = panel_height(&c) * (double)((c.n + 2) / 3);
        draw_panels(script, &c, nh_script_open(script, &heading, height));
        nh_text_free(note);
        nh_text_free(subtitle);
    }
    nh_curves_clear(&c);
    return is_drawn || nh_fail(err, NH_INCOMPLETE, "no curve chart: no two points of a curve can be shown");
}

const nh_chart nh_chart_curve = {
    .name = "curve", .summary = "outcomes along distance, with their bands",
    .table = "response", .suits = suits, .draw = draw, .describe = describe
};
