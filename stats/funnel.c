/* stats/funnel.c: which authorities move children more than chance would, as a funnel plot shows it.
 *
 * What is counted: children looked after on 31 March, and those of them who had three or more placements in the year.
 * Limits are drawn round the share of all authorities together: exact binomial ones, and ones widened for
 * overdispersion (authorities differ by more than chance everywhere, for reasons that no limit knows). Of children's
 * records they are worked out from numbers rounded as they are shown, so that they tell of no number that is not.
 * Left out of the overall share: authorities whose numbers are suppressed. */
#include "stats/analysis.h"
#include "stats/areas.h"
#include "stats/disclosure_rules.h"
#include "stats/methods/control_limits.h"
#include "stats/ranking.h"
#include "stats/result_frame.h"
#include "stats/words.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEWEST_AUTHORITIES = 10, SHOWN_TO = 5 };

static const char *const tables[] = { "funnel", NULL };
static const nh_chart_choice charts[] = { { "funnel", "funnel" }, { 0 } };

static const nh_result_column columns[] = {
    { "year", NH_NUMBER, "Year to 31 March", NULL, NH_PLAIN, NULL, NULL },
    { "authority", NH_CATEGORY, "Responsible authority", NULL, NH_PLAIN, NULL, NULL },
    { "name", NH_CATEGORY, "Area", NULL, NH_PLAIN, NULL, NULL },
    { "region", NH_CATEGORY, "Region", NULL, NH_PLAIN, NULL, NULL },
    { "children", NH_NUMBER, "Children looked after on 31 March", "children", NH_COUNT, NULL, NULL },
    { "three_or_more", NH_NUMBER, "With three or more placements in the year", "children", NH_COUNT, NULL, NULL },
    { "share", NH_NUMBER, "Three or more placements, share of children", "%", NH_PERCENT, "three_or_more", "children" },
    { "overall_share", NH_NUMBER, "The same share of all authorities together", "%", NH_PLAIN, NULL, NULL },
    { "low_95", NH_NUMBER, "Lower 95% control limit", "%", NH_PLAIN, NULL, NULL },
    { "high_95", NH_NUMBER, "Upper 95% control limit", "%", NH_PLAIN, NULL, NULL },
    { "low_99_8", NH_NUMBER, "Lower 99.8% control limit", "%", NH_PLAIN, NULL, NULL },
    { "high_99_8", NH_NUMBER, "Upper 99.8% control limit", "%", NH_PLAIN, NULL, NULL },
    { "wide_low_95", NH_NUMBER, "Lower 95% limit, widened for overdispersion", "%", NH_PLAIN, NULL, NULL },
    { "wide_high_95", NH_NUMBER, "Upper 95% limit, widened for overdispersion", "%", NH_PLAIN, NULL, NULL },
    { "wide_low_99_8", NH_NUMBER, "Lower 99.8% limit, widened for overdispersion", "%", NH_PLAIN, NULL, NULL },
    { "wide_high_99_8", NH_NUMBER, "Upper 99.8% limit, widened for overdispersion", "%", NH_PLAIN, NULL, NULL },
    { "phi", NH_NUMBER, "Overdispersion factor", NULL, NH_PLAIN, NULL, NULL },
    { "signal", NH_CATEGORY, "Against the widened limits", NULL, NH_PLAIN, NULL, NULL },
    { 0 }
};

/* ---- the numbers ---- */

/* An authority in a year; marks other than NH_PRESENT where a number is not known. */
typedef struct unit {
    int year;
    const char *code, *name, *region;
    double children, hits;
    nh_mark children_mark, hits_mark;
} unit;

typedef struct units {
    unit *all;
    size_t n;
    bool is_child_level;
    nh_areas *areas; /* whose texts the units of children's records use; or NULL */
} units;

static void free_units(units *u)
{
    free(u->all);
    nh_areas_free(u->areas);
}

