/* plots/charts/incidence.c: how placements end, as areas that grow with time.
 *
 * A panel for each of the four groups with most placements at the start: what has become of them by each month, from
 * the Aalen-Johansen estimates of the table; what is left above the areas is still in placement. Between the steps
 * that are shown the areas run straight (steps of few ends are suppressed); behind the last one they are level. */
#include "datasets/write/shown.h"
#include "plots/pick.h"
#include "plots/theme.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PANELS = 4, MOST_GROUPS = 24, MONTHS = 24, N_CAUSES = 4 };

static const struct cause {
    const char *code, *words;
    uint32_t colour;
} causes[N_CAUSES] = {
    { "move", "Moved to another placement", NH_ORANGE },
    { "status_change", "Change of the placement\xE2\x80\x99s status only", 0xA9AEB2 },
    { "left_care", "Left care", NH_NAVY },
    { "other", "Ended in another way", NH_TEAL },
};

typedef struct panel {
    const char *code;
    double share[N_CAUSES][MONTHS + 1]; /* NaN: not shown */
    double at_risk;                     /* at the start */
    double moved_in_a_year;             /* NaN: not shown */
    int last;                           /* the last month that any cause is shown for */
} panel;

typedef struct panels {
    panel all[MOST_GROUPS];
    size_t n;
    nh_pick *pick;
} panels;

static panel *panel_named(panels *p, const char *code)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->all[i].code, code) == 0) return &p->all[i];
    if (p->n == MOST_GROUPS) return NULL;
    panel *new_panel = &p->all[p->n++];
    *new_panel = (panel){ .code = code };
    for (int c = 0; c < N_CAUSES; c++)
        for (int m = 0; m <= MONTHS; m++) new_panel->share[c][m] = NAN;
    return new_panel;
}

static int cause_of(const char *code)
{
    for (int c = 0; c < N_CAUSES; c++)
        if (strcmp(causes[c].code, code) == 0) return c;
    return -1;
}

/* A straight line over the months between two that are shown. */
static void fill_between(double *share, int from, int to)
{
    for (int m = from + 1; m < to; m++)
        share[m] = share[from] + (share[to] - share[from]) * (double)(m - from) / (double)(to - from);
}

static void settle(panel *p)
{
    p->moved_in_a_year = p->share[0][12];
    for (int c = 0; c < N_CAUSES; c++) {
        int last = 0;
        if (!isfinite(p->share[c][0])) p->share[c][0] = 0;
        for (int m = 1; m <= MONTHS; m++) {
            if (!isfinite(p->share[c][m])) continue;
            fill_between(p->share[c], last, m);
            last = m;
        }
        for (int m = last + 1; m <= MONTHS; m++) p->share[c][m] = p->share[c][last];
        if (last > p->last) p->last = last;
    }
}

static int by_size(const void *a, const void *b)
{
    const panel *x = a, *y = b;
    bool x_is_total = strcmp(x->code, "total") == 0, y_is_total = strcmp(y->code, "total") == 0;
    if (x_is_total != y_is_total) return x_is_total ? 1 : -1;
    bool x_is_main = nh_is_main_group(x->code), y_is_main = nh_is_main_group(y->code);
    if (x_is_main != y_is_main) return x_is_main ? -1 : 1;
    if (x->at_risk != y->at_risk) return x->at_risk > y->at_risk ? -1 : 1;
    return strcmp(x->code, y->code);
}

typedef struct columns {
    const nh_column *group, *cause, *months, *share, *at_risk;
} columns;

static bool find_columns(const nh_frame *table, columns *c, nh_error *err)
{
    c->group = nh_frame_need(table, "placement_group", NH_CATEGORY, err);
    c->cause = c->group ? nh_frame_need(table, "cause", NH_CATEGORY, err) : NULL;
    c->months = c->cause ? nh_frame_need(table, "months", NH_NUMBER, err) : NULL;
    c->share = c->months ? nh_frame_need(table, "incidence", NH_NUMBER, err) : NULL;
    c->at_risk = c->share ? nh_frame_need(table, "at_risk", NH_NUMBER, err) : NULL;
    return c->at_risk != NULL;
}

