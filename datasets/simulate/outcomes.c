/* datasets/simulate/outcomes.c: published shares at an ordinary distance, and more or less of them farther away.
 *
 * Distance is that of the placement on the day, in miles; an unknown one counts as ordinary. Other effects (16 and
 * over, sex, children's homes, UASC) are assumed; the level of each outcome is DfE's of the year to 31 March 2024. */
#include "datasets/simulate/outcomes.h"

#include "datasets/frame/date.h"

#include <gsl/gsl_randist.h>
#include <math.h>

/* For 10 miles: 0.3 points; odds x 0.96, 0.95, 0.94, 1.15, 1.10. */
const nh_distance_effects nh_effects = {
    .sdq = 0.03,
    .health_assessment = -0.004082, /* log(0.96) / 10 */
    .immunisations = -0.005129,     /* log(0.95) / 10 */
    .teeth = -0.006188,             /* log(0.94) / 10 */
    .misuse = 0.013976,             /* log(1.15) / 10 */
    .missing = 0.009531,            /* log(1.10) / 10 */
};

/* How far from home, beyond what is ordinary. */
static double extra_miles(const nh_stay *stay)
{
    static const double ordinary = 16; /* about the mean */
    return stay->spot.miles < 0 ? 0 : stay->spot.miles - ordinary;
}

/* ---- the strengths and difficulties score ---- */

/* DfE's means by age, 5 to 16 (the ages around them are assumed); what homes, boys and UASC differ by is taken off,
 * as far as they are there at that age. */
static double usual_score(int age)
{
    static const double means[] = { 13.8, 13.8, 14.1, 14.8, 15.2, 15.0, 14.4, 14.2, 14.4, 14.7, 15.0, 14.2, 13.6 };
    return means[age < 4 ? 0 : age > 16 ? 12 : age - 4];
}

/* Scores spread more evenly than a bell, with more of high ones than of low: the published shares of normal (46%),
 * borderline (13%) and concern (41%). */
static double spread(const nh_setting *s, const nh_life *life)
{
    double even = nh_between(s->rng, -1, 1);
    return 3 * life->trouble + 11.5 * even + 1.2 * (even * even - 1.0 / 3);
}

static int score_of(const nh_setting *s, const nh_life *life, const nh_stay *stay, int age)
{
    double score = usual_score(age) + nh_effects.sdq * extra_miles(stay) + spread(s, life);
    score += (stay->group == NH_GROUP_HOMES ? 2.5 : 0) + (life->is_male ? 0.4 : -0.5) - (life->is_uasc ? 4 : 0);
    if (score < 0) score = 0;
    return score > 40 ? 40 : (int)(score + 0.5);
}

static const char *why_no_score(const nh_setting *s, int age)
{
    static const double weights[] = { 5, 35, 10, 30, 20 };
    static const char *const reasons[] = { "SDQ1", "SDQ2", "SDQ3", "SDQ4", "SDQ5" };
    return age < 4 || age > 16 ? "SDQ1" : reasons[nh_draw(s->rng, weights, 5)];
}

/* 77 of 100 children aged 4 to 16 have one. */
static void draw_score(const nh_setting *s, const nh_life *life, const nh_stay *stay, nh_outcomes *outcomes, int age)
{
    bool is_scored = age >= 4 && age <= 16 && nh_happens(s->rng, 0.769);
    outcomes->sdq = is_scored ? score_of(s, life, stay, age) : NH_NO_SCORE;
    outcomes->no_sdq = is_scored ? "" : why_no_score(s, age);
}

/* ---- health, convictions, substances ---- */

static bool happens_by_odds(const nh_setting *s, const nh_life *life, double log_odds, double bond)
{
    return nh_happens_to(s->rng, nh_logistic(log_odds), life->trouble, bond);
}

/* Hardly any at 10 to 12, 1.7% at 13 to 15, 4.1% at 16 and 17: not touched by distance. */
static bool is_convicted(const nh_setting *s, const nh_life *life, int age)
{
    double share = age < 13 ? 0.001 : age < 16 ? 0.0173 : 0.0413;
    return age >= 10 && nh_happens_to(s->rng, share, life->trouble, 0.5);
}

nh_outcomes nh_draw_outcomes(const nh_setting *s, const nh_life *life, int32_t on)
{
    const nh_stay *stay = nh_life_stay_on(life, on);
    int age = nh_age(life->born, on);
    double miles = extra_miles(stay), grown = age >= 16 ? 1 : 0;
    nh_outcomes o = { .convicted = is_convicted(s, life, age), .development = nh_happens(s->rng, 0.877) };
    draw_score(s, life, stay, &o, age);
    o.immunisations = happens_by_odds(s, life, 1.83 + nh_effects.immunisations * miles - 0.75 * grown, 0);
    o.teeth = happens_by_odds(s, life, 1.55 + nh_effects.teeth * miles - 0.60 * grown, 0);
    o.health_assessment = happens_by_odds(s, life, 2.38 + nh_effects.health_assessment * miles - 0.75 * grown, 0);
    double misuse = age < 10 ? -8 : -4.06 + 1.0 * grown;
    o.misuse = happens_by_odds(s, life, misuse + nh_effects.misuse * miles, 0.4);
    o.received = nh_happens(s->rng, 0.38);
    o.offered = nh_happens(s->rng, 0.68);
    return o;
}

/* ---- missing and away ---- */

/* Of those who went at all 63% went more than once, 6.5 times each; away 51%, 4 times each. */
static int how_often(const nh_setting *s, double share_once, double mean_beyond)
{
    if (nh_happens(s->rng, share_once)) return 1;
    return 2 + (int)gsl_ran_exponential(s->rng, mean_beyond);
}

nh_times nh_draw_times(const nh_setting *s, const nh_life *life, int32_t last_day)
{
    const nh_stay *stay = nh_life_stay_on(life, last_day);
    int age = nh_age(life->born, last_day);
    if (age < 10) return (nh_times){ 0, 0 };
    double of_group = stay->group == NH_GROUP_HOMES ? 1.1 : stay->group == NH_GROUP_PARENTS ? -0.4 : 0;
    double log_odds = (age >= 13 ? -1.61 : -2.95) + of_group + nh_effects.missing * extra_miles(stay);
    nh_times times = { 0, 0 };
    if (happens_by_odds(s, life, log_odds, 0.5)) times.missing = how_often(s, 0.369, 8.1);
    if (happens_by_odds(s, life, log_odds - 1.85, 0.5)) times.away = how_often(s, 0.493, 5.3);
    return times;
}