static bool count_children(const nh_frame *children, units *u, nh_error *err)
{
    const nh_column *authority = nh_frame_need(children, "authority", NH_CATEGORY, err);
    const nh_column *year = nh_frame_need(children, "year", NH_NUMBER, err);
    const nh_column *counted = nh_frame_need(children, "looked_after_31_march", NH_NUMBER, err);
    const nh_column *hit = nh_frame_need(children, "three_or_more", NH_NUMBER, err);
    if (!authority || !year || !counted || !hit) return false;
    u->areas = nh_areas_new(authority, year, NH_AREAS_AUTHORITIES);
    u->n = u->areas->n;
    u->all = nh_zeroed(u->n + 1, sizeof *u->all);
    for (size_t i = 0; i < u->n; i++) {
        const nh_area *area = &u->areas->area[i];
        u->all[i] = (unit){ .year = area->year, .code = area->code, .name = area->name, .region = area->region };
    }
    for (size_t row = 0; row < nh_frame_rows(children); row++) {
        int32_t area = u->areas->targets[u->areas->of_row[row]][0];
        if (area < 0 || !nh_present(counted, row) || counted->number[row] != 1) continue;
        u->all[area].children++;
        u->all[area].hits += nh_present(hit, row) && hit->number[row] == 1;
    }
    return true;
}

static double number_or_0(const nh_column *column, size_t row)
{
    return nh_present(column, row) ? column->number[row] : 0;
}

static bool read_panel(const nh_frame *panel, units *u, nh_error *err)
{
    const nh_column *year = nh_frame_need(panel, "year", NH_NUMBER, err);
    const nh_column *children = nh_frame_need(panel, "children_31_march", NH_NUMBER, err);
    const nh_column *hits = nh_frame_need(panel, "three_or_more_placements", NH_NUMBER, err);
    const nh_column *code = nh_frame_need(panel, "authority", NH_CATEGORY, err);
    const nh_column *name = nh_frame_need(panel, "name", NH_CATEGORY, err);
    const nh_column *region = nh_frame_need(panel, "region", NH_CATEGORY, err);
    if (!year || !children || !hits || !code || !name || !region) return false;
    u->all = nh_zeroed(nh_frame_rows(panel) + 1, sizeof *u->all);
    for (size_t row = 0; row < nh_frame_rows(panel); row++) {
        if (!nh_present(children, row)) continue;
        u->all[u->n++] = (unit){ (int)year->number[row], nh_text_at(code, row), nh_text_at(name, row),
                                 nh_text_at(region, row), children->number[row], number_or_0(hits, row),
                                 NH_PRESENT, nh_mark_at(hits, row) };
    }
    return u->n > 0 || nh_fail(err, NH_BAD_INPUT,
                               "no funnel: none of DfE's files of placement stability by authority is "
                               "among the inputs");
}

/* A number as it will be shown: of children's records rounded, and nothing where it is small. */
static bool shown(const units *u, double exact, nh_mark mark, double *value)
{
    *value = u->is_child_level ? nh_round_to(exact, SHOWN_TO) : exact;
    return mark == NH_PRESENT && !(u->is_child_level && nh_is_small(exact));
}

/* ---- the limits of a year ---- */

typedef struct funnel {
    double overall, phi;
    size_t n; /* authorities it stands on */
} funnel;

static funnel funnel_of(const units *u, int year)
{
    nh_proportion *parts = nh_zeroed(u->n + 1, sizeof *parts);
    funnel f = { 0 };
    double children = 0, hits = 0;
    for (size_t i = 0; i < u->n; i++) {
        nh_proportion *part = &parts[f.n];
        if (u->all[i].year != year || !shown(u, u->all[i].children, u->all[i].children_mark, &part->n) ||
            !shown(u, u->all[i].hits, u->all[i].hits_mark, &part->hits) || part->n == 0)
            continue;
        children += part->n;
        hits += part->hits;
        f.n++;
    }
    f.overall = children > 0 ? hits / children : 0;
    f.phi = nh_overdispersion(parts, f.n, f.overall, 0.1);
    free(parts);
    return f;
}

