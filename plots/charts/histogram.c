/* plots/charts/histogram.c: miles from home in bands of five, a small panel for each kind of placement.
 *
 * Bars are shares of the children whose distance is known, of the widest place and latest year of the table; all
 * panels share their scales. A dashed line at 20 miles, a solid one at the median. A band that is suppressed has no
 * bar, and is counted in the note. The last, open band stands at the end. */
#include "datasets/write/shown.h"
#include "plots/pick.h"
#include "plots/theme.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_PANELS = 6, MOST_BANDS = 24 };

typedef struct band {
    double over, to, children; /* to NaN: open; children NaN: not shown */
} band;

typedef struct panel {
    const char *group;
    band bands[MOST_BANDS];
    size_t n;
    double known, median; /* NaN: not shown */
} panel;

typedef struct panels {
    panel all[MOST_PANELS];
    size_t n, n_hidden;
    double open_from, tallest; /* tallest: share of the fullest band */
    nh_pick *pick;
} panels;

/* In this order; others are not drawn (all placements together, where kinds are there). */
static const char *const kinds[] = { "foster", "homes", "supported", "parents", "adoption", "other placements" };
enum { N_KINDS = sizeof kinds / sizeof *kinds };

static void add_band(panels *p, panel *to, const nh_frame *table, size_t row)
{
    const band b = { nh_number_of(table, "over_miles", row), nh_number_of(table, "to_miles", row),
                     nh_number_of(table, "children", row) };
    if (to->n == MOST_BANDS || !isfinite(b.over)) return;
    to->known = nh_number_of(table, "distance_known", row);
    to->median = nh_number_of(table, "median_miles", row);
    to->bands[to->n++] = b;
    if (!isfinite(b.to)) p->open_from = fmax(p->open_from, b.over);
}

static void add_panel(panels *p, const nh_frame *table, const nh_column *group, const char *kind)
{
    panel *to = &p->all[p->n];
    *to = (panel){ .group = kind, .known = NAN, .median = NAN };
    for (size_t i = 0; i < p->pick->n; i++)
        if (strcmp(nh_text_at(group, p->pick->rows[i]), kind) == 0) add_band(p, to, table, p->pick->rows[i]);
    bool has_bars = false;
    for (size_t b = 0; b < to->n; b++) has_bars = has_bars || to->bands[b].children > 0;
    if (!has_bars || !(to->known > 0)) return;
    for (size_t b = 0; b < to->n; b++) {
        p->n_hidden += isfinite(to->bands[b].children) ? 0 : 1;
        if (isfinite(to->bands[b].children)) p->tallest = fmax(p->tallest, to->bands[b].children / to->known);
    }
    p->n++;
}

static bool collect(const nh_frame *table, panels *p, nh_error *err)
{
    *p = (panels){ .n = 0 };
    const nh_column *group = nh_frame_need(table, "group", NH_CATEGORY, err);
    if (!group || !nh_frame_need(table, "over_miles", NH_NUMBER, err) ||
        !nh_frame_need(table, "children", NH_NUMBER, err) || !nh_frame_need(table, "distance_known", NH_NUMBER, err))
        return false;
    p->pick = nh_pick_widest(table);
    for (size_t k = 0; k < N_KINDS; k++) add_panel(p, table, group, kinds[k]);
    if (p->n == 0) add_panel(p, table, group, "all");
    return true;
}

static bool suits(const nh_frame *table)
{
    panels p;
    bool has_panels = collect(table, &p, NULL) && p.n > 0;
    nh_pick_free(p.pick);
    return has_panels;
}

/* ---- words ---- */

static const panel *panel_of(const panels *p, const char *group)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->all[i].group, group) == 0 && isfinite(p->all[i].median)) return &p->all[i];
    return NULL;
}

