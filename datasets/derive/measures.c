/* datasets/derive/measures.c: the frame `measures`, the plain measures of DfE's releases for each authority and year.
 *
 * What is counted is said by each measure's name; short breaks (V3, V4) are in none but their own. Means and medians
 * stand among counts, so that this frame is for checking against published figures, not for publication. */
#include "datasets/derive/child_year.h"
#include "datasets/derive/outcomes.h"
#include "datasets/derive/placement_rules.h"

#include <stdlib.h>

typedef enum measure {
    ON_31_MARCH, IN_YEAR, STARTED, CEASED, SHORT_TERM_ONLY,
    PLACEMENTS_STARTED, PLACEMENTS_ENDED, ENDED_BY_MOVE, ENDED_BY_STATUS, ENDED_BY_OTHER, ENDED_BY_LEAVING,
    MOVE_PRIMARY, MOVE_WIDER, MOVE_UPPER, MOVE_BLANK, ENDED_E4B, MEAN_DAYS, MEDIAN_DAYS,
    THREE_PLACEMENTS, THREE_CARERS, STABILITY_BASE, STABILITY,
    COHORT, COHORT_BY_PERIODS, OC2_OUTSIDE, COHORT_WITHOUT,
    SDQ_BASE, SDQ_SCORED, SDQ_NORMAL, SDQ_BORDERLINE, SDQ_CONCERN, SDQ_MEAN,
    HEALTH, IMMUNISED, TEETH, SUBSTANCE, DEVELOPMENT_BASE, DEVELOPMENT, CONVICTED_BASE, CONVICTED,
    MISSING_INCIDENTS, MISSING_CHILDREN, MISSING_TWICE, MISSING_ON_31_MARCH,
    AWAY_INCIDENTS, AWAY_CHILDREN, AWAY_TWICE, AWAY_ON_31_MARCH,
    N_MEASURES
} measure;

static const char *const names[N_MEASURES] = {
    "looked after on 31 March", "looked after in the year", "started in the year", "ceased in the year",
    "only short-term in the year", "placements starting in the year", "placements ended in the year",
    "placements ended in the year by move", "placements ended in the year by status_change",
    "placements ended in the year by other", "placements ended in the year by left_care",
    "ended by a move: breakdown primary", "ended by a move: breakdown wider", "ended by a move: breakdown upper",
    "ended by a move: reason blank", "ended with E4B", "duration of ended placements: mean days",
    "duration of ended placements: median days", "3 or more placements", "3 or more carers",
    "2-year stability: base", "2-year stability: stable", "OC2 cohort", "OC2 cohort by periods",
    "OC2 rows of children outside the cohort", "OC2 cohort without an OC2 row", "SDQ: cohort aged 5 to 16",
    "SDQ: with a score", "SDQ: normal", "SDQ: borderline", "SDQ: concern", "SDQ: mean score", "health assessment",
    "immunisations", "teeth check", "substance misuse", "development check: cohort aged 0 to 4", "development check",
    "convicted: cohort aged 10 to 17", "convicted", "missing: incidents", "missing: children with any",
    "missing: children with more than one", "missing: on 31 March", "away: incidents", "away: children with any",
    "away: children with more than one", "away: on 31 March",
};

static const nh_derived_column columns[] = {
    { "year", "return year, to 31 March" },
    { "authority", "responsible authority" },
    { "measure", "what is counted, averaged" },
    { "value", "the count, mean or median; blank: of nothing" },
    { NULL, NULL }
};

/* One return: counts, and the lengths of placements that ended in it. */
typedef struct tally {
    double value[N_MEASURES];
    double sum_of_scores;
    double *days;
    size_t n_days, room;
} tally;

/* The return at hand. */
typedef struct year_span {
    int year;
    int32_t first, last;
} year_span;

static bool lies_in(int32_t day, const year_span *y)
{
    return day >= y->first && day <= y->last;
}

static bool has_break_in(const nh_histories *h, uint32_t child, const year_span *y)
{
    const nh_row *row = h->short_break + h->child[child].first_break;
    for (uint32_t i = 0; i < h->child[child].n_breaks; i++)
        if (nh_row_touches(&row[i], y->first, y->last)) return true;
    return false;
}

static void keep_days(tally *t, double days)
{
    if (t->n_days == t->room) {
        t->room = t->room ? t->room * 2 : 64;
        t->days = nh_resize(t->days, t->room, sizeof *t->days);
    }
    t->days[t->n_days++] = days;
}

