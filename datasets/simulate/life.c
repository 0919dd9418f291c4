/* datasets/simulate/life.c: ages, placements and legal statuses of one invented child.
 *
 * Published and kept: where children are on the last day by placement group, ages, needs, ethnicity, durations of
 * placements that end, reasons why they end. Assumed, and to be read in the tables below: what came before what,
 * legal statuses by age, who leaves care and why.
 *
 * One true effect is built in here: the odds that a placement ends by breakdown grow by 15% for every 10 miles from
 * home. The others are in returns.c. */
#include "datasets/simulate/life.h"

#include "datasets/frame/date.h"
#include "datasets/tables/authorities.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- where ---- */

/* Of an area of this spread, two of its places lie so far apart: chosen so that 8% of the children placed inside
 * their authority at a known distance are over 20 miles away, as published. */
static double miles_within(const nh_setting *s, size_t district)
{
    double spread = s->england->districts[district].spread / 1000 / 1.6093;
    return 0.2 + 1.03 * spread * sqrt(gsl_ran_exponential(s->rng, 1));
}

/* Wales and Scotland for the most part. */
static void go_elsewhere(const nh_setting *s, nh_spot *spot)
{
    static const double weights[] = { 60, 26, 2, 12 };
    static const char *const codes[] = { "WAL", "SCO", "NIR", "NUK" };
    int country = nh_draw(s->rng, weights, 4);
    spot->code = codes[country];
    spot->miles = country < 2 ? nh_between(s->rng, 15, 260) : NH_UNKNOWN_MILES;
}

static nh_spot spot_inside(const nh_setting *s)
{
    int authority = s->england->districts[s->home].authority;
    return (nh_spot){ (int)s->home, nh_authority_at(authority)->old_code, miles_within(s, s->home), true };
}

/* Beyond 350 miles a return is warned of. */
static const double farthest = 340;

static nh_spot spot_in(const nh_setting *s, int place)
{
    if (place < 0) return spot_inside(s);
    nh_spot spot = { .place = place };
    size_t n = s->england->n;
    if ((size_t)place == n) {
        go_elsewhere(s, &spot);
        return spot;
    }
    spot.code = nh_authority_at(s->england->districts[place].authority)->old_code;
    double between = s->england->miles[s->home * (n + 1) + (size_t)place];
    spot.miles = between * nh_between(s->rng, 0.7, 1.3) + nh_between(s->rng, 0, 2);
    if (spot.miles > farthest) spot.miles = farthest;
    return spot;
}

static double rounded(double miles)
{
    return miles < 0 ? miles : round(miles * 10) / 10;
}

static nh_cell cell_of(const nh_spot *spot)
{
    if (spot->miles < 0) return NH_DISTANCE_UNKNOWN;
    bool far = rounded(spot->miles) > 20;
    if (spot->inside) return far ? NH_FAR_INSIDE : NH_NEAR_INSIDE;
    return far ? NH_FAR_OUTSIDE : NH_NEAR_OUTSIDE;
}

/* How much more often than all children a group is placed outside. */
static double odds_outside(const nh_figures *figures, nh_placement_group group)
{
    const double(*cell)[NH_PLACEMENT_GROUPS] = figures->cell;
    double inside = cell[NH_NEAR_INSIDE][group] + cell[NH_FAR_INSIDE][group];
    double outside = cell[NH_NEAR_OUTSIDE][group] + cell[NH_FAR_OUTSIDE][group];
    return inside > 0 ? outside / inside : 1;
}

/* For earlier placements: the authority's own odds of placing outside, times the group's against all (0.80). */
static nh_spot spot_for(const nh_setting *s, nh_placement_group group)
{
    const nh_district *home = &s->england->districts[s->home];
    double own = home->outside / (home->children - home->outside + 1);
    double odds = own * odds_outside(s->figures, group) / 0.80;
    if (!nh_happens(s->rng, odds / (1 + odds))) return spot_inside(s);
    size_t n = s->england->n;
    return spot_in(s, nh_draw(s->rng, s->england->flow + s->home * (n + 1), (int)n + 1));
}

/* ---- what kind of placement ---- */

static const char *one_of(const nh_setting *s, const char *a, const char *b, double share_of_a)
{
    return nh_happens(s->rng, share_of_a) ? a : b;
}

