/* plots/charts/funnel.c: each authority's share against its size, with the limits that chance would keep to.
 *
 * The latest year of the table. Solid and dashed lines are exact binomial limits, dotted ones those at 99.8% widened
 * for overdispersion. Authorities outside the exact 99.8% limits are named where there is room, those outside the
 * widened ones first. Left out, and counted: authorities whose share or limits are suppressed or missing. */
#include "datasets/write/shown.h"
#include "plots/charts/funnel_units.h"
#include "plots/labels.h"
#include "plots/theme.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool suits(const nh_frame *table)
{
    nh_funnel f;
    bool is_enough = nh_funnel_read(table, &f, NULL) && f.n >= NH_FEWEST_UNITS && isfinite(f.overall);
    free(f.all);
    return is_enough;
}

/* ---- words ---- */

static bool is_far_out(const nh_funnel *f, size_t i, bool above)
{
    return nh_is_outside(&f->all[i], nh_widest_limit(f)) && (f->all[i].share > f->overall) == above;
}

/* "Leeds and Southampton": those outside the widest limits, the first few. */
static void say_who(const nh_funnel *f, bool above, nh_text *out)
{
    enum { MOST_NAMED = 6 };
    size_t n = 0, said = 0;
    for (size_t i = 0; i < f->n; i++) n += is_far_out(f, i, above);
    for (size_t i = 0; i < f->n && said < MOST_NAMED; i++) {
        if (!is_far_out(f, i, above)) continue;
        nh_text_say(out, "%s%s", said == 0 ? "" : said + 1 == n ? " and " : ", ", f->all[i].name);
        said++;
    }
    if (n > said) nh_text_say(out, " and %zu more", n - said);
    if (n == 0) nh_text_say(out, "none");
}

static void say_title(const nh_funnel *f, nh_text *title)
{
    size_t outside = nh_count_outside(f, NH_LOW_99_8);
    if (f->n == 0) nh_text_say(title, "Three or more placements in the year, by authority");
    else if (outside == 0)
        nh_text_say(title, "No authority of %zu lies outside the 99.8%% limits for repeat moves", f->n);
    else
        nh_text_say(title, "%zu of %zu authorities %s outside the 99.8%% limits for repeat moves", outside, f->n,
                    outside == 1 ? "lies" : "lie");
    if (outside && nh_funnel_is_widened(f))
        nh_text_say(title, ", %zu even when these are widened", nh_count_outside(f, NH_WIDE_LOW));
}

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    nh_funnel f;
    if (!nh_funnel_read(table, &f, NULL)) f.n = 0;
    say_title(&f, title);
    nh_text_say(description, "Funnel plot: a point for each authority by its number of children and the share of "
                             "them with three or more placements in the year. ");
    nh_text_say(description, "All together %.1f%%. Outside the %s99.8%% limits, above: ", f.overall,
                nh_funnel_is_widened(&f) ? "widened " : "");
    say_who(&f, true, description);
    nh_text_say(description, "; below: ");
    say_who(&f, false, description);
    nh_text_say(description, ".");
    free(f.all);
}

/* ---- picture ---- */

enum { HEAD = 26, PLOT = 430, AXIS = 46, TICS = 44, ENDS = 148 };

typedef struct scales {
    nh_box plot;
    nh_scale children, share;
} scales;

static scales scales_for(const nh_funnel *f, nh_box body)
{
    const nh_box plot = { body.left + TICS, body.right - ENDS, body.top + HEAD, body.top + HEAD + PLOT };
    double step = nh_round_step(0, f->most_share * 1.12, 6);
    double top = ceil(f->most_share * 1.06 / step) * step;
    return (scales){ plot, { 0, f->most_children * 1.04, plot.left, plot.right }, { 0, top, plot.bottom, plot.top } };
}

/* From the smallest authority on; a limit above the scale begins where it comes into it. */
static void draw_limit(nh_script *script, const nh_funnel *f, const scales *s, size_t limit, nh_stroke stroke)
{
    enum { STEPS = 300 };
    nh_spot spots[STEPS + 1];
    size_t n = 0;
    double from = f->all[0].children, to = s->children.to;
    for (size_t i = 0; i <= STEPS; i++) {
        double children = from + (to - from) * (double)i / STEPS, value = nh_limit_at(f, limit, children);
        if (value <= s->share.to)
            spots[n++] = (nh_spot){ nh_place(s->children, children), nh_place(s->share, value) };
    }
    if (n > 1) nh_draw_path(script, spots, n, stroke);
}