static void count_breakdowns(tally *t, const nh_histories *h, const nh_placement *p)
{
    nh_breakdown set = nh_breakdown_at(h, p);
    t->value[MOVE_PRIMARY] += set >= NH_PRIMARY_BREAKDOWN;
    t->value[MOVE_WIDER] += set >= NH_WIDER_BREAKDOWN;
    t->value[MOVE_UPPER] += set >= NH_UPPER_BREAKDOWN;
    t->value[MOVE_BLANK] += nh_end_reason(h, p) < 0;
}

static void count_placement(tally *t, const nh_histories *h, const nh_placement *p, const year_span *y)
{
    /* In the order of nh_ended_by. */
    static const measure by[] = { ENDED_BY_MOVE, ENDED_BY_STATUS, ENDED_BY_OTHER, ENDED_BY_LEAVING };
    const nh_row *end = nh_placement_end(h, p);
    int32_t start = h->row[p->first].start;
    t->value[PLACEMENTS_STARTED] += lies_in(start, y);
    if (p->ended_by == NH_STILL_OPEN || !lies_in(end->end, y)) return;
    t->value[PLACEMENTS_ENDED]++;
    t->value[by[p->ended_by]]++;
    if (p->ended_by == NH_ENDED_BY_MOVE) count_breakdowns(t, h, p);
    bool left = p->ended_by == NH_ENDED_BY_LEAVING_CARE;
    t->value[ENDED_E4B] += left && nh_ends(&h->episodes, end->source) == NH_ENDS_UNPLANNED_RETURN;
    keep_days(t, end->end - start);
}

/* The first row of the period that a row lies in. */
static const nh_row *period_of(const nh_row *row)
{
    while (!(row->flags & NH_ROW_NEW_PERIOD)) row--;
    return row;
}

static void count_periods(tally *t, const nh_histories *h, uint32_t child, const year_span *y)
{
    const nh_row *row = h->row + h->child[child].first;
    uint32_t n = h->child[child].n;
    bool started = false, ceased = false;
    for (uint32_t i = 0; i < n; i++) {
        bool is_last = i + 1 == n || row[i + 1].flags & NH_ROW_NEW_PERIOD;
        started |= row[i].flags & NH_ROW_NEW_PERIOD && lies_in(row[i].start, y);
        ceased |= is_last && !(row[i].flags & NH_ROW_OPEN) && lies_in(row[i].end, y);
    }
    t->value[STARTED] += started;
    t->value[CEASED] += ceased;
}

/* The first placement of the carer spell. */
static const nh_placement *spell_of(const nh_placement *p, const nh_placement *first)
{
    while (p > first && p[-1].carer_no == p->carer_no && p[-1].period_no == p->period_no) p--;
    return p;
}

/* Since when with this carer; an adoptive placement adds to the carer spell before it (decision 45). */
static int32_t settled_since(const nh_histories *h, uint32_t child, const nh_placement *p)
{
    const nh_placement *first = h->placement + h->child[child].first_placement, *spell = spell_of(p, first);
    int32_t place = nh_code_in(h->episodes.place, h->row[p->first_ordinary].source);
    bool is_adoption = (h->episodes.placement[place + 1] & NH_GROUP_BITS) == NH_GROUP_ADOPTION;
    bool has_before = spell > first && spell[-1].period_no == p->period_no;
    if (is_adoption && has_before) spell = spell_of(spell - 1, first);
    return h->row[spell->first].start;
}

static void count_stability(tally *t, const nh_histories *h, uint32_t child, const nh_child_year *c,
                            const year_span *y)
{
    int32_t birth = h->people->birth[child];
    bool is_under_16 = birth != NH_NO_DAY && nh_age(birth, y->last) < 16;
    if (!is_under_16 || period_of(c->on_31_march)->start > nh_date(y->year - 3, 9, 30)) return;
    t->value[STABILITY_BASE]++;
    t->value[STABILITY] += c->placement && settled_since(h, child, c->placement) <= nh_date(y->year - 2, 3, 31);
}

static void count_on_31_march(tally *t, const nh_histories *h, uint32_t child, const nh_child_year *c,
                              const year_span *y)
{
    t->value[ON_31_MARCH]++;
    t->value[THREE_PLACEMENTS] += c->placements >= 3;
    t->value[THREE_CARERS] += c->carers >= 3;
    t->value[COHORT] += c->oc2_cohort;
    t->value[COHORT_BY_PERIODS] += period_of(c->on_31_march)->start <= y->first && !has_break_in(h, child, y);
    count_stability(t, h, child, c, y);
}

