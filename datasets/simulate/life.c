/* datasets/simulate/life.c: who a child is, how old, how long in care, and why it left.
 *
 * Published and kept: ages, needs, sex and ethnicity of children in care; whether they were in care for twelve months
 * and how many placements the year saw; the groups of placement that children left care from. Assumed, and to be read
 * in the tables below: how care ended, legal statuses by age, temporary absences. */
#include "datasets/simulate/life.h"

#include "datasets/frame/date.h"
#include "datasets/simulate/settling.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

static double years_old(const nh_life *life, int32_t day)
{
    return (day - life->born) / 365.25;
}

/* ---- legal status ---- */

static void add_legal(nh_life *life, int32_t from, const char *status)
{
    if (from >= life->end || life->n_legal == NH_MOST_LEGAL) return;
    if (life->n_legal && from <= life->legal[life->n_legal - 1].from) return;
    life->legal[life->n_legal++] = (nh_legal){ from, status };
}

static bool is_voluntary(const nh_setting *s, const nh_life *life, const nh_stay *last)
{
    double age = years_old(life, life->end);
    double share = age >= 16 ? 0.22 : age >= 10 ? 0.10 : 0.05;
    bool by_order_only = last->group == NH_GROUP_PARENTS || last->group == NH_GROUP_ADOPTION;
    return life->is_uasc || (!by_order_only && nh_happens(s->rng, share));
}

/* From agreement or protection to an interim order, a full order, and for the youngest a placement order. */
static void add_orders(const nh_setting *s, nh_life *life, bool is_for_adoption)
{
    static const double first[] = { 52, 10, 38 };
    static const char *const statuses[] = { "V2", "L2", "C1" };
    int status = nh_draw(s->rng, first, 3);
    add_legal(life, life->start, statuses[status]);
    int32_t interim = life->start + (status == 1 ? nh_whole(s->rng, 3, 8) : nh_whole(s->rng, 20, 60));
    int32_t full = interim + nh_whole(s->rng, 150, 330);
    if (status != 2) add_legal(life, interim, "C1");
    if (!is_for_adoption) add_legal(life, full, "C2");
    else if (full < life->end) add_legal(life, full, "E1");
    else add_legal(life, life->start + (life->end - life->start) * 3 / 4, "E1");
}

static void tell_legal(const nh_setting *s, nh_life *life)
{
    const nh_stay *last = &life->stays.all[life->stays.n - 1];
    bool consents = last->group == NH_GROUP_ADOPTION && strchr("34", last->placement[1]);
    bool is_young = years_old(life, life->end) < 5;
    bool is_for_adoption = last->group == NH_GROUP_ADOPTION || (is_young && nh_happens(s->rng, 0.24));
    bool is_in_custody = strcmp(last->placement, "R5") == 0 || strcmp(last->placement, "K1") == 0;
    if (is_in_custody) add_legal(life, life->start, "J1");
    else if (consents || is_voluntary(s, life, last)) add_legal(life, life->start, "V2");
    else add_orders(s, life, is_for_adoption);
}

/* ---- the rest of a life ---- */

static bool is_free_of_legal_changes(const nh_life *life, int32_t from, int32_t to)
{
    for (int i = 0; i < life->n_legal; i++)
        if (life->legal[i].from >= from && life->legal[i].from <= to) return false;
    return true;
}

static void tell_absences(const nh_setting *s, nh_life *life)
{
    static const double weights[] = { 20, 20, 40, 20 };
    static const char *const codes[] = { "T1", "T2", "T3", "T4" };
    static const int longest[] = { 30, 14, 20, 7 };
    for (int i = 0; i < life->stays.n && life->n_absences < NH_MOST_ABSENCES; i++) {
        int32_t end = i + 1 < life->stays.n ? life->stays.all[i + 1].start : life->end;
        if (end - life->stays.all[i].start < 120 || !nh_happens(s->rng, 0.15)) continue;
        int kind = nh_draw(s->rng, weights, 4);
        int32_t from = life->stays.all[i].start + nh_whole(s->rng, 20, end - life->stays.all[i].start - 60);
        int32_t to = from + nh_whole(s->rng, 2, longest[kind]);
        if (is_free_of_legal_changes(life, from, to))
            life->absences[life->n_absences++] = (nh_absence){ from, to, codes[kind] };
    }
}

