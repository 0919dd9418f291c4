/* stats/lasting.c: placements as spells, and their curves by group.
 *
 * What is counted: every placement, from its start to its end, or to where its return stops telling (censored). A
 * return holds the placements alive in its year, so long ones that began before the first return are
 * over-represented; counting those only from the first day of the history (late entry) corrects it: medians are given
 * both ways. */
#include "stats/lasting.h"

#include "datasets/frame/arena.h"
#include "stats/breaks.h"
#include "stats/children_behind.h"
#include "stats/methods/competing_risks.h"
#include "stats/methods/kaplan_meier.h"
#include "stats/methods/months.h"
#include "stats/result_frame.h"
#include "stats/transitions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_CAUSES = 4 };
static const char *const causes[N_CAUSES] = { "move", "status_change", "other", "left_care" };

struct nh_lasting {
    nh_breaks *breaks;
    nh_day_counts *from_start, *from_history, *shown; /* shown: one of the two, in the curves */
    nh_children_behind *behind, *behind_late;         /* from the start, and from the history's first day on */
    bool shows_late;
    int months;
};

/* Arrays of whole numbers, one entry a placement. */
typedef struct spells {
    nh_arena *memory;
    int32_t *days, *entry, *group, *end;
} spells;

static int32_t *end_codes(const nh_column *ended_by, nh_arena *memory)
{
    int32_t *code = nh_arena_array(memory, nh_levels_count(ended_by->levels) + 1, sizeof *code);
    for (int32_t i = 0; i < N_CAUSES; i++) {
        int32_t level = nh_levels_find_text(ended_by->levels, causes[i]);
        if (level != NH_NO_LEVEL) code[level] = i + 1;
    }
    return code;
}

/* What happens after the last day watched is not known: the placement was open on it. */
static void censor(spells *s, size_t row, int32_t longest)
{
    if (s->days[row] <= longest) return;
    s->days[row] = longest;
    s->end[row] = 0;
}

static bool read_spells(spells *s, const nh_lasting_request *r, const nh_breaks *breaks, nh_error *err)
{
    const nh_column *days = nh_frame_need(r->placements, "days", NH_NUMBER, err);
    const nh_column *start = nh_frame_need(r->placements, "start", NH_DATE, err);
    const nh_column *ended_by = nh_frame_need(r->placements, "ended_by", NH_CATEGORY, err);
    if (!days || !start || !ended_by) return false;
    const int32_t *code = end_codes(ended_by, s->memory);
    for (size_t row = 0; row < days->n; row++) {
        bool counts = nh_present(days, row) && nh_present(ended_by, row) && (!r->keep || r->keep[row]);
        s->days[row] = counts ? (int32_t)days->number[row] : -1;
        s->entry[row] = r->watched_from - start->date[row];
        s->group[row] = (int32_t)breaks->of_row[row];
        s->end[row] = counts ? code[ended_by->code[row]] : 0;
        if (r->watched_to) censor(s, row, r->watched_to - start->date[row]);
    }
    return true;
}

static spells new_spells(size_t n)
{
    spells s = { .memory = nh_arena_new() };
    int32_t **const columns[] = { &s.days, &s.entry, &s.group, &s.end };
    for (size_t i = 0; i < 4; i++) *columns[i] = nh_arena_array(s.memory, n + 1, sizeof(int32_t));
    return s;
}

static nh_day_counts *count(const spells *s, size_t n, size_t n_groups, bool late_entry)
{
    return nh_day_counts_new(&(nh_spells){ .n = n, .n_groups = n_groups, .n_ends = N_CAUSES, .days = s->days,
                                           .entry = late_entry ? s->entry : NULL, .group = s->group, .end = s->end });
}

static const char *group_of(const nh_column *group, size_t row)
{
    return nh_text_at(group, row);
}

/* Two columns that a frame of one's own may lack: then every placement is a child's. */
static nh_children_behind *children_of(const spells *s, const nh_lasting_request *r, size_t n_groups, bool late_entry)
{
    return nh_children_behind_new(&(nh_children_request){
        .authority = nh_frame_find(r->placements, "authority"), .child = nh_frame_find(r->placements, "child"),
        .n = nh_frame_rows(r->placements), .days = s->days, .entry = late_entry ? s->entry : NULL,
        .group = s->group, .end = s->end, .n_groups = n_groups, .months = r->months });
}

static const nh_recoding groups = { .by = "placement_group", .column = "placement_group", .shown = "placement_group",
                                    .levels = nh_placement_group_words, .word = group_of };
static const nh_recoding *const recodings[] = { &groups, &nh_age_bands, &nh_region_of_authority, NULL };