/* What a count works from. */
typedef struct counting {
    const nh_histories *h;
    nh_outcomes *outcomes;
    const nh_frame *children;
    size_t n_years;
    tally *all; /* [authority][year - first_year] */
} counting;

static tally *tally_of(const counting *c, int32_t authority, int year)
{
    return &c->all[(size_t)authority * c->n_years + (size_t)(year - c->h->returns->first_year)];
}

static double number_in(const nh_frame *children, const char *column, size_t row)
{
    const nh_column *c = nh_frame_find(children, column);
    return nh_present(c, row) ? c->number[row] : -1;
}

static void count_scores(tally *t, const nh_frame *children, size_t row)
{
    double score = number_in(children, "sdq_score", row);
    t->value[SDQ_BASE]++;
    if (score < 0) return;
    t->value[SDQ_SCORED]++;
    t->value[score <= 13 ? SDQ_NORMAL : score <= 16 ? SDQ_BORDERLINE : SDQ_CONCERN]++;
    t->sum_of_scores += score;
}

/* Outcomes of the OC2 cohort, each for the ages that it is published for. */
static void count_outcomes(tally *t, const nh_frame *children, size_t row)
{
    static const struct {
        measure is, base;
        const char *column;
        int youngest, oldest; /* 0 and 0: all ages, and no base of its own */
    } flags[] = {
        { HEALTH, COHORT, "health_assessment", 0, 0 }, { IMMUNISED, COHORT, "immunisations", 0, 0 },
        { TEETH, COHORT, "teeth_check", 0, 0 }, { SUBSTANCE, COHORT, "substance_misuse", 0, 0 },
        { DEVELOPMENT, DEVELOPMENT_BASE, "health_check", 0, 4 },
        { CONVICTED, CONVICTED_BASE, "convicted", 10, 17 },
    };
    double age = number_in(children, "age", row);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        bool has_ages = flags[i].oldest > 0;
        if (has_ages && (age < flags[i].youngest || age > flags[i].oldest)) continue;
        if (has_ages) t->value[flags[i].base]++;
        t->value[flags[i].is] += number_in(children, flags[i].column, row) == 1;
    }
    if (age >= 5 && age <= 16) count_scores(t, children, row);
}

static void count_incidents(tally *t, nh_incidents n)
{
    t->value[MISSING_INCIDENTS] += n.missing;
    t->value[MISSING_CHILDREN] += n.missing > 0;
    t->value[MISSING_TWICE] += n.missing > 1;
    t->value[MISSING_ON_31_MARCH] += n.missing_on_31_march > 0;
    t->value[AWAY_INCIDENTS] += n.away;
    t->value[AWAY_CHILDREN] += n.away > 0;
    t->value[AWAY_TWICE] += n.away > 1;
    t->value[AWAY_ON_31_MARCH] += n.away_on_31_march > 0;
}

static void count_child(const counting *c, size_t row, uint32_t child, const year_span *y)
{
    tally *t = tally_of(c, c->h->index->authority[child], y->year);
    nh_child_year facts = nh_child_in_year(c->h, child, y->year);
    bool has_oc2 = nh_oc2_row(c->outcomes, child, y->year) != NH_NO_ROW;
    t->value[IN_YEAR]++;
    count_periods(t, c->h, child, y);
    for (uint32_t i = 0; i < c->h->child[child].n_placements; i++)
        count_placement(t, c->h, &c->h->placement[c->h->child[child].first_placement + i], y);
    if (facts.on_31_march) count_on_31_march(t, c->h, child, &facts, y);
    t->value[OC2_OUTSIDE] += has_oc2 && !facts.oc2_cohort;
    t->value[COHORT_WITHOUT] += !has_oc2 && facts.oc2_cohort;
    if (facts.oc2_cohort) count_outcomes(t, c->children, row);
    count_incidents(t, nh_incidents_of(c->outcomes, child, y->year));
}

static year_span span_of(int year)
{
    return (year_span){ year, nh_year_start(year), nh_year_end(year) };
}

static void count_children(const counting *c)
{
    const nh_column *authority = nh_frame_find(c->children, "authority"), *year = nh_frame_find(c->children, "year");
    const nh_column *child = nh_frame_find(c->children, "child");
    for (size_t row = 0; row < nh_frame_rows(c->children); row++) {
        year_span y = span_of((int)year->number[row]);
        count_child(c, row, nh_child_find(c->h->index, authority->code[row], child->code[row]), &y);
    }
}

