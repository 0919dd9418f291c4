/* datasets/simulate/stays.c: one placement before another.
 *
 * Published and kept: durations of placements that end, why they end, groups that changes lead from and to. Assumed,
 * and to be read in the tables below: providers, and how often children had no earlier placements than those of the
 * year.
 *
 * One true effect is built in here: the odds that a placement which ends by a move ends by breakdown grow by 12% for
 * every 10 miles from home. */
#include "datasets/simulate/stays.h"

#include "datasets/frame/date.h"
#include "datasets/simulate/settling.h"

#include <math.h>
#include <string.h>

/* What is being told: the latest stay first. */
typedef struct telling {
    const nh_setting *s;
    const nh_stays_plan *plan;
    nh_stay backwards[NH_MOST_STAYS];
    int n;
    int32_t start; /* of care */
} telling;

static nh_stay *earliest(telling *t)
{
    return &t->backwards[t->n - 1];
}

static int days_left(telling *t)
{
    return earliest(t)->start - t->start;
}

static double years_old(const telling *t, int32_t day)
{
    return (day - t->plan->born) / 365.25;
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
    int place = stay->spot.place % 1000, home = nh_whole(s->rng, 10, 39);
    const char number[] = { 'S', 'C', '9', (char)('0' + place / 100), (char)('0' + place / 10 % 10),
                            (char)('0' + place % 10), (char)('0' + home / 10), (char)('0' + home % 10), '\0' };
    memcpy(stay->urn, number, sizeof number);
}

static void furnish(const nh_setting *s, nh_stay *stay)
{
    stay->placement = placement_of(s, stay->group);
    stay->provider = provider_of(s, stay);
    number_provider(s, stay);
    stay->end_reason = "";
}

static bool is_alike(const nh_stay *a, const nh_stay *b)
{
    return strcmp(a->placement, b->placement) == 0 && strcmp(a->provider, b->provider) == 0 &&
           strcmp(a->urn, b->urn) == 0;
}

/* A move changes something that the return shows, other than the miles; where nothing can, the child was with foster
 * carers before. */
static void furnish_differently(const nh_setting *s, nh_stay *stay, const nh_stay *after)
{
    enum { TRIES = 8 };
    furnish(s, stay);
    for (int i = 0; i < TRIES && is_alike(stay, after); i++) {
        if (i == TRIES / 2) stay->group = NH_GROUP_FOSTER;
        furnish(s, stay);
    }
}

/* ---- why placements ended ---- */

/* For every mile, the log-odds that a move is a breakdown: odds x 1.12 for 10 miles. */
const double nh_breakdown_effect = 0.011333; /* log(1.12) / 10 */

/* The true effect: breakdown against all other reasons of a move. The published shares hold at the usual distance of
 * the group (near the mean of those that end); an unknown distance counts as that. */
static const char *reason_to_end(const nh_setting *s, const nh_stay *stay)
{
    static const nh_by_group usual_miles = { 0, 20, 35, 8, 41, 18, 30, 30, 29 };
    nh_choices reasons = s->figures->reason[stay->group];
    double extra = stay->spot.miles < 0 ? 0 : stay->spot.miles - usual_miles[stay->group];
    double odds_ratio = exp(nh_breakdown_effect * extra);
    for (int i = 0; i < reasons.n; i++)
        if (s->figures->is_breakdown[stay->group][i]) reasons.weight[i] *= odds_ratio;
    return nh_choose(s->rng, &reasons);
}

/* ---- the placement before ---- */

/* Groups that short histories have too few of (assumed, near the published changes from each group). */
static const nh_by_group more_often = { 1, 0.93, 1, 1, 1.35, 2, 1, 1, 1 };

static nh_placement_group group_before(const telling *t, const nh_stay *after, bool is_first)
{
    const nh_figures *f = t->s->figures;
    double age = years_old(t, after->start - 1);
    nh_by_group weights;
    for (int group = 0; group < NH_PLACEMENT_GROUPS; group++) {
        bool too_young = (group == NH_GROUP_SUPPORTED && age < 16) || (group == NH_GROUP_HOMES && age < 7);
        bool too_old = group == NH_GROUP_ADOPTION && age > 10;
        double place_in_care = is_first ? f->first[group] : f->later[group];
        weights[group] =
            too_young || too_old ? 0 : f->before[after->group][group] * place_in_care * more_often[group];
    }
    double any = 0;
    for (int group = 1; group < NH_PLACEMENT_GROUPS; group++) any += weights[group];
    return any > 0 ? (nh_placement_group)nh_draw(t->s->rng, weights, NH_PLACEMENT_GROUPS) : NH_GROUP_FOSTER;
}