/* 96 of 100 UASC are boys (assumed); the others make up the published share of all. */
static double share_of_boys(const nh_figures *figures, bool is_uasc)
{
    static const double of_uasc = 0.96;
    if (is_uasc) return of_uasc;
    return (figures->male * figures->children - of_uasc * figures->uasc) / (figures->children - figures->uasc);
}

static void name_child(const nh_setting *s, nh_life *life)
{
    const nh_figures *f = s->figures;
    life->is_male = nh_happens(s->rng, share_of_boys(f, life->is_uasc));
    life->need = nh_choose(s->rng, life->is_uasc ? &f->need_of_uasc : &f->need);
    life->ethnicity = nh_choose(s->rng, life->is_uasc ? &f->ethnicity_of_uasc : &f->ethnicity);
    life->is_mother = !life->is_male && years_old(life, life->end) > 15 && nh_happens(s->rng, 0.022);
    life->trouble = nh_bell(s->rng);
}

static void tell(const nh_setting *s, nh_life *life, nh_stays_plan *plan)
{
    life->home = plan->home;
    plan->born = life->born;
    plan->end = life->end;
    plan->is_uasc = life->is_uasc;
    plan->goes_on = life->is_open;
    life->start = life->end - plan->days;
    nh_tell_stays(s, plan, &life->stays);
    tell_legal(s, life);
    tell_absences(s, life);
    name_child(s, life);
}

const nh_stay *nh_life_stay_on(const nh_life *life, int32_t day)
{
    int i = life->stays.n - 1;
    while (i > 0 && life->stays.all[i].start > day) i--;
    return &life->stays.all[i];
}

/* ---- in care on the last day ---- */

/* Unknown distances: published for 7,830 children; 11.2% of those placed outside, 7.8% of those inside. Of them 94%
 * are UASC. */
static bool is_unknown(const nh_setting *s, const nh_spot *spot)
{
    return spot->miles < 0 || nh_happens(s->rng, spot->inside ? 0.078 : 0.112);
}

static int draw_age(const nh_setting *s, const nh_life *life, int band)
{
    if (life->is_uasc) band = nh_happens(s->rng, 0.84) ? NH_AGE_BANDS - 1 : NH_AGE_BANDS - 2;
    return nh_age_in_days(s->rng, band);
}

/* Who came in the year and is still there: more of the last months. With more placements, more of the first. */
static int days_new(const nh_setting *s, nh_care_class class)
{
    double first = gsl_rng_uniform(s->rng), second = gsl_rng_uniform(s->rng);
    double share = class == NH_NEW_1 ? fmin(first, 1.6 * second) : class == NH_NEW_2 ? first : fmax(first, second);
    return 1 + (int)(363 * share);
}

/* Mean years beyond the first of those in care for a year, by age band (assumed, near the published number of
 * children under 16 in care for two and a half years); of UASC one. */
static int days_beyond(const nh_setting *s, const nh_life *life, int band)
{
    static const double mean[NH_AGE_BANDS] = { 0.1, 3, 4.4, 8.5, 6.5 };
    int most = life->end - life->born - (life->is_uasc ? (int)(11 * 365.25) : 2);
    if (most <= 367) return 366;
    int days = 366 + (int)gsl_ran_exponential(s->rng, 365.25 * (life->is_uasc ? 0.9 : mean[band]));
    return days <= most ? days : nh_whole(s->rng, 366, most);
}

/* Age band and class together, as they go with the group. */
static int draw_care(const nh_setting *s, const nh_life *life, nh_stays_plan *plan)
{
    if (life->is_uasc) {
        plan->class = (nh_care_class)nh_draw(s->rng, s->figures->care_of_uasc, NH_CARE_CLASSES);
        return NH_AGE_BANDS - 1;
    }
    int drawn = nh_draw(s->rng, &s->figures->care[plan->last.group][0][0], NH_AGE_BANDS * NH_CARE_CLASSES);
    plan->class = (nh_care_class)(drawn % NH_CARE_CLASSES);
    return drawn / NH_CARE_CLASSES;
}