/* Children whose every episode in the year is a short break: they have no row in `children`. */
static void count_short_term(const counting *c)
{
    const nh_returns *returns = c->h->returns;
    for (uint32_t child = 0; child < c->h->index->n_children; child++) {
        int32_t authority = c->h->index->authority[child];
        for (int year = returns->first_year; c->h->child[child].n_breaks && year <= returns->last_year; year++) {
            year_span y = span_of(year);
            if (!nh_return_has(returns, NH_RETURN_EPISODES, authority, year)) continue;
            bool is_only = has_break_in(c->h, child, &y) && !nh_in_care_in_year(c->h, child, year);
            tally_of(c, authority, year)->value[SHORT_TERM_ONLY] += is_only;
        }
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double mean_of(const double *values, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += values[i];
    return sum / (double)n;
}

/* The mean and median of nothing stay missing. */
static void put_value(nh_column *value, size_t row, const tally *t, measure m)
{
    size_t n = t->n_days;
    if (m == MEAN_DAYS || m == MEDIAN_DAYS) {
        if (n == 0) return;
        double median = (t->days[(n - 1) / 2] + t->days[n / 2]) / 2;
        nh_put_number(value, row, m == MEDIAN_DAYS ? median : mean_of(t->days, n));
    } else if (m == SDQ_MEAN) {
        if (t->value[SDQ_SCORED] > 0) nh_put_number(value, row, t->sum_of_scores / t->value[SDQ_SCORED]);
    } else {
        nh_put_number(value, row, t->value[m]);
    }
}

static void put_return(nh_frame *frame, int year, const char *authority, const tally *t)
{
    for (int m = 0; m < N_MEASURES; m++) {
        size_t row = nh_frame_append(frame);
        nh_put_number(nh_frame_find(frame, "year"), row, year);
        nh_put_text(nh_frame_find(frame, "authority"), row, authority);
        nh_put_text(nh_frame_find(frame, "measure"), row, names[m]);
        put_value(nh_frame_find(frame, "value"), row, t, (measure)m);
    }
}

static void put_authority(nh_frame *frame, const counting *c, int32_t authority)
{
    const nh_returns *returns = c->h->returns;
    for (int year = returns->first_year; year <= returns->last_year; year++) {
        if (!nh_return_has(returns, NH_RETURN_EPISODES, authority, year)) continue;
        tally *t = tally_of(c, authority, year);
        if (t->n_days) qsort(t->days, t->n_days, sizeof *t->days, by_value);
        put_return(frame, year, nh_levels_text(returns->authorities, authority), t);
    }
}

static nh_frame *write_up(const counting *c)
{
    const nh_returns *returns = c->h->returns;
    nh_frame *frame = nh_frame_new("measures", "Plain measures of each return");
    nh_frame_add(frame, "year", NH_NUMBER);
    nh_frame_add(frame, "authority", NH_CATEGORY);
    nh_frame_add(frame, "measure", NH_CATEGORY);
    nh_frame_add(frame, "value", NH_NUMBER);
    int32_t *order = nh_levels_sorted(returns->authorities);
    for (size_t i = 0; i < returns->n_authorities; i++) put_authority(frame, c, order[i]);
    free(order);
    return frame;
}

static nh_frame *make(nh_inputs *inputs, nh_error *err)
{
    const nh_histories *h = nh_inputs_histories(inputs, err);
    if (!h) return NULL;
    counting c = { .h = h, .children = nh_inputs_whole(inputs, "children", err) };
    c.outcomes = nh_outcomes_of(inputs, h);
    c.n_years = (size_t)(h->returns->last_year - h->returns->first_year + 1);
    c.all = nh_zeroed(h->returns->n_authorities * c.n_years, sizeof *c.all);
    count_children(&c);
    count_short_term(&c);
    nh_frame *frame = write_up(&c);
    for (size_t i = 0; i < h->returns->n_authorities * c.n_years; i++) free(c.all[i].days);
    free(c.all);
    nh_outcomes_free(c.outcomes);
    return frame;
}

const nh_derivation nh_derive_measures = {
    .name = "measures", .summary = "plain measures of each return, to set beside published ones", .is_public = true,
    .columns = columns, .make = make
};