nh_lasting *nh_lasting_new(const nh_lasting_request *request, nh_error *err)
{
    nh_breaks *breaks = nh_breaks_new(request->placements, request->by, NULL, recodings, err);
    if (!breaks) return NULL;
    size_t n = nh_frame_rows(request->placements);
    spells s = new_spells(n);
    nh_lasting *lasting = nh_zeroed(1, sizeof *lasting);
    *lasting = (nh_lasting){ .breaks = breaks, .months = request->months };
    bool ok = read_spells(&s, request, breaks, err);
    if (ok) {
        lasting->from_start = count(&s, n, breaks->n, false);
        lasting->from_history = count(&s, n, breaks->n, true);
        lasting->shown = request->late_entry ? lasting->from_history : lasting->from_start;
        lasting->behind = children_of(&s, request, breaks->n, false);
        lasting->behind_late = children_of(&s, request, breaks->n, true);
        lasting->shows_late = request->late_entry;
    }
    nh_arena_free(s.memory);
    if (ok) return lasting;
    nh_lasting_free(lasting);
    return NULL;
}

void nh_lasting_free(nh_lasting *lasting)
{
    if (!lasting) return;
    nh_breaks_free(lasting->breaks);
    nh_day_counts_free(lasting->from_start);
    nh_day_counts_free(lasting->from_history);
    nh_children_behind_free(lasting->behind);
    nh_children_behind_free(lasting->behind_late);
    free(lasting);
}

static const nh_result_column survival_columns[] = {
    { "months", NH_NUMBER, "Months since the start", "months", NH_PLAIN, NULL, NULL },
    { "days", NH_NUMBER, "Days since the start", "days", NH_PLAIN, NULL, NULL },
    { "at_risk", NH_NUMBER, "Placements at risk", "placements", NH_COUNT, NULL, NULL },
    { "ended", NH_NUMBER, "Ended since the row before", "placements", NH_COUNT, NULL, NULL },
    { "survival", NH_NUMBER, "Share that lasts longer", NULL, NH_PROBABILITY, "ended", "children_at_risk" },
    { "std_error", NH_NUMBER, "Greenwood's standard error", NULL, NH_PROBABILITY, "ended", "children_at_risk" },
    { "conf_low", NH_NUMBER, "Lower 95% bound (log-log)", NULL, NH_PROBABILITY, "ended", "children_at_risk" },
    { "conf_high", NH_NUMBER, "Upper 95% bound (log-log)", NULL, NH_PROBABILITY, "ended", "children_at_risk" },
    { "children_at_risk", NH_NUMBER, "Children at risk", "children", NH_SUPPORT, NULL, NULL },
    { 0 }
};

static const nh_result_column incidence_columns[] = {
    { "cause", NH_CATEGORY, "How placements end", NULL, NH_PLAIN, NULL, NULL },
    { "months", NH_NUMBER, "Months since the start", "months", NH_PLAIN, NULL, NULL },
    { "days", NH_NUMBER, "Days since the start", "days", NH_PLAIN, NULL, NULL },
    { "at_risk", NH_NUMBER, "Placements at risk", "placements", NH_COUNT, NULL, NULL },
    { "ended", NH_NUMBER, "Ended this way since the row before", "placements", NH_COUNT, NULL, NULL },
    { "incidence", NH_NUMBER, "Share that has ended this way", NULL, NH_PROBABILITY, "ended", "children_at_risk" },
    { "std_error", NH_NUMBER, "Standard error (Greenwood type)", NULL, NH_PROBABILITY, "ended", "children_at_risk" },
    { "conf_low", NH_NUMBER, "Lower 95% bound (log-log)", NULL, NH_PROBABILITY, "ended", "children_at_risk" },
    { "conf_high", NH_NUMBER, "Upper 95% bound (log-log)", NULL, NH_PROBABILITY, "ended", "children_at_risk" },
    { "children_at_risk", NH_NUMBER, "Children at risk", "children", NH_SUPPORT, NULL, NULL },
    { 0 }
};

static nh_frame *table_of(const nh_lasting *l, const char *name, const char *title, const nh_result_column *columns)
{
    nh_frame *frame = nh_frame_new(name, title);
    for (size_t i = 0; i < l->breaks->n_columns; i++) nh_frame_add(frame, l->breaks->name[i], NH_CATEGORY);
    nh_add_columns(frame, columns);
    return frame;
}

/* Lines 0 to n - 1 are those of the breaks, line n is all placements. */
static nh_days days_of_line(const nh_day_counts *counts, const nh_lasting *l, size_t line)
{
    return line < l->breaks->n ? nh_days_of(counts, line) : nh_days_of_all(counts);
}