/* A change of the placement's status: same carer, same address, registered anew. */
static nh_stay before_status_change(const nh_setting *s, nh_stay *after)
{
    nh_stay stay = *after;
    stay.placement = placement_of(s, stay.group);
    number_provider(s, &stay);
    stay.same_carer = false;
    stay.end_reason = "PLACE";
    after->same_carer = true;
    return stay;
}

static bool may_change_status(const telling *t, const nh_stay *after)
{
    return after->group != NH_GROUP_SUPPORTED || years_old(t, after->start - 1) >= 16;
}

static nh_stay before_move(telling *t, const nh_stay *after, bool is_first)
{
    nh_stay stay = { .group = group_before(t, after, is_first) };
    stay.spot = t->plan->is_uasc ? after->spot : nh_spot_for(t->s, stay.group);
    if (!t->plan->is_uasc) nh_settle(t->s, t->plan->home, &stay.spot);
    furnish_differently(t->s, &stay, after);
    stay.end_reason = reason_to_end(t->s, &stay);
    return stay;
}

/* One more placement; how long it lasted is still to be said (lasts). */
static nh_stay *step_back(telling *t, bool is_first)
{
    nh_stay *after = earliest(t);
    bool of_status = may_change_status(t, after) && nh_happens(t->s->rng, t->s->figures->status_share[after->group]);
    t->backwards[t->n] = of_status ? before_status_change(t->s, after) : before_move(t, after, is_first);
    return &t->backwards[t->n++];
}

static void lasts(telling *t, int days)
{
    earliest(t)->start = t->backwards[t->n - 2].start - days;
}

static const nh_duration_bands *durations_of(const telling *t, const nh_stay *stay)
{
    return &t->s->figures->duration[stay->group];
}

/* ---- one class of care after the other ---- */

/* Where care goes back beyond what was told, how often the placement before was the first (assumed): of those who
 * left; of children still in care, who would else have had too many placements in the earlier years; of a placement
 * that goes on and has lasted for a year. */
static const double share_settled[] = { 0.01, 0.45, 0.65 };

/* Nobody starts care in an adoptive placement. */
static bool may_be_first(const nh_stay *stay)
{
    return stay->group != NH_GROUP_ADOPTION;
}

/* Back to the start of care at most; in supported accommodation to the 16th birthday. */
static int longest(telling *t, const nh_stay *stay, int32_t until)
{
    enum { DAYS_TO_16 = 5844 };
    int most = until - t->start, since_16 = until - (t->plan->born + DAYS_TO_16);
    if (!may_be_first(stay)) most--;
    if (stay->group == NH_GROUP_SUPPORTED && since_16 < most) most = since_16;
    return most > 1 ? most : 1;
}

/* As such placements last, more often for half a year or two years at least: what is told only in part (the year, the
 * time since entry) has too many brief ones otherwise (assumed shares, near the published durations). */
static int not_brief(telling *t, const nh_stay *stay, int most)
{
    static const double shares[] = { 0.58, 0.24, 0.18 };
    static const int at_least[] = { 1, 182, 730 };
    int least = at_least[nh_draw(t->s->rng, shares, 3)];
    return nh_days_between(t->s->rng, durations_of(t, stay), least <= most ? least : 1, most);
}

/* Back to the start of care. */
static void go_back(telling *t)
{
    while (days_left(t) > 0 && t->n < NH_MOST_STAYS) {
        int left = days_left(t);
        bool is_first =
            left < 2 || t->n == NH_MOST_STAYS - 1 || nh_happens(t->s->rng, share_settled[t->plan->goes_on]);
        const nh_stay *stay = step_back(t, is_first);
        int most = longest(t, stay, t->backwards[t->n - 2].start);
        int days = is_first ? most : not_brief(t, stay, 4000);
        lasts(t, days < most ? days : most);
    }
}

/* A stay over the first day of the year, then what was before it. Placements that were there on its first day have
 * often lasted for years by then (assumed shares of at least no, one, two or five years, near the published
 * durations). */
static void go_back_over(telling *t, int32_t first_day)
{
    static const double shares[] = { 0.14, 0.3, 0.34, 0.22 };
    static const int at_least[] = { 0, 365, 730, 1826 };
    int least = earliest(t)->start - first_day + 1, long_time = at_least[nh_draw(t->s->rng, shares, 4)];
    const nh_stay *stay = step_back(t, days_left(t) <= least);
    int most = longest(t, stay, t->backwards[t->n - 2].start), from = long_time > least ? long_time : least;
    if (from > most) from = least;
    lasts(t, most <= from ? most : nh_days_between(t->s->rng, durations_of(t, stay), from, most));
    go_back(t);
}