static const struct limit_look {
    size_t low;
    nh_stroke stroke;
    const char *words;
} limit_looks[] = {
    { NH_LOW_95, { NH_BLUE, 1.6, NH_SOLID }, "95%" },
    { NH_LOW_99_8, { NH_NAVY, 1.6, NH_DASHED }, "99.8%" },
    { NH_WIDE_LOW, { NH_MUTED, 1.4, NH_DOTTED }, "99.8%, widened" },
};
enum { N_LOOKS = sizeof limit_looks / sizeof *limit_looks };

static size_t count_looks(const nh_funnel *f)
{
    return nh_funnel_is_widened(f) ? N_LOOKS : N_LOOKS - 1;
}

/* Names of lines stand at their ends on the right, pushed apart from the middle outwards. */
static void name_lines(nh_script *script, const nh_funnel *f, const scales *s)
{
    char text[NH_SHOWN_TEXT];
    const nh_type bold = { .size = 12, .colour = NH_INK, .is_bold = true };
    double x = s->plot.right + 8, middle = nh_place(s->share, f->overall), above = middle, below = middle;
    snprintf(text, sizeof text, "All together %.1f%%", f->overall);
    nh_draw_text(script, x, middle, &bold, text);
    for (size_t i = 0; i < count_looks(f); i++) {
        const nh_type type = { .size = 11.5, .colour = limit_looks[i].stroke.colour };
        above = fmin(above - 15, nh_place(s->share, nh_limit_at(f, limit_looks[i].low + 1, s->children.to)));
        below = fmax(below + 15, nh_place(s->share, nh_limit_at(f, limit_looks[i].low, s->children.to)));
        nh_draw_text(script, x, above, &type, limit_looks[i].words);
        nh_draw_text(script, x, below, &type, limit_looks[i].words);
    }
}

static nh_spot spot_of(const scales *s, const nh_funnel_unit *u)
{
    return (nh_spot){ nh_place(s->children, u->children), nh_place(s->share, u->share) };
}

/* Shape and colour say the same: within, outside 95%, outside 99.8%. Those of one kind are drawn together. */
static void draw_points(nh_script *script, const nh_funnel *f, const scales *s)
{
    static const struct { nh_shape shape; double size; uint32_t colour; } looks[] = {
        { NH_RING, 5.5, NH_MUTED }, { NH_TRIANGLE, 7, NH_BLUE }, { NH_CIRCLE, 8, NH_ORANGE }
    };
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < f->n; i++) {
            const nh_funnel_unit *u = &f->all[i];
            size_t kind = nh_is_outside(u, NH_LOW_99_8) ? 2 : nh_is_outside(u, NH_LOW_95);
            if (kind == k) nh_draw_point(script, spot_of(s, u), looks[k].shape, looks[k].size, looks[k].colour);
        }
}

/* Points are never covered; lines are spared where that can be. */
static nh_labels *labels_for(const nh_funnel *f, const scales *s)
{
    nh_labels *labels = nh_labels_new(s->plot);
    for (size_t i = 0; i < f->n; i++) {
        nh_spot at = spot_of(s, &f->all[i]);
        nh_labels_take(labels, (nh_box){ at.x - 5, at.x + 5, at.y - 5, at.y + 5 });
        if (nh_is_outside(&f->all[i], NH_LOW_99_8)) nh_labels_named(labels, at);
    }
    for (double x = s->plot.left; x < s->plot.right; x += 6)
        for (size_t limit = 0; limit < NH_LIMITS; limit++) {
            double children = (x - s->plot.left) / (s->plot.right - s->plot.left) * s->children.to;
            double y = nh_place(s->share, nh_limit_at(f, limit, children));
            nh_labels_spare(labels, (nh_box){ x, x + 6, y - 2, y + 2 });
        }
    return labels;
}