static const double levels[] = { 0.95, 0.998 };

static void put_thousandths(nh_frame *table, size_t row, const char *name, double value)
{
    nh_put_number(nh_frame_find(table, name), row, round(1000 * value) / 1000);
}

static void put_limits(nh_frame *table, size_t row, const funnel *f, double n)
{
    static const char *const names[][4] = { { "low_95", "high_95", "wide_low_95", "wide_high_95" },
                                            { "low_99_8", "high_99_8", "wide_low_99_8", "wide_high_99_8" } };
    for (int i = 0; i < 2; i++) {
        nh_limits exact = nh_exact_limits(f->overall, n, levels[i]);
        nh_limits wide = nh_widened_limits(f->overall, n, levels[i], f->phi);
        const double values[] = { exact.lower, exact.upper, wide.lower, wide.upper };
        for (int k = 0; k < 4; k++) put_thousandths(table, row, names[i][k], 100 * values[k]);
    }
}

/* On which side of the widened limits a share lies. */
static const char *signal_of(const funnel *f, double share, double n)
{
    nh_limits wide = nh_widened_limits(f->overall, n, levels[0], f->phi);
    nh_limits wider = nh_widened_limits(f->overall, n, levels[1], f->phi);
    if (share > wider.upper) return "above 99.8%";
    if (share < wider.lower) return "below 99.8%";
    if (share > wide.upper) return "above 95%";
    return share < wide.lower ? "below 95%" : "within";
}

static void put_count(nh_frame *table, size_t row, const char *name, double value, nh_mark mark)
{
    nh_column *column = nh_frame_find(table, name);
    if (mark == NH_PRESENT) nh_put_number(column, row, value);
    else nh_put_mark(column, row, mark);
}

static void put_unit(nh_frame *table, const units *u, const unit *one, const funnel *f)
{
    size_t row = nh_frame_append(table);
    double n, hits;
    nh_put_number(nh_frame_find(table, "year"), row, one->year);
    nh_put_text(nh_frame_find(table, "authority"), row, one->code);
    nh_put_text(nh_frame_find(table, "name"), row, one->name);
    if (*one->region) nh_put_text(nh_frame_find(table, "region"), row, one->region);
    put_count(table, row, "children", one->children, one->children_mark);
    put_count(table, row, "three_or_more", one->hits, one->hits_mark);
    bool has_limits = f->n >= FEWEST_AUTHORITIES && f->overall > 0 && f->overall < 1;
    if (!has_limits || !shown(u, one->children, one->children_mark, &n) || n == 0) return;
    put_thousandths(table, row, "overall_share", 100 * f->overall);
    put_thousandths(table, row, "phi", f->phi);
    put_limits(table, row, f, n);
    if (shown(u, one->hits, one->hits_mark, &hits))
        nh_put_text(nh_frame_find(table, "signal"), row, signal_of(f, hits / n, n));
}

static void show_decimals(nh_frame *table)
{
    for (size_t i = 0; i < nh_frame_columns(table); i++) {
        nh_column *column = nh_frame_at(table, i);
        if (column->unit && strcmp(column->unit, "%") == 0) column->decimals = 1;
    }
    nh_frame_find(table, "phi")->decimals = 2;
}

static nh_frame *table_of(const units *u)
{
    nh_frame *table = nh_result_frame("funnel", "Children with three or more placements in the year, by authority, with "
                                      "control limits", columns);
    funnel f = { 0 };
    int year = 0;
    for (size_t i = 0; i < u->n; i++) {
        if (u->all[i].year != year) f = funnel_of(u, year = u->all[i].year);
        put_unit(table, u, &u->all[i], &f);
    }
    nh_fill_in(table);
    show_decimals(table);
    if (!u->is_child_level) nh_frame_set_lineage(table, NH_PUBLISHED);
    return table;
}

