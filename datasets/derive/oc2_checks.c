/* datasets/derive/oc2_checks.c: rules of health and offending: answers that go with an age, with another answer of
 * the row, or with having been looked after for a year.
 *
 * Ages are those on 31 March. What is missing is told of children in the OC2 cohort, as DfE's rules have it; that a
 * child outside has a row is told where children are derived. */
#include "datasets/derive/rule_checks.h"

#include "datasets/derive/child_year.h"
#include "datasets/derive/facts.h"
#include "datasets/derive/outcomes.h"

#include <string.h>

/* The row at hand. */
typedef struct asked {
    const nh_facts *oc2;
    size_t row;
    int age; /* -1: not known */
    bool is_in_cohort;
} asked;

static void report(const asked *a, nh_problem_code code, const char *column)
{
    nh_facts_report(a->oc2, code, a->row, column);
}

static const char *answer(const asked *a, const char *column)
{
    return nh_facts_answer(a->oc2, column, a->row);
}

/* An answer of those who are old enough, or young enough: due of them, and not of others. */
typedef struct due_by_age {
    const char *column, *shown;
    int from, to; /* years of age */
    nh_problem_code not_due, missing;
} due_by_age;

static const due_by_age by_age[] = {
    { "convicted", "CONVICTED", 10, 200, NH_PROBLEM_CONVICTION_TOO_YOUNG, NH_PROBLEM_CONVICTION_MISSING },
    { "health_check", "HEALTH_CHECK", 0, 4, NH_PROBLEM_HEALTH_CHECK_TOO_OLD, NH_PROBLEM_HEALTH_CHECK_MISSING },
};

static void check_age(const asked *a)
{
    for (size_t i = 0; a->age >= 0 && i < sizeof by_age / sizeof *by_age; i++) {
        const due_by_age *due = &by_age[i];
        bool is_given = *answer(a, due->column) != '\0', is_due = a->age >= due->from && a->age <= due->to;
        if (is_given && !is_due) report(a, due->not_due, due->shown);
        if (!is_given && is_due && a->is_in_cohort) report(a, due->missing, due->shown);
    }
}

/* Who is asked of one is asked of all four: a blank would count as no. */
static void check_others(const asked *a)
{
    static const char *const others[][2] = { { "immunisations", "IMMUNISATIONS" }, { "teeth_check", "TEETH_CHECK" },
                                             { "health_assessment", "HEALTH_ASSESSMENT" },
                                             { "substance_misuse", "SUBSTANCE_MISUSE" } };
    if (!*answer(a, "convicted") && !*answer(a, "health_check")) return;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (nh_facts_have(a->oc2, others[i][0]) && !*answer(a, others[i][0]))
            report(a, NH_PROBLEM_ANSWER_MISSING, others[i][1]);
}

enum { YOUNGEST_SCORED = 5, OLDEST_SCORED = 16 }; /* collected from 4, published of 5 to 16 */

/* A number, or why there is none. */
static void check_score(const asked *a)
{
    const nh_column *score = nh_frame_find(a->oc2->frame, "sdq_score");
    bool is_due = a->is_in_cohort && a->age >= YOUNGEST_SCORED && a->age <= OLDEST_SCORED;
    if (is_due && score && !nh_present(score, a->row) && !*answer(a, "sdq_reason"))
        report(a, NH_PROBLEM_SCORE_MISSING, "SDQ_SCORE");
}

/* Help is offered to those with a problem, and asked of again only where it was not received. */
static void check_help(const asked *a)
{
    bool has_problem = strcmp(answer(a, "substance_misuse"), "1") == 0;
    const char *received = answer(a, "intervention_received"), *offered = answer(a, "intervention_offered");
    if (!has_problem) {
        if (*received || *offered) report(a, NH_PROBLEM_HELP_WITHOUT_PROBLEM, "INTERVENTION_RECEIVED");
        return;
    }
    if (!*received) report(a, NH_PROBLEM_HELP_NOT_TOLD, "INTERVENTION_RECEIVED");
    if (strcmp(received, "1") == 0 && *offered) report(a, NH_PROBLEM_HELP_OFFERED_TWICE, "INTERVENTION_OFFERED");
    if (strcmp(received, "0") == 0 && !*offered) report(a, NH_PROBLEM_OFFER_NOT_TOLD, "INTERVENTION_OFFERED");
}

static asked at_row(const nh_facts *oc2, size_t row)
{
    asked a = { oc2, row, -1, false };
    uint32_t child = nh_facts_owner(oc2, row);
    if (child == NH_NO_CHILD || !nh_present(oc2->year, row)) return a;
    int year = (int)oc2->year->number[row];
    int32_t birth = nh_facts_birth(oc2, row);
    if (birth != NH_NO_DAY) a.age = nh_age(birth, nh_year_end(year));
    a.is_in_cohort = nh_child_in_year(oc2->histories, child, year).oc2_cohort;
    return a;
}

/* A child has one row: of another, nothing is counted. */
static void check_once(const asked *a, const nh_outcomes *outcomes)
{
    uint32_t child = nh_facts_owner(a->oc2, a->row);
    if (child == NH_NO_CHILD || !nh_present(a->oc2->year, a->row)) return;
    if (nh_oc2_row(outcomes, child, (int)a->oc2->year->number[a->row]) != a->row)
        report(a, NH_PROBLEM_REPEATED_ANSWERS, "CHILD");
}

void nh_check_oc2(const nh_inputs *inputs, const nh_histories *h, nh_problems *problems)
{
    nh_facts oc2 = nh_facts_of(inputs, h, problems, "oc2");
    nh_outcomes *outcomes = nh_outcomes_of(inputs, h);
    for (size_t row = 0; row < oc2.n; row++) {
        asked a = at_row(&oc2, row);
        check_once(&a, outcomes);
        check_age(&a);
        check_others(&a);
        check_score(&a);
        check_help(&a);
    }
    nh_outcomes_free(outcomes);
}