static const char *placement_of(const nh_setting *s, nh_placement_group group)
{
    const char *code = nh_choose(s->rng, &s->figures->place[group]);
    if (strcmp(code, "relative") == 0) return one_of(s, "U1", "U3", 0.3);
    if (strcmp(code, "other_carer") == 0) return one_of(s, "U4", "U6", 0.4);
    if (strcmp(code, "all") == 0) return one_of(s, "H5", "P2", 0.9);
    return code;
}

/* Shares of own, other authority's, public, private, voluntary provision (assumed). */
static const char *provider_of(const nh_setting *s, const nh_stay *stay)
{
    static const double shares[NH_PLACEMENT_GROUPS][5] = {
        [NH_GROUP_FOSTER] = { 50, 2, 0, 44, 4 },    [NH_GROUP_ADOPTION] = { 60, 15, 0, 0, 25 },
        [NH_GROUP_HOMES] = { 14, 2, 0, 80, 4 },     [NH_GROUP_SUPPORTED] = { 12, 2, 2, 76, 8 },
        [NH_GROUP_RESIDENTIAL] = { 10, 5, 40, 40, 5 }, [NH_GROUP_SCHOOL] = { 5, 5, 0, 80, 10 },
    };
    static const char *const codes[] = { "PR1", "PR2", "PR3", "PR4", "PR5" };
    if (stay->group == NH_GROUP_PARENTS) return "PR0";
    if (stay->group == NH_GROUP_OTHER) return "";
    if (strchr("123", stay->placement[1]) && stay->group == NH_GROUP_FOSTER) return "PR1";
    return codes[nh_draw(s->rng, shares[stay->group], 5)];
}

/* "SC9" and five digits: made like the inspectorate's numbers, but none of theirs. */
static void number_provider(const nh_setting *s, nh_stay *stay)
{
    static const char *const with_urn = "UAKS";
    stay->urn[0] = '\0';
    if (!strchr(with_urn, stay->placement[0])) return;
    snprintf(stay->urn, sizeof stay->urn, "SC9%03d%02d", stay->spot.place % 1000, nh_whole(s->rng, 10, 39));
}

static void furnish(const nh_setting *s, nh_stay *stay)
{
    stay->placement = placement_of(s, stay->group);
    stay->provider = provider_of(s, stay);
    number_provider(s, stay);
    stay->end_reason = "";
}

static double years_old(const nh_life *life, int32_t day)
{
    return (day - life->born) / 365.25;
}

/* The group before a group (assumed): none, foster, adoption, parents, homes, supported, residential, school, other. */
static nh_placement_group group_before(const nh_setting *s, nh_placement_group group, double age)
{
    static const double before[NH_PLACEMENT_GROUPS][NH_PLACEMENT_GROUPS] = {
        [NH_GROUP_FOSTER] = { 0, 82, 0, 5, 4, 1, 3, 0, 5 },
        [NH_GROUP_ADOPTION] = { 0, 96, 0, 1, 0, 0, 3, 0, 0 },
        [NH_GROUP_PARENTS] = { 0, 60, 0, 10, 12, 2, 6, 0, 10 },
        [NH_GROUP_HOMES] = { 0, 43, 0, 5, 38, 2, 3, 1, 8 },
        [NH_GROUP_SUPPORTED] = { 0, 38, 0, 2, 20, 33, 2, 0, 5 },
        [NH_GROUP_RESIDENTIAL] = { 0, 45, 0, 12, 20, 5, 8, 0, 10 },
        [NH_GROUP_SCHOOL] = { 0, 50, 0, 5, 40, 0, 0, 0, 5 },
        [NH_GROUP_OTHER] = { 0, 45, 0, 12, 20, 8, 5, 0, 10 },
    };
    nh_placement_group drawn = (nh_placement_group)nh_draw(s->rng, before[group], NH_PLACEMENT_GROUPS);
    bool too_young = (drawn == NH_GROUP_SUPPORTED && age < 16) || (drawn == NH_GROUP_HOMES && age < 8);
    return too_young ? NH_GROUP_FOSTER : drawn;
}

/* ---- why placements ended ---- */

/* The true effect: breakdown against all other reasons, 15% more odds for every 10 miles. Before an entry to a
 * children's home a breakdown is twice as common. */