static bool collect(const nh_frame *table, panels *p, nh_error *err)
{
    columns c;
    if (!find_columns(table, &c, err)) return false;
    p->pick = nh_pick_widest(table);
    for (size_t i = 0; i < p->pick->n; i++) {
        size_t row = p->pick->rows[i];
        int cause = cause_of(nh_text_at(c.cause, row));
        double month = nh_present(c.months, row) ? c.months->number[row] : -1;
        if (cause < 0 || month < 0 || month > MONTHS) continue;
        panel *to = panel_named(p, nh_text_at(c.group, row));
        if (to && nh_present(c.share, row)) to->share[cause][(int)month] = c.share->number[row];
        if (to && (int)month == 0 && nh_present(c.at_risk, row)) to->at_risk = c.at_risk->number[row];
    }
    for (size_t i = 0; i < p->n; i++) settle(&p->all[i]);
    qsort(p->all, p->n, sizeof *p->all, by_size);
    if (p->n > MOST_PANELS) p->n = MOST_PANELS;
    while (p->n > 0 && p->all[p->n - 1].last == 0) p->n--;
    return true;
}

/* ---- words ---- */

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    panels p = { .n = 0 };
    if (!collect(table, &p, NULL)) p.n = 0;
    const panel *most = NULL, *least = NULL;
    nh_text_say(description, "Areas that grow with time since a placement began, by how it ended, one panel for "
                             "each kind of placement.");
    for (size_t i = 0; i < p.n; i++) {
        const panel *one = &p.all[i];
        if (!isfinite(one->moved_in_a_year)) continue;
        if (!most || one->moved_in_a_year > most->moved_in_a_year) most = one;
        if (!least || one->moved_in_a_year < least->moved_in_a_year) least = one;
        nh_text_say(description, " %s: %.0f%% end in a move within a year.", nh_in_words(one->code),
                    round(100 * one->moved_in_a_year));
    }
    if (most && most != least)
        nh_text_say(title, "Within a year %.0f%% of %s end in a move, against %.0f%% of %s",
                    round(100 * most->moved_in_a_year), nh_in_a_sentence(most->code),
                    round(100 * least->moved_in_a_year), nh_in_a_sentence(least->code));
    else if (most)
        nh_text_say(title, "Within a year %.0f%% of %s end in a move", round(100 * most->moved_in_a_year),
                    nh_in_a_sentence(most->code));
    else nh_text_say(title, "How placements end");
    nh_pick_free(p.pick);
}

/* ---- picture ---- */

enum { HEAD = 62, PLOT = 280, FOOT = 40, AXIS = 44, GAP = 22 };

static void draw_key(nh_script *script, nh_box body)
{
    const nh_type type = { .size = 12, .colour = NH_INK };
    double x = body.left, y = body.top + 14;
    for (int c = N_CAUSES - 1; c >= 0; c--) {
        nh_draw_box(script, (nh_box){ x, x + 13, y - 6.5, y + 6.5 }, causes[c].colour);
        nh_draw_text(script, x + 19, y, &type, causes[c].words);
        x += 19 + nh_text_width(causes[c].words, 12, false) + 24;
    }
    nh_draw_text(script, x, y, &type, "White: still in placement");
}

static double stacked(const panel *p, int causes_below, int month)
{
    double sum = 0;
    for (int c = 0; c < causes_below; c++) sum += p->share[c][month];
    return fmin(sum, 1);
}

static void draw_area(nh_script *script, const panel *p, int cause, nh_scale months, nh_scale share)
{
    nh_spot outline[2 * (MONTHS + 1)];
    int n = 0;
    for (int m = 0; m <= p->last; m++)
        outline[n++] = (nh_spot){ nh_place(months, m), nh_place(share, stacked(p, cause + 1, m)) };
    for (int m = p->last; m >= 0; m--)
        outline[n++] = (nh_spot){ nh_place(months, m), nh_place(share, stacked(p, cause, m)) };
    nh_draw_shape(script, outline, (size_t)n, causes[cause].colour);
}