/* Several short stays of at most `room` days together, the last of them the first in care when `to_start` is said. */
static void add_short_stays(telling *t, int n, int room, bool to_start)
{
    int days[NH_MOST_STAYS], sum = 0, from = t->n;
    for (int i = 0; i < n; i++) {
        const nh_stay *stay = step_back(t, to_start && i == n - 1);
        days[i] = not_brief(t, stay, room);
        sum += days[i];
    }
    double shrink = sum > room ? (double)room / sum * nh_between(t->s->rng, 0.7, 1) : 1;
    for (int i = 0; i < n; i++) {
        int whole = (int)(days[i] * shrink);
        t->backwards[from + i].start = t->backwards[from + i - 1].start - (whole > 0 ? whole : 1);
    }
}

/* In care for a year at least: the first day of the year is 365 days (366 in a leap year) before the end. */
static void tell_year(telling *t, int n_in_year)
{
    gsl_rng *rng = t->s->rng;
    int32_t end = t->plan->end, first_day = end - 365;
    if (n_in_year == 1) {
        int most = longest(t, earliest(t), end);
        bool is_settled = nh_happens(rng, share_settled[2]);
        earliest(t)->start =
            end - (is_settled || most <= 366 ? most : nh_days_so_far(rng, durations_of(t, earliest(t)), 366, most));
        go_back(t);
        return;
    }
    int inner = n_in_year - 2;
    earliest(t)->start = end;
    if (inner > 0) add_short_stays(t, inner, 330, false);
    int used = end - earliest(t)->start, last = inner > 0 ? nh_whole(rng, 1, 364 - used) : nh_whole(rng, 1, 364);
    for (int i = 0; i < t->n; i++) t->backwards[i].start -= last;
    go_back_over(t, first_day);
}

/* In care for less than a year: from the first placement to the last. */
static void tell_new(telling *t, int n)
{
    int days = t->plan->days;
    earliest(t)->start = t->plan->end;
    if (n > 1) add_short_stays(t, n - 1, days - 1, true);
    int used = t->plan->end - earliest(t)->start;
    for (int i = 0; i < t->n; i++) t->backwards[i].start -= days - used;
}

/* One stay as two, of one carer. */
static void split_on(telling *t, int i, int32_t day)
{
    nh_stay *later = &t->backwards[i];
    memmove(later + 1, later, (size_t)(t->n - i) * sizeof *later);
    t->n++;
    later[1].end_reason = "PLACE";
    later->same_carer = true;
    later->start = day;
}

/* From 28 October 2023 supported accommodation had to be registered; placements that went on were recorded anew. How
 * many is assumed; of children still in care the published numbers of placements have them already. */
static void register_anew(telling *t)
{
    static const double share_registered = 0.8;
    int32_t day = nh_date(2023, 10, 28), end = t->plan->end;
    for (int i = 0; i < t->n && t->n < NH_MOST_STAYS; i++) {
        nh_stay *stay = &t->backwards[i];
        bool spans = stay->start < day && day < end;
        end = stay->start;
        if (!spans || stay->group != NH_GROUP_SUPPORTED || !nh_happens(t->s->rng, share_registered)) continue;
        split_on(t, i, day);
        return;
    }
}

/* Care that ended: the last placement and those before it, as long as such placements last. */
static void tell_ended(telling *t)
{
    earliest(t)->start = t->plan->end - t->plan->last_days;
    go_back(t);
    register_anew(t);
}

static void put_in_order(telling *t, nh_stays *stays)
{
    earliest(t)->start = t->start;
    earliest(t)->same_carer = false;
    stays->n = t->n;
    for (int i = 0; i < t->n; i++) stays->all[i] = t->backwards[t->n - 1 - i];
}

void nh_tell_stays(const nh_setting *s, const nh_stays_plan *plan, nh_stays *stays)
{
    static const int n_of[NH_CARE_CLASSES] = { 1, 2, 0, 1, 2, 0 };
    telling t = { .s = s, .plan = plan, .n = 1, .start = plan->end - plan->days };
    t.backwards[0] = plan->last;
    furnish(s, &t.backwards[0]);
    int n = n_of[plan->class] ? n_of[plan->class] : plan->n_in_year;
    if (!plan->goes_on) tell_ended(&t);
    else if (plan->class < NH_NEW_1) tell_year(&t, n);
    else tell_new(&t, n < plan->days ? n : plan->days);
    put_in_order(&t, stays);
}