static const char *reason_to_end(const nh_setting *s, const nh_stay *stay, nh_placement_group next)
{
    static const double log_odds_a_mile = 0.01398; /* log(1.15) / 10 */
    nh_choices reasons = s->figures->reason[stay->group];
    double miles = stay->spot.miles < 0 ? 15 : stay->spot.miles;
    for (int i = 0; i < reasons.n; i++) {
        if (strcmp(reasons.code[i], "PLACE") == 0) reasons.weight[i] = 0;
        if (nh_breakdown_of(reasons.code[i]) == NH_PRIMARY_BREAKDOWN)
            reasons.weight[i] *= exp(log_odds_a_mile * (miles - 15)) * (next == NH_GROUP_HOMES ? 2 : 1);
    }
    return nh_choose(s->rng, &reasons);
}

/* A change of the placement's status: same carer, same address, registered anew. */
static bool is_status_change(const nh_setting *s, nh_placement_group before, nh_placement_group after)
{
    double share = after == NH_GROUP_FOSTER ? 0.26 : after == NH_GROUP_SUPPORTED ? 0.7 : 0.1;
    return before == after && nh_happens(s->rng, share);
}

static bool is_alike(const nh_stay *a, const nh_stay *b)
{
    return strcmp(a->placement, b->placement) == 0 && strcmp(a->provider, b->provider) == 0 &&
           strcmp(a->urn, b->urn) == 0;
}

/* A move changes something that the return shows; where nothing can, the child was with foster carers before. */
static void furnish_differently(const nh_setting *s, nh_stay *stay, const nh_stay *after)
{
    enum { TRIES = 6 };
    furnish(s, stay);
    for (int i = 0; i < TRIES && is_alike(stay, after); i++) {
        if (i == TRIES / 2) stay->group = NH_GROUP_FOSTER;
        furnish(s, stay);
    }
}

static nh_stay stay_before(const nh_setting *s, const nh_life *life, nh_stay *after)
{
    nh_stay stay = { .group = group_before(s, after->group, years_old(life, after->start)) };
    if (is_status_change(s, stay.group, after->group)) {
        stay = *after;
        stay.placement = placement_of(s, stay.group);
        number_provider(s, &stay);
        stay.same_carer = false;
        stay.end_reason = "PLACE";
        after->same_carer = true;
        return stay;
    }
    stay.spot = life->is_uasc ? after->spot : spot_for(s, stay.group);
    furnish_differently(s, &stay, after);
    stay.end_reason = reason_to_end(s, &stay, after->group);
    return stay;
}

/* Nobody starts care in an adoptive placement, few do in a children's home (assumed, near the published starts). */
static bool may_be_first(const nh_setting *s, const nh_life *life, nh_placement_group group)
{
    static const double share[NH_PLACEMENT_GROUPS] = { 0, 1, 0, 1, 0.15, 0.4, 1, 0.2, 1 };
    return life->is_uasc || nh_happens(s->rng, share[group]);
}

/* How long a stay lasted of the days since care started: all of them only when it may be the first. */
static int days_before(const nh_setting *s, const nh_life *life, const nh_stay *stay, int days, int since_start)
{
    if (days < since_start) return days;
    if (since_start < 2 || may_be_first(s, life, stay->group)) return since_start;
    return nh_whole(s->rng, 1 + since_start / 4, since_start - 1);
}

/* Some children had one placement before the last: with as many moves for all, twice too many would have had three
 * placements in a year. */
static const double share_settled = 0.5;

/* Backwards from the last stay, which began `so_far` days before the end, to the start of care. */
static void tell_stays(const nh_setting *s, nh_life *life, nh_stay last, int so_far)
{
    nh_stay backwards[NH_MOST_STAYS];
    int n = 0;
    last.start = life->end - so_far;
    backwards[n++] = last;
    while (backwards[n - 1].start > life->start && n < NH_MOST_STAYS) {
        backwards[n] = stay_before(s, life, &backwards[n - 1]);
        int days = nh_duration_in_days(s->rng, s->figures, backwards[n].group);
        int since_start = backwards[n - 1].start - life->start;
        if (nh_happens(s->rng, share_settled)) days = since_start;
        backwards[n].start = backwards[n - 1].start - days_before(s, life, &backwards[n], days, since_start);
        n++;
    }
    backwards[n - 1].start = life->start;
    backwards[n - 1].same_carer = false;
    life->n_stays = n;
    for (int i = 0; i < n; i++) life->stays[i] = backwards[n - 1 - i];
}