static void put_line(nh_frame *frame, size_t row, const nh_lasting *l, size_t line)
{
    for (size_t i = 0; i < l->breaks->n_columns; i++)
        nh_put_text(nh_frame_at(frame, i), row, line < l->breaks->n ? nh_breaks_text(l->breaks, line, i) : "total");
}

static void put_value(nh_frame *frame, const char *name, size_t row, double value)
{
    nh_column *column = nh_frame_find(frame, name);
    if (isnan(value)) nh_put_mark(column, row, NH_NOT_APPLICABLE);
    else nh_put_number(column, row, value);
}

static double children_at_risk(const nh_lasting *l, size_t line, int month)
{
    const nh_children_behind *shown = l->shows_late ? l->behind_late : l->behind;
    return shown->at_risk[line * ((size_t)l->months + 1) + (size_t)month];
}

/* A curve on its grid: what a row of either table is made of. */
typedef struct point {
    int month;
    double at_risk, ended, value, std_error, lower, upper, children;
} point;

static size_t put_point(nh_frame *frame, const point *p, const char *value_name)
{
    size_t row = nh_frame_append(frame);
    put_value(frame, "months", row, p->month);
    put_value(frame, "days", row, nh_month_day(p->month));
    put_value(frame, "at_risk", row, p->at_risk);
    put_value(frame, "ended", row, p->ended);
    put_value(frame, value_name, row, p->value);
    put_value(frame, "std_error", row, p->std_error);
    put_value(frame, "conf_low", row, p->lower);
    put_value(frame, "conf_high", row, p->upper);
    put_value(frame, "children_at_risk", row, p->children);
    return row;
}

/* Events after the grid day before, up to this one. */
static double events_to(const double *events, size_t n_days, int month)
{
    size_t from = month > 0 ? (size_t)nh_month_day(month - 1) + 1 : 0, to = (size_t)nh_month_day(month);
    double sum = 0;
    for (size_t day = from; day <= to && day < n_days; day++) sum += events[day];
    return sum;
}

/* The last month with anybody at risk, as far as the table goes; -1 for a group without placements. */
static int last_month(const nh_lasting *l, const double *at_risk, size_t n_days)
{
    int month = -1;
    while (month < l->months) {
        size_t day = (size_t)nh_month_day(month + 1);
        if (day >= n_days || at_risk[day] == 0) break;
        month++;
    }
    return month;
}

static void put_survival(nh_frame *frame, const nh_lasting *l, size_t line)
{
    nh_days days = days_of_line(l->shown, l, line);
    nh_curve *c = nh_kaplan_meier(&days, NH_ANY_END, NH_LOG_LOG, 0.95);
    int last = last_month(l, c->at_risk, c->n_days);
    for (int month = 0; month <= last; month++) {
        size_t day = (size_t)nh_month_day(month);
        point p = { month, c->at_risk[day], events_to(c->events, c->n_days, month), c->survival[day],
                    c->std_error[day], c->lower[day], c->upper[day], children_at_risk(l, line, month) };
        put_line(frame, put_point(frame, &p, "survival"), l, line);
    }
    nh_curve_free(c);
}

nh_frame *nh_survival_table(const nh_lasting *l)
{
    nh_frame *frame = table_of(l, "survival", "How long placements last: Kaplan-Meier, open placements censored",
                               survival_columns);
    for (size_t line = 0; line <= l->breaks->n; line++) put_survival(frame, l, line);
    return frame;
}

static void put_incidence(nh_frame *frame, const nh_lasting *l, size_t line)
{
    nh_days days = days_of_line(l->shown, l, line);
    nh_incidence *by_cause[N_CAUSES];
    for (size_t i = 0; i < N_CAUSES; i++) by_cause[i] = nh_incidence_new(&days, i + 1, 0.95);
    int last = last_month(l, by_cause[0]->at_risk, days.n_days);
    for (int month = 0; month <= last; month++)
        for (size_t i = 0; i < N_CAUSES; i++) {
            const nh_incidence *c = by_cause[i];
            size_t day = (size_t)nh_month_day(month);
            point p = { month, c->at_risk[day], events_to(c->events, c->n_days, month), c->value[day],
                        c->std_error[day], c->lower[day], c->upper[day], children_at_risk(l, line, month) };
            size_t row = put_point(frame, &p, "incidence");
            put_line(frame, row, l, line);
            nh_put_text(nh_frame_find(frame, "cause"), row, causes[i]);
        }
    for (size_t i = 0; i < N_CAUSES; i++) nh_incidence_free(by_cause[i]);
}

nh_frame *nh_incidence_table(const nh_lasting *l)
{
    nh_frame *frame = table_of(l, "incidence", "How placements end: Aalen-Johansen cumulative incidence",
                               incidence_columns);
    for (size_t line = 0; line <= l->breaks->n; line++) put_incidence(frame, l, line);
    return frame;
}