static void draw_month_tics(nh_script *script, nh_box plot, nh_scale months)
{
    static const char *const words[] = { "0", "1 year", "2 years" };
    for (int year = 0; year <= 2; year++) {
        nh_anchor anchor = year == 0 ? NH_LEFT : year == 1 ? NH_CENTRE : NH_RIGHT;
        const nh_type type = { .size = 11, .colour = NH_INK, .anchor = anchor };
        nh_draw_text(script, nh_place(months, 12.0 * year), plot.bottom + 15, &type, words[year]);
    }
}

static void draw_panel(nh_script *script, const panel *p, nh_box plot, bool has_numbers)
{
    const nh_scale months = { 0, MONTHS, plot.left, plot.right }, share = { 0, 1, plot.bottom, plot.top };
    const nh_type name = { .size = 12.5, .colour = NH_INK, .is_bold = true };
    const nh_type value = { .size = 11, .colour = NH_MUTED, .anchor = NH_RIGHT };
    nh_draw_text(script, plot.left, plot.top - 14, &name, nh_in_words(p->code));
    for (int tenth = 0; tenth <= 4; tenth++) {
        double y = nh_place(share, tenth / 4.0);
        char text[16];
        nh_draw_line(script, (nh_spot){ plot.left, y }, (nh_spot){ plot.right, y },
                     (nh_stroke){ NH_GRID, 0.7, NH_SOLID });
        snprintf(text, sizeof text, "%d%%", 25 * tenth);
        if (has_numbers) nh_draw_text(script, plot.left - 7, y, &value, text);
    }
    for (int c = 0; c < N_CAUSES; c++) draw_area(script, p, c, months, share);
    double year = nh_place(months, 12);
    nh_draw_line(script, (nh_spot){ year, plot.top }, (nh_spot){ year, plot.bottom },
                 (nh_stroke){ NH_MUTED, 0.8, NH_DOTTED });
    nh_draw_line(script, (nh_spot){ plot.left, plot.bottom }, (nh_spot){ plot.right, plot.bottom },
                 (nh_stroke){ NH_INK, 1.2, NH_SOLID });
    draw_month_tics(script, plot, months);
}

static void draw_panels(nh_script *script, const panels *p, nh_box body)
{
    double width = (body.right - body.left - AXIS - GAP * (double)(MOST_PANELS - 1)) / MOST_PANELS;
    draw_key(script, body);
    for (size_t i = 0; i < p->n; i++) {
        double left = body.left + AXIS + (double)i * (width + GAP);
        draw_panel(script, &p->all[i], (nh_box){ left, left + width, body.top + HEAD, body.top + HEAD + PLOT },
                   i == 0);
    }
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    panels p = { .n = 0 };
    bool is_read = collect(table, &p, err);
    if (is_read && p.n > 0) {
        nh_text *subtitle = nh_text_new();
        nh_text_say(subtitle, "Share of placements that have ended, by how and by time since they began, %s",
                    p.pick->place);
        const nh_heading heading = { .labels = labels,
                                     .subtitle = subtitle->bytes,
                                     .note = "Aalen-Johansen estimates: ways of ending compete, and placements "
                                             "still open are counted for as long as they were seen. Steps of few "
                                             "ends are suppressed: the areas run straight between those that are "
                                             "shown. The dotted line is one year." };
        draw_panels(script, &p, nh_script_open(script, &heading, HEAD + PLOT + FOOT - 16));
        nh_text_free(subtitle);
    }
    nh_pick_free(p.pick);
    if (!is_read) return false;
    return p.n > 0 || nh_fail(err, NH_INCOMPLETE, "no incidence chart: the table has no curve that can be shown");
}

const nh_chart nh_chart_incidence = {
    .name = "incidence", .summary = "how placements end, by time since they began",
    .table = "incidence", .draw = draw, .describe = describe
};