/* How long the last placement has lasted, by group: mean days (assumed). */
static int days_so_far(const nh_setting *s, nh_placement_group group)
{
    static const int mean[NH_PLACEMENT_GROUPS] = { 1, 1050, 260, 600, 480, 270, 130, 600, 130 };
    return 1 + (int)gsl_ran_exponential(s->rng, mean[group]);
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
    const nh_stay *last = &life->stays[life->n_stays - 1];
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
    for (int i = 0; i < life->n_stays && life->n_absences < NH_MOST_ABSENCES; i++) {
        int32_t end = i + 1 < life->n_stays ? life->stays[i + 1].start : life->end;
        if (end - life->stays[i].start < 120 || !nh_happens(s->rng, 0.15)) continue;
        int kind = nh_draw(s->rng, weights, 4);
        int32_t from = life->stays[i].start + nh_whole(s->rng, 20, end - life->stays[i].start - 60);
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
    static const char *const of_uasc[] = { "BAFR", "AOTH", "OOTH" };
    static const double weights[] = { 35, 25, 40 };
    life->is_male = nh_happens(s->rng, share_of_boys(s->figures, life->is_uasc));
    life->need = life->is_uasc ? "N8" : nh_choose(s->rng, &s->figures->need);
    if (life->is_uasc) life->ethnicity = of_uasc[nh_draw(s->rng, weights, 3)];
    else life->ethnicity = nh_choose(s->rng, &s->figures->ethnicity);
    life->is_mother = !life->is_male && years_old(life, life->end) > 15 && nh_happens(s->rng, 0.03);
    life->trouble = nh_bell(s->rng);
}

/* The start of care: so many years before the end on average, though after birth. */
static int32_t start_of(const nh_setting *s, const nh_life *life, double years)
{
    int32_t most = life->end - life->born - 1;
    int32_t days = 1 + (int32_t)gsl_ran_exponential(s->rng, 365.25 * years);
    if (days > most) days = nh_whole(s->rng, most / 2, most);
    return life->end - (days > 0 ? days : 1);
}

/* What remains once the end, the birth and the last stay's group and spot are fixed. */
static void tell(const nh_setting *s, nh_life *life, nh_stay last)
{
    if (life->is_uasc) last.spot.miles = NH_UNKNOWN_MILES;
    furnish(s, &last);
    int so_far = days_before(s, life, &last, days_so_far(s, last.group), life->end - life->start);
    tell_stays(s, life, last, so_far);
    tell_legal(s, life);
    tell_absences(s, life);
    name_child(s, life);
}

const nh_stay *nh_life_stay_on(const nh_life *life, int32_t day)
{
    int i = life->n_stays - 1;
    while (i > 0 && life->stays[i].start > day) i--;
    return &life->stays[i];
}

/* ---- in care on the last day ---- */

/* Unknown distances: published for 7,830 children; 11.2% of those placed outside, 7.8% of those inside. Of them 94%
 * are UASC. */
static bool is_unknown(const nh_setting *s, const nh_spot *spot)
{
    return spot->miles < 0 || nh_happens(s->rng, spot->inside ? 0.078 : 0.112);
}

static int age_of(const nh_setting *s, const nh_life *life, nh_placement_group group)
{
    if (life->is_uasc) return nh_age_in_days(s->rng, group == NH_GROUP_SUPPORTED || nh_happens(s->rng, 0.75) ? 4 : 3);
    return nh_age_in_days(s->rng, nh_draw(s->rng, s->figures->age[group], NH_AGE_BANDS));
}

/* UASC come in their teens. */
static double years_in_care(const nh_life *life, nh_placement_group group)
{
    if (life->is_uasc) return 1.1;
    return group == NH_GROUP_ADOPTION ? 2.2 : 3.9;
}

void nh_life_in_care(const nh_setting *s, int place, nh_life *life)
{
    *life = (nh_life){ .is_open = true, .end = s->last_day, .end_code = "" };
    nh_stay last = { .spot = spot_in(s, place) };
    if (is_unknown(s, &last.spot)) last.spot.miles = NH_UNKNOWN_MILES;
    last.group = (nh_placement_group)nh_draw(s->rng, s->figures->cell[cell_of(&last.spot)], NH_PLACEMENT_GROUPS);
    bool may_be_uasc = last.spot.miles < 0 && last.group != NH_GROUP_ADOPTION && last.group != NH_GROUP_PARENTS;
    life->is_uasc = may_be_uasc && nh_happens(s->rng, 0.97);
    life->born = life->end - age_of(s, life, last.group);
    life->start = start_of(s, life, years_in_care(life, last.group));
    if (life->is_uasc && years_old(life, life->start) < 11) life->start = life->end - nh_whole(s->rng, 30, 700);
    tell(s, life, last);
}

/* ---- left care ---- */

/* Ways to leave care (assumed, near the published order of reasons): who, how old, from where, with what code. */
typedef struct way_out {
    double share;
    const char *code;
    nh_placement_group group;
    double from_age, to_age; /* 18: on the 18th birthday */
    bool is_uasc;
} way_out;

static const way_out ways[] = {
    { 8.0, "E12", NH_GROUP_ADOPTION, 1, 6, false },   { 0.9, "E11", NH_GROUP_ADOPTION, 0.5, 6, false },
    { 6.0, "E17", NH_GROUP_FOSTER, 18, 18, false },   { 9.0, "E5", NH_GROUP_SUPPORTED, 18, 18, false },
    { 4.0, "E6", NH_GROUP_SUPPORTED, 18, 18, false }, { 5.0, "E8", NH_GROUP_HOMES, 18, 18, false },
    { 6.0, "E5", NH_GROUP_SUPPORTED, 18, 18, true },  { 3.0, "E17", NH_GROUP_FOSTER, 18, 18, true },
    { 13.0, "E4A", NH_GROUP_PARENTS, 1, 17, false },  { 9.0, "E4A", NH_GROUP_FOSTER, 0.2, 17, false },
    { 3.0, "E4B", NH_GROUP_FOSTER, 2, 17, false },    { 2.0, "E4B", NH_GROUP_HOMES, 11, 17, false },
    { 4.0, "E13", NH_GROUP_FOSTER, 1, 17, false },    { 9.5, "E45", NH_GROUP_FOSTER, 1, 14, false },
    { 2.0, "E46", NH_GROUP_FOSTER, 1, 12, false },    { 2.5, "E47", NH_GROUP_FOSTER, 1, 12, false },
    { 3.0, "E41", NH_GROUP_PARENTS, 1, 15, false },   { 1.0, "E9", NH_GROUP_HOMES, 14, 17.5, false },
    { 1.5, "E15", NH_GROUP_OTHER, 16, 17.8, true },   { 1.0, "E3", NH_GROUP_FOSTER, 3, 17, false },
    { 6.6, "E8", NH_GROUP_OTHER, 10, 17.9, false },
};

enum { WAYS = sizeof ways / sizeof *ways };

static const way_out *draw_way(const nh_setting *s)
{
    double shares[WAYS];
    for (int i = 0; i < WAYS; i++) shares[i] = ways[i].share;
    return &ways[nh_draw(s->rng, shares, WAYS)];
}

/* The day of birth that makes the day of leaving the 18th birthday; 29 February has none. */
static int32_t born_18_years_before(int32_t day)
{
    int year, month, of_month;
    nh_date_parts(day, &year, &month, &of_month);
    return month == 2 && of_month == 29 ? nh_date(year - 18, 3, 1) : nh_date(year - 18, month, of_month);
}

void nh_life_that_left(const nh_setting *s, int32_t day, nh_life *life)
{
    const way_out *way = draw_way(s);
    *life = (nh_life){ .end = day, .end_code = way->code, .is_uasc = way->is_uasc };
    bool grown = way->from_age >= 18;
    double age = nh_between(s->rng, way->from_age, way->to_age);
    life->born = grown ? born_18_years_before(day) : day - (int32_t)(365.25 * age);
    life->start = start_of(s, life, way->is_uasc ? 1.1 : grown ? 3.5 : 1.6);
    if (life->is_uasc && years_old(life, life->start) < 11) life->start = life->end - nh_whole(s->rng, 30, 700);
    nh_stay last = { .group = way->group, .spot = spot_for(s, way->group) };
    tell(s, life, last);
}