static const nh_result_column duration_columns[] = {
    { "placements", NH_NUMBER, "Placements", "placements", NH_COUNT, NULL, NULL },
    { "ended", NH_NUMBER, "Of these, ended", "placements", NH_COUNT, NULL, NULL },
    { "median", NH_NUMBER, "Median days (Kaplan-Meier)", "days", NH_MEDIAN, NULL, "children_ended" },
    { "median_low", NH_NUMBER, "Lower 95% bound", "days", NH_MEDIAN, NULL, "children_ended" },
    { "median_high", NH_NUMBER, "Upper 95% bound", "days", NH_MEDIAN, NULL, "children_ended" },
    { "median_late_entry", NH_NUMBER, "Median days, counted from the first day of the history", "days", NH_MEDIAN,
      NULL, "children_late" },
    { "late_entry_low", NH_NUMBER, "Lower 95% bound, so counted", "days", NH_MEDIAN, NULL, "children_late" },
    { "late_entry_high", NH_NUMBER, "Upper 95% bound, so counted", "days", NH_MEDIAN, NULL, "children_late" },
    { "mean_ended", NH_NUMBER, "Mean days of those that ended", "days", NH_MEAN, NULL, "children_ended" },
    { "median_ended", NH_NUMBER, "Median days of those that ended", "days", NH_MEDIAN, NULL, "children_ended" },
    { "children_ended", NH_NUMBER, "Children whose placements ended", "children", NH_SUPPORT, NULL, NULL },
    { "children_late", NH_NUMBER, "Of them, those counted from the first day of the history", "children", NH_SUPPORT,
      NULL, NULL },
    { 0 }
};

static nh_estimate median_of_curve(const nh_days *days)
{
    nh_curve *curve = nh_kaplan_meier(days, NH_ANY_END, NH_LOG_LOG, 0.95);
    nh_estimate median = nh_curve_quantile(curve, 0.5);
    nh_curve_free(curve);
    return median;
}

static double ended_on(const nh_days *days, size_t day)
{
    double n = 0;
    for (size_t cause = 1; cause <= N_CAUSES; cause++) n += days->left[cause * days->n_days + day];
    return n;
}

static double mean_of_ended(const nh_days *days, double n)
{
    double sum = 0;
    for (size_t day = 0; day < days->n_days; day++) sum += (double)day * ended_on(days, day);
    return n > 0 ? sum / n : NAN;
}

/* The length of the k-th shortest, k from 1. */
static double nth_of_ended(const nh_days *days, double k)
{
    double seen = 0;
    size_t day = 0;
    while (day < days->n_days && (seen += ended_on(days, day)) < k) day++;
    return (double)day;
}

/* With an even number the mean of the two in the middle, as R's median. */
static double median_of_ended(const nh_days *days, double n)
{
    return n > 0 ? (nth_of_ended(days, floor((n + 1) / 2)) + nth_of_ended(days, ceil((n + 1) / 2))) / 2 : NAN;
}

static void put_median(nh_frame *frame, size_t row, nh_estimate median, const char *const names[3])
{
    put_value(frame, names[0], row, median.value);
    put_value(frame, names[1], row, median.lower);
    put_value(frame, names[2], row, median.upper);
}

static void put_durations(nh_frame *frame, const nh_lasting *l, size_t line)
{
    static const char *const plain[] = { "median", "median_low", "median_high" };
    static const char *const late_entry[] = { "median_late_entry", "late_entry_low", "late_entry_high" };
    nh_days days = days_of_line(l->from_start, l, line), late = days_of_line(l->from_history, l, line);
    size_t row = nh_frame_append(frame);
    double ended = 0;
    for (size_t cause = 1; cause <= N_CAUSES; cause++) ended += (double)nh_days_ended(&days, cause);
    put_line(frame, row, l, line);
    put_value(frame, "placements", row, (double)nh_days_spells(&days));
    put_value(frame, "ended", row, ended);
    put_median(frame, row, median_of_curve(&days), plain);
    put_median(frame, row, median_of_curve(&late), late_entry);
    put_value(frame, "mean_ended", row, mean_of_ended(&days, ended));
    put_value(frame, "median_ended", row, median_of_ended(&days, ended));
    put_value(frame, "children_ended", row, l->behind->ended[line]);
    put_value(frame, "children_late", row, l->behind_late->ended[line]);
}

nh_frame *nh_durations_table(const nh_lasting *l)
{
    nh_frame *frame = table_of(l, "durations", "Median days that placements last, with 95% limits", duration_columns);
    for (size_t line = 0; line <= l->breaks->n; line++) put_durations(frame, l, line);
    return frame;
}
