/* plots/charts/survival.c: how long placements last, one curve a group, with the numbers at risk beneath.
 *
 * Steps of the Kaplan-Meier estimate over the first two years (less where nothing lasts so long), the four groups
 * with most placements at the start, of the widest place of the table. A curve ends where too few are at risk to be
 * shown; one with no step that is shown is left out. Bands are the table's 95% intervals. */
#include "datasets/write/shown.h"
#include "plots/pick.h"
#include "plots/theme.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A day more than a year has: a table by months has its twelfth step on day 365 or 366. */
enum { MOST_CURVES = 4, MOST_GROUPS = 32, HALF_A_YEAR = 183, A_YEAR = 366, TWO_YEARS = 731 };

typedef struct point {
    double days, value, low, high, at_risk; /* NaN: not shown */
} point;

typedef struct curve {
    const char *code;
    point *points;
    size_t n, look;
} curve;

typedef struct curves {
    curve all[MOST_GROUPS];
    size_t n;
    double longest;
    nh_pick *pick;
} curves;

/* A group has its own colour, as in the other charts; the first of other groups that are drawn takes its place. */
static const struct look {
    uint32_t colour, word;
    const char *group;
} looks[MOST_CURVES] = {
    { NH_NAVY, NH_NAVY, "foster" },
    { NH_ORANGE, NH_ORANGE_WORD, "supported" },
    { NH_PLUM, NH_PLUM, "homes" },
    { NH_TEAL, NH_TEAL_WORD, "parents" },
};

static const nh_column *either(const nh_frame *table, const char *first, const char *second)
{
    const nh_column *column = nh_frame_find(table, first);
    return column ? column : nh_frame_find(table, second);
}

static curve *curve_named(curves *c, const char *code)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->all[i].code, code) == 0) return &c->all[i];
    if (c->n == MOST_GROUPS) return NULL;
    c->all[c->n] = (curve){ .code = code };
    return &c->all[c->n++];
}

static void add_point(curve *to, point p)
{
    to->points = nh_resize(to->points, to->n + 1, sizeof *to->points);
    to->points[to->n++] = p;
}

static int by_days(const void *a, const void *b)
{
    const point *x = a, *y = b;
    return (x->days > y->days) - (x->days < y->days);
}

static double start_of(const curve *c)
{
    return c->n && isfinite(c->points[0].at_risk) ? c->points[0].at_risk : 0;
}

/* The main groups, then most placements first. "total" counts the others again and stands back when there are others. */
static int by_size(const void *a, const void *b)
{
    const curve *x = a, *y = b;
    bool x_is_total = strcmp(x->code, "total") == 0, y_is_total = strcmp(y->code, "total") == 0;
    if (x_is_total != y_is_total) return x_is_total ? 1 : -1;
    bool x_is_main = nh_is_main_group(x->code), y_is_main = nh_is_main_group(y->code);
    if (x_is_main != y_is_main) return x_is_main ? -1 : 1;
    if (start_of(x) != start_of(y)) return start_of(x) > start_of(y) ? -1 : 1;
    return strcmp(x->code, y->code);
}

static void free_curves(curves *c)
{
    for (size_t i = 0; i < c->n; i++) free(c->all[i].points);
    nh_pick_free(c->pick);
}

/* At the start nothing has ended, which says nothing. */
static bool says_something(const curve *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++) n += c->points[i].days > 0 && isfinite(c->points[i].value);
    return n > 0;
}

static void leave_out(curves *c)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->n; i++) {
        if (kept < MOST_CURVES && says_something(&c->all[i])) c->all[kept++] = c->all[i];
        else free(c->all[i].points);
    }
    c->n = kept;
}

static bool is_taken(const curves *c, size_t n, size_t look)
{
    for (size_t i = 0; i < n; i++)
        if (c->all[i].look == look) return true;
    return false;
}

static void colour(curves *c)
{
    for (size_t i = 0; i < c->n; i++) {
        c->all[i].look = MOST_CURVES;
        for (size_t k = 0; k < MOST_CURVES; k++)
            if (strcmp(looks[k].group, c->all[i].code) == 0) c->all[i].look = k;
    }
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < MOST_CURVES && c->all[i].look == MOST_CURVES; k++)
            if (!is_taken(c, c->n, k)) c->all[i].look = k;
}