static void say_title(const panels *p, nh_text *title)
{
    const panel *homes = panel_of(p, "homes"), *foster = panel_of(p, "foster");
    char far[NH_SHOWN_TEXT], near[NH_SHOWN_TEXT];
    if (homes && foster)
        nh_text_say(title,
                    "Half of children in children\xE2\x80\x99s homes live %s miles or more from home, in foster "
                    "care %s",
                    nh_show(homes->median, 1, far), nh_show(foster->median, 1, near));
    else if (p->n && isfinite(p->all[0].median))
        nh_text_say(title, "Half of children in %s live %s miles or more from home",
                    nh_in_a_sentence(p->all[0].group), nh_show(p->all[0].median, 1, far));
    else nh_text_say(title, "How far from home children live");
}

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    panels p;
    char median[NH_SHOWN_TEXT], known[NH_SHOWN_TEXT];
    if (!collect(table, &p, NULL)) p.n = 0;
    say_title(&p, title);
    nh_text_say(description, "Histograms of the miles between home and placement in bands of five miles, one a kind "
                             "of placement.");
    for (size_t i = 0; i < p.n; i++) {
        const panel *one = &p.all[i];
        nh_text_say(description, " %s: %s children", nh_in_words(one->group), nh_show(one->known, 0, known));
        if (isfinite(one->median)) nh_text_say(description, ", median %s miles", nh_show(one->median, 1, median));
        nh_text_say(description, ".");
    }
    nh_pick_free(p.pick);
}

/* ---- picture ---- */

enum { PANEL_HEAD = 48, PANEL = 140, PANEL_AXIS = 44, GAP = 30, TICS = 38, LINE_LABEL = 12 };

/* The open band is drawn one band's width wide, after a gap of half a one. */
static double end_of(const panels *p)
{
    return p->open_from > 0 ? p->open_from + 7.5 : 100;
}

static void draw_bar(nh_script *script, const panel *one, const band *b, const nh_scale scales[2])
{
    bool is_open = !isfinite(b->to);
    double left = is_open ? b->over + 2.5 : b->over, right = is_open ? b->over + 7.5 : b->to;
    double top = nh_place(scales[1], b->children / one->known), ground = nh_place(scales[1], 0);
    const nh_type mark = { .size = 10, .colour = NH_MUTED, .anchor = NH_CENTRE };
    if (!isfinite(b->children)) nh_draw_text(script, nh_place(scales[0], (left + right) / 2), ground - 7, &mark, "c");
    if (!(b->children > 0)) return;
    nh_draw_box(script, (nh_box){ nh_place(scales[0], left) + 0.5, nh_place(scales[0], right) - 0.5,
                                  fmin(top, ground - 0.6), ground },
                b->over >= 20 ? NH_ORANGE : NH_NAVY);
}

static void draw_axis(nh_script *script, const panels *p, nh_box plot, nh_scale miles)
{
    const nh_type type = { .size = 11, .colour = NH_MUTED, .anchor = NH_CENTRE };
    const nh_type right = { .size = 11, .colour = NH_MUTED, .anchor = NH_RIGHT };
    char text[NH_SHOWN_TEXT];
    for (double at = 0; at <= 100; at += 20) {
        bool is_open = at >= p->open_from && p->open_from > 0;
        nh_show(at, 0, text);
        if (is_open) strncat(text, "+", NH_SHOWN_TEXT - strlen(text) - 1);
        nh_draw_text(script, nh_place(miles, is_open ? at + 5 : at), plot.bottom + 13, &type, text);
        if (is_open) break;
    }
    nh_draw_text(script, plot.right, plot.bottom + 29, &right, "Miles from home");
}

static void draw_marks(nh_script *script, const panel *one, nh_box plot, nh_scale miles, bool is_first)
{
    const nh_type type = { .size = 11, .colour = NH_MUTED };
    double limit = nh_place(miles, 20), top = plot.top - LINE_LABEL;
    nh_draw_line(script, (nh_spot){ limit, top }, (nh_spot){ limit, plot.bottom },
                 (nh_stroke){ NH_INK, 1, NH_DASHED });
    if (is_first) nh_draw_text(script, limit + 5, top + 5, &type, "20 miles");
    if (!isfinite(one->median) || one->median > miles.to) return;
    double x = nh_place(miles, one->median);
    const nh_spot above[] = { { x, plot.top }, { x - 5, plot.top - 8 }, { x + 5, plot.top - 8 } };
    nh_draw_line(script, (nh_spot){ x, plot.top }, (nh_spot){ x, plot.bottom }, (nh_stroke){ NH_INK, 1.4, NH_SOLID });
    nh_draw_shape(script, above, 3, NH_INK);
}