/* Three, four .. seven or more. */
static int draw_n_in_year(const nh_setting *s)
{
    int n = 3 + nh_draw(s->rng, s->figures->in_year + 2, NH_MOST_IN_YEAR - 2);
    return n < NH_MOST_IN_YEAR ? n : NH_MOST_IN_YEAR + nh_whole(s->rng, 0, 2);
}

void nh_life_in_care(const nh_setting *s, int place, nh_life *life)
{
    *life = (nh_life){ .is_open = true, .end = s->last_day, .end_code = "" };
    nh_stays_plan plan = { .last.spot = nh_spot_in(s, place) };
    if (is_unknown(s, &plan.last.spot)) plan.last.spot.miles = NH_UNKNOWN_MILES;
    plan.home = nh_settle_home(s, &plan.last.spot);
    plan.last.group = (nh_placement_group)nh_draw(s->rng, s->figures->cell[nh_cell_of(&plan.last.spot)],
                                                  NH_PLACEMENT_GROUPS);
    bool may_be_uasc = plan.last.spot.miles < 0 && plan.last.group != NH_GROUP_ADOPTION &&
                       plan.last.group != NH_GROUP_PARENTS;
    life->is_uasc = may_be_uasc && nh_happens(s->rng, 0.97);
    int band = draw_care(s, life, &plan);
    int age = draw_age(s, life, band);
    int least = plan.class >= NH_NEW_1 ? 1 : plan.class == NH_YEAR_1 && plan.last.group == NH_GROUP_SUPPORTED ? 6220 : 380;
    if (age < least) age = least;
    life->born = life->end - age;
    plan.days = plan.class < NH_NEW_1 ? days_beyond(s, life, band) : days_new(s, plan.class);
    if (plan.days > age) plan.days = age > 1 ? nh_whole(s->rng, (age + 1) / 2, age - 1) : 1;
    plan.n_in_year = draw_n_in_year(s);
    tell(s, life, &plan);
}

/* ---- left care ---- */

/* Ways to leave care from a group (assumed, near the published order of reasons): who, how old, with what code.
 * Shares are within the group. */
typedef struct way_out {
    nh_placement_group group;
    double share;
    const char *code;
    double from_age, to_age; /* 18: on the 18th birthday */
    bool is_uasc;
    double years; /* in care before the last placement, on average */
} way_out;

static const way_out ways[] = {
    { NH_GROUP_FOSTER, 15, "E17", 18, 18, false, 5 },      { NH_GROUP_FOSTER, 12, "E17", 18, 18, true, 1 },
    { NH_GROUP_FOSTER, 24, "E4A", 0.2, 17, false, 0.8 },   { NH_GROUP_FOSTER, 8, "E4B", 2, 17, false, 0.8 },
    { NH_GROUP_FOSTER, 9, "E13", 1, 17, false, 1 },      { NH_GROUP_FOSTER, 20, "E45", 1, 14, false, 0.8 },
    { NH_GROUP_FOSTER, 5, "E46", 1, 12, false, 0.8 },      { NH_GROUP_FOSTER, 5, "E47", 1, 12, false, 0.8 },
    { NH_GROUP_FOSTER, 2, "E3", 3, 17, false, 0.8 },       { NH_GROUP_ADOPTION, 90, "E12", 1.2, 6, false, 0.9 },
    { NH_GROUP_ADOPTION, 10, "E11", 1.2, 6, false, 0.9 },  { NH_GROUP_PARENTS, 80, "E4A", 1, 17, false, 0.7 },
    { NH_GROUP_PARENTS, 20, "E41", 1, 15, false, 0.7 },    { NH_GROUP_HOMES, 60, "E8", 18, 18, false, 5 },
    { NH_GROUP_HOMES, 22, "E4B", 11, 17, false, 1 },       { NH_GROUP_HOMES, 18, "E9", 14, 17.5, false, 1.2 },
    { NH_GROUP_SUPPORTED, 34, "E5", 18, 18, false, 5 },    { NH_GROUP_SUPPORTED, 16, "E6", 18, 18, false, 5 },
    { NH_GROUP_SUPPORTED, 50, "E5", 18, 18, true, 1.2 },   { NH_GROUP_RESIDENTIAL, 50, "E4A", 0.2, 17, false, 0.2 },
    { NH_GROUP_RESIDENTIAL, 50, "E9", 15, 17.9, false, 0.4 }, { NH_GROUP_SCHOOL, 100, "E7", 18, 18, false, 3 },
    { NH_GROUP_OTHER, 45, "E8", 10, 17.9, false, 0.5 },    { NH_GROUP_OTHER, 55, "E15", 16, 17.8, true, 0.1 },
};