static void settle(curves *c)
{
    for (size_t i = 0; i < c->n; i++) qsort(c->all[i].points, c->all[i].n, sizeof(point), by_days);
    qsort(c->all, c->n, sizeof *c->all, by_size);
    leave_out(c);
    colour(c);
    for (size_t i = 0; i < c->n; i++)
        for (size_t p = 0; p < c->all[i].n; p++)
            if (isfinite(c->all[i].points[p].value)) c->longest = fmax(c->longest, c->all[i].points[p].days);
    c->longest = fmin(fmax(c->longest, 30), TWO_YEARS);
}

static bool collect(const nh_frame *table, curves *c, nh_error *err)
{
    const nh_column *days = nh_frame_need(table, "days", NH_NUMBER, err);
    const nh_column *value = nh_frame_need(table, "survival", NH_NUMBER, err);
    const nh_column *at_risk = nh_frame_need(table, "at_risk", NH_NUMBER, err);
    if (!days || !value || !at_risk) return false;
    const nh_column *code = either(table, "group", "placement_group");
    const nh_column *low = either(table, "conf_low", "survival_low"),
                    *high = either(table, "conf_high", "survival_high");
    c->pick = nh_pick_widest(table);
    for (size_t i = 0; i < c->pick->n; i++) {
        size_t row = c->pick->rows[i];
        curve *to = nh_present(days, row) ? curve_named(c, code ? nh_text_at(code, row) : "all") : NULL;
        if (to)
            add_point(to, (point){ days->number[row], nh_number_at(value, row), nh_number_at(low, row),
                                   nh_number_at(high, row), nh_number_at(at_risk, row) });
    }
    settle(c);
    return true;
}

static bool suits(const nh_frame *table)
{
    curves c = { .n = 0 };
    bool has_curves = collect(table, &c, NULL) && c.n > 0;
    free_curves(&c);
    return has_curves;
}

/* The estimate of the last month up to a day; NaN where that one is not shown: an earlier one would be too high. */
static double value_on(const curve *c, double day)
{
    double value = NAN, since = -1;
    for (size_t i = 0; i < c->n; i++)
        if (c->points[i].days <= day && c->points[i].days > since) {
            since = c->points[i].days;
            value = c->points[i].value;
        }
    return since >= day - 31 ? value : NAN;
}

/* ---- words ---- */

static void say_title(const curves *c, nh_text *title)
{
    const curve *longest = NULL, *shortest = NULL;
    for (size_t i = 0; i < c->n; i++) {
        double value = value_on(&c->all[i], A_YEAR);
        if (!isfinite(value) || (c->n > 1 && strcmp(c->all[i].code, "total") == 0)) continue;
        if (!longest || value > value_on(longest, A_YEAR)) longest = &c->all[i];
        if (!shortest || value < value_on(shortest, A_YEAR)) shortest = &c->all[i];
    }
    if (!longest) nh_text_say(title, "How long placements last");
    else if (longest == shortest)
        nh_text_say(title, "%.0f%% of %s last a year or more", round(100 * value_on(longest, A_YEAR)),
                    nh_in_a_sentence(longest->code));
    else
        nh_text_say(title, "%.0f%% of %s last a year or more, against %.0f%% of %s",
                    round(100 * value_on(longest, A_YEAR)), nh_in_a_sentence(longest->code),
                    round(100 * value_on(shortest, A_YEAR)), nh_in_a_sentence(shortest->code));
}

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    curves c = { .n = 0 };
    if (!collect(table, &c, NULL)) c.n = 0;
    say_title(&c, title);
    nh_text_say(description, "Falling step curves of the share of placements that have not ended, by days since "
                             "they began.");
    for (size_t i = 0; i < c.n; i++) {
        double half = value_on(&c.all[i], HALF_A_YEAR), year = value_on(&c.all[i], A_YEAR);
        if (isfinite(half))
            nh_text_say(description, " %s: %.0f%% last six months", nh_in_words(c.all[i].code), round(100 * half));
        if (isfinite(half) && isfinite(year)) nh_text_say(description, " and %.0f%% a year", round(100 * year));
        if (isfinite(half)) nh_text_say(description, ".");
    }
    free_curves(&c);
}