/* Outside the widened limits first, then the others; who finds no room is not named. */
static void name_outliers(nh_script *script, const nh_funnel *f, const scales *s)
{
    nh_labels *labels = labels_for(f, s);
    for (int is_first = 1; is_first >= 0; is_first--)
        for (size_t i = f->n; i-- > 0;) {
            const nh_funnel_unit *u = &f->all[i];
            if (!nh_is_outside(u, NH_LOW_99_8) || nh_is_outside(u, nh_widest_limit(f)) != is_first) continue;
            const nh_type type = { .size = 12, .colour = NH_INK, .is_bold = is_first };
            nh_spot place;
            const nh_size size = { nh_text_width(u->name, 12, is_first), 14 };
            if (nh_labels_place(labels, spot_of(s, u), size, &place))
                nh_draw_text(script, place.x, place.y, &type, u->name);
        }
    nh_labels_free(labels);
}

static void draw_funnel(nh_script *script, const nh_funnel *f, nh_box body)
{
    const scales s = scales_for(f, body);
    const nh_type head = { .size = 12, .colour = NH_MUTED }, foot = { .size = 12, .colour = NH_MUTED,
                                                                      .anchor = NH_RIGHT };
    double middle = nh_place(s.share, f->overall);
    nh_draw_text(script, body.left, body.top + 8, &head, "Children with three or more placements in the year (%)");
    nh_draw_grid_left(script, s.plot, s.share, nh_round_step(0, s.share.to, 6), "%");
    nh_draw_grid_below(script, (nh_box){ s.plot.left, s.plot.right, s.plot.bottom, s.plot.bottom + 4 }, s.children,
                       nh_round_step(0, s.children.to, 6), "");
    nh_draw_text(script, s.plot.right, s.plot.bottom + 36, &foot, "Children looked after on 31 March");
    nh_draw_line(script, (nh_spot){ s.plot.left, middle }, (nh_spot){ s.plot.right, middle },
                 (nh_stroke){ NH_INK, 1.4, NH_SOLID });
    for (size_t i = 0; i < count_looks(f); i++) {
        draw_limit(script, f, &s, limit_looks[i].low, limit_looks[i].stroke);
        draw_limit(script, f, &s, limit_looks[i].low + 1, limit_looks[i].stroke);
    }
    draw_points(script, f, &s);
    name_lines(script, f, &s);
    name_outliers(script, f, &s);
}

static void say_note(const nh_funnel *f, nh_text *note)
{
    nh_text_say(
        note, "Triangles: outside the exact 95%% limits; filled circles: outside the 99.8%% ones, named where there "
              "is room. A point outside calls for a closer look, it is not a judgement.");
    if (nh_funnel_is_widened(f))
        nh_text_say(note, " Widened for overdispersion (factor %.1f): authorities differ by more than chance "
                          "everywhere; names in bold are outside these limits too.",
                    f->phi);
    if (f->n_left_out)
        nh_text_say(note, " %zu %s left out: suppressed or missing.", f->n_left_out,
                    f->n_left_out == 1 ? "authority is" : "authorities are");
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    nh_funnel f;
    if (!nh_funnel_read(table, &f, err)) return false;
    bool is_drawn = f.n >= NH_FEWEST_UNITS && isfinite(f.overall);
    if (is_drawn) {
        nh_text *subtitle = nh_text_new(), *note = nh_text_new();
        nh_text_say(subtitle, "Children with three or more placements in the year, by number of children "
                              "looked after; authorities");
        if (f.year) nh_text_say(subtitle, ", year to 31 March %d", f.year);
        say_note(&f, note);
        const nh_heading heading = { .labels = labels, .subtitle = subtitle->bytes, .note = note->bytes };
        draw_funnel(script, &f, nh_script_open(script, &heading, HEAD + PLOT + AXIS));
        nh_text_free(note);
        nh_text_free(subtitle);
    }
    free(f.all);
    return is_drawn || nh_fail(err, NH_INCOMPLETE, "no funnel chart: fewer than %d authorities have a share and "
                               "limits", NH_FEWEST_UNITS);
}

const nh_chart nh_chart_funnel = {
    .name = "funnel", .summary = "authorities against the limits that chance would keep to",
    .table = "funnel", .suits = suits, .draw = draw, .describe = describe
};