enum { WAYS = sizeof ways / sizeof *ways };

static const way_out *draw_way(const nh_setting *s, nh_placement_group group, int days)
{
    double shares[WAYS];
    for (int i = 0; i < WAYS; i++) {
        double years = ways[i].to_age - (ways[i].is_uasc ? 12 : 0.1);
        shares[i] = ways[i].group == group && days < 365 * years ? ways[i].share : 0;
    }
    return &ways[nh_draw(s->rng, shares, WAYS)];
}

/* The day of birth that makes the day of leaving the 18th birthday; 29 February has none. */
static int32_t born_18_years_before(int32_t day)
{
    int year, month, of_month;
    nh_date_parts(day, &year, &month, &of_month);
    return month == 2 && of_month == 29 ? nh_date(year - 18, 3, 1) : nh_date(year - 18, month, of_month);
}

/* For those who had other placements before the last: a few months more or some years (assumed). */
static int days_before(const nh_setting *s, const way_out *way)
{
    static const double shares[2][3] = { { 0.03, 0.52, 0.45 }, { 0.25, 0.4, 0.35 } };
    const double years[] = { 0, 0.4, 2 * way->years };
    int kind = nh_draw(s->rng, shares[way->is_uasc], 3);
    if (way->group == NH_GROUP_ADOPTION && kind == 0) kind = 1;
    return kind == 0 ? 0 : 1 + (int)gsl_ran_exponential(s->rng, 365.25 * years[kind]);
}

/* Those of supported accommodation are recorded anew in 2023 (stays.c): before that they are longer. */
static int last_days(const nh_setting *s, nh_placement_group group)
{
    bool is_longer = group == NH_GROUP_SUPPORTED && nh_happens(s->rng, 0.3);
    return nh_days_between(s->rng, &s->figures->duration[group], is_longer ? 91 : 1, 4000);
}

/* The last placement is known first; who left, and how old, has to go with it. */
void nh_life_that_left(const nh_setting *s, int32_t day, nh_life *life)
{
    nh_stays_plan plan = { .last.group = (nh_placement_group)nh_draw(s->rng, s->figures->leaving, NH_PLACEMENT_GROUPS) };
    plan.last_days = last_days(s, plan.last.group);
    const way_out *way = draw_way(s, plan.last.group, plan.last_days);
    *life = (nh_life){ .end = day, .end_code = way->code, .is_uasc = way->is_uasc };
    double age =
        nh_between(s->rng, fmax(way->from_age, fmin(plan.last_days / 365.25 + 0.05, way->to_age)), way->to_age);
    life->born = way->from_age >= 18 ? born_18_years_before(day) : day - (int32_t)(365.25 * age);
    int most = life->end - life->born - (life->is_uasc ? (int)(11.5 * 365.25) : 1);
    plan.days = (int)fmin(plan.last_days + days_before(s, way), most);
    if (plan.last_days > plan.days) plan.last_days = plan.days;
    plan.last.spot = nh_spot_for(s, way->group);
    if (life->is_uasc) plan.last.spot.miles = NH_UNKNOWN_MILES;
    plan.home = nh_settle_home(s, &plan.last.spot);
    tell(s, life, &plan);
}