/* ---- picture ---- */

enum { PLOT = 360, HEAD = 30, AXIS = 34, RISK_ROW = 22, LABELS = 220, NAMES = 212 };

static const struct tic {
    double days;
    const char *words;
} tics[] = { { 0, "0" },        { 91, "3 months" },   { 182, "6 months" },
             { 365, "1 year" }, { 548, "18 months" }, { 730, "2 years" } };

static void draw_days(nh_script *script, nh_box plot, nh_scale days)
{
    const nh_type type = { .size = 12, .colour = NH_INK, .anchor = NH_CENTRE };
    for (size_t i = 0; i < sizeof tics / sizeof *tics; i++)
        if (tics[i].days <= days.to)
            nh_draw_text(script, nh_place(days, tics[i].days), plot.bottom + 16, &type, tics[i].words);
}

/* The corners of a staircase through the points that are shown: along, then down. Returns how many. */
static size_t staircase(const curve *c, nh_scale days, nh_scale share, size_t of, nh_spot *corners)
{
    size_t n = 0;
    double last = 1;
    corners[n++] = (nh_spot){ nh_place(days, 0), nh_place(share, 1) };
    for (size_t i = 0; i < c->n && c->points[i].days <= days.to; i++) {
        const double values[] = { c->points[i].value, c->points[i].low, c->points[i].high };
        if (!isfinite(c->points[i].value)) continue; /* a step of few ends: the next one that is shown holds both */
        double value = isfinite(values[of]) ? values[of] : c->points[i].value;
        corners[n++] = (nh_spot){ nh_place(days, c->points[i].days), nh_place(share, last) };
        corners[n++] = (nh_spot){ nh_place(days, c->points[i].days), nh_place(share, value) };
        last = value;
    }
    return n;
}

static void draw_band(nh_script *script, const curve *c, nh_scale days, nh_scale share)
{
    nh_spot *corners = nh_zeroed(4 * c->n + 4, sizeof *corners), *lower = nh_zeroed(2 * c->n + 2, sizeof *lower);
    size_t n = staircase(c, days, share, 2, corners), n_lower = staircase(c, days, share, 1, lower);
    while (n_lower > 0) corners[n++] = lower[--n_lower];
    if (n > 4) nh_draw_shape(script, corners, n, nh_faint(looks[c->look].colour, 0xC8));
    free(lower);
    free(corners);
}

/* Draws the line and returns where it ends. */
static nh_spot draw_line(nh_script *script, const curve *c, nh_scale days, nh_scale share)
{
    nh_spot *corners = nh_zeroed(2 * c->n + 2, sizeof *corners);
    size_t n = staircase(c, days, share, 0, corners);
    nh_spot end = corners[n - 1];
    nh_draw_path(script, corners, n, (nh_stroke){ looks[c->look].colour, 2.2, NH_SOLID });
    free(corners);
    return end;
}

/* Names stand beside the ends of their curves, pushed apart where they would touch. */
static void draw_names(nh_script *script, const curves *c, const nh_spot *ends, nh_box plot)
{
    double y[MOST_CURVES];
    size_t order[MOST_CURVES];
    for (size_t i = 0; i < c->n; i++) {
        size_t k = i;
        for (; k > 0 && ends[order[k - 1]].y > ends[i].y; k--) order[k] = order[k - 1];
        order[k] = i;
    }
    for (size_t i = 0; i < c->n; i++) {
        y[i] = fmin(ends[order[i]].y, plot.bottom - 8 - 17.0 * (double)(c->n - 1 - i));
        if (i > 0) y[i] = fmax(y[i], y[i - 1] + 17);
        const struct look *look = &looks[c->all[order[i]].look];
        const nh_type type = { .size = 12.5, .colour = look->word, .is_bold = true };
        const nh_spot end = ends[order[i]];
        if (plot.right - end.x > 12)
            nh_draw_line(script, (nh_spot){ end.x + 5, end.y }, (nh_spot){ plot.right + 4, y[i] },
                         (nh_stroke){ look->colour, 0.8, NH_DOTTED });
        nh_draw_text(script, plot.right + 10, y[i], &type, nh_in_words(c->all[order[i]].code));
    }
}