static void draw_head(nh_script *script, const panel *one, nh_box box)
{
    const nh_type bold = { .size = 12.5, .colour = NH_INK, .is_bold = true };
    const nh_type muted = { .size = 11.5, .colour = NH_MUTED };
    char text[120], median[NH_SHOWN_TEXT], known[NH_SHOWN_TEXT];
    nh_show(one->known, 0, known);
    if (isfinite(one->median))
        snprintf(text, sizeof text, "median %s miles, %s children", nh_show(one->median, 1, median), known);
    else snprintf(text, sizeof text, "median not shown, %s children", known);
    nh_draw_text(script, box.left, box.top + 8, &bold, nh_in_words(one->group));
    nh_draw_text(script, box.left, box.top + 24, &muted, text);
}

static void draw_panel(nh_script *script, const panels *p, size_t i, nh_box box)
{
    const panel *one = &p->all[i];
    const nh_box plot = { box.left + TICS, box.right, box.top + PANEL_HEAD, box.top + PANEL_HEAD + PANEL };
    double step = nh_round_step(0, 100 * p->tallest, 4), top = ceil(100 * p->tallest / step) * step;
    const nh_scale scales[] = { { 0, end_of(p), plot.left, plot.right }, { 0, top / 100, plot.bottom, plot.top } };
    draw_head(script, one, box);
    nh_draw_grid_left(script, plot, (nh_scale){ 0, top, plot.bottom, plot.top }, step, "%");
    for (size_t b = 0; b < one->n; b++) draw_bar(script, one, &one->bands[b], scales);
    draw_marks(script, one, plot, scales[0], i == 0);
    draw_axis(script, p, plot, scales[0]);
}

static void draw_panels(nh_script *script, const panels *p, nh_box body)
{
    size_t columns = p->n < 3 ? p->n : 3;
    double width = (body.right - body.left - GAP * (double)(columns - 1)) / (double)columns;
    for (size_t i = 0; i < p->n; i++) {
        double left = body.left + (double)(i % columns) * (width + GAP);
        double top = body.top + (double)(i / columns) * (PANEL_HEAD + PANEL + PANEL_AXIS);
        draw_panel(script, p, i, (nh_box){ left, left + width, top, body.bottom });
    }
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    panels p;
    bool is_read = collect(table, &p, err);
    if (is_read && p.n > 0) {
        nh_text *subtitle = nh_text_new(), *note = nh_text_new();
        nh_text_say(subtitle, "Share of children by miles between home and placement, by kind of placement, %s",
                    p.pick->place);
        if (p.pick->year) nh_text_say(subtitle, ", 31 March %d", p.pick->year);
        nh_text_say(note, "Of children whose distance is known. Dashed line: 20 miles; solid line and triangle: the "
                          "median. Orange: over 20 miles, in a straight line.");
        if (p.n_hidden) nh_text_say(note, " c: suppressed, because few children are in the band (%zu).", p.n_hidden);
        const nh_heading heading = { .labels = labels, .subtitle = subtitle->bytes, .note = note->bytes };
        double height = (PANEL_HEAD + PANEL + PANEL_AXIS) * (double)((p.n + 2) / 3);
        draw_panels(script, &p, nh_script_open(script, &heading, height));
        nh_text_free(note);
        nh_text_free(subtitle);
    }
    bool is_drawn = is_read && p.n > 0;
    nh_pick_free(p.pick);
    if (!is_read) return false;
    return is_drawn || nh_fail(err, NH_INCOMPLETE, "no histogram: no band of any kind of placement can be shown");
}

const nh_chart nh_chart_histogram = {
    .name = "histogram", .summary = "miles from home by kind of placement, with median and the 20-mile line",
    .table = "histogram", .suits = suits, .draw = draw, .describe = describe
};