static int by_year_and_code(const void *a, const void *b)
{
    const unit *x = a, *y = b;
    int order = (x->year > y->year) - (x->year < y->year);
    return order ? order : strcmp(x->code, y->code);
}

static bool gather(nh_inputs *inputs, units *u, nh_error *err)
{
    *u = (units){ .is_child_level = nh_inputs_are_child_level(inputs) };
    const nh_frame *frame = nh_inputs_frame(inputs, u->is_child_level ? "children" : "panel", err);
    if (!frame || !(u->is_child_level ? count_children(frame, u, err) : read_panel(frame, u, err))) return false;
    qsort(u->all, u->n, sizeof *u->all, by_year_and_code);
    return true;
}

static bool run(nh_inputs *inputs, const nh_options *given, nh_results *results, nh_error *err)
{
    (void)given;
    units u;
    bool ok = gather(inputs, &u, err);
    if (ok) nh_results_add(results, table_of(&u));
    free_units(&u);
    if (ok)
        nh_results_note(results, "Control limits stand round the share of all authorities together (10 at least, else "
                                 "there are none); the widened ones allow for the differences that authorities have "
                                 "everywhere (factor phi, 10%% of either tail winsorised). A point outside is a question, "
                                 "not a verdict.");
    return ok;
}

/* ---- in words ---- */

static bool may_draw(const nh_frame *table)
{
    const nh_column *limit = nh_frame_find(table, "wide_high_99_8");
    for (size_t row = 0; limit && row < limit->n; row++)
        if (nh_present(limit, row)) return true;
    return false;
}

static void say_side(nh_results *released, const nh_frame *table, const char *signal, const char *words)
{
    const nh_condition conditions[] = { { "signal", signal }, { 0 } };
    nh_ranking side = { .column = "share", .year = nh_last_year_of(table), .conditions = conditions,
                        .smallest_first = strncmp(signal, "below", 5) == 0 };
    size_t rows[NH_MOST_RANKED], n = nh_rank_rows(table, &side, rows);
    for (size_t i = 0; i < n; i++) {
        char children[NH_WORDS], hits[NH_WORDS];
        if (!nh_say_count(nh_frame_find(table, "children"), rows[i], children) ||
            !nh_say_count(nh_frame_find(table, "three_or_more"), rows[i], hits))
            continue;
        nh_results_finding(released, "%s, year to 31 March %.0f: %s of %s children had three or more placements, %s.",
                           nh_text_of(table, "name", rows[i]), side.year, hits, children, words);
        if (i == 0) nh_results_headline(released);
    }
}

static void findings(nh_results *released)
{
    const nh_frame *table = nh_results_find(released, "funnel");
    if (!table || !may_draw(table)) return;
    say_side(released, table, "above 99.8%", "more than the widest limits of chance and of usual differences allow");
    say_side(released, table, "below 99.8%", "fewer than the widest limits of chance and of usual differences allow");
}

const nh_analysis nh_funnel = {
    .name = "funnel",
    .heading = "Children who move often, by authority",
    .summary = "authorities where children have three or more placements in a year, against limits of chance",
    .tables = tables,
    .charts = charts,
    .may_draw = may_draw,
    .example = "nearhome funnel extract/",
    .description = "For each authority and year: children looked after on 31 March, those with three or more placements in "
                   "the year, and control limits round the share of all authorities: exact binomial ones at 95% and "
                   "99.8%, and the same widened for overdispersion (Spiegelhalter 2005). From DfE's releases the figures "
                   "are as printed.",
    .introduction = "The share of children with three or more placements in the year differs between authorities by chance, "
                    "most where children are few. The limits show how far: of a hundred authorities alike in everything, "
                    "five would lie outside the inner ones. The outer, wider ones also allow for the differences that "
                    "authorities always have.",
    .run = run,
    .findings = findings,
};