static const point *point_at(const curve *c, double day)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->points[i].days >= day - 2 && c->points[i].days <= day + 31) return &c->points[i];
    return NULL;
}

static void draw_at_risk(nh_script *script, const curves *c, nh_box body, nh_box plot, nh_scale days)
{
    const nh_type head = { .size = 12, .colour = NH_MUTED, .is_bold = true };
    double y = plot.bottom + AXIS + 14;
    nh_draw_text(script, body.left, y, &head, "Still in placement");
    for (size_t i = 0; i < c->n; i++) {
        const nh_type name = { .size = 12, .colour = looks[c->all[i].look].word },
                      number = { .size = 12, .colour = NH_INK, .anchor = NH_CENTRE };
        y += RISK_ROW;
        nh_draw_text(script, body.left, y, &name, nh_in_words(c->all[i].code));
        for (size_t t = 0; t < sizeof tics / sizeof *tics && tics[t].days <= days.to; t++) {
            char text[NH_SHOWN_TEXT];
            const point *p = point_at(&c->all[i], tics[t].days);
            if (!p) continue;
            nh_draw_text(script, nh_place(days, tics[t].days), y, &number,
                         isfinite(p->at_risk) ? nh_show(p->at_risk, 0, text) : "c");
        }
    }
}

static void draw_curves(nh_script *script, const curves *c, nh_box body)
{
    const nh_box plot = { body.left + LABELS, body.right - NAMES, body.top + HEAD, body.top + HEAD + PLOT };
    const nh_scale days = { 0, c->longest, plot.left, plot.right };
    const nh_scale share = { 0, 1, plot.bottom, plot.top }, percent = { 0, 100, plot.bottom, plot.top };
    const nh_type head = { .size = 12, .colour = NH_MUTED };
    nh_spot ends[MOST_CURVES];
    nh_draw_text(script, plot.left - 40, body.top + 10, &head, "Placements that have not ended (%)");
    nh_draw_grid_left(script, plot, percent, 20, "%");
    draw_days(script, plot, days);
    for (size_t i = 0; i < c->n; i++) draw_band(script, &c->all[i], days, share);
    for (size_t i = 0; i < c->n; i++) ends[i] = draw_line(script, &c->all[i], days, share);
    draw_names(script, c, ends, plot);
    draw_at_risk(script, c, body, plot, days);
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    curves c = { .n = 0 };
    bool is_read = collect(table, &c, err);
    bool has_curves = is_read && c.n > 0;
    if (has_curves) {
        nh_text *subtitle = nh_text_new();
        nh_text_say(subtitle, "Share of placements not ended, by time since they began, %s", c.pick->place);
        if (c.pick->year) nh_text_say(subtitle, ", to 31 March %d", c.pick->year);
        const nh_heading heading = { .labels = labels,
                                     .subtitle = subtitle->bytes,
                                     .note = "Kaplan-Meier estimate with its 95% interval; placements still open "
                                             "are counted for as long as they were seen. Steps of few ends are not "
                                             "shown: the line runs on to the next that is. A curve ends where too few "
                                             "placements are left." };
        draw_curves(script, &c, nh_script_open(script, &heading, HEAD + PLOT + AXIS + 24 + (double)c.n * RISK_ROW));
        nh_text_free(subtitle);
    }
    free_curves(&c);
    if (!is_read) return false;
    return has_curves || nh_fail(err, NH_INCOMPLETE, "no survival chart: the table has no curve that can be shown");
}

const nh_chart nh_chart_survival = {
    .name = "survival", .summary = "how long placements last, with the numbers at risk",
    .table = "survival", .suits = suits, .draw = draw, .describe = describe
};
